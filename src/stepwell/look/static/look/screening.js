/* What an instrument's page adds when scripts run: questions that needn't be asked step aside, and keys answer.

   data-questions     around the questions; a change in them is saved by htmx
   data-rules         on it: [{when: ids that are all 0, skip: ids that then step aside, mandatory}]
   data-item="id"     a question
   data-ask-anyway    shows them all the same
   A digit picks the answer with that value in the question that has the focus, and goes on to the next question. */
(() => {
  "use strict";
  const questions = document.querySelector("[data-questions]");
  if (!questions) return;
  const anyway = questions.querySelector("[data-ask-anyway]");
  let showAll = false;
  let alarm = document.getElementById("sheet-alarm")?.dataset.alarm ?? "";

  // An answered question never steps aside: what was said stays in sight.
  const rules = JSON.parse(questions.dataset.rules);
  const valueOf = (id) => questions.querySelector(`[data-item="${id}"] input:checked`)?.value;
  const holds = (rule) => rule.when.every((id) => valueOf(id) === "0") && (rule.mandatory || (!showAll && !rule.skip.some((id) => Number(valueOf(id)) > 0)));
  const arrange = () => {
    const held = rules.filter(holds);
    const skipped = new Set(held.flatMap((rule) => rule.skip));
    const focused = document.activeElement?.closest("[data-item]");
    for (const item of questions.querySelectorAll("[data-item]")) item.hidden = skipped.has(item.dataset.item) && valueOf(item.dataset.item) === undefined;
    if (focused?.hidden) nextOf(focused)?.querySelector("input")?.focus();
    anyway.hidden = !held.some((rule) => !rule.mandatory);
  };
  questions.addEventListener("change", () => arrange());
  anyway.addEventListener("click", () => {
    showAll = true;
    const first = questions.querySelector("[data-item][hidden]");
    arrange();
    first?.querySelector("input")?.focus();
  });

  // The questions on this page are those of yesterday: it is sent as a whole, and today's come with what still fits.
  questions.addEventListener("questions-changed", () => questions.closest("form").requestSubmit());

  // A fresh alarm is never out of sight.
  const showAlarm = () => {
    const place = document.getElementById("sheet-alarm");
    const now = place?.dataset.alarm ?? "";
    if (now && now !== alarm && place.getBoundingClientRect().top < 0) place.scrollIntoView({ block: "start" });
    alarm = now;
  };
  document.addEventListener("htmx:afterSettle", showAlarm);

  const nextOf = (item) => {
    const all = [...questions.querySelectorAll("[data-item]")];
    return all.slice(all.indexOf(item) + 1).find((each) => !each.hidden);
  };
  questions.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^\d$/.test(event.key)) return;
    const item = event.target instanceof Element ? event.target.closest("[data-item]") : null;
    const choice = item?.querySelector(`input[value="${event.key}"]`);
    if (!choice) return;
    event.preventDefault();
    if (!choice.checked) choice.click();
    const next = nextOf(item);
    (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? choice).focus();
  });
  arrange();
})();
