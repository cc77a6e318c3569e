/* The schedule, when scripts run: a session is dropped on a day, which opens "Move to…" for that day with what is in the
   way. As soon as the drag begins each day says whether it is free or what is in the way: one request for the week, and
   none while the hand goes over the days. Nothing is moved before it is saved there; without a script, or by keyboard,
   "Move to…" is a link.

   data-schedule            around the days; data-day="2026-10-06" on each
   data-move-to="url"       a session that can be moved
   data-targets             where the same is said to who doesn't see the days */
(() => {
  "use strict";
  const week = document.querySelector("[data-schedule]");
  const said = document.querySelector("[data-targets]");
  if (!week || !said) return;
  let session = null;
  let asking = null;

  const dayOf = (node) => (node instanceof Element ? node.closest("[data-day]") : null);
  const unmark = () => week.querySelectorAll(".week-over").forEach((one) => one.classList.remove("week-over"));
  const clear = () => {
    asking?.abort();
    asking = null;
    week.querySelectorAll(".week-target").forEach((one) => one.remove());
    said.textContent = "";
  };
  const line = (tag, words) => {
    const found = document.createElement(tag);
    found.textContent = words;
    return found;
  };
  const show = (target) => {
    const day = week.querySelector(`[data-day="${target.on}"]`);
    const box = document.createElement("div");
    box.className = `week-target week-target-${target.state}`;
    box.append(line("b", target.head), ...target.words.map((words) => line("span", words)));
    day?.append(box);
    return `${day?.querySelector("h2")?.textContent.trim() ?? target.on}: ${[target.head, ...target.words].join(". ")}`;
  };
  const ask = async () => {
    const mine = asking = new AbortController();
    try {
      const first = week.querySelector("[data-day]").dataset.day;
      const answer = await fetch(`${session.dataset.moveTo}?week=${first}`, { signal: mine.signal, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const { days } = await answer.json();
      if (asking === mine) said.textContent = days.map(show).join(" ");
    } catch {
      if (asking === mine) said.textContent = "What is in the way is said once it is dropped.";
    }
  };

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
    clear();
    ask();
  });
  week.addEventListener("dragend", () => {
    unmark();
    clear();
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
