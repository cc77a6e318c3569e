// A press at the device by the door that must arrive: the same key however often it is sent, and again once there is a
// connection. While it waits the page doesn't clear itself (look/kiosk.js asks for data-door-pending too).
(() => {
  const form = document.querySelector("form[data-door]");
  if (!form) return;
  const AGAIN_AFTER = 5_000;
  const waits = form.querySelector("[data-door-waits]");
  let busy = false;

  const send = async () => {
    if (busy) return;
    busy = true;
    form.dataset.doorPending = "";
    const now = new Date().toISOString();
    const pressed = form.elements.namedItem("pressed_at");
    pressed.value = pressed.value || now;
    form.elements.namedItem("sent_at").value = now;
    try {
      const reply = await fetch(form.action, {
        method: "POST", body: new FormData(form), credentials: "same-origin", cache: "no-store",
        signal: AbortSignal.timeout(15000),
      });
      // it is there: the page that says so comes by the same form, and the key makes it one
      if (reply.ok || reply.status === 404) return form.submit();
    } catch { /* no connection */ }
    busy = false;
    waits.hidden = false;
    setTimeout(send, AGAIN_AFTER);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  const { clearsAfter, leavesTo } = form.dataset;
  const isPending = () => "doorPending" in form.dataset || document.querySelector("form[data-waiting]");
  if (leavesTo) setTimeout(() => { if (!isPending()) location.assign(leavesTo); }, clearsAfter * 1000);
  window.addEventListener("online", () => { if ("doorPending" in form.dataset) send(); });
})();
