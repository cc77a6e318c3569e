/* Keys beyond the roll's own (look/console.js): ways to go, undo, the roll's first row, and the notes of a group.

   data-go="t"        a link that G and then this letter follow     data-undo         the Undo button; U presses it while it shows
   data-press="d"     what its letter presses                       data-send-keys    a form that Ctrl Enter sends
   R                  to the roll: who has no word yet first
   W                  to the next response that isn't signed        Ctrl Enter        in one: save it, and on to its Sign button

   Whoever signed the last note that was ready goes on in the next one that isn't written. */
(() => {
  "use strict";
  const typing = (node) =>
    node instanceof Element && node.matches("input:not([type=radio], [type=checkbox], [type=submit]), textarea, select, [contenteditable]");
  const SIGN = "[name=verb][value=sign]";
  let goUntil = 0;
  let toSign = "";
  let signed = "";

  const signOf = (form) => form?.querySelector(SIGN);
  const responses = () => [...document.querySelectorAll("form.draft textarea[name=response], form.draft textarea[name=section]")];
  const writeNext = () => {
    const fields = responses();
    const next = fields[fields.indexOf(document.activeElement) + 1] ?? fields[0];
    next?.focus();
    return Boolean(next);
  };
  const toRoll = () => {
    const rows = [...document.querySelectorAll("[data-roll-row]")];
    const row = rows.find((one) => one.querySelector("input[name=status]").value === "booked") ?? rows[0];
    row?.querySelector("[data-roll-status]").focus();
    return Boolean(row);
  };
  const saveToSign = (field) => {
    const sign = signOf(field.form);
    if (sign) return sign.focus();
    toSign = field.form.id;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // The card that was signed took the focus with it: on to the next one, or to what says that all are done.
  const goOn = (slot) => {
    const fields = responses();
    const after = fields.find((one) => slot && slot.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    (after ?? fields[0] ?? document.getElementById("foot"))?.focus();
  };
  document.addEventListener("submit", (event) => {
    if (event.submitter?.matches(SIGN)) signed = event.target.id;
  }, true);
  document.addEventListener("htmx:afterSettle", () => {
    if (signed && !document.getElementById(signed)) {
      if (document.activeElement === document.body) goOn(document.getElementById(signed.replace("draft-", "slot-")));
      signed = "";
    }
    const form = toSign ? document.getElementById(toSign) : null;
    const sign = signOf(form);
    if (!sign) return;
    toSign = "";
    // whoever writes elsewhere by now isn't taken away from there: their next key would sign
    if (form.contains(document.activeElement)) sign.focus();
  });

  // On window, before the roll's letters: G R is a way to go, and R alone is none of them.
  window.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const form = event.target.form;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form?.matches("[data-send-keys]")) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    // a key that is held down signs one note, and not all that are ready
    if (event.repeat && event.target.matches?.(SIGN)) return event.preventDefault();
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
    } else if (letter === "r") {
      done = toRoll();
    } else if (letter === "u") {
      const undo = document.querySelector("[data-undo]");
      done = Boolean(undo) && getComputedStyle(undo).visibility !== "hidden";
      if (done) undo.click();
    } else {
      const pressed = document.querySelector(`[data-press="${CSS.escape(letter)}"]`);
      pressed?.click();
      done = Boolean(pressed);
    }
    if (!done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
})();
