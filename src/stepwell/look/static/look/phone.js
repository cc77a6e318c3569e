/* The client phone. Every page works without this file; it adds the craving's words, the number's buttons, the call sheet that opens
   before the network has answered, and a guard against sending twice. It stores nothing. */
(() => {
  "use strict";
  const all = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  // A scale says its number and word as it is chosen. A browser may restore a choice after load, hence pageshow.
  all("[data-scale]", (scale) => {
    const readout = scale.querySelector("[data-readout]");
    const number = scale.querySelector("[data-readout-number]");
    const word = scale.querySelector("[data-readout-word]");
    const show = () => {
      const chosen = scale.querySelector("input:checked");
      number.textContent = chosen ? chosen.value : "";
      word.textContent = chosen ? chosen.dataset.word : scale.dataset.empty;
    };
    readout.hidden = false;
    scale.addEventListener("change", show);
    window.addEventListener("pageshow", show);
  });

  all("[data-stepper]", (stepper) => {
    const input = stepper.querySelector("input");
    const said = stepper.querySelector("[data-said]");
    all("button[data-step]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (input.value === "") input.value = stepper.dataset.start;
        else if (button.dataset.step === "up") input.stepUp();
        else input.stepDown();
        said.textContent = input.value;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }, stepper);
  });

  all("[data-offline] p", (banner) => {
    const show = () => { banner.hidden = navigator.onLine; };
    ["online", "offline", "pageshow"].forEach((name) => window.addEventListener(name, show));
  });

  // One press, one POST. Going back brings a frozen page alive again (bfcache), so its forms are freed; and so is one that hangs.
  const free = (form) => { delete form.dataset.busy; form.removeAttribute("aria-busy"); };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.busy) { event.preventDefault(); return; }
    form.dataset.busy = "yes";
    form.setAttribute("aria-busy", "true");
    setTimeout(free, 10000, form);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) all("form[data-busy]", free); });

  // "I don't feel safe": the calls stand there at once, the POST goes on behind them. Only a page that names this very event counts
  // as received; a login page or an error with status 200 doesn't. The same key again is the same event, so trying again is harmless.
  const form = document.querySelector("form[data-unsafe]");
  const sheet = document.querySelector("dialog[data-unsafe-dialog]");
  if (form && sheet && sheet.showModal) {
    const key = form.elements.namedItem("event_key");
    const status = sheet.querySelector("[data-unsafe-status]");
    const words = (name) => sheet.querySelector(`template[data-unsafe-${name}]`).content.cloneNode(true);
    let waiting = false, busy = false, state = "", timer = 0, pause = 0, pressedAt = "", openedAt = 0;

    const open = () => { if (!sheet.open) { openedAt = Date.now(); sheet.showModal(); } };
    const say = (next, node) => {
      if (state === next) return;
      state = next;
      status.replaceChildren(node);
      open();
    };
    const send = async () => {
      if (!waiting || busy) return;
      busy = true;
      clearTimeout(timer);
      const body = new FormData(form);
      body.set("pressed_at", pressedAt);
      body.set("sent_at", new Date().toISOString()); // by the same clock: the difference is true even where the clock is wrong
      try {
        const reply = await fetch(form.getAttribute("action"), {
          method: "POST", body, credentials: "same-origin", cache: "no-store", keepalive: true, signal: AbortSignal.timeout(10000),
        });
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        const received = reply.ok && page.querySelector(`[data-received="${CSS.escape(key.value)}"]`);
        if (!received) throw new Error("not received");
        waiting = false;
        say("received", document.importNode(received, true));
        all("[data-unsafe-help]", (link) => { link.hidden = false; }, sheet);
        if (crypto.randomUUID) key.value = crypto.randomUUID(); // a later press is a new event
      } catch {
        say("failed", words("failed"));
        pause = Math.min(pause * 2 || 5000, 60000);
        timer = setTimeout(send, pause);
      }
      busy = false;
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!waiting) {
        waiting = true;
        state = "";
        pause = 0;
        pressedAt = new Date().toISOString();
        say("sending", words("sending"));
      }
      open();
      send();
    });
    window.addEventListener("online", send);
    // The second tap of a double tap must not call, nor close the sheet that has just come up under the finger.
    sheet.addEventListener("click", (event) => { if (Date.now() - openedAt < 400) event.preventDefault(); }, true);
  }

  // A part of the page that changes while one looks at it ("Not seen yet" → "Seen by …"): data-refresh="20" and an id.
  // What can't be fetched stays as it is.
  all("[data-refresh][id]", (part) => {
    setInterval(async () => {
      if (document.hidden) return;
      try {
        const reply = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        const fresh = reply.ok && page.getElementById(part.id);
        if (fresh && fresh.innerHTML.trim() !== part.innerHTML.trim()) part.replaceChildren(...document.importNode(fresh, true).childNodes);
      } catch { /* offline: keep what is known */ }
    }, Math.max(10, Number(part.dataset.refresh) || 20) * 1000);
  });
})();
