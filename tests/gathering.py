"""What gathers around the week, for tests that try every door: calendars, diets, meetings."""

from datetime import date
from typing import Any

from tests.cast import NOW, World


def gather(world: World, said: Any, ids: dict[str, Any]) -> None:
    """Today's team meeting talked about the world's client and decided something."""
    from stepwell.domain.team.actions.agenda import open_meeting
    from stepwell.domain.team.actions.minutes import decide, save_minutes, say_who_was_there
    from stepwell.domain.team.rules.minutes import DecisionDraft

    meeting = open_meeting(actor=world.actor("supervisor"), site_id=world.site.pk, now=NOW)
    counselor = {"actor": world.actor("counselor"), "meeting_id": meeting.pk, "now": NOW}
    say_who_was_there(**counselor, staff_ids=[world.staff["counselor"].pk])
    person = {**counselor, "client_id": world.client.pk}
    save_minutes(**person, note=said.note, plan_reviewed=False, revision=0)
    draft = DecisionDraft(said.reason, world.staff["case manager"].pk, date(2026, 10, 20))
    ids |= {"meeting_id": meeting.pk, "decision_id": decide(**person, draft=draft, is_plan=True).pk}


def mark_of_minutes(it: Any) -> str:
    """The mark of the furnished meeting, as its page holds it."""
    from stepwell.domain.team.queries.meetings import get_meeting

    return get_meeting(it.world.actor("supervisor"), it.ids["meeting_id"]).mark


def gathering_bodies(it: Any) -> dict[str, list[dict[str, Any]]]:
    """What the doors of calendars, diets and meetings take."""
    site = it.world.site.pk
    note = {"note": "Other words.", "revision": "1"}
    decision = {"words": "Calls the landlord", "owner": it.world.staff["counselor"].pk, "due_on": "2026-10-21"}
    return {
        "meeting_day": [{"site": site, "weekday": "1", "starts_at_time": "13:00"}],
        "meeting_open": [{"site": site}],
        "meeting_refresh": [{}],
        "meeting_there": [{"attendance": [it.world.staff["supervisor"].pk]}],
        "meeting_sign": [{"seen": mark_of_minutes(it)}],
        "meeting_add": [{"words": "Dr. Fox was on the phone."}],
        "meeting_person": [{**note, "verb": "next"}, {**note, "verb": "decide", **decision}],
        "meeting_person_add": [{"words": "Housing was found."}],
        "decision_done": [{"from": "plan"}],
        "client_meetings": [{"words": "Housing."}],
        "diet": [{"seen": "0", "labels": ["Halal"], "allergies": "Peanuts"}],
        "diets": [
            {"verb": "add", "name": "Low salt", "site": site},
            {"verb": "retire", "name": "No pork", "site": site},
        ],
        "staff_calendar": [{"verb": "make"}, {"verb": "place", "place": "on"}, {"verb": "revoke"}],
        "me_calendar_feed": [{"verb": "make", "place": "on"}, {"verb": "place"}, {"verb": "revoke"}],
    }


def gathering_able() -> dict[str, str]:
    """Who may send them."""
    meetings = dict.fromkeys(("meeting_day", "meeting_open", "meeting_refresh"), "supervisor")
    return {"me_calendar_feed": "client", "diets": "director", "meeting_sign": "prescriber", **meetings}


# Opened already today; nobody more has a reason; an addendum is for signed minutes.
GATHERED_ALREADY = {"meeting_open", "meeting_refresh", "meeting_add", "meeting_person_add"}
# That the team meets, and which of the staff were there, is no secret among those who treat people at the site.
TEAMS = ("meeting", "meeting_there", "meeting_add")
