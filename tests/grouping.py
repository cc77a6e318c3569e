"""What the addresses of groups take by POST, and ids that only they have."""

from typing import Any

from tests.cast import NOW, World
from tests.clinic import Clinic, admit_one
from tests.measuring import feedback_id
from tests.own import own_bodies, own_ids


def grouping_ids(clinic: Clinic) -> dict[str, Any]:
    """The series, the place of the world's client in it, and another group that nobody is in."""
    from stepwell.domain.week.actions import cancel_session
    from stepwell.domain.week.models import CancelReason, Enrollment

    member = Enrollment.objects.get(series=clinic.series, client=clinic.world.client)
    admit_one(clinic, 8)  # somebody stays where the others go
    name_therapist(clinic.world)
    ids = {"series_id": clinic.series.pk, "enrollment_id": member.pk, "empty_series_id": _another(clinic, 4).pk}
    ids["line_series_id"] = _another(clinic, 6).pk
    # beside the session of the 26th, a Monday, another group meets that day
    beside = _another(clinic, 0)
    ids |= {"beside_series_id": beside.pk, "beside_session_id": beside.sessions.get(on=clinic.sessions[9].on).pk}
    ids |= {"ahead_session_id": clinic.sessions[9].pk, "canceled_session_id": clinic.sessions[12].pk}
    cancel_session(
        actor=clinic.world.actor("counselor"),
        session_id=ids["canceled_session_id"],
        reason=CancelReason.LEADER,
        now=NOW,
    )
    ids["feedback_id"] = feedback_id(clinic)
    return ids | _in_line(clinic, ids["empty_series_id"], member.episode) | own_ids(clinic)


def _in_line(clinic: Clinic, series_id: Any, episode: Any) -> dict[str, Any]:
    """The world's client waits for the other group, which has a seat for them."""
    from stepwell.domain.week.actions import wait_for_seat

    asked = {"actor": clinic.world.actor("counselor"), "client_id": clinic.world.client.pk, "episode": episode}
    return {"wait_id": wait_for_seat(series_id=series_id, **asked, now=NOW).pk}


def grouping_path(address: str, ids: dict[str, Any]) -> dict[str, Any]:
    """Other ids than usual for some addresses: whoever is in a group doesn't join it, and what has been held stays."""
    if address.startswith("/app/groups/sessions/"):
        return {"session_id": ids["canceled_session_id" if address.endswith("/restore/") else "ahead_session_id"]}
    if address.endswith(("/join/", "/merge/")) and "/groups/" in address:
        return {"series_id": ids["empty_series_id"]}
    if address.endswith("/wait/") and "/groups/" in address:
        return {"series_id": ids["line_series_id"]}
    if address.startswith("/app/groups/sessions/"):
        return {"session_id": ids["canceled_session_id" if address.endswith("/restore/") else "ahead_session_id"]}
    if "/sessions/<uuid:series_id>/" in address:
        return {"series_id": ids["own_series_id"]}
    return {}


def _another(clinic: Clinic, weekday: int) -> Any:
    """Four times at ten, on that weekday."""
    from datetime import date, time

    from stepwell.domain.week.actions import start_series

    return start_series(
        actor=clinic.world.actor("director"),
        track=clinic.track,
        service=clinic.service,
        template=clinic.template,
        name=f"Group of day {weekday}",
        leader=clinic.world.staff["colleague"],
        place=clinic.other_place,
        weekdays=(weekday,),
        starts_at_time=time(10, 0),
        first_on=date(2026, 10, 9),
        weeks=4,
        capacity=8,
        now=NOW,
    )


def name_therapist(world: World) -> None:
    """On the client's care team: somebody who may be taken off it."""
    from stepwell.domain.people.actions import join_care_team
    from stepwell.domain.people.models import Function

    who = {"client": world.client, "staff": world.staff["supervisor"], "function": Function.THERAPIST}
    join_care_team(actor=world.actor("director"), **who, now=NOW)


def grouping_bodies(clinic: Clinic, other: Any) -> dict[str, list[dict[str, Any]]]:
    """By the name of the address, with the ids of this clinic."""
    rows = {name: getattr(clinic, name).pk for name in ("track", "service", "template")}
    rows |= {"place": clinic.other_place.pk, "leader": clinic.world.staff["colleague"].pk}
    leads = clinic.world.staff["counselor"].pk
    when = {"weekdays": ["5"], "starts_at_time": "10:00", "first_on": "2026-10-10", "weeks": "4"}
    return {
        "series_new": [{"name": "Family group", **rows, **when, "capacity": "8"}],
        "series_join": [{"client": clinic.world.client.pk, "joined_on": "2026-10-08"}],
        "series_leave": [{"last_on": "2026-10-08"}],
        "series_language": [{"language": "Spanish"}],
        "series_end": [{"last_on": "2026-12-01"}],
        "session_change": [
            {"verb": verb, "scope": "one", "starts_at_time": "17:00", "leader": leads, "place": rows["place"]}
            for verb in ("save", "look")
        ],
        "keep_apart": [
            {"verb": "add", "other": other.pk, "kind": "apart", "why": "Asked for it."},
            {"verb": "end", "pair": "00000000-0000-4000-8000-000000000000"},
        ],
        "care_team": [
            {"verb": "name", "member": f"case manager:{clinic.world.staff['counselor'].pk}"},
            {"verb": "take_off", "place": clinic.world.client.care_team.get(function="therapist").pk},
        ],
        "series_wait": [{"client": clinic.world.client.pk}],
        "series_seat": [
            {"verb": "confirm", "joined_on": "2026-10-09"},
            {"verb": "pass", "reason": "Works then."},
            {"verb": "withdraw"},
        ],
        **_joining_bodies(clinic, rows),
        "session_cancel": [{"reason": "place"}],
        "session_restore": [{}],
        **own_bodies(clinic),
    }


def _joining_bodies(clinic: Clinic, rows: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Sessions and groups that become one, or two."""
    from stepwell.domain.week.models import Enrollment, Session

    beside = Session.objects.get(
        series__site=clinic.world.site, series__weekdays=[0], series__client=None, on=clinic.sessions[9].on
    )
    member = Enrollment.objects.filter(series=clinic.series, client=clinic.world.client).order_by("pk")[0]
    second = {"place": rows["place"], "leader": rows["leader"]}
    split = {"people": [member.pk], "from_on": "2026-11-02", "name": "Evening 2", **second}
    merge = {"into": beside.series_id, "from_on": "2026-10-26"}
    return {
        "session_join": [{"verb": verb, "into": beside.pk} for verb in ("save", "look")],
        "session_split": [{"people": [clinic.world.client.pk], **second}],
        "series_merge": [{**merge, "verb": verb} for verb in ("save", "look")],
        "series_split": [{**split, "verb": verb} for verb in ("save", "look")],
        "tell_change": [{}],
    }
