"""What was just done can be taken back for a while, by a step of its own that the ledger keeps beside the first."""

import re
from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.furnished import bodies

from stepwell.console.undo.inverses import INVERSES
from stepwell.domain.availability.models import OwnTime
from stepwell.domain.careplan.models import Goal, Intervention, Objective, Problem
from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.meals.actions import add_diet_label
from stepwell.domain.meals.models import DietLabel
from stepwell.domain.people.models import Site
from stepwell.domain.safety.actions import acknowledge_event, resolve_event
from stepwell.domain.safety.models import OnCall, SafetyEvent
from stepwell.domain.week.models import Booking, Enrollment, Presence, Series, Session
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry

# What is done (an address and who does it), what it changes, and the ledger's word for taking it back.
DONE = {
    "attendance": ("/app/groups/<uuid:session_id>/roll/<uuid:client_id>/", "group_seat", "counselor"),
    "arrival": ("/app/arrivals/<int:booking_id>/", "arrived", "front desk"),
    "session moved": ("/app/schedule/sessions/<uuid:session_id>/move/", "move_session", "director"),
    "make-up booked": ("/app/clients/<uuid:client_id>/make-up/", "make_up", "counselor"),
    "session canceled": ("/app/groups/sessions/<uuid:session_id>/cancel/", "session_cancel", "director"),
    "session joined": ("/app/groups/sessions/<uuid:session_id>/join/", "session_join", "director"),
    "session split": ("/app/groups/sessions/<uuid:session_id>/split/", "session_split", "director"),
    "own sessions ended": ("", "own_end", "counselor"),
    "objective closed": ("/app/clients/<uuid:client_id>/plan/objectives/<uuid:objective_id>/close/", "", "counselor"),
    "goal closed": ("", "plan_close_goal", "counselor"),
    "problem closed": ("", "plan_close_problem", "counselor"),
    "intervention ended": (
        "/app/clients/<uuid:client_id>/plan/interventions/<uuid:intervention_id>/end/",
        "",
        "counselor",
    ),
    "check-in seen": ("/app/check-ins/<uuid:check_in_id>/seen/", "", "counselor"),
    "site changed": ("/app/settings/", "settings", "director"),
    "taken off call": ("/app/crisis/rota/", "rota", "director"),
    "followed up": ("/app/crisis/<uuid:event_id>/followed-up/", "crisis_followed_up", "counselor"),
    "own time taken back": ("/app/clients/<uuid:client_id>/times/", "own_times", "counselor"),
    "diet taken out": ("/app/settings/diets/", "diets", "director"),
}
VERBS = {
    "attendance": "attendance.taken_back",
    "arrival": "attendance.not_arrived",
    "session moved": "session.moved",
    "make-up booked": "make_up.taken_back",
    "session canceled": "session.restored",
    "session joined": "session.restored",
    "session split": "session.joined",
    "own sessions ended": "own_sessions.resumed",
    "objective closed": "objective.reopened",
    "goal closed": "goal.reopened",
    "problem closed": "problem.reopened",
    "intervention ended": "intervention.resumed",
    "check-in seen": "check_in.unseen",
    "site changed": "site.changed",
    "taken off call": "on_call.put_back",
    "followed up": "safety.follow_up_taken_back",
    "own time taken back": "own_time.held_again",
    "diet taken out": "diet_label.added",
}
MODELS = (
    Booking,
    Enrollment,
    Presence,
    Series,
    Session,
    Problem,
    Goal,
    Objective,
    Intervention,
    CheckIn,
    Site,
    Task,
    OnCall,
    SafetyEvent,
    OwnTime,
    DietLabel,
)


@pytest.fixture
def site(standing):
    return standing


def state():
    """Every row that an inverse may change, but for its own key and who wrote it when. A canceled seat is none."""
    ignored = {"id", "recorded_at", "recorded_by_id"}
    return {
        model.__name__: sorted(
            str({name: value for name, value in row.items() if name not in ignored})
            for row in model.objects.values()
            if row.get("canceled_at") is None
        )
        for model in MODELS
    }


def address_of(site, pattern, found=None):
    from tests.furnished import every_address

    fitting = [path for path, name in every_address() if name == found] if found else [pattern]
    return site.path(fitting[0])


NAMES = {"objective closed": "plan_close", "intervention ended": "plan_end", "check-in seen": "see_check_in"}


def sent(site, inverse, name):
    """What is sent: where an address takes several things, the one that can be undone."""
    if inverse == "diet taken out":
        return {"verb": "retire", "site": site.world.site.pk, "name": "Halal"}
    return next((body for body in bodies(site)[name] if body.get("verb") == "take_back"), bodies(site)[name][0])


@pytest.fixture(autouse=True)
def stands(site):
    """An event that is resolved and waits for its follow-up; a site with a list of diets of its own."""
    actor, event_id = site.world.actor("counselor"), site.ids["event_id"]
    acknowledge_event(actor=actor, event_id=event_id, now=NOW)
    later = NOW + timedelta(days=1)
    resolve_event(actor=actor, event_id=event_id, risk_note="Called.", follow_up_at=later, now=NOW)
    add_diet_label(actor=site.world.actor("director"), site_id=site.world.site.pk, name="Soft", now=NOW)


def do(site, inverse, minutes=0):
    """Do the thing, by its form; the browser that did it."""
    pattern, name, who = DONE[inverse]
    name = NAMES.get(inverse, name)
    browser = site.world.browser(who)
    with clock.standing_at(NOW + timedelta(minutes=minutes)):
        answer = browser.post(address_of(site, pattern, name), sent(site, inverse, name))
    assert answer.status_code in (204, 303), answer.status_code
    return browser


def button(browser, seconds=1):
    """The offer that the next page shows."""
    with clock.standing_at(NOW + timedelta(seconds=seconds)):
        page = browser.get("/app/today/").text
    found = re.search(r'name="offer" value="([^"]+)"', page)
    return found[1] if found else ""


def undo(browser, key, seconds=2):
    with clock.standing_at(NOW + timedelta(seconds=seconds)):
        answer = browser.post("/app/undo/", {"offer": key})
        return browser.get(answer.headers.get("Location", "/app/today/")).text


def test_every_inverse_is_tried_here():
    assert set(DONE) == set(VERBS) == set(INVERSES)


@pytest.mark.parametrize("inverse", DONE)
def test_it_is_as_it_was_and_the_ledger_has_both_steps(site, inverse):
    before, rows = state(), Entry.objects.count()
    browser = do(site, inverse)
    assert state() != before
    done = Entry.objects.count()
    assert "Undone." in undo(browser, button(browser))
    assert state() == before
    assert Entry.objects.filter(verb=VERBS[inverse]).exists()
    assert Entry.objects.count() > done > rows


@pytest.mark.parametrize("inverse", DONE)
def test_twice_is_once_and_too_late_is_said(site, inverse):
    browser = do(site, inverse)
    key = button(browser)
    assert "too late" in undo(browser, key, seconds=61)
    undo(browser, key)
    after = state()
    assert "too late" in undo(browser, key)
    assert state() == after


def test_it_shows_for_ten_seconds_and_is_taken_for_a_minute(site):
    browser = do(site, "objective closed")
    key = button(browser, seconds=9)
    assert key
    assert not button(browser, seconds=11)
    assert "Undone." in undo(browser, key, seconds=59)


def test_what_came_after_is_not_overwritten(site):
    """A colleague who stands in marks the same row: the first one's Undo refuses, and says why."""
    browser = do(site, "attendance")
    key = button(browser)
    with clock.standing_at(NOW + timedelta(seconds=1)):
        path = address_of(site, DONE["attendance"][0], "group_seat")
        assert site.world.browser("supervisor").post(path, {"status": "no_show"}).status_code == 303
    after = state()
    assert "written on since" in undo(browser, key)
    assert state() == after


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "stranger"])
def test_an_offer_is_its_makers_alone(site, who):
    key = button(do(site, "objective closed"))
    after = state()
    undo(site.world.browser(who), key)
    assert state() == after


def test_who_lost_the_right_meanwhile_undoes_nothing(site):
    from stepwell.domain.people.models import CareTeamMember

    browser = do(site, "objective closed")
    key, after = button(browser), state()
    CareTeamMember.objects.filter(staff=site.world.staff["counselor"]).update(ended_at=NOW)
    undo(browser, key)
    assert state() == after


def test_the_answer_to_a_key_of_the_roll_brings_the_button(site):
    browser = site.world.browser("counselor")
    path = address_of(site, DONE["attendance"][0], "group_seat")
    answer = browser.post(path, {"status": "excused"}, headers={"HX-Request": "true"}).text
    assert 'id="undo"' in answer
    assert 'name="offer"' in answer


def test_signing_offers_no_undo(site):
    from tests.furnished import every_address

    path = site.path(next(one for one, name in every_address() if name == "group_note"))
    browser = site.world.browser("counselor")
    browser.post(path, bodies(site)["group_note"][1])
    assert not button(browser)
