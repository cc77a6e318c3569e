/* The board of admissions, when scripts run: a card is dropped on a stage, which posts what "Move to…" posts.

   data-board           around the stages; data-stage="name" on each
   data-move="url"      a card that can be moved
   data-board-said      where it is said why a card went back */
(() => {
  "use strict";
  const board = document.querySelector("[data-board]");
  const said = document.querySelector("[data-board-said]");
  if (!board || !said) return;
  let card = null;

  const stageOf = (node) => (node instanceof Element ? node.closest("[data-stage]") : null);
  const unmark = () => board.querySelectorAll(".stage-over").forEach((one) => one.classList.remove("stage-over"));
  const say = (words) => { said.textContent = words; };

  board.addEventListener("dragstart", (event) => {
    card = event.target instanceof Element ? event.target.closest("[data-move]") : null;
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // nothing about anybody leaves the page with a drag
    card.classList.add("applicant-dragged");
    say("");
  });
  board.addEventListener("dragend", () => {
    card?.classList.remove("applicant-dragged");
    unmark();
    card = null;
  });
  board.addEventListener("dragover", (event) => {
    const stage = stageOf(event.target);
    if (!card || !stage) return;
    event.preventDefault();
    if (stage.classList.contains("stage-over")) return;
    unmark();
    stage.classList.add("stage-over");
  });
  board.addEventListener("drop", async (event) => {
    const stage = stageOf(event.target);
    if (!card || !stage) return;
    event.preventDefault();
    unmark();
    if (stage.contains(card)) return;
    const moved = card, home = moved.parentElement, after = moved.nextSibling;
    (stage.querySelector("ul") ?? stage).prepend(moved);
    const back = (words) => {
      home.insertBefore(moved, after);
      say(words);
    };
    try {
      const answer = await fetch(moved.dataset.move, {
        method: "POST",
        headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "", "HX-Request": "true" },
        body: new URLSearchParams({ to: stage.dataset.stage }),
        redirect: "error",
      });
      const onward = answer.headers.get("HX-Redirect");
      if (onward) window.location.assign(onward);
      else back(answer.status === 422 ? await answer.text() : "This card can’t be moved now. Reload the page, and try again.");
    } catch {
      back("No connection. The card is where it was.");
    }
  });
})();
