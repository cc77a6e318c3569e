// Shows a notice with the words that it carries, and opens the phone's first page when it is touched. It keeps nothing.
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
