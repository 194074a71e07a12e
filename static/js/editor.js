// Puts live figures where the cursor is; without it they are typed as they stand.
"use strict";

(() => {
  function insert(box, text) {
    const [start, end] = [box.selectionStart, box.selectionEnd];
    box.setRangeText(text, start, end, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer(within) {
    for (const button of within.querySelectorAll("[data-insert]")) {
      button.hidden = !document.getElementById(button.dataset.into);
    }
  }

  document.addEventListener("DOMContentLoaded", () => offer(document));
  // The figures of other criteria come when they are asked for.
  document.addEventListener("htmx:afterSwap", (event) => offer(event.target));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const box = button && document.getElementById(button.dataset.into);
    if (box) insert(box, button.dataset.insert);
  });
})();
