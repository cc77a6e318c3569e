"""Saying how a session was, and talking about it where it didn't help."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.feedback.models import SessionFeedback
from stepwell.domain.feedback.permissions import ANSWER_FEEDBACK, SAY_FEEDBACK
from stepwell.domain.feedback.queries import find_feedback, own_booking
from stepwell.domain.feedback.rules import Helped, check_is_asked, check_words
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import counselor_of, own_client
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.kernel.wording import short_day
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

LOW = "feedback.low"
# Ours: talked about while it is fresh, before the next session where there is one the day after.
TALK_WITHIN = timedelta(days=1)


@action
def say_helped(*, actor: Actor, session_id: UUID, helped: Helped, now: datetime) -> SessionFeedback:
    """Whether it helped. The same twice is once; said otherwise it is changed, as long as it is asked. Low is work for
    the counselor until they have talked, or it is said otherwise.
    """
    require(actor, SAY_FEEDBACK)
    client = own_client(actor)
    booking = own_booking(actor, client, session_id)
    check_is_asked(ends_at=booking.ends_at, now=now)
    told = {"client": client, "helped": helped.value, "said_at": now}
    feedback, fresh = SessionFeedback.objects.select_for_update().get_or_create(booking=booking, defaults=told)
    if fresh or feedback.helped != helped.value:
        feedback.helped, feedback.said_at = helped.value, now
        feedback.save(update_fields=["helped", "said_at"])
        record(actor, "feedback.said", client_id=client.pk, subject=("feedback", feedback.pk))
    if helped.needs_a_talk and feedback.answered_at is None:
        _ask_for_a_talk(actor, client, feedback, now)
    elif not helped.needs_a_talk:
        finish_task(actor=actor, kind=LOW, subject_id=feedback.pk, now=now)
    return feedback


@action
def say_words(*, actor: Actor, session_id: UUID, words: str, now: datetime) -> SessionFeedback:
    """What should change, in their words; empty for nothing. After the first tap."""
    require(actor, SAY_FEEDBACK)
    kept = check_words(words)
    client = own_client(actor)
    booking = own_booking(actor, client, session_id)
    check_is_asked(ends_at=booking.ends_at, now=now)
    feedback = SessionFeedback.objects.select_for_update().filter(booking=booking).first()
    if feedback is None:
        raise refuse("Say first whether it helped.", "helped", "Choose one of the three.")
    if feedback.words != kept:
        feedback.words = kept
        feedback.save(update_fields=["words"])
        record(actor, "feedback.said", client_id=client.pk, subject=("feedback", feedback.pk))
    return feedback


@action
def answer_feedback(*, actor: Actor, feedback_id: UUID, answer: str, now: datetime) -> SessionFeedback:
    """What was talked about or changed; the first one stands, and the task is finished."""
    require(actor, ANSWER_FEEDBACK)
    if actor.staff_id is None:
        raise NotAllowed(ANSWER_FEEDBACK.name)
    feedback = find_feedback(actor, feedback_id, lock=True)
    kept = check_words(answer)
    if not kept:
        raise refuse("This is empty.", "answer", "Write what you talked about, or what changes.")
    if feedback.answered_at is not None:
        if feedback.answer != kept:
            raise refuse("Somebody wrote down what came of it already.", "answer", "Read it above.")
        return feedback
    feedback.answer, feedback.answered_by_id, feedback.answered_at = kept, actor.staff_id, now
    feedback.save(update_fields=["answer", "answered_by", "answered_at"])
    record(actor, "feedback.answered", client_id=feedback.client_id, subject=("feedback", feedback.pk))
    finish_task(actor=actor, kind=LOW, subject_id=feedback.pk, now=now)
    return feedback


def _ask_for_a_talk(actor: Actor, client: Client, feedback: SessionFeedback, now: datetime) -> None:
    zone = ZoneInfo(client.site.zone)
    session = feedback.booking.session
    which = f"{session.series.name}, {short_day(session.on)}"
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=counselor_of(client),
        kind=LOW,
        subject_id=feedback.pk,
        title="After a session",
        reason=f"{which}: says it didn’t really help. Talk with {client.called}.",
        due_at=end_of_day(day_at(now, zone) + TALK_WITHIN, zone),
        now=now,
    )
