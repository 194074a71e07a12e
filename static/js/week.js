// The week by keyboard: arrows and Enter move between the boxes, the sums follow what is typed, and
// nobody leaves unsaved hours without being asked.
"use strict";

(() => {
  const form = document.querySelector("form[data-week]");
  const rows = form ? [...form.querySelectorAll("tr[data-row]")] : [];
  if (!rows.length) return;
  const boxes = rows.map((row) => [...row.querySelectorAll("input[name]:not([type=hidden])")]);
  // What is saved, in every box of a row: «7.5||||||».
  const saved = rows.map((row) =>
    row
      .querySelector("input[name^='was-']")
      .value.split("|")
      .map((text) => (text ? Math.round(Number(text) * 60) : 0)),
  );
  let sent = false;

  // «7,5» and «7:30» as minutes; null for an empty box, NaN for what the server
  // will refuse.
  function minutes(text) {
    const typed = text.trim();
    if (!typed) return null;
    const clock = typed.match(/^(\d{1,2}):([0-5]\d)$/);
    if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
    return /^\d{1,2}(,\d{1,2})?$/.test(typed) ? Math.round(Number(typed.replace(",", ".")) * 60) : NaN;
  }

  function shown(values) {
    const given = values.filter((value) => value !== null);
    if (!given.length) return "–";
    const sum = given.reduce((one, other) => one + other, 0);
    return Number.isNaN(sum) ? "?" : String(Math.round(sum / 0.6) / 100).replace(".", ",");
  }

  function add() {
    const values = boxes.map((row) => row.map((box) => minutes(box.value)));
    rows.forEach((row, at) => {
      row.querySelector("[data-row-sum]").textContent = shown(values[at]);
    });
    form.querySelectorAll("[data-day-sum]").forEach((sum, day) => {
      sum.textContent = shown(values.map((row) => row[day]));
    });
    form.querySelector("[data-week-sum]").textContent = shown(values.flat());
  }

  // No hours and nought hours are the same. NaN is like nothing, so what cannot be read is unsaved.
  function isUnsaved() {
    return boxes.some((row, r) =>
      row.some((box, day) => !box.disabled && (minutes(box.value) ?? 0) !== saved[r][day]),
    );
  }

  function at(box) {
    const row = boxes.findIndex((found) => found.includes(box));
    return row < 0 ? null : [row, boxes[row].indexOf(box)];
  }

  // The next box in the direction that can be typed in; none at the edge.
  function next([row, day], down, right) {
    for (let r = row + down, d = day + right; boxes[r]?.[d]; r += down, d += right) {
      if (!boxes[r][d].disabled) return boxes[r][d];
    }
    return null;
  }

  add(); // what could not be saved stands in the boxes, and not in the sums of the page
  form.addEventListener("input", add);
  form.addEventListener("submit", () => {
    sent = true;
    // A press that got no answer must not let the hours go unasked for good.
    setTimeout(() => (sent = false), 8000);
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    add(); // on the way back the browser fills in what was typed
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && isUnsaved()) event.preventDefault();
  });
  form.addEventListener("focusin", (event) => {
    if (at(event.target)) event.target.select();
  });
  form.addEventListener("keydown", (event) => {
    const box = event.target;
    const place = at(box);
    if (!place || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const all = box.selectionStart === 0 && box.selectionEnd === box.value.length;
    const first = box.selectionEnd === 0;
    const last = box.selectionStart === box.value.length;
    const ways = {
      ArrowUp: [-1, 0, true],
      ArrowDown: [1, 0, true],
      Enter: [1, 0, true],
      ArrowLeft: [0, -1, all || first],
      ArrowRight: [0, 1, all || last],
    };
    const way = ways[event.key];
    if (!way || !way[2]) return;
    // Enter never sends a half-filled week.
    event.preventDefault();
    next(place, way[0], way[1])?.focus();
  });
})();
