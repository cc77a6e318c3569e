"""Opening a chart in an emergency, closing it again, and looking at it afterwards."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.oversight.models import BrokenGlass
from stepwell.domain.oversight.permissions import BREAK_GLASS, REVIEW_GLASS, visible_glasses
from stepwell.domain.oversight.queries.glass import TRIED, count_tries, find_by_name, open_glass
from stepwell.domain.oversight.rules import WORDS_LEAST, Emergency, Verdict, may_try, stays_open_until
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.people.permissions import visible_clients
from stepwell.domain.people.queries import site_staff
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotFound, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

TASK = "glass.review"


def break_glass(
    *, actor: Actor, family_name: str, birth_on: date, reason: Emergency, words: str, now: datetime
) -> UUID:
    """Open the chart of the one person with this name and birth date. Returns whose it is.

    Nobody found is refused in the same words as somebody of another site, and counted: a few an hour, no more. Not one
    action but two, so that a try which is refused is written down all the same.
    """
    require(actor, BREAK_GLASS)
    if len(words.strip()) < WORDS_LEAST:
        raise refuse("This says too little.", "words", "Write in a sentence why you need the chart now.")
    if not may_try(count_tries(actor, now)):
        raise refuse("You have tried several times.", "", "Call the supervisor or the director: they see every chart.")
    client = find_by_name(actor, family_name, birth_on)
    if client is None:
        _note_try(actor, now)
        raise refuse(
            "No chart opens with this name and birth date.",
            "family_name",
            "Check both against a document. If they are right, call the supervisor.",
        )
    return _open(actor=actor, client=client, reason=reason, words=words.strip(), now=now)


@action
def _note_try(actor: Actor, now: datetime) -> None:
    record(actor, TRIED, at=now)


@action
def _open(*, actor: Actor, client: Client, reason: Emergency, words: str, now: datetime) -> UUID:
    """Twice is once; whoever sees the chart anyway needs no emergency."""
    assert actor.staff_id is not None  # only staff hold the permission
    Staff.objects.select_for_update(no_key=True).get(pk=actor.staff_id)
    if open_glass(actor, client.pk, now) or Client.objects.filter(visible_clients(actor), pk=client.pk).exists():
        return client.pk
    glass = BrokenGlass.objects.create(
        site=client.site,
        client=client,
        staff_id=actor.staff_id,
        reason=reason.value,
        words=words,
        opened_at=now,
        until=stays_open_until(now, client.site.emergency_hours),
    )
    detail = {"reason": reason.value}
    record(actor, "glass.broken", client_id=client.pk, subject=("emergency", glass.pk), detail=detail)
    _ask_for_review(actor, glass, client.site, now)
    return client.pk


@action
def end_glass(*, actor: Actor, client_id: UUID, now: datetime) -> None:
    """The emergency is over: the chart closes to the actor at once. Twice is once; `NotFound` where there was none."""
    require(actor, BREAK_GLASS)
    glass = open_glass(actor, client_id, now)
    if glass is None:
        if not BrokenGlass.objects.filter(staff_id=actor.staff_id or 0, client_id=client_id).exists():
            raise NotFound("emergency")
        return
    glass.ended_at = now
    glass.save(update_fields=["ended_at"])
    record(actor, "glass.ended", client_id=client_id, subject=("emergency", glass.pk))


@action
def review_glass(*, actor: Actor, glass_id: UUID, verdict: Verdict, words: str, now: datetime) -> BrokenGlass:
    """What the review found. The first one stands."""
    require(actor, REVIEW_GLASS)
    glass = BrokenGlass.objects.select_for_update(of=("self",)).filter(visible_glasses(actor), pk=glass_id).first()
    if glass is None:
        raise NotFound("emergency")
    if glass.staff_id == actor.staff_id:
        raise refuse("You opened this chart yourself.", "", "Ask somebody else who answers for privacy to review it.")
    if glass.reviewed_at is not None:
        raise refuse("This was reviewed already.", "", "What was written stays as it is.")
    if not words.strip():
        raise refuse("The review is empty.", "words", "Write what you looked at and what you found.")
    glass.verdict, glass.verdict_words = verdict.value, words.strip()
    glass.reviewed_by_id, glass.reviewed_at = actor.staff_id, now
    glass.save(update_fields=["verdict", "verdict_words", "reviewed_by", "reviewed_at"])
    detail = {"verdict": verdict.value}
    record(actor, "glass.reviewed", client_id=glass.client_id, subject=("emergency", glass.pk), detail=detail)
    finish_task(actor=actor, kind=TASK, subject_id=glass.pk, now=now)
    return glass


def _ask_for_review(actor: Actor, glass: BrokenGlass, site: Site, now: datetime) -> None:
    """A task for the site's privacy officers, or for its directors where there is none. It names nobody."""
    zone = ZoneInfo(site.zone)
    officers = site_staff(actor, site, [Role.PRIVACY_OFFICER])
    raise_task(
        actor=actor,
        site=site,
        role=Role.PRIVACY_OFFICER if officers else Role.DIRECTOR,
        kind=TASK,
        subject_id=glass.pk,
        title="A chart was opened in an emergency",
        reason="Look at what was read, and say whether it was justified.",
        due_at=end_of_day(day_at(now, zone) + timedelta(days=1), zone),
        now=now,
    )
