/* Plots that can be walked through. Without this file the picture and its table stand there all the same.

   data-plot        a plot with its picture
   data-plot-walk   in it, hidden until here: the button that draws it anew in the browser, with its specification

   Vega is loaded when the first of these buttons is pressed, and not before. It interprets its expressions, so that the
   page needs no `unsafe-eval`. Nothing moves by itself. */
(() => {
  "use strict";
  const { vega, interpreter, lite } = document.currentScript.dataset;
  let loading = null;

  const load = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => failed(new Error(address));
      document.head.append(script);
    });
  const library = () => {
    loading ??= load(vega).then(() => Promise.all([load(interpreter), load(lite)]));
    loading.catch(() => (loading = null));
    return loading;
  };

  // What a specification's tooltip says: "Day 6 Oct 2026, Value 14".
  const words = (told) => Object.entries(told).map(([name, value]) => `${name} ${value}`).join(", ");

  // Every dot or bar that has something to say, from left to right.
  const pointsOf = (mark, dx = 0) =>
    mark.items.flatMap((item) => {
      const x = dx + (item.x ?? 0);
      const inner = (item.items ?? []).flatMap((each) => pointsOf(each, x));
      const own = item.tooltip && ["symbol", "rect"].includes(mark.marktype) ? [{ item, x }] : [];
      return [...own, ...inner];
    });

  const draw = async (plot, specification) => {
    const runtime = window.vega.parse(window.vegaLite.compile(specification).spec, null, { ast: true });
    const stage = document.createElement("div");
    const said = document.createElement("p");
    said.className = "plot-said";
    const say = (told) => (said.textContent = told ? words(told) : "Arrow keys go from value to value.");
    const view = new window.vega.View(runtime, {
      expr: window.vega.expressionInterpreter,
      renderer: "svg",
      tooltip: (_handler, _event, _item, told) => told && say(told),
    });
    await view.initialize(stage).hover().runAsync();
    const picture = stage.querySelector("svg");
    picture.setAttribute("class", "plot-drawing");
    // the slider around it says everything
    picture.setAttribute("aria-hidden", "true");
    picture.removeAttribute("width");
    picture.removeAttribute("height");
    walk(stage, pointsOf(view.scenegraph().root), specification.usermeta.title, say);
    say(null);
    plot.querySelector(".plot-drawing").replaceWith(stage);
    stage.after(said);
    stage.focus();
  };

  // A slider over the values: arrows, Home and End; what it stands at is said and marked.
  const walk = (stage, points, title, say) => {
    points.sort((one, other) => one.x - other.x);
    let at = -1;
    const go = (to) => {
      points[at]?.item._svg?.classList.remove("plot-here");
      at = Math.max(0, Math.min(points.length - 1, to));
      points[at].item._svg?.classList.add("plot-here");
      stage.setAttribute("aria-valuenow", String(at + 1));
      stage.setAttribute("aria-valuetext", words(points[at].item.tooltip));
      say(points[at].item.tooltip);
    };
    const last = points.length - 1;
    const keys = { ArrowRight: () => at + 1, ArrowUp: () => at + 1, ArrowLeft: () => at - 1, ArrowDown: () => at - 1, Home: () => 0, End: () => last };
    Object.entries({ role: "slider", tabindex: "0", "aria-label": title, "aria-valuemin": "1", "aria-valuemax": String(points.length), "aria-valuenow": "1", "aria-valuetext": "Arrow keys go from value to value." }).forEach(([name, value]) => stage.setAttribute(name, value));
    stage.className = "plot-stage";
    stage.addEventListener("keydown", (event) => {
      if (!points.length || !keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      go(keys[event.key]());
    });
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-plot-walk]") : null;
    if (!button) return;
    button.disabled = true;
    try {
      await library();
      await draw(button.closest("[data-plot]"), JSON.parse(button.dataset.plotWalk));
      button.remove();
    } catch {
      button.disabled = false;
      button.textContent = "That did not work. The table has the same values; try again?";
    }
  });

  const show = (root) => root.querySelectorAll("[data-plot-walk][hidden]").forEach((button) => (button.hidden = false));
  show(document);
  document.addEventListener("htmx:afterSettle", (event) => show(event.detail.elt));
})();
