"""Sending a check-in and having seen it."""

from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.checkins.permissions import CHECK_IN
from stepwell.domain.checkins.queries import find_check_in
from stepwell.domain.checkins.rules import Answers, check_answers, follow_up
from stepwell.domain.people.models import CareTeamMember, Client, Function
from stepwell.domain.people.queries import own_client
from stepwell.domain.safety.actions import raise_event
from stepwell.domain.safety.models import Source
from stepwell.domain.safety.rules import said_when
from stepwell.domain.worklist.actions import finish_task, raise_task, reopen_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

TASK = "checkin.look"


@action
def send_check_in(
    *,
    actor: Actor,
    key: UUID,
    answers: Answers,
    now: datetime,
    said_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> CheckIn:
    """The client's own check-in. The same `key` again is the same one; with other content it is refused.

    `said_at` and `sent_at` are the phone's own times of filling in and of sending; see `safety.rules.said_when`.
    """
    require(actor, CHECK_IN)
    client = own_client(actor)
    check_answers(answers)
    check_in, fresh = CheckIn.objects.get_or_create(
        client=client,
        key=key,
        defaults={
            "said_at": said_when(said_at, sent_at, now),
            "received_at": now,
            "craving": answers.craving,
            "mood": answers.mood,
            "triggers": list(answers.triggers),
            "slept_minutes": answers.slept_minutes,
            "use": answers.use,
            "words": answers.words,
        },
    )
    if fresh:
        record(actor, "check_in.sent", client_id=client.pk, subject=("check-in", check_in.pk))
        _ask_for_a_look(actor, client, check_in, answers, now)
    elif _said(check_in) != answers:
        raise refuse(
            "This check-in was sent already, with other answers.",
            "key",
            "What was sent stays as it is. Send once more to add these answers as a new check-in.",
        )
    return check_in


@action
def see_check_in(*, actor: Actor, check_in_id: UUID, now: datetime) -> CheckIn:
    """A clinician has read it; the first one stands."""
    check_in = find_check_in(actor, check_in_id)
    if check_in.seen_at is None:
        check_in.seen_at, check_in.seen_by_id = now, actor.staff_id
        check_in.save(update_fields=["seen_at", "seen_by"])
        record(actor, "check_in.seen", client_id=check_in.client_id, subject=("check-in", check_in.pk))
        finish_task(actor=actor, kind=TASK, subject_id=check_in.pk, now=now)
    return check_in


@action
def unsee_check_in(*, actor: Actor, check_in_id: UUID, seen_at: datetime) -> CheckIn:
    """Marked as read by mistake at `seen_at`: it waits for somebody to read it again."""
    check_in = find_check_in(actor, check_in_id)
    if check_in.seen_at != seen_at or check_in.seen_by_id != actor.staff_id:
        raise refuse("Somebody else has read this check-in.", "", "Nothing needs to be undone.")
    check_in.seen_at = check_in.seen_by = None
    check_in.save(update_fields=["seen_at", "seen_by"])
    record(actor, "check_in.unseen", client_id=check_in.client_id, subject=("check-in", check_in.pk))
    reopen_task(actor=actor, kind=TASK, subject_id=check_in.pk, done_at=seen_at)
    return check_in


def _said(check_in: CheckIn) -> Answers:
    """What a stored check-in says."""
    return Answers(
        craving=check_in.craving,
        mood=check_in.mood,
        use=check_in.use,
        triggers=tuple(check_in.triggers),
        slept_minutes=check_in.slept_minutes,
        words=check_in.words,
    )


def _ask_for_a_look(actor: Actor, client: Client, check_in: CheckIn, answers: Answers, now: datetime) -> None:
    """A task for the counselor where the answers ask for one, and a safety event for a craving that opens Help."""
    follows = follow_up(answers)
    if not follows.needs_a_look:
        return
    zone = ZoneInfo(client.site.zone)
    counselors = CareTeamMember.objects.filter(client=client, ended_at__isnull=True, function=Function.COUNSELOR)
    counselor = counselors.select_related("staff").order_by("started_at", "pk").first()
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=counselor.staff if counselor else None,
        kind=TASK,
        subject_id=check_in.pk,
        title="Check-in",
        reason=f"{follows.reason}. Read it and talk with {client.called}.",
        due_at=end_of_day(day_at(now, zone), zone),
        now=now,
    )
    if follows.opens_help:
        raise_event(
            actor=actor,
            client=client,
            key=uuid5(check_in.key, "craving"),
            source=Source.CRAVING,
            raised_at=check_in.said_at,
            now=now,
        )
