// Shows a notice with the words that it carries, and opens the phone's first page when it is touched. Without a connection it
// shows the page that its owner keeps on this phone, if they keep it (look/kept.js); it keeps nothing by itself.
const KEPT = "{{ kept|escapejs }}";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async (failed) => {
      const kept = await caches.match(KEPT);
      if (!kept) throw failed;
      return kept;
    }));
  } else if (new URL(request.url).pathname.startsWith("{{ files|escapejs }}")) {
    event.respondWith(fetch(request).catch(async (failed) => {
      const kept = await caches.match(request.url.split("#")[0]);
      if (!kept) throw failed;
      return kept;
    }));
  }
});
self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data.json(); } catch { /* a notice without words still says that there is one */ }
  event.waitUntil(self.registration.showNotification(said.title || "A message for you", {
    body: said.body || "Open it when you have a quiet moment.",
    icon: "{{ icon|escapejs }}",
    tag: "stepwell",
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("{{ home|escapejs }}"));
});
