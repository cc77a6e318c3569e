"""The plan's pages, without a browser: who gets in, what is kept when refused, where each step leads."""

from typing import Any

import pytest
from tests.cast import NOW, World
from tests.planning import make_group, start_stay, write_objective

from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.standing_at(NOW):
        yield


def url(world: World, tail: str = "") -> str:
    return f"/app/clients/{world.client.pk}/plan/{tail}"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("supervisor", 200),
        ("director", 200),
        ("colleague", 404),
        ("case manager", 404),
        ("elsewhere", 404),
        ("admissions", 403),
        ("client", 403),
        ("stranger", 403),
    ],
)
def test_who_opens_the_plan(world: World, who: str, status: int) -> None:
    start_stay(world)
    assert world.browser(who).get(url(world)).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("supervisor", 200),
        ("director", 403),
        ("colleague", 404),
        ("client", 403),
        ("admissions", 403),
    ],
)
def test_who_opens_a_step(world: World, who: str, status: int) -> None:
    start_stay(world)
    assert world.browser(who).get(url(world, "problem/")).status_code == status


def test_an_empty_plan_says_what_is_next(world: World) -> None:
    start_stay(world)
    page = world.browser("counselor").get(url(world)).content.decode()
    assert "Name the first problem" in page
    assert "What does Ana say is in the way?" in page


def test_before_the_first_day_the_page_says_so_and_steps_lead_back(world: World) -> None:
    browser = world.browser("counselor")
    assert "Not in a track yet" in browser.get(url(world)).content.decode()
    assert browser.get(url(world, "problem/")).status_code == 303


def test_a_refused_step_keeps_what_was_typed_beside_what_is_missing(world: World) -> None:
    start_stay(world)
    problem = write_objective(world).goal.problem
    sent = world.browser("counselor").post(
        url(world, f"problems/{problem.pk}/goal/"), {"in_their_words": 'Say "yes" & <no>', "clinical": " "}
    )
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Say &quot;yes&quot; &amp; &lt;no&gt;" in page
    assert "The clinical wording is missing." in page
    assert 'aria-invalid="true"' in page


def test_a_date_that_is_none_is_said_beside_the_rest_that_was_typed(world: World) -> None:
    start_stay(world)
    goal = write_objective(world).goal
    given = {"specific": "Calls Dee", "measure": "Calls", "target": "5", "due_on": "soon", "owner": ""}
    sent = world.browser("counselor").post(url(world, f"goals/{goal.pk}/objective/"), given)
    assert sent.status_code == 422
    assert "This is no date." in sent.content.decode()
    assert "Calls Dee" in sent.content.decode()


def test_a_step_leads_to_the_next_and_with_scripts_in_place_of_the_plan(world: World) -> None:
    start_stay(world)
    browser = world.browser("counselor")
    given = {"title": "Sleep", "in_their_words": "Nights."}
    plain = browser.post(url(world, "problem/"), given)
    assert plain.status_code == 303
    assert plain["Location"].endswith("/goal/")
    swapped = browser.post(url(world, "problem/"), given, headers={"HX-Request": "true"})
    assert plain["Location"] in swapped["HX-Location"]
    fragment = browser.get(plain["Location"], headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="plan"')


def test_another_clients_goal_in_the_address_leads_nowhere(world: World) -> None:
    from tests.cast import make_world

    start_stay(world)
    other = make_world()
    start_stay(other)
    goal = write_objective(other).goal
    assert world.browser("counselor").get(url(world, f"goals/{goal.pk}/objective/")).status_code == 404


def test_the_clients_words_stand_in_quotation_marks_unchanged(world: World) -> None:
    from stepwell.domain.careplan.actions import name_problem

    start_stay(world)
    name_problem(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        title="Sleep & <rest>",
        coding=None,
        in_their_words='I\'m "done" & <tired>',
        now=NOW,
    )
    page = world.browser("counselor").get(url(world)).content.decode()
    assert '<p class="own-words quote">I&#x27;m &quot;done&quot; &amp; &lt;tired&gt;</p>' in page
    assert "Sleep &amp; &lt;rest&gt;" in page


def test_the_charts_thread_shows_every_node_and_the_fix_of_each_broken_link(world: World) -> None:
    from django.template.loader import render_to_string

    from stepwell.domain.thread.rules import Tally
    from stepwell.workflows.plan import link_intervention_to_group
    from stepwell.workflows.thread import golden_thread

    stay = start_stay(world)
    objective = write_objective(world)
    who = world.actor("counselor")

    def thread(reader: str = "counselor") -> str:
        found = golden_thread(world.actor(reader), world.client.pk, now=NOW)
        figure = Tally(7, 9) if reader == "counselor" else None
        return render_to_string("console/plan/_thread.html", {"thread": found, "figure": figure})

    assert "7 of 9 links" in thread()
    assert f"/app/clients/{world.client.pk}/thread/#missing" in thread()
    assert thread().count("thread-broken") == 1
    assert url(world, f"objectives/{objective.pk}/intervention/") in thread()
    assert url(world, f"objectives/{objective.pk}/intervention/") not in thread("director")
    assert "“Nights are when I lose it.”" in thread()
    group = make_group(world, stay)
    link_intervention_to_group(actor=who, objective_id=objective.pk, title="", series_id=group.pk, now=NOW)
    html = thread()
    assert "thread-broken" not in html
    for words in ("Problem 1", "Objective 1.1", "Monday, Tuesday and Thursday at 17:30", "Expected by 20 October"):
        assert words in html


def test_a_stale_correction_says_who_was_faster_and_goes_in_when_it_is_sent_again(world: World) -> None:
    start_stay(world)
    objective = write_objective(world)
    address = url(world, f"objectives/{objective.pk}/correct/")
    counselor, supervisor = world.browser("counselor"), world.browser("supervisor")
    assert 'name="revision" value="0"' in counselor.get(address).text
    terms = {"specific": "Bed by eleven", "measure": "Nights", "due_on": "2026-10-20", "owner": objective.owner_id}
    assert supervisor.post(address, {**terms, "target": "6 of 7", "revision": 0}).status_code == 303
    refused = counselor.post(address, {**terms, "target": "4 of 7", "revision": 0})
    assert refused.status_code == 422
    assert "Ingrid Lindqvist corrected this at 09:00. It says now: Bed by eleven; Nights; 6 of 7;" in refused.text
    assert 'value="4 of 7"' in refused.text
    assert 'name="revision" value="1"' in refused.text
    assert counselor.post(address, {**terms, "target": "4 of 7", "revision": 1}).status_code == 303
    objective.refresh_from_db()
    assert objective.target == "4 of 7"
