// «Kopiér til Word»: heading, sentence and table of the page, as Word and LibreOffice take them.
"use strict";

(() => {
  const UNWANTED = "svg, button, form, input, canvas, script, .no-print, .visually-hidden, [hidden]";
  const CELL = "border:1px solid #999;padding:2pt 5pt;vertical-align:top";
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
      return [...node.children].map((li) => [
        { text: words(li.querySelector("a") || li) },
        { text: words(li.querySelector(".nowrap") || document.createElement("i")) },
        { text: words(li.querySelector(".small") || document.createElement("i")) },
      ]);
    }
    return [...node.rows].map((row) =>
      [...row.cells].map((cell) => ({
        head: cell.matches("th"),
        number: cell.matches(".num"),
        span: cell.colSpan,
        text: words(cell),
      })));
  }

  // A column that only drew something says nothing in a text.
  function withoutEmpty(rows) {
    const wide = rows.filter((row) => row.every((cell) => (cell.span || 1) === 1));
    const said = (place) => wide.some((row) => row.some((cell) => !cell.head) && row[place]?.text);
    return rows.map((row) => (wide.includes(row) ? row.filter((cell, place) => said(place) || row.length < 2) : row));
  }

  function tableOf(rows) {
    const cells = (row) => row.map((cell) => {
      const tag = cell.head ? "th" : "td";
      const align = cell.number ? "right" : "left";
      const span = cell.span > 1 ? ` colspan="${cell.span}"` : "";
      return `<${tag}${span} style="${CELL};text-align:${align}">${escaped(cell.text).replaceAll("\n", "<br>")}</${tag}>`;
    });
    const lines = rows.map((row) => `<tr>${cells(row).join("")}</tr>`);
    return `<table border="1" cellspacing="0" style="border-collapse:collapse">${lines.join("")}</table>`;
  }

  function pieceOf(node) {
    if (node.matches("table, dl, ul")) {
      const rows = withoutEmpty(rowsOf(node));
      const plain = rows.map((row) => row.map((cell) => cell.text.replaceAll("\n", " ")).join("\t"));
      return { html: tableOf(rows), plain: plain.join("\n") };
    }
    const tag = node.matches("h1, h2, h3") ? node.tagName.toLowerCase() : "p";
    const text = words(node);
    return { html: `<${tag}>${escaped(text).replaceAll("\n", "<br>")}</${tag}>`, plain: text };
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
