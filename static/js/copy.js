// «Kopiér til Word»: heading, sentence and table of the page, as Word and LibreOffice take them.
"use strict";

(() => {
  const UNWANTED = "svg, button, form, input, canvas, script, .no-print, .visually-hidden, [hidden]";
  const FONT = "font-family:Calibri,Carlito,Arial,sans-serif";
  const CELL = `border:1px solid #999;padding:2pt 5pt;vertical-align:top;${FONT};font-size:10pt`;
  const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

  // The words of a node as they are read, a line break where the page has one.
  function words(node) {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(UNWANTED).forEach((one) => one.remove());
    copy.querySelectorAll("br, p, li, div, dd").forEach((one) => one.before("\n"));
    return copy.textContent.replace(/[^\S\n]+/g, " ").split(/\s*\n\s*/).filter(Boolean).join("\n").trim();
  }

  function rowsOf(node) {
    if (node.matches("dl")) {
      return [...node.querySelectorAll("dt")].map((dt) => [
        { head: true, text: words(dt) },
        { text: [...dt.parentElement.querySelectorAll("dd")].map(words).filter(Boolean).join("\n") },
      ]);
    }
    if (node.matches("ul")) {
      const heads = (node.dataset.heads || "").split("|").filter(Boolean).map((text) => ({ head: true, text }));
      return [heads, ...[...node.children].map((li) => [
        { text: words(li.querySelector("a") || li) },
        { text: words(li.querySelector(".nowrap") || document.createElement("i")) },
        { text: words(li.querySelector(".small") || document.createElement("i")) },
      ])].filter((row) => row.length);
    }
    return [...node.rows].map((row) =>
      [...row.cells].map((cell) => ({
        head: cell.matches("th"),
        number: cell.matches(".num"),
        span: cell.colSpan,
        text: words(cell),
      })));
  }

  const isPlain = (row) => row.every((cell) => (cell.span || 1) === 1);

  // A column that only drew something says nothing in a text; what spans all spans those that are left.
  function withoutEmpty(rows) {
    const plain = rows.filter(isPlain);
    const said = (place) => plain.some((row) => row.some((cell) => !cell.head) && row[place]?.text);
    const kept = rows.map((row) => (isPlain(row) ? row.filter((cell, place) => said(place) || row.length < 2) : row));
    const wide = Math.max(1, ...kept.filter(isPlain).map((row) => row.length));
    kept.flat().forEach((cell) => { cell.span = Math.min(cell.span || 1, wide); });
    return kept;
  }

  // Hundredths of the width, so that no word is broken while a column beside it has room.
  function widthsOf(rows) {
    const plain = rows.filter(isPlain);
    const wide = Math.max(1, ...plain.map((row) => row.length));
    const longest = (parts) => Math.max(0, ...parts.map((part) => part.length));
    const needs = Array.from({ length: wide }, (_, place) => Math.max(6, ...plain.map((row) => {
      const text = row[place]?.text || "";
      return Math.max(longest(text.split(/\s/)) + 4, Math.min(longest(text.split("\n")), 36));
    })));
    const all = needs.reduce((sum, one) => sum + one, 0);
    return needs.map((one) => Math.round((100 * one) / all));
  }

  function tableOf(rows) {
    const widths = widthsOf(rows);
    const cells = (row) => row.map((cell, place) => {
      const tag = cell.head ? "th" : "td";
      const align = cell.number ? "right" : "left";
      const size = cell.span > 1 ? ` colspan="${cell.span}"` : ` width="${widths[place]}%"`;
      return `<${tag}${size} valign="top" style="${CELL};text-align:${align}">${escaped(cell.text).replaceAll("\n", "<br>")}</${tag}>`;
    });
    const lines = rows.map((row) => `<tr>${cells(row).join("")}</tr>`);
    return `<table border="1" cellspacing="0" width="100%" style="border-collapse:collapse">${lines.join("")}</table>`;
  }

  function pieceOf(node) {
    if (node.matches("table, dl, ul")) {
      const rows = withoutEmpty(rowsOf(node));
      const plain = rows.map((row) => row.map((cell) => cell.text.replaceAll("\n", " ")).join("\t"));
      return { html: tableOf(rows), plain: plain.join("\n") };
    }
    const tag = node.matches("h1, h2, h3") ? node.tagName.toLowerCase() : "p";
    // A status before its sentence: «Bagud: 12.500, forventet 21.826».
    const mark = words(node.querySelector(".status") || document.createElement("i"));
    const text = mark ? words(node).replace(mark, `${mark}:`) : words(node);
    return { html: `<${tag} style="${FONT}">${escaped(text).replaceAll("\n", "<br>")}</${tag}>`, plain: text };
  }

  function copy(button) {
    const pieces = [...document.querySelectorAll("[data-copied]")].map(pieceOf);
    const html = pieces.map((piece) => piece.html).join("\n");
    const plain = pieces.map((piece) => piece.plain).join("\n\n");
    // This old way works over plain http too, and asks nobody for leave.
    document.addEventListener("copy", (event) => {
      event.clipboardData.setData("text/html", `<html lang="da"><body>${html}</body></html>`);
      event.clipboardData.setData("text/plain", plain);
      event.preventDefault();
    }, { once: true });
    const done = document.execCommand("copy");
    button.nextElementSibling.textContent = done ? button.dataset.done : button.dataset.failed;
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => copy(button));
    });
  });
})();
