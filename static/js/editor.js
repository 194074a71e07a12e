// Puts live figures where the cursor is; without it they are typed as they stand.
"use strict";

(() => {
  function insert(box, text) {
    const [start, end] = [box.selectionStart, box.selectionEnd];
    box.setRangeText(text, start, end, "end");
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-insert]")) {
      const box = document.getElementById(button.dataset.into);
      if (!box) continue;
      button.hidden = false;
      button.addEventListener("click", () => insert(box, button.dataset.insert));
    }
  });
})();
