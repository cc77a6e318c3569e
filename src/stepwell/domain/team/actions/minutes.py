"""What is said and decided about each, who was there, the sign-off, and what is added after it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.people.models import Staff
from stepwell.domain.team.actions.agenda import check_unsigned
from stepwell.domain.team.models import Attendee, Decision, Meeting, MeetingAddendum, MeetingItem
from stepwell.domain.team.permissions import KEEP_MINUTES, SIGN_MEETING
from stepwell.domain.team.queries.meetings import (
    find_decision,
    find_item,
    find_meeting,
    get_meeting,
    item_in,
    may_attend,
    may_own,
)
from stepwell.domain.team.rules.minutes import (
    NOTE_MOST,
    DecisionDraft,
    State,
    check_decision,
    check_sign_off,
    check_words,
    mark_of,
)
from stepwell.domain.worklist.actions import finish_task, raise_task
from stepwell.kernel.actor import Actor
from stepwell.kernel.calendar import end_of_day
from stepwell.kernel.clock import day_at
from stepwell.kernel.errors import NotAllowed, refuse
from stepwell.kernel.wording import date_and_time
from stepwell.platform.access.permission import require, require_at
from stepwell.platform.ledger.unit import action, record

TASK = "team.decision"


@action
def say_who_was_there(*, actor: Actor, meeting_id: UUID, staff_ids: Collection[int], now: datetime) -> None:
    """These and nobody else were there."""
    require(actor, KEEP_MINUTES)
    meeting = find_meeting(actor, meeting_id, lock=True)
    require_at(actor, KEEP_MINUTES, meeting.site_id)
    check_unsigned(meeting)
    known = {one.pk for one in may_attend(actor, meeting.site)}
    there = {*meeting.attendees.values_list("staff_id", flat=True)}
    wanted = {*staff_ids}
    if wanted - known - there:
        raise refuse("One of these doesn’t work in treatment here.", "attendance", "Choose from the list.")
    if wanted == there:
        return
    meeting.attendees.exclude(staff_id__in=wanted).delete()
    Attendee.objects.bulk_create(Attendee(meeting=meeting, staff_id=one) for one in sorted(wanted - there))
    record(actor, "meeting.attended", subject=("meeting", meeting.pk), detail={"staff": [*sorted(wanted)]})


@action
def save_minutes(
    *,
    actor: Actor,
    meeting_id: UUID,
    client_id: UUID,
    note: str,
    plan_reviewed: bool,
    revision: int,
    now: datetime,
) -> MeetingItem:
    """What was said about one person. Empty: the meeting hasn't come to them. `revision` is the one that was read."""
    item = find_item(actor, meeting_id, client_id)
    check_unsigned(item.meeting)
    text = check_words(note, where="note", most=NOTE_MOST)
    if plan_reviewed and not text:
        raise refuse("The note is missing.", "note", "Say what came of the review.")
    if (item.note, item.plan_reviewed) == (text, plan_reviewed):
        return item
    if item.revision != revision:
        raise _saved_meanwhile(item)
    item.note, item.plan_reviewed = text, plan_reviewed
    item.state = State.DISCUSSED.value if text else State.OPEN.value
    item.revision, item.saved_at, item.saved_by_id = item.revision + 1, now, actor.staff_id
    item.save()
    record(actor, "meeting.minutes_saved", client_id=item.client_id, subject=("meeting item", item.pk))
    return item


@action
def decide(
    *, actor: Actor, meeting_id: UUID, client_id: UUID, draft: DecisionDraft, is_plan: bool, now: datetime
) -> Decision:
    """Somebody does something until a day: it is in their queue from now on."""
    item = find_item(actor, meeting_id, client_id)
    check_unsigned(item.meeting)
    zone = ZoneInfo(item.meeting.site.zone)
    words = check_decision(draft, today=day_at(now, zone))
    owner = next((one for one in may_own(actor, item) if one.pk == draft.owner_id), None)
    if owner is None or draft.due_on is None or actor.staff_id is None:
        raise refuse("They aren’t on the care team.", "owner", "Choose from the list.")
    same = item.decisions.filter(words=words, owner=owner, due_on=draft.due_on, is_plan=is_plan).first()
    if same is not None:
        return same
    decision = Decision.objects.create(
        item=item,
        words=words,
        owner=owner,
        due_on=draft.due_on,
        is_plan=is_plan,
        made_at=now,
        made_by_id=actor.staff_id,
    )
    record(actor, "meeting.decided", client_id=item.client_id, subject=("decision", decision.pk))
    raise_task(
        actor=actor,
        site=item.meeting.site,
        client=item.client,
        owner=owner,
        kind=TASK,
        subject_id=decision.pk,
        title="Team decision",
        reason=words,
        due_at=end_of_day(draft.due_on, zone),
        now=now,
    )
    return decision


@action
def finish_decision(*, actor: Actor, decision_id: UUID, now: datetime) -> Decision:
    """It is done, and gone from the queue and from the plan. Twice is once."""
    decision = find_decision(actor, decision_id)
    if actor.staff_id is None:
        raise NotAllowed(KEEP_MINUTES.name)
    if decision.done_at is None:
        decision.done_at, decision.done_by_id = now, actor.staff_id
        decision.save(update_fields=["done_at", "done_by"])
        record(actor, "meeting.decision_done", client_id=decision.item.client_id, subject=("decision", decision.pk))
        finish_task(actor=actor, kind=TASK, subject_id=decision.pk, now=now)
    return decision


@action
def sign_meeting(*, actor: Actor, meeting_id: UUID, seen: str, now: datetime) -> Meeting:
    """The prescriber's sign-off. Whom the meeting didn't reach is on the next agenda. `seen` is the mark of what
    was read: nobody signs words that they haven't seen.
    """
    require(actor, SIGN_MEETING)
    meeting = find_meeting(actor, meeting_id, lock=True)
    require_at(actor, SIGN_MEETING, meeting.site_id)
    if meeting.signed_at is not None:
        return meeting
    items = list(MeetingItem.objects.filter(meeting=meeting))
    check_sign_off(
        starts_on=meeting.on,
        today=day_at(now, ZoneInfo(meeting.site.zone)),
        there=meeting.attendees.count(),
        discussed=sum(item.state == State.DISCUSSED.value for item in items),
    )
    decisions = Decision.objects.filter(item__in=items).count()
    there = meeting.attendees.values_list("staff_id", flat=True)
    if mark_of((item.revision for item in items), decisions, there) != seen:
        raise refuse("Somebody wrote in these minutes after you opened them.", mend="Read them again, then sign.")
    MeetingItem.objects.filter(meeting=meeting, state=State.OPEN.value).update(state=State.NOT_REACHED.value)
    meeting.signed_at, meeting.signed_by_id, meeting.signed_as = now, actor.staff_id, _as_signed(actor)
    meeting.save(update_fields=["signed_at", "signed_by", "signed_as"])
    record(actor, "meeting.signed", subject=("meeting", meeting.pk), detail={"site": meeting.site_id})
    for item in items:
        if item.state == State.DISCUSSED.value:
            record(actor, "meeting.minutes_signed", client_id=item.client_id, subject=("meeting item", item.pk))
    return meeting


@action
def add_to_minutes(
    *, actor: Actor, meeting_id: UUID, client_id: UUID | None, words: str, now: datetime
) -> MeetingAddendum:
    """Words after the sign-off, about one person or about the meeting."""
    require(actor, KEEP_MINUTES)
    page = get_meeting(actor, meeting_id)
    if client_id is not None:
        item_in(page, client_id)
        item = find_item(actor, meeting_id, client_id)
    else:
        require_at(actor, KEEP_MINUTES, page.meeting.site_id)
        item = None
    text = check_words(words, where="words", most=NOTE_MOST)
    if not text:
        raise refuse("The words are missing.", "words", "Say what is to be added.")
    if page.meeting.signed_at is None or actor.staff_id is None:
        raise refuse("These minutes aren’t signed yet.", "words", "Write it in the note.")
    added = MeetingAddendum.objects.create(
        meeting=page.meeting,
        item=item,
        words=text,
        written_at=now,
        written_by_id=actor.staff_id,
        written_as=_as_signed(actor),
    )
    subject = ("meeting addendum", added.pk)
    record(actor, "meeting.added_to", client_id=item.client_id if item else None, subject=subject)
    return added


def _as_signed(actor: Actor) -> str:
    if actor.staff_id is None:
        raise NotAllowed(KEEP_MINUTES.name)
    staff = Staff.objects.get(pk=actor.staff_id)
    return f"{staff.name}, {staff.credentials}" if staff.credentials else staff.name


def _saved_meanwhile(item: MeetingItem) -> Exception:
    who = item.saved_by.name if item.saved_by else "Somebody"
    when = date_and_time(item.saved_at, ZoneInfo(item.meeting.site.zone)) if item.saved_at else ""
    return refuse(f"{who} saved this meanwhile ({when}).", "note", "Theirs is shown below. Save again.")
