/* The check-in a question at a time, sent without leaving the page, so that a lost connection loses no answer: what
   doesn't get through is kept by look/queue.js, locked, and goes once there is a connection. Stands in the
   head without defer: the class keeps the long page from showing for a moment before its questions are taken one by one.

   data-waits    on the form, "phone" or "door": nobody is signed in, so what doesn't get through waits on the page and
                 is tried again; at the door the answers leave the screen meanwhile
   data-waiting  while it does: look/door.js doesn't clear the page then */
document.documentElement.classList.add("c-stepping");
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  document.documentElement.classList.remove("c-stepping");
  const form = document.querySelector("form[data-steps]");
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  if (!form) return;

  const find = (name) => form.querySelector(`[data-steps-${name}]`);
  const steps = [...form.querySelectorAll("[data-question]")];
  const progress = document.querySelector("[data-steps-progress]");
  const head = document.querySelector("[data-steps-head]");
  const failed = find("failed");
  const words = (name) => form.querySelector(`template[data-steps-template="${name}"]`).content.cloneNode(true);
  let at = 0, busy = false;

  const show = (next, focus) => {
    at = Math.max(0, Math.min(next, steps.length - 1));
    const last = at === steps.length - 1;
    steps.forEach((step, number) => { step.hidden = number !== at; });
    find("leave").hidden = at !== 0;
    find("back").hidden = at === 0;
    find("next").hidden = last;
    find("send").hidden = !last;
    const count = progress.querySelector(".p-progress-top p").lastChild;
    count.data = count.data.replace(/\d+/, String(at + 1));
    progress.querySelectorAll(".p-segments i").forEach((part, number) => part.classList.toggle("is-done", number <= at));
    failed.replaceChildren();
    if (focus) {
      window.scrollTo(0, 0);
      steps[at].querySelector("h2").focus({ preventScroll: true });
    }
  };

  const isAnswered = (step) => {
    const wrong = step.querySelector("input:invalid");
    if (wrong) { wrong.reportValidity(); return false; }
    const name = step.dataset.needs;
    if (!name || form.querySelector(`[name="${name}"]:checked`)) return true;
    const group = step.querySelector("fieldset");
    group.querySelectorAll(".p-error").forEach((old) => old.remove());
    group.prepend(words("open"));
    return false;
  };

  document.querySelector("main").classList.add("is-stepped");
  head.classList.add("p-sr");
  form.noValidate = true; // the browser can't point at a question that is hidden
  progress.hidden = false;
  show(Math.max(0, steps.findIndex((step) => step.querySelector(".p-error"))), false);

  find("next").addEventListener("click", () => { if (isAnswered(steps[at])) show(at + 1, true); });
  find("back").addEventListener("click", () => show(at - 1, true));
  form.addEventListener("change", (event) => {
    form.elements.namedItem("said_at").value = "";
    delete form.dataset.waiting; // it isn't what was sent any more
    const group = event.target.closest("fieldset");
    if (group) group.querySelectorAll(".p-error").forEach((old) => old.remove());
  });
  // Enter in the number of hours is "Next", not "Send"
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || at === steps.length - 1) return;
    event.preventDefault();
    find("next").click();
  });

  // The phone's own times: when it was filled in, which a second try doesn't change, and when it is sent.
  const stamp = () => {
    const said = form.elements.namedItem("said_at");
    const now = new Date().toISOString();
    said.value = said.value || now;
    form.elements.namedItem("sent_at").value = now;
  };
  const send = async () => {
    stamp();
    const body = new FormData(form);
    // signing in again on another page makes a new token
    const token = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
    if (token) body.set("csrfmiddlewaretoken", token[1]);
    try {
      const reply = await fetch(form.action, {
        method: "POST", body, credentials: "same-origin", cache: "no-store",
        headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000),
      });
      const next = reply.headers.get("HX-Redirect");
      if (next) {
        form.dispatchEvent(new CustomEvent("queue:sent", { bubbles: true }));
        return location.assign(next);
      }
      if (reply.redirected || reply.status === 403) { delete form.dataset.waiting; return say("signed-out"); }
      // the server's own page: what is open at each question, thanks, or that a link opens no more
      if ([200, 404, 422].includes(reply.status)) return form.submit();
      return keep();
    } catch {
      return keep();
    }
  };
  // look/queue.js answers the event where it could keep it; a page without it says that nothing is kept
  let kept = false;
  const AGAIN_AFTER = 5_000;
  const isWaiting = () => "waiting" in form.dataset;
  const wait = () => {
    setTimeout(again, AGAIN_AFTER);
    if (isWaiting()) return; // it has been said
    form.dataset.waiting = "";
    say(`waits${isHigh() ? "-high" : ""}`);
    if (form.dataset.waits !== "door") return;
    for (const part of [...steps, find("leave"), find("back"), find("next"), find("send"), progress]) part.hidden = true;
  };
  const again = async () => {
    if (busy || !isWaiting()) return;
    busy = true;
    await send();
    busy = false;
  };
  const keep = async () => {
    if (form.dataset.waits) return wait();
    const asked = { kept: null };
    form.dispatchEvent(new CustomEvent("queue:keep", { bubbles: true, detail: asked }));
    kept = Boolean(await asked.kept);
    say(`${kept ? "kept" : "failed"}${isHigh() ? "-high" : ""}`);
  };
  window.addEventListener("online", () => { if (kept && !busy) form.requestSubmit(); else again(); });
  const isHigh = () => form.querySelector("[data-high]:checked") !== null;
  const say = (name) => { failed.replaceChildren(words(name)); failed.scrollIntoView({ block: "nearest" }); };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    const open = steps.findIndex((step) => !isAnswered(step));
    if (open >= 0) {
      show(open, true);
      isAnswered(steps[open]); // once more, now that it can be seen
      return;
    }
    busy = true;
    form.setAttribute("aria-busy", "true");
    failed.replaceChildren();
    await send();
    form.removeAttribute("aria-busy");
    busy = false;
  });
  window.addEventListener("pageshow", () => { failed.replaceChildren(); });
});
