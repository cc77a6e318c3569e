// The keypad of a device at the door: brings the keys, sends six digits by itself, and clears what somebody left.
(() => {
  // after a welcome the next person finds the field again
  const leaves = document.querySelector("[data-leaves]");
  if (leaves) {
    leaves.querySelector(".meta[hidden]").hidden = false;
    setTimeout(() => {
      if (!document.querySelector("[data-door-pending]")) location.assign(leaves.dataset.leaves);
    }, 8000);
  }

  const form = document.querySelector("[data-kiosk]");
  if (!form) return;
  const field = form.querySelector("input[name=code]");
  const pad = form.querySelector("[data-pad]");
  const CLEARS_AFTER = 20_000;
  let clearing = 0;
  let sent = false;

  const digits = () => field.value.replace(/\D/g, "");
  const typed = (value) => {
    field.value = value;
    clearTimeout(clearing);
    clearing = setTimeout(() => {
      field.value = "";
      if (location.search) location.assign(location.pathname); // the next person's language is their own
    }, CLEARS_AFTER);
    if (digits().length === 6 && !sent) {
      sent = true;
      form.requestSubmit();
    }
  };

  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if ("clear" in key.dataset) typed("");
    else if ("back" in key.dataset) typed(digits().slice(0, -1));
    else if (digits().length < 6) typed(digits() + key.dataset.digit);
  });
  field.addEventListener("input", () => typed(field.value));
  // a page that the browser kept from before would hold somebody's digits
  window.addEventListener("pageshow", () => { field.value = ""; sent = false; });
  setTimeout(() => form.querySelector(".kiosk-wrong")?.remove(), CLEARS_AFTER);
  if (location.search) typed(field.value);
  field.focus();
})();
