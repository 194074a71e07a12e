// Small helps; every page works without them.
"use strict";

(() => {
  const draftOf = (name) => `draft:${document.body.dataset.user}:${name}`;
  const savedMark = (name) => `saved:${document.body.dataset.user}:${name}`;
  const key = (form) => draftOf(form.dataset.draft);
  // Never files, never hidden fields, never what is marked private.
  const kept = (field) =>
    field.name && !["file", "hidden", "password", "submit"].includes(field.type);

  function read(form) {
    const draft = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      draft[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
    return draft;
  }

  function restore(form) {
    const stored = sessionStorage.getItem(key(form));
    // After an error the server has sent what was typed: that is newer.
    if (!stored || form.querySelector("[role=alert]")) return;
    for (const [name, value] of Object.entries(JSON.parse(stored))) {
      const field = form.elements[name];
      if (!field || !kept(field)) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      if (field.type === "date") writeDay(field);
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const note = form.querySelector("[data-draft-note]");
    if (note) note.hidden = false;
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

  function forget(prefix) {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(prefix)) sessionStorage.removeItem(name);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    // A receipt says which draft has been saved; a sign-out forgets them all.
    const saved = document.querySelector("[data-saved-draft]");
    if (saved) {
      sessionStorage.removeItem(draftOf(saved.dataset.savedDraft));
      sessionStorage.setItem(savedMark(saved.dataset.savedDraft), "yes");
    }
    for (const form of document.querySelectorAll("[data-forget-drafts]")) {
      form.addEventListener("submit", () => ["draft:", "saved:"].forEach(forget));
    }
    for (const form of document.querySelectorAll("form[data-draft]")) {
      restore(form);
      form.querySelector("[data-draft-clear]")?.addEventListener("click", (event) => {
        sessionStorage.removeItem(key(form));
        form.reset();
        event.target.closest("[data-draft-note]").hidden = true;
      });
      form.addEventListener("input", () => {
        if (Object.values(read(form)).length) {
          sessionStorage.setItem(key(form), JSON.stringify(read(form)));
        }
      });
    }
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
      for (const form of document.querySelectorAll("form[data-draft]")) {
        const mark = savedMark(form.dataset.draft);
        if (!sessionStorage.getItem(mark)) continue;
        sessionStorage.removeItem(mark);
        // Back from the receipt, the browser shows what was saved as if it were not: begin anew.
        if (returned) {
          sessionStorage.removeItem(key(form));
          window.location.replace(window.location.href);
        }
      }
    });
    document.addEventListener("input", (event) => {
      if (event.target.type === "date") writeDay(event.target);
    });
    // Filters are open where there is room; style sheets of older browsers cannot say so.
    if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48rem)").matches) {
      for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
    }
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
