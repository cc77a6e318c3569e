"""A prevention plan, what is suggested for it, and a review after a use: for tests that need one of everything."""

from typing import Any
from uuid import uuid4

from tests.cast import NOW, World


def prevent(world: World, said: Any, ids: dict[str, Any]) -> None:
    """The client keeps a plan and told of a use; staff suggested a line and text a link."""
    from stepwell.domain.checkins.actions import make_check_in_link
    from stepwell.domain.checkins.models import Way
    from stepwell.domain.checkins.rules import LINK_LASTS, Answers
    from stepwell.domain.prevention.actions.meetings import write_down_meeting
    from stepwell.domain.prevention.actions.plans import save_prevention, suggest_line
    from stepwell.domain.prevention.models import ProposedChange, UseReview
    from stepwell.workflows.check_in import tell

    client, counselor = {"actor": world.actor("client"), "now": NOW}, {"actor": world.actor("counselor"), "now": NOW}
    save_prevention(**client, texts={"people": said.words}, seen=0)
    line = suggest_line(**counselor, client_id=world.client.pk, part="skills", words=said.topic)
    meeting = write_down_meeting(**client, key=uuid4(), kind="online", on=NOW.date(), minutes=60)
    tell(**client, key=uuid4(), answers=Answers(craving=3, mood=4, use="yes", words=said.words))
    review = UseReview.objects.get(client=world.client)
    _, token = make_check_in_link(**counselor, client=world.client, came_by=Way.LINK, lasts=LINK_LASTS)
    ids |= {"use_review_id": review.pk, "suggestion_id": line.pk, "meeting_out_id": meeting.pk, "skill_code": "delay"}
    ids |= {"change_id": ProposedChange.objects.get(review=review, code="care:overdose").pk, "link_token": token}


def prevention_bodies(world: World, ids: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the addresses of prevention take."""
    skill = {"seen": "0", "title": "Wait a while", "steps": "Wait.", "minutes": "2", "is_offered": "on"}
    return {
        "prevention": [{"verb": "suggest", "part": "people", "words": "My sister"}, {"verb": "link"}],
        "use_review": [
            {"revision": "0", "happened": "Payday.", "verb": "save"},
            {"revision": "0", "next_step": "Call Lee", "next_on": "2026-10-09", "verb": "finish"},
        ],
        "use_review_change": [{"verb": "take"}, {"verb": "leave"}],
        "use_review_made": [{}],
        "skill_word": [skill],
        "me_prevention_write": [{"seen": "1", "people": "Lee", "after": "Call Maya"}],
        "me_suggestion": [{"verb": "take"}, {"verb": "leave"}],
        "me_skill": [{"key": str(uuid4()), "helped": "yes"}],
        "me_meetings": [{"key": str(uuid4()), "kind": "online", "on": "2026-10-05", "minutes": "45"}],
        "me_meeting_back": [{}],
        "me_check_in": [{"key": str(uuid4()), "craving": "11", "mood": "3", "use": "no"}],
    }


def prevention_able() -> dict[str, str]:
    """Who sends them."""
    able = {"skill_word": "director", "me_skill": "client", "me_meetings": "client", "me_meeting_back": "client"}
    return able | {"me_prevention_write": "client", "me_suggestion": "client"}


def taken_for_care(ids: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """What has to be said before a change of the plan of care can be done: who, where, what."""
    return "counselor", f"/app/use-reviews/changes/{ids['change_id']}/", {"verb": "take"}
