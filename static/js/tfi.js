// Small helps; every page works without them.
"use strict";

(() => {
  // What is typed is kept on the server, for its author alone: nothing of it rests in the browser.
  const DRAFTS = "/drafts/";
  const SOON = 800; // milliseconds after the last key
  const waiting = new Map();
  const sending = new Map();

  const keyOf = (form) => form.querySelector("input[name=submission], input[name$='-submission']");

  function draftOf(form) {
    const draft = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") draft.append(name, value);
    }
    draft.set("form_address", window.location.pathname + window.location.search);
    return draft;
  }

  function keep(form, options = {}) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    sending.get(form)?.abort();
    const stop = new AbortController();
    sending.set(form, stop);
    // Without an answer what was typed is sent again with the next key.
    fetch(DRAFTS, { method: "POST", body: draftOf(form), signal: stop.signal, ...options }).catch(() => {});
  }

  function keepSoon(form) {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), SOON));
  }

  function keepWaiting() {
    for (const form of waiting.keys()) keep(form, { keepalive: true });
  }

  // Back from the receipt, the browser shows what was saved as if it were not: begin anew.
  async function beginAnew(form) {
    const key = keyOf(form);
    if (!key) return;
    if (document.querySelector("[data-just-saved]")) form.reset();
    const answer = await fetch(`${DRAFTS}?submission=${encodeURIComponent(key.value)}`).catch(() => null);
    if (answer?.ok && (await answer.json()).saved) window.location.replace(window.location.href);
  }

  // Beside each date box, which the browser draws in its own language, the day in Danish.
  const danishDay = new Intl.DateTimeFormat("da", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });

  function writeDay(box) {
    const words = box.nextElementSibling;
    if (!words?.matches("[data-date-words]")) return;
    const day = box.valueAsDate;
    words.textContent = day ? danishDay.format(day).replace(" den ", " ") : "";
  }

  // A column copied from a spreadsheet fills the boxes from the one it is pasted into; of two columns
  // the second goes into the second box of a row.
  function pasteColumns(grid) {
    grid.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
      if (!/[\n\t]/.test(text)) return;
      event.preventDefault();
      const rows = [...grid.querySelectorAll("tbody tr")];
      const first = rows.indexOf(event.target.closest("tr"));
      text.split("\n").forEach((line, below) => {
        const boxes = rows[first + below]?.querySelectorAll("input[type=text], select") ?? [];
        line.split("\t").forEach((value, at) => {
          if (!boxes[at] || !value.trim()) return;
          boxes[at].value = value.trim();
          boxes[at].dispatchEvent(new Event("input", { bubbles: true }));
        });
      });
      grid.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // Dropped on another, a part goes before it: the same as its buttons «up» and «down» send.
  function sortByDragging(list) {
    let dragged = null;
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("[data-key]");
      dragged?.classList.add("dragged");
    });
    list.addEventListener("dragend", () => dragged?.classList.remove("dragged"));
    list.addEventListener("dragover", (event) => {
      if (dragged && event.target.closest("[data-key]")) event.preventDefault();
    });
    list.addEventListener("drop", (event) => {
      const before = event.target.closest("[data-key]");
      if (!dragged || !before || before === dragged) return;
      event.preventDefault();
      const form = document.querySelector("form[data-move]");
      const sent = document.createElement("input");
      Object.assign(sent, { type: "hidden", name: "move", value: `${dragged.dataset.key}-${before.dataset.key.split("-")[1]}` });
      form.append(sent);
      form.submit();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-draft]")) {
      form.addEventListener("input", () => keepSoon(form));
      // Whoever leaves a field may be about to sign out.
      form.addEventListener("change", keepWaiting);
      // The network may fail what is sent; a draft that comes in after it was saved is not kept.
      form.addEventListener("submit", keepWaiting);
    }
    window.addEventListener("pagehide", keepWaiting);
    for (const form of document.querySelectorAll("form[data-autosubmit]")) {
      form.addEventListener("change", () => form.requestSubmit());
    }
    // A second press sends nothing; the server would not save it twice either.
    for (const form of document.querySelectorAll("form[data-once]")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "yes";
        // A press that got no answer must not lock the button for good.
        setTimeout(() => delete form.dataset.sent, 8000);
      });
    }
    window.addEventListener("pageshow", (event) => {
      for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
      const returned = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
      if (returned) document.querySelectorAll("form[data-draft]").forEach(beginAnew);
    });
    document.addEventListener("input", (event) => {
      if (event.target.type === "date") writeDay(event.target);
    });
    // Filters are open where there is room; style sheets of older browsers cannot say so.
    if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48rem)").matches) {
      for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
    }
    document.querySelectorAll("[data-grid]").forEach(pasteColumns);
    document.querySelectorAll("[data-sortable]").forEach(sortByDragging);
    document.querySelector("[data-focus]")?.focus();
    // One menu open at a time; Escape closes it.
    document.addEventListener("click", (event) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) menu.removeAttribute("open");
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.removeAttribute("open");
        menu.querySelector("summary").focus();
      }
    });
  });
})();
