/* Says two minutes before that a session is about to end, and when it has. The server ends it; this only counts along.
   A request that the page makes by itself is no sign of life, here as there. */
(() => {
  "use strict";
  const dialog = document.getElementById("idle");
  if (!dialog) return;
  const words = dialog.querySelector("[data-idle-words]"), over = dialog.querySelector("[data-idle-over]");
  const button = dialog.querySelector("[data-idle-stay]");
  const limit = Number(dialog.dataset.idle) * 60_000, warn = limit - 120_000;
  let since = Date.now();

  // other windows of the same session keep it alive too
  const shared = "BroadcastChannel" in window ? new BroadcastChannel("stepwell-alive") : null;
  const alive = () => { since = Date.now(); over.hidden = true; words.hidden = false; button.textContent = button.dataset.stays; if (dialog.open) dialog.close(); };
  const told = () => { alive(); shared?.postMessage("alive"); };
  if (shared) shared.onmessage = alive;
  shared?.postMessage("alive");
  document.addEventListener("htmx:afterRequest", (event) => {
    const asked = event.detail.requestConfig?.headers ?? {};
    if (event.detail.successful && !("X-By-Itself" in asked)) told();
  });

  // after another log-in the forms of this page need its token
  const renew = (token) => {
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    document.querySelectorAll("[data-token]").forEach((place) => { place.dataset.token = token; });
    if (document.body.hasAttribute("hx-headers")) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };

  const look = () => {
    const idle = Date.now() - since;
    if (idle < warn) return;
    if (!dialog.open) dialog.showModal();
    if (idle < limit) return;
    words.hidden = true;
    over.hidden = false;
    button.textContent = button.dataset.again;
  };
  button.addEventListener("click", async () => {
    try {
      const answer = await fetch(dialog.dataset.stay, { redirect: "manual" });
      if (answer.status === 200) {
        renew((await answer.json()).token);
        return told();
      }
    } catch { /* no connection: the words below are true of that too */ }
    words.hidden = true;
    over.hidden = false;
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  setInterval(look, 5_000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
