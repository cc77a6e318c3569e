/* Notices on this phone: the browser is asked only after a tap. Without this file the page says what it needs. */
(() => {
  "use strict";
  const place = document.querySelector("[data-push]");
  const state = document.querySelector("[data-push-state]");
  if (!place || !("serviceWorker" in navigator) || !("PushManager" in window)) {
    if (place) state.textContent = place.dataset.saysNone;
    return;
  }
  place.hidden = false;
  const bytes = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const tell = (what) => fetch(place.dataset.address, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": place.dataset.token }, body: JSON.stringify(what),
  });
  const answered = async (response, words) => {
    state.textContent = response.ok ? words : (await response.json().catch(() => ({}))).what || place.dataset.saysFailed;
  };
  const failed = () => { state.textContent = place.dataset.saysFailed; };

  place.querySelector("[data-push-on]").addEventListener("click", async () => {
    try {
      if (await Notification.requestPermission() !== "granted") {
        state.textContent = place.dataset.saysRefused;
        return;
      }
      const worker = await navigator.serviceWorker.register(place.dataset.worker, { scope: "/me/" });
      await navigator.serviceWorker.ready;
      const wanted = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) };
      await answered(await tell(await worker.pushManager.subscribe(wanted)), place.dataset.saysOn);
    } catch { failed(); }
  });
  place.querySelector("[data-push-off]").addEventListener("click", async () => {
    try {
      const worker = await navigator.serviceWorker.getRegistration("/me/");
      const current = await worker?.pushManager.getSubscription();
      await current?.unsubscribe();
      await answered(await tell(null), place.dataset.saysOff);
    } catch { failed(); }
  });
})();
