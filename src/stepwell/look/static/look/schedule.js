/* The schedule, when scripts run: a session is dropped on a day, which opens "Move to…" for that day with what is in the
   way. Nothing is moved before it is saved there; without a script, or by keyboard, "Move to…" is a link.

   data-schedule            around the days; data-day="2026-10-06" on each
   data-move-to="url"       a session that can be moved */
(() => {
  "use strict";
  const week = document.querySelector("[data-schedule]");
  if (!week) return;
  let session = null;

  const dayOf = (node) => (node instanceof Element ? node.closest("[data-day]") : null);
  const unmark = () => week.querySelectorAll(".week-over").forEach((one) => one.classList.remove("week-over"));

  week.querySelectorAll("[data-move-to]").forEach((one) => {
    one.draggable = true;
    // a link is dragged as itself unless it is told not to
    one.querySelectorAll("a").forEach((link) => { link.draggable = false; });
  });
  week.addEventListener("dragstart", (event) => {
    session = event.target instanceof Element ? event.target.closest("[data-move-to]") : null;
    if (!session) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // nothing of the session leaves the page with a drag
  });
  week.addEventListener("dragend", () => {
    unmark();
    session = null;
  });
  week.addEventListener("dragover", (event) => {
    const day = dayOf(event.target);
    if (!session || !day) return;
    event.preventDefault();
    if (day.classList.contains("week-over")) return;
    unmark();
    day.classList.add("week-over");
  });
  week.addEventListener("drop", (event) => {
    const day = dayOf(event.target);
    if (!session || !day) return;
    event.preventDefault();
    unmark();
    if (!day.contains(session)) window.location.assign(`${session.dataset.moveTo}?on=${day.dataset.day}`);
  });
})();
