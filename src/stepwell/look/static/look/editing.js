/* Says every ten seconds which form is edited here, and shows who else edits. The page itself is drawn with who is known.

   data-editing="url"          the line of the page; its hidden <template> is how one person is shown
   data-editing-part="name"    a form; while the focus is in one of its fields, it is edited */
(() => {
  "use strict";
  const EVERY = 10_000, SOON = 400;
  const line = document.querySelector("[data-editing]");
  if (!line) return;
  let said = "", timer = 0;

  const partOf = (node) => {
    const field = node instanceof Element && node.matches("input:not([type=hidden], [type=submit]), textarea, select");
    return (field && node.closest("[data-editing-part]")?.dataset.editingPart) || "";
  };
  const mark = (words) => {
    const one = line.querySelector("template").content.firstElementChild.cloneNode(true);
    one.querySelector("[data-editing-words]").textContent = words;
    one.dataset.editingMark = "";
    return one;
  };
  const show = (others) => {
    document.querySelectorAll("[data-editing-mark]").forEach((one) => one.remove());
    for (const { part, said: words } of others) {
      const form = document.querySelector(`[data-editing-part="${CSS.escape(part)}"]`);
      // a form in a closed dialog says it to nobody: then the page does
      if (form && form.getClientRects().length) form.prepend(mark(words));
      else line.append(mark(words));
    }
  };
  const beat = async () => {
    clearTimeout(timer);
    timer = setTimeout(beat, EVERY);
    const part = document.hidden ? "" : partOf(document.activeElement);
    if (document.hidden && !said) return;
    said = part;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(line.dataset.editing, {
        method: "POST",
        headers: { "X-CSRFToken": token, "X-By-Itself": "true" },
        body: new URLSearchParams({ part }),
        redirect: "error",
      });
      if (answer.ok) show((await answer.json()).others);
      else if (answer.status === 403) clearTimeout(timer); // signed out: nobody is told anything from here any more
    } catch { /* no connection, or signed out: other parts of the page say so */ }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(beat, SOON);
  };
  document.addEventListener("focusin", (event) => { if (partOf(event.target) !== said) soon(); });
  document.addEventListener("focusout", () => { if (said) soon(); });
  document.addEventListener("visibilitychange", soon);
  timer = setTimeout(beat, SOON);
})();
