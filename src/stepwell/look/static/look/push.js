/* Notices on this phone: the browser is asked only after a tap. Without this file the page says what it needs. */
(() => {
  "use strict";
  const place = document.querySelector("[data-push]");
  const state = document.querySelector("[data-push-state]");
  if (!place || !("serviceWorker" in navigator) || !("PushManager" in window)) {
    if (place) state.textContent = "This browser can’t show notices. Texts still reach you.";
    return;
  }
  place.hidden = false;
  const bytes = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const tell = (what) => fetch(place.dataset.address, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": place.dataset.token }, body: JSON.stringify(what),
  });
  const answered = async (response, words) => {
    state.textContent = response.ok ? words : (await response.json().catch(() => ({}))).what || "This did not work. Try again.";
  };
  const failed = () => { state.textContent = "This did not work. Try again when you are online."; };

  place.querySelector("[data-push-on]").addEventListener("click", async () => {
    try {
      if (await Notification.requestPermission() !== "granted") {
        state.textContent = "Your phone said no. You can change that in its settings.";
        return;
      }
      const worker = await navigator.serviceWorker.register(place.dataset.worker, { scope: "/me/" });
      await navigator.serviceWorker.ready;
      const wanted = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) };
      await answered(await tell(await worker.pushManager.subscribe(wanted)), "On.");
    } catch { failed(); }
  });
  place.querySelector("[data-push-off]").addEventListener("click", async () => {
    try {
      const worker = await navigator.serviceWorker.getRegistration("/me/");
      const current = await worker?.pushManager.getSubscription();
      await current?.unsubscribe();
      await answered(await tell(null), "Off.");
    } catch { failed(); }
  });
})();
