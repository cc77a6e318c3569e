/* The plan, the skills and whom to call, kept on this phone if its owner wants that (ADR 29): one page without a form or a
   key in it, and the files it is drawn with. The worker (portal/sw.js) shows it where there is no connection. */
(() => {
  "use strict";
  const place = document.querySelector("[data-kept]");
  if (!place || !("caches" in window) || !("serviceWorker" in navigator)) return;
  const NAME = "stepwell-kept";
  const says = place.dataset, { address, worker } = says;
  const state = place.querySelector("[data-kept-state]");
  const on = place.querySelector("[data-kept-on]");
  const off = place.querySelector("[data-kept-off]");

  const markOf = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("[data-kept-for]")?.dataset.keptFor;
  const filesOf = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const named = [...page.querySelectorAll("link[rel=stylesheet], script[src], use")];
    return [...new Set(named.map((one) => one.getAttribute("href") ?? one.getAttribute("src")).map((one) => one.split("#")[0]))];
  };
  const show = (isKept, words) => {
    state.textContent = words ?? (isKept ? says.saysKept : says.saysNot);
    on.hidden = isKept;
    off.hidden = !isKept;
  };
  const fetched = async () => {
    const reply = await fetch(address, { credentials: "same-origin", cache: "no-store" });
    const html = await reply.text();
    if (!reply.ok || reply.redirected || !markOf(html)) throw new Error("not ours");
    return html;
  };
  const put = async (html) => {
    const cache = await caches.open(NAME);
    await cache.addAll(filesOf(html));
    await cache.put(address, new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
  };
  // One change after the other: what is taken off while it is still being brought up to date stays off.
  let last = Promise.resolve();
  const inTurn = (change) => { last = last.catch(() => {}).then(change); return last; };

  on.addEventListener("click", async () => {
    try {
      const html = await fetched();
      await navigator.serviceWorker.register(worker, { scope: "/me/" });
      await inTurn(() => put(html));
      show(true);
    } catch { show(false, says.saysFailed); }
  });
  off.addEventListener("click", async () => {
    await inTurn(() => caches.delete(NAME));
    show(false, says.saysTaken);
  });

  (async () => {
    place.querySelector("[data-kept-choices]").hidden = false;
    const cached = await (await caches.match(address))?.text();
    show(Boolean(cached));
    if (!cached) return;
    try {
      const html = await fetched();
      await inTurn(async () => {
        if (!await caches.match(address)) return; // taken off meanwhile
        // somebody else signed in on this phone: what was kept wasn't theirs, and isn't shown to them
        if (markOf(html) !== markOf(cached)) { await caches.delete(NAME); show(false); } else await put(html);
      });
    } catch { /* no connection: what is kept stays */ }
  })();
})();
