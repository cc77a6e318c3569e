/* What a phone couldn't send is kept on it, locked, and sent once: a check-in, and whether a skill helped (ADR 29).

   The key comes with each page (meta "stepwell-keep") and is never stored, so what is kept is read by the same person's
   login alone. Each entry has the page's own UUID: sent twice it is one. The phone's time of filling in goes with it.
   queue:keep   asked by a form that didn't get through; the answer stands in detail.kept
   queue:sent   a form got through: what was kept of it goes
   data-queue   a form of this file's own: sent without leaving the page, kept where that fails */
(() => {
  "use strict";
  const PREFIX = "stepwell.queue.";
  const secret = document.querySelector('meta[name="stepwell-keep"]')?.content;
  const isAble = Boolean(secret && window.isSecureContext);
  const bytes = isAble ? Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0)) : null;
  const key = isAble ? crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) : null;
  const mine = isAble ? crypto.subtle.digest("SHA-256", bytes).then((hash) =>
    PREFIX + [...new Uint8Array(hash).slice(0, 6)].map((one) => one.toString(16).padStart(2, "0")).join("") + ".") : null;
  const text = (part) => btoa(Array.from(part, (one) => String.fromCharCode(one)).join(""));
  const part = (typed) => Uint8Array.from(atob(typed), (letter) => letter.charCodeAt(0));
  const keyOf = (form) => form.elements.namedItem("key").value;
  const fresh = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

  const keep = async (form, more = []) => {
    if (!isAble) return false;
    const fields = [...new FormData(form), ...more].filter(([name]) => !["csrfmiddlewaretoken", "sent_at"].includes(name));
    const words = new TextEncoder().encode(JSON.stringify({ action: new URL(form.action).pathname, fields }));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, words));
    try {
      localStorage.setItem((await mine) + keyOf(form), JSON.stringify({ iv: text(iv), data: text(data) }));
      return true;
    } catch { return false; } // no room, or storage is turned off
  };
  const drop = async (form) => { if (isAble) localStorage.removeItem((await mine) + keyOf(form)); };

  const post = (action, fields) => {
    const body = new URLSearchParams(fields);
    body.set("sent_at", new Date().toISOString()); // by the same clock as said_at: the difference is true
    body.set("csrfmiddlewaretoken", fresh());
    return fetch(action, {
      method: "POST", body, credentials: "same-origin", cache: "no-store",
      headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000),
    });
  };

  // What waits from an earlier page goes now. One that stands on this page is its form's to send.
  let draining = false;
  const drain = async () => {
    if (!isAble || draining) return;
    draining = true;
    const here = new Set([...document.querySelectorAll("form[data-steps], form[data-queue]")].map(keyOf));
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      if (!name.startsWith(await mine) || here.has(name.slice((await mine).length))) continue;
      let kept;
      try {
        const entry = JSON.parse(localStorage.getItem(name));
        kept = JSON.parse(new TextDecoder().decode(
          await crypto.subtle.decrypt({ name: "AES-GCM", iv: part(entry.iv) }, await key, part(entry.data))));
      } catch { continue; } // locked with another password of this person: it stays locked
      try {
        const reply = await post(kept.action, kept.fields);
        if (reply.headers.get("HX-Redirect")) {
          localStorage.removeItem(name);
          tell("sent");
        } else if (reply.status === 422) {
          tell("refused");
        }
      } catch { break; } // still no connection
    }
    draining = false;
  };
  const tell = (state) => {
    const place = document.querySelector("[data-queue-told]");
    if (!place) return;
    place.querySelector("p").textContent = place.dataset[state];
    place.hidden = false;
  };

  document.addEventListener("queue:keep", (event) => { event.detail.kept = keep(event.target); });
  document.addEventListener("queue:sent", (event) => drop(event.target));
  window.addEventListener("online", drain);
  drain();

  document.querySelectorAll("form[data-queue]").forEach((form) => {
    const state = form.querySelector("[data-queue-state]");
    const say = (name) => state.replaceChildren(form.querySelector(`template[data-queue-${name}]`).content.cloneNode(true));
    let waits = null;
    const send = async (pressed) => {
      const said = form.elements.namedItem("said_at");
      said.value = said.value || new Date().toISOString();
      const more = pressed?.name ? [[pressed.name, pressed.value]] : [];
      try {
        const reply = await post(new URL(form.action).pathname, [...new FormData(form), ...more]);
        const next = reply.headers.get("HX-Redirect");
        if (next) { await drop(form); return location.assign(next); }
        if (reply.status < 500) return HTMLFormElement.prototype.submit.call(form); // the server's own page says what is open
        throw new Error("not taken");
      } catch {
        waits = pressed;
        say((await keep(form, more)) ? "kept" : "failed");
      }
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); send(event.submitter); });
    window.addEventListener("online", () => { if (waits) send(waits); });
  });
})();
