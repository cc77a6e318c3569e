"""A review is opened by what a client told, written together, and ended with a next step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.checkins.models import CheckIn
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import counselor_of
from stepwell.domain.prevention.actions.plans import suggest_line
from stepwell.domain.prevention.models import ProposedChange, UseReview
from stepwell.domain.prevention.queries.plans import content_now
from stepwell.domain.prevention.queries.reviews import facts_of, find_change, find_review, latest_use, told_before
from stepwell.domain.prevention.queries.skills import skills_at, tried_by
from stepwell.domain.prevention.rules.plan import Part, has_line
from stepwell.domain.prevention.rules.review import About, before, proposals
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.domain.worklist.permissions import RAISE_TASK
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day, in_reach
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import Refusal, Refused, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

REVIEW_TASK, CHANGE_TASK = "prevention.review", "prevention.change"
# Ours: soon enough to remember, late enough to have talked; and a change of the plan within the week after.
DUE_IN, CHANGE_DUE_IN = timedelta(days=2), timedelta(days=7)
_LONGEST, _LONGEST_STEP = 4000, 200


@dataclass(frozen=True, slots=True)
class Talked:
    """What was talked about, as a form has it."""

    happened: str = ""
    helped: str = ""
    next_step: str = ""
    next_on: date | None = None


@action
def open_use_review(*, actor: Actor, check_in: CheckIn, now: datetime) -> UseReview:
    """A client told of a use: what stood before it is laid out for the counselor. One that is open takes it in."""
    require(actor, RAISE_TASK)
    client = check_in.client
    review = UseReview.objects.filter(client=client, finished_at__isnull=True).first()
    if review is None:
        review, _ = UseReview.objects.get_or_create(check_in=check_in, defaults={"client": client, "opened_at": now})
        record(actor, "use_review.opened", client_id=client.pk, subject=("use review", review.pk))
    _propose(review)
    reason = f"{client.called} told us about use. What came before, what helped, what to change."
    _ask_counselor(actor, client, REVIEW_TASK, review.pk, "Look at it together", reason, DUE_IN, now)
    return review


@action
def save_use_review(*, actor: Actor, review_id: UUID, talked: Talked, revision: int, now: datetime) -> UseReview:
    """What was talked about so far."""
    review = _to_write(actor, review_id, revision)
    _write(review, talked)
    review.save()
    record(actor, "use_review.saved", client_id=review.client_id, subject=("use review", review.pk))
    return review


@action
def finish_use_review(*, actor: Actor, review_id: UUID, talked: Talked, revision: int, now: datetime) -> UseReview:
    """It ends with a next step and its day. What isn't decided yet stands in the way."""
    review = _to_write(actor, review_id, revision)
    _write(review, talked)
    today = day_at(now, ZoneInfo(review.client.site.zone))
    refusals = []
    if not review.next_step:
        refusals.append(Refusal("It has no next step.", "next_step", "Say what you agreed on, in a few words."))
    if review.next_on is None or review.next_on < today:
        refusals.append(Refusal("The next step has no day.", "next_on", "Choose today or a day after."))
    waiting = review.changes.filter(is_taken__isnull=True).count()
    if waiting:
        words = "One suggestion waits" if waiting == 1 else f"{waiting} suggestions wait"
        refusals.append(Refusal(f"{words} for a yes or a no.", "", "Go through them together first."))
    if refusals:
        raise Refused(*refusals)
    review.finished_at, review.finished_by_id = now, actor.staff_id
    review.save()
    record(actor, "use_review.finished", client_id=review.client_id, subject=("use review", review.pk))
    finish_task(actor=actor, kind=REVIEW_TASK, subject_id=review.pk, now=now)
    return review


@action
def decide_change(*, actor: Actor, change_id: int, takes: bool, now: datetime) -> ProposedChange:
    """A yes or a no to one proposal, said with the client. For their own plan a yes is a suggestion on their phone;
    for the plan of care it is work for who writes it.
    """
    change = find_change(actor, change_id)
    review = change.review
    if review.finished_at is not None:
        raise refuse("This review is finished.", "", "Change the plan itself.")
    if change.is_taken is not None:
        return change
    change.is_taken, change.decided_at, change.decided_by_id = takes, now, actor.staff_id
    change.save(update_fields=["is_taken", "decided_at", "decided_by"])
    record(
        actor,
        "use_review.decided",
        client_id=review.client_id,
        subject=("proposed change", change.pk),
        detail={"taken": takes},
    )
    if takes and change.about == About.PREVENTION.value:
        # what they wrote themselves since it was proposed needs no suggestion
        if not has_line(content_now(review.client), Part(change.part), change.words):
            suggest_line(actor=actor, client_id=review.client_id, part=change.part, words=change.words, now=now)
    elif takes:
        title = "Change the plan of care"
        _ask_counselor(actor, review.client, CHANGE_TASK, change.pk, title, f"{change.words}.", CHANGE_DUE_IN, now)
    return change


@action
def say_change_made(*, actor: Actor, change_id: int, now: datetime) -> ProposedChange:
    """It stands in the plan of care now, or was done."""
    change = find_change(actor, change_id)
    if not change.is_taken or change.about != About.CARE.value:
        raise refuse("This isn't a change of the plan of care.", "", "Look at the review it came from.")
    if change.done_at is None:
        change.done_at = now
        change.save(update_fields=["done_at"])
        record(
            actor, "use_review.change_made", client_id=change.review.client_id, subject=("proposed change", change.pk)
        )
        finish_task(actor=actor, kind=CHANGE_TASK, subject_id=change.pk, now=now)
    return change


def _propose(review: UseReview) -> None:
    """What the rule proposes now; what was proposed before stays as it was decided."""
    client, at = review.client, latest_use(review)
    past = before([facts_of(one) for one in told_before(client, at)], at)
    found = proposals(past, content_now(client), skills_at(client.site), tried_by(client))
    ProposedChange.objects.bulk_create(
        [
            ProposedChange(
                review=review,
                code=one.code,
                about=one.about.value,
                part=one.part.value if one.part else "",
                words=one.words,
                reason=one.reason,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )


def _to_write(actor: Actor, review_id: UUID, revision: int) -> UseReview:
    review = find_review(actor, review_id)
    if review.finished_at is not None:
        raise refuse("This review is finished.", "", "Write a note where something is to be added.")
    if review.revision != revision:
        raise refuse(
            "Somebody saved this review meanwhile.", "", "Your words stand here. Open it on another page and compare."
        )
    return review


def _write(review: UseReview, talked: Talked) -> None:
    refusals = []
    for name, text, most in (
        ("happened", talked.happened, _LONGEST),
        ("helped", talked.helped, _LONGEST),
        ("next_step", talked.next_step, _LONGEST_STEP),
    ):
        if len(text) > most:
            refusals.append(Refusal(f"This is longer than {most:,} letters.", name, "Shorten it."))
        if "\0" in text:
            refusals.append(Refusal("This holds a character that isn't text.", name, "Type it again."))
    if refusals:
        raise Refused(*refusals)
    review.happened, review.helped = talked.happened.strip(), talked.helped.strip()
    review.next_step = " ".join(talked.next_step.split())
    review.next_on = in_reach(talked.next_on) if talked.next_on else None
    review.revision += 1


def _ask_counselor(
    actor: Actor,
    client: Client,
    kind: str,
    subject_id: object,
    title: str,
    reason: str,
    within: timedelta,
    now: datetime,
) -> None:
    """Work for the counselor; without one, for whoever takes work at the site."""
    zone = ZoneInfo(client.site.zone)
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=counselor_of(client),
        kind=kind,
        subject_id=subject_id,
        title=title,
        reason=reason,
        due_at=end_of_day(day_at(now, zone) + within, zone),
        now=now,
    )
