/* Quick-find. Ctrl K (Cmd K), or typing in the header's field, opens the dialog; arrows choose, Enter opens.
   The server answers as one types (htmx, the last answer wins). Enter waits for the answer to what stands in the field:
   it never opens somebody from an older one. Without this file the header's form goes to a page with the same results. */
(() => {
  "use strict";
  const dialog = document.getElementById("find-dialog");
  const asked = document.getElementById("find-asked");
  const results = document.getElementById("find-results");
  const opener = document.querySelector("[data-find]");
  if (!dialog || !asked || !results) return;
  let enterWaits = false;

  const options = () => [...results.querySelectorAll("[role=option]")];
  const isFresh = () => results.querySelector("[data-for]")?.dataset.for === asked.value.trim();
  const current = () => results.querySelector("[role=option][aria-selected=true]");
  const choose = (option) => {
    current()?.setAttribute("aria-selected", "false");
    if (!option) {
      asked.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    asked.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const open = (words = "") => {
    if (dialog.open) return;
    document.querySelectorAll("dialog[open]").forEach((other) => other.close());
    asked.value = words;
    dialog.showModal();
    asked.focus();
    htmx.trigger(asked.form, "find-open");
  };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
  opener?.addEventListener("input", () => {
    open(opener.value);
    opener.value = "";
  });
  opener?.addEventListener("click", () => open());

  asked.addEventListener("input", () => { enterWaits = false; });
  asked.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.indexOf(current());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isFresh()) current()?.click();
      else enterWaits = true;
    }
  });
  asked.form.addEventListener("submit", (event) => event.preventDefault());

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== results) return;
    choose(options()[0]);
    if (enterWaits && isFresh()) current()?.click();
    if (isFresh()) enterWaits = false;
  });
  // What was found isn't left standing behind a closed dialog.
  dialog.addEventListener("close", () => {
    asked.value = "";
    asked.removeAttribute("aria-activedescendant");
    const list = results.querySelector("#find-list");
    list?.replaceChildren();
    list?.removeAttribute("data-for");
    results.querySelector(".found-none")?.remove();
    enterWaits = false;
  });
})();
