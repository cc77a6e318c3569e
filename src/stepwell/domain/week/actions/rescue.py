"""Somebody who didn't come is looked for: the work is raised, tried, handed on, and over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from stepwell.domain.people.models import CareTeamMember, Client, Function, Phase, Site, Staff
from stepwell.domain.week.models import Booking, Outreach, OutreachAttempt, RescueProtocol, Session
from stepwell.domain.week.permissions import RESCUE, SET_RESCUE
from stepwell.domain.week.queries.rescue import (
    bookings_to_look_at,
    find_outreach,
    next_bookings,
    open_outreaches,
    protocols,
)
from stepwell.domain.week.rules.rescue import (
    HELPS,
    MOST_ATTEMPTS,
    MOST_OF_LAST,
    WAIT,
    Cause,
    Ending,
    Fix,
    HelpAs,
    How,
    Outcome,
    ending_of,
    help_due_at,
    is_due_on,
    is_missing,
)
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.domain.worklist.actions import finish_task, hand_over_tasks, raise_task
from stepwell.kernel.actor import Actor, Role
from stepwell.kernel.errors import NotFound, Refusal, Refused, refuse
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import action, record

TASK, TASK_ROLL, TASK_HELP = "week.missed", "week.roll", "week.help"
HELP_MOST = 200
BY_ITSELF = (Ending.CAME, Ending.EXCUSED, Ending.CANCELED)
# Ours: a ride or another seat can still be found within the hour.
DUE, DUE_ROLL = timedelta(minutes=45), timedelta(minutes=15)


@action
def look_for_missing(*, actor: Actor, now: datetime) -> int:
    """Look for everybody who is missing; ask for the roll where it isn't begun. Twice is once. Returns how many are
    looked for anew.
    """
    require(actor, RESCUE)
    fresh, without_roll = 0, dict[UUID, Session]()
    for booking in bookings_to_look_at(actor, now):
        begun: bool = booking.roll_begun  # type: ignore[attr-defined]  # annotated, as the next one
        called: bool = booking.roll_called  # type: ignore[attr-defined]
        status = AttendanceStatus(booking.status)
        if is_missing(status, booking.starts_at, now, roll_called=called):
            fresh += _open(actor, booking, now)
        elif not begun:
            without_roll[booking.session_id] = booking.session
    for session in without_roll.values():
        _ask_for_roll(actor, session, now)
    for outreach in open_outreaches(actor):
        if outreach.client.phase == Phase.LEFT:
            _end(actor, outreach, Ending.CANCELED, now)
        else:
            settle(actor=actor, booking=outreach.booking, now=now)
    return fresh


@action
def settle(*, actor: Actor, booking: Booking, now: datetime) -> None:
    """They turned up, were excused, or the session is off: nobody need look for them. Where that was a slip of the
    hand, somebody must again. Before anybody is looked for, this asks nothing.
    """
    if now < booking.starts_at + WAIT:
        return
    status = AttendanceStatus(booking.status)
    if status not in (AttendanceStatus.BOOKED, AttendanceStatus.EXCUSED):
        finish_task(actor=actor, kind=TASK_ROLL, subject_id=booking.session_id, now=now)
    outreach = Outreach.objects.select_related("client__site").filter(booking=booking).first()
    if outreach is None:
        return
    is_off = booking.canceled_at is not None or booking.session.canceled_at is not None
    ending = ending_of(status, is_canceled=is_off)
    if outreach.ended_at is None and ending is not None:
        _end(actor, outreach, ending, now)
    elif ending is None and outreach.ended_as in BY_ITSELF:
        reopen_outreach(actor=actor, outreach=outreach, now=now)


@action
def reopen_outreach(*, actor: Actor, outreach: Outreach, now: datetime) -> None:
    """What ended it doesn't hold any more: somebody looks for them again."""
    outreach.ended_at, outreach.ended_as, outreach.ended_by, outreach.fix = None, "", None, ""
    outreach.save(update_fields=["ended_at", "ended_as", "ended_by", "fix"])
    record(actor, "outreach.reopened", client_id=outreach.client_id, subject=("outreach", outreach.pk))
    _raise(actor, outreach, now + DUE, now)


@action
def record_attempt(*, actor: Actor, outreach_id: UUID, how: How, outcome: Outcome, now: datetime) -> OutreachAttempt:
    """Somebody was tried. The same within a minute is once. Tried as often as the site asks for and not reached, it
    goes to the case manager.
    """
    outreach = _open_one(actor, outreach_id)
    again = outreach.attempts.filter(
        how=how.value, outcome=outcome.value, by_id=actor.staff_id, at__gt=now - timedelta(minutes=1)
    ).first()
    if again is not None:
        return again
    attempt = OutreachAttempt.objects.create(
        outreach=outreach, at=now, by_id=actor.staff_id, how=how.value, outcome=outcome.value
    )
    detail = {"how": how.value, "outcome": outcome.value}
    record(actor, "outreach.tried", client_id=outreach.client_id, subject=("outreach", outreach.pk), detail=detail)
    made = list(outreach.attempts.values_list("outcome", flat=True))
    protocol = protocols([outreach.client.site_id])[outreach.client.site_id]
    reached = Outcome.REACHED.value in made
    if outreach.escalated_at is None and is_due_on(len(made), protocol, reached=reached):
        _hand_on(actor, outreach, now)
    return attempt


@action
def arrange(
    *, actor: Actor, outreach_id: UUID, cause: Cause, fix: Fix, call_back_at: datetime | None = None, now: datetime
) -> Outreach:
    """Why they didn't come and what was arranged: then nobody need look for them, unless they are to be called back. A
    ride or a seat in child care is the case manager's to see to before the next session.
    """
    outreach = _open_one(actor, outreach_id)
    if fix is Fix.CALL_BACK and (call_back_at is None or call_back_at <= now):
        raise refuse("Say when to call back.", "call_back_at", "Choose a time that lies ahead.")
    outreach.cause, outreach.fix = cause.value, fix.value
    outreach.call_back_at = call_back_at if fix is Fix.CALL_BACK else None
    outreach.save(update_fields=["cause", "fix", "call_back_at"])
    detail = {"fix": fix.value}
    record(actor, "outreach.arranged", client_id=outreach.client_id, subject=("outreach", outreach.pk), detail=detail)
    if outreach.call_back_at is not None:
        finish_task(actor=actor, kind=TASK, subject_id=outreach.pk, now=now)
        _raise(actor, outreach, outreach.call_back_at, now)
    else:
        _end(actor, outreach, Ending.FIXED, now)
    if fix in HELPS:
        _ask_for_help(actor, outreach, fix, now)
    return outreach


@action
def settle_help(
    *, actor: Actor, outreach_id: UUID, help_as: HelpAs, said: str, booking_id: int | None = None, now: datetime
) -> Outreach:
    """The ride or the seat in child care is arranged for a session that lies ahead, or it isn't possible. The same
    again is once.
    """
    outreach = find_outreach(actor, outreach_id, lock=True)
    words = said.strip()
    if not outreach.fix or Fix(outreach.fix) not in HELPS:
        raise refuse("Neither a ride nor child care was asked for.", "", "Say first what is arranged.")
    if (outreach.help_as, outreach.help_said) == (help_as.value, words):
        return outreach
    if outreach.help_at is not None:
        raise refuse("Somebody has seen to this already.", "", "The page says how.")
    if len(words) > HELP_MOST:
        raise refuse("This is too long.", "said", f"Write it in {HELP_MOST} letters at most.")
    if help_as is HelpAs.ARRANGED:
        if not words:
            raise refuse("Say what is arranged.", "said", "Who comes when and where, in a few words.")
        outreach.help_for = next((one for one in next_bookings(outreach.client, now) if one.pk == booking_id), None)
        if outreach.help_for is None:
            raise refuse("This is no session of theirs that lies ahead.", "booking", "Choose one of the list.")
    outreach.help_as, outreach.help_said = help_as.value, words
    outreach.help_at, outreach.help_by_id = now, actor.staff_id
    outreach.save(update_fields=["help_for", "help_as", "help_said", "help_at", "help_by"])
    finish_task(actor=actor, kind=TASK_HELP, subject_id=outreach.pk, now=now)
    detail = {"as": help_as.value}
    record(actor, "outreach.helped", client_id=outreach.client_id, subject=("outreach", outreach.pk), detail=detail)
    return outreach


@action
def set_rescue_protocol(*, actor: Actor, site_id: int, values: Mapping[str, int]) -> RescueProtocol:
    """How often the site tries, and what it calls a pattern."""
    require(actor, SET_RESCUE)
    site = Site.objects.select_for_update(no_key=True).filter(pk=site_id, pk__in=actor.sites_for(SET_RESCUE)).first()
    if site is None:
        raise NotFound("site")
    spans = {"attempts": (1, MOST_ATTEMPTS), "in_a_row": (2, MOST_OF_LAST), "missed": (2, MOST_OF_LAST)}
    spans["of_last"] = (max(2, values["missed"]), MOST_OF_LAST)
    wrong = [
        Refusal(f"This is a number from {least} to {most}.", name, "Choose one of them.")
        for name, (least, most) in spans.items()
        if not least <= values[name] <= most
    ]
    if wrong:
        raise Refused(*wrong)
    row, _ = RescueProtocol.objects.get_or_create(site=site)
    if any(getattr(row, name) != values[name] for name in spans):
        for name in spans:
            setattr(row, name, values[name])
        row.save()
        record(
            actor, "rescue_protocol.set", subject=("site", site.pk), detail={name: str(values[name]) for name in spans}
        )
    return row


def _open(actor: Actor, booking: Booking, now: datetime) -> bool:
    """Begin to look for somebody; False where somebody began meanwhile."""
    given = {"client": booking.client, "opened_at": now}
    outreach, fresh = Outreach.objects.get_or_create(booking=booking, defaults=given)
    if fresh:
        record(actor, "outreach.opened", client_id=booking.client_id, subject=("outreach", outreach.pk))
        _raise(actor, outreach, now + DUE, now)
    return fresh


def _raise(actor: Actor, outreach: Outreach, due_at: datetime, now: datetime) -> None:
    client, is_handed_on = outreach.client, outreach.escalated_at is not None
    functions = [Function.CASE_MANAGER] if is_handed_on else [Function.COUNSELOR, Function.CASE_MANAGER]
    owner = _of_the_team(client, functions)
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=owner,
        role=None if owner else Role.CASE_MANAGER,
        kind=TASK,
        subject_id=outreach.pk,
        title="Call back" if outreach.call_back_at else "Didn’t come",
        reason=f"{outreach.booking.session.series.name}: not there a quarter of an hour after the start.",
        due_at=due_at,
        now=now,
    )


def _ask_for_help(actor: Actor, outreach: Outreach, fix: Fix, now: datetime) -> None:
    """Somebody sees to it before the next session: the case manager, or who takes their work at the site."""
    client, ahead = outreach.client, next_bookings(outreach.client, now)
    owner = _of_the_team(client, [Function.CASE_MANAGER])
    upcoming = ahead[0] if ahead else None
    raise_task(
        actor=actor,
        site=client.site,
        client=client,
        owner=owner,
        role=None if owner else Role.CASE_MANAGER,
        kind=TASK_HELP,
        subject_id=outreach.pk,
        title=f"{HELPS[fix]} to arrange",
        reason=f"For {upcoming.session.series.name}." if upcoming else "No session is booked yet.",
        due_at=help_due_at(now, upcoming.starts_at if upcoming else None),
        now=now,
    )


def _ask_for_roll(actor: Actor, session: Session, now: datetime) -> None:
    raise_task(
        actor=actor,
        site=session.site,
        owner=session.leader,
        kind=TASK_ROLL,
        subject_id=session.pk,
        title="Roll not called",
        reason=f"{session.series.name} has begun. Who is missing is looked for once the roll is called.",
        due_at=now + DUE_ROLL,
        now=now,
    )


def _hand_on(actor: Actor, outreach: Outreach, now: datetime) -> None:
    """To the case manager; to whoever takes the site's work where nobody is named."""
    outreach.escalated_at = now
    outreach.save(update_fields=["escalated_at"])
    before = _of_the_team(outreach.client, [Function.COUNSELOR, Function.CASE_MANAGER])
    to = _of_the_team(outreach.client, [Function.CASE_MANAGER])
    if before != to:
        hand_over_tasks(
            actor=actor, kinds=(TASK,), subject_id=outreach.pk, from_id=before.pk if before else None, to=to
        )
    record(actor, "outreach.handed_on", client_id=outreach.client_id, subject=("outreach", outreach.pk))


def _of_the_team(client: Client, functions: list[Function]) -> Staff | None:
    """Who is the first of these to the client."""
    held = CareTeamMember.objects.filter(client=client, function__in=functions, ended_at__isnull=True)
    members = sorted(held.select_related("staff"), key=lambda one: (functions.index(Function(one.function)), one.pk))
    return members[0].staff if members else None


def _open_one(actor: Actor, outreach_id: UUID) -> Outreach:
    outreach = find_outreach(actor, outreach_id, lock=True)
    if outreach.ended_at is not None:
        raise refuse("This is over already.", "", "The page says how it ended.")
    return outreach


def _end(actor: Actor, outreach: Outreach, ending: Ending, now: datetime) -> None:
    outreach.ended_at, outreach.ended_as, outreach.ended_by_id = now, ending.value, actor.staff_id
    outreach.save(update_fields=["ended_at", "ended_as", "ended_by"])
    detail = {"as": ending.value}
    record(actor, "outreach.ended", client_id=outreach.client_id, subject=("outreach", outreach.pk), detail=detail)
    finish_task(actor=actor, kind=TASK, subject_id=outreach.pk, now=now)
