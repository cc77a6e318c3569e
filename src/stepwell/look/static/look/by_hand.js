/* A proposal of the planner, when scripts run: a line of it is dragged onto one of the places it could have, which opens
   "Change" for that place with what it would do. As soon as the drag begins the places are listed, each with what it
   would do: one request, and none while the hand goes over them. Nothing is changed before it is saved there; without a
   script, or by keyboard, "Change" is a link.

   data-change="?change=…"  a line that can be changed */
(() => {
  "use strict";
  let dragged = null;
  let asking = null;
  let places = null;

  const make = (tag, words, name = "") => {
    const found = document.createElement(tag);
    found.textContent = words;
    found.className = name;
    return found;
  };
  const close = () => {
    asking?.abort();
    asking = null;
    places?.remove();
    places = null;
  };
  const show = (target) => {
    const place = make("li", "", `plan-place plan-place-${target.state}`);
    place.dataset.query = target.query;
    const about = [target.head, ...target.words].map((words) => make("span", words));
    place.append(make("b", target.label), ...about);
    return place;
  };
  const open = (words, all = []) => {
    places?.remove();
    places = make("aside", "", "plan-places");
    const list = document.createElement("ul");
    list.append(...all.map(show));
    const head = make("p", words);
    head.setAttribute("role", "status");
    places.append(head, list);
    document.body.append(places);
  };
  const ask = async () => {
    const mine = asking = new AbortController();
    open("Looking for places…");
    try {
      const answer = await fetch(`${dragged}&targets`, { signal: mine.signal, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const { targets } = await answer.json();
      if (asking === mine) open(targets.length ? "Drop it on one of these" : "There is no other place for it", targets);
    } catch {
      if (asking === mine) open("The places couldn’t be read. Use “Change”.");
    }
  };
  const near = (node, what) => (node instanceof Element ? node.closest(what) : null);

  document.documentElement.classList.add("can-drag");
  // the lines come by and by: the page asks for them until the search is over
  document.addEventListener("pointerdown", (event) => {
    const line = near(event.target, "[data-change]");
    if (!line) return;
    line.draggable = true;
    // a link is dragged as itself unless it is told not to
    line.querySelectorAll("a").forEach((link) => { link.draggable = false; });
  });
  document.addEventListener("dragstart", (event) => {
    dragged = near(event.target, "[data-change]")?.dataset.change ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // nothing of the person leaves the page with a drag
    // a list that appears under the hand within the event would end the drag in some browsers
    setTimeout(ask);
  });
  document.addEventListener("dragend", () => {
    close();
    dragged = null;
  });
  document.addEventListener("dragover", (event) => {
    const place = near(event.target, ".plan-place");
    places?.querySelectorAll(".plan-over").forEach((one) => one.classList.remove("plan-over"));
    if (!dragged || !place) return;
    event.preventDefault();
    place.classList.add("plan-over");
  });
  document.addEventListener("drop", (event) => {
    const place = near(event.target, ".plan-place");
    if (!dragged || !place) return;
    event.preventDefault();
    window.location.assign(`${dragged}&${place.dataset.query}`);
  });
})();
