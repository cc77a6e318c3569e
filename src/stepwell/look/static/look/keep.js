/* What is typed and hasn't reached the server is kept in this browser, encrypted, and put back after a crash (ADR 18).

   The key comes with each page of the console (meta "stepwell-keep") and is never stored: without the same person's
   login nobody reads what is kept. It goes when the server has it, on signing out, and after twelve hours.
   data-guard     a form whose typing is kept           data-offline     the line that says the connection is gone
   Without a connection, saving resumes by itself once it is back; a form isn't sent into the void. */
(() => {
  "use strict";
  const PREFIX = "stepwell.keep.";
  const LONGEST = 12 * 60 * 60 * 1000;
  const secret = document.querySelector('meta[name="stepwell-keep"]')?.content;
  const all = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const read = (name) => JSON.parse(localStorage.getItem(name) ?? "null");

  for (const name of all()) {
    const entry = read(name);
    if (!entry || Date.now() - entry.at > LONGEST) localStorage.removeItem(name);
    // a page for who is signed out, or an error: what was sent didn't arrive
    else if (!secret && entry.sent) localStorage.setItem(name, JSON.stringify({ ...entry, sent: false }));
  }

  // The connection
  const banner = document.querySelector("[data-offline]");
  const unsent = new Set();
  let asking = 0;
  const answers = async () => {
    try {
      return (await fetch("/health/", { cache: "no-store", signal: AbortSignal.timeout(4000) })).ok;
    } catch {
      return false;
    }
  };
  const lost = (element = null) => {
    if (element) unsent.add(element);
    if (banner) banner.hidden = false;
    asking ||= setInterval(async () => { if (await answers()) found(); }, 5000);
  };
  const found = () => {
    clearInterval(asking);
    asking = 0;
    if (banner) banner.hidden = true;
    for (const element of unsent) if (element.isConnected) element.dispatchEvent(new Event("change", { bubbles: true }));
    unsent.clear();
  };
  window.addEventListener("offline", () => lost());
  window.addEventListener("online", async () => { if (await answers()) found(); });
  if (!navigator.onLine) lost();
  const failed = (event) => {
    const element = event.detail.elt;
    lost(element.closest?.("form[data-guard]") && !element.matches("form") ? element : null);
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);

  if (!secret || !window.isSecureContext) return;
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const key = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  const mine = crypto.subtle.digest("SHA-256", bytes).then((hash) =>
    PREFIX + [...new Uint8Array(hash).slice(0, 6)].map((one) => one.toString(16).padStart(2, "0")).join("") + ".");
  const nameOf = async (form) => `${await mine}${location.pathname}#${form.id || new URL(form.action).pathname}`;

  // What a form holds, without what the server put there for itself.
  const fieldsOf = (form) => [...form.elements].filter((field) =>
    field.name && field.matches("textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])"));
  const held = (form) => fieldsOf(form).map((field) =>
    [field.name, field.matches("[type=radio], [type=checkbox]") ? (field.checked ? field.value : null) : field.value]);
  const put = (form, values) => fieldsOf(form).forEach((field, place) => {
    const [name, value] = values[place] ?? [];
    if (name !== field.name) return;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = value !== null;
    else field.value = value;
  });
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const shown = new WeakMap();   // what the server has, as far as this page knows
  const sending = new WeakMap(); // what is on its way
  const waiting = new WeakMap();

  const keep = async (form) => {
    const typed = held(form);
    const name = await nameOf(form);
    if (same(typed, shown.get(form))) return localStorage.removeItem(name);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const words = new TextEncoder().encode(JSON.stringify({ base: shown.get(form), typed }));
    const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, words));
    const text = (part) => btoa(Array.from(part, (one) => String.fromCharCode(one)).join(""));
    // the server may have it by now, and what is kept is gone: it must not come back
    if (same(typed, shown.get(form))) return;
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), sent: false, iv: text(iv), data: text(data) }));
  };
  const open = async (entry) => {
    const part = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: part(entry.iv) }, await key, part(entry.data));
    return JSON.parse(new TextDecoder().decode(words));
  };
  const stir = (form, before) => fieldsOf(form).forEach((field, place) => {
    if (same(before[place], held(form)[place])) return;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  });

  const say = (form, words, theirs, choices) => {
    const note = document.createElement("div");
    note.className = `note note-${theirs ? "warn" : "info"} kept`;
    note.setAttribute("role", "status");
    const body = document.createElement("div");
    body.className = "note-body";
    const line = document.createElement("p");
    line.textContent = words;
    body.append(line);
    if (theirs) {
      const quote = document.createElement("blockquote");
      quote.textContent = theirs;
      body.append(quote);
    }
    const actions = document.createElement("div");
    actions.className = "actions";
    for (const [label, act] of choices) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-outlined button-small";
      button.textContent = label;
      button.addEventListener("click", () => { act(); note.remove(); fieldsOf(form)[0]?.focus(); });
      actions.append(button);
    }
    body.append(actions);
    note.append(body);
    form.prepend(note);
    // a dialog that holds what was typed opens with it
    const dialog = form.closest("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  };

  const restore = async (form) => {
    if (shown.has(form)) return;
    const stands = held(form);
    shown.set(form, stands);
    const name = await nameOf(form);
    const entry = read(name);
    if (!entry) return;
    let kept;
    try { kept = await open(entry); } catch { return localStorage.removeItem(name); }
    if (same(kept.typed, stands)) {
      // refused and shown again: the server hasn't stored it, so it is kept on
      if (!form.querySelector("[data-error-summary], .field-error")) localStorage.removeItem(name);
      return;
    }
    const at = new Date(entry.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    const back = () => { put(form, stands); localStorage.removeItem(name); };
    const use = () => { put(form, kept.typed); stir(form, stands); };
    if (same(kept.base, stands)) {
      use();
      say(form, `Restored what you typed at ${at}.`, "", [["Throw it away", () => { const typed = held(form); back(); stir(form, typed); }]]);
    } else {
      const own = kept.typed.filter(([, value], place) => value && !same(kept.typed[place], kept.base?.[place])).map(([, value]) => value);
      say(form, `You typed this at ${at}, and something else was saved since. What is saved stands in the fields.`, own.join(" · "),
        [["Put mine in its place", use], ["Leave what is saved", back]]);
    }
  };

  const settle = async () => {
    const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    for (const name of all()) if (name.startsWith(await mine) && read(name)?.sent && arrived) localStorage.removeItem(name);
    document.querySelectorAll("form[data-guard]").forEach(restore);
  };
  // once htmx has taken hold of the fields, so that what is put back is saved by itself
  if (document.readyState === "complete") settle();
  else window.addEventListener("load", settle);
  document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("form[data-guard]").forEach(restore));

  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element ? event.target.closest("form[data-guard]") : null;
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), 250));
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest?.("form[data-guard]");
    if (form) sending.set(form, held(form));
  });
  document.addEventListener("htmx:afterRequest", async (event) => {
    const form = event.detail.elt.closest?.("form[data-guard]");
    const { successful, xhr } = event.detail;
    // htmx leaves it open whether an answer that leads elsewhere was a success
    if (!form || !(successful || (xhr.status < 300 && xhr.getResponseHeader("HX-Location")))) return;
    shown.set(form, sending.get(form));
    if (same(held(form), sending.get(form))) {
      clearTimeout(waiting.get(form));
      localStorage.removeItem(await nameOf(form));
    }
  });

  // A form is sent once the server answers; else it stays where it is, with what was typed. On window: before console.js.
  const asked = new WeakSet();
  window.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[action$='/logout/']")) {
      for (const name of all()) localStorage.removeItem(name);
      return;
    }
    if (!form.matches("[data-guard]:not([hx-post])") || asked.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    clearTimeout(waiting.get(form));
    await keep(form);
    if (!(await answers())) return lost();
    const name = await nameOf(form);
    const entry = read(name);
    if (entry) localStorage.setItem(name, JSON.stringify({ ...entry, sent: true }));
    asked.add(form);
    form.requestSubmit(submitter?.form === form ? submitter : null);
    asked.delete(form);
  }, true);
})();
