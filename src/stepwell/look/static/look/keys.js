/* Keys beyond the roll's own (look/console.js): ways to go, undo, and the notes of a group.

   data-go="t"     a link that G and then this letter follow        data-undo     the Undo button; U presses it while it shows
   W               to the next response that isn't signed           Ctrl Enter    in one: save it, and on to its Sign button */
(() => {
  "use strict";
  const typing = (node) =>
    node instanceof Element && node.matches("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]");
  let goUntil = 0;
  let toSign = "";

  const signOf = (form) => form?.querySelector("[name=verb][value=sign]");
  const writeNext = () => {
    const fields = [...document.querySelectorAll("form.draft textarea[name=response], form.draft textarea[name=section]")];
    const next = fields[fields.indexOf(document.activeElement) + 1] ?? fields[0];
    next?.focus();
    return Boolean(next);
  };
  const saveToSign = (field) => {
    const sign = signOf(field.form);
    if (sign) return sign.focus();
    toSign = field.form.id;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("htmx:afterSettle", () => {
    const sign = toSign && signOf(document.getElementById(toSign));
    if (!sign) return;
    toSign = "";
    sign.focus();
  });

  // On window, before the roll's letters: G R is a way to go, and R alone is none of them.
  window.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches?.("form.draft textarea")) {
      event.preventDefault();
      saveToSign(event.target);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const letter = event.key.toLowerCase();
    let done = false;
    if (Date.now() < goUntil) {
      const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
      link?.click();
      done = Boolean(link);
      goUntil = 0;
    } else if (letter === "g") {
      goUntil = Date.now() + 1500;
      done = true;
    } else if (letter === "w") {
      done = writeNext();
    } else if (letter === "u") {
      const undo = document.querySelector("[data-undo]");
      done = Boolean(undo) && getComputedStyle(undo).visibility !== "hidden";
      if (done) undo.click();
    }
    if (!done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
