"""The roll: a row at a time by key or click, or the whole of it as one form."""

from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from stepwell.console.group.forms import seen_at, typed_pairs, typed_status
from stepwell.console.group.present import Pages, Typed
from stepwell.console.group.views import group_page, show
from stepwell.console.undo.offers import offer
from stepwell.domain.week.actions import Recorded, record_attendance
from stepwell.domain.week.permissions import TAKE_ROLL
from stepwell.domain.week.queries import Seat, get_board
from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.platform.access.door import Request, page, see_other


@page(TAKE_ROLL)
def seat(request: Request, session_id: UUID, client_id: UUID) -> HttpResponseBase:
    """One row. Answers htmx with the row, the counts, and the card beside it where that is another now."""
    if request.method != "POST":
        return see_other(reverse("group", args=[session_id]), request)
    status = typed_status(request.POST)
    pairs = typed_pairs(request.POST)
    if status is None or "more" in request.POST:
        return _one_more(request, session_id, client_id, Typed(status or AttendanceStatus.PRESENT, pairs, more=True))
    return _record(request, session_id, client_id, status, pairs)


def _one_more(request: Request, session_id: UUID, client_id: UUID, typed: Typed) -> HttpResponse:
    """The row with another stay to type; nothing is written yet."""
    if request.htmx:
        return _row(request, session_id, client_id, typed=typed)
    return see_other(f"{reverse('group', args=[session_id])}?more={client_id}#roll-{client_id}", request)


def _record(
    request: Request, session_id: UUID, client_id: UUID, status: AttendanceStatus, pairs: list[TypedPair]
) -> HttpResponse:
    """Write it down and answer; what was refused stays in the row."""
    now = clock.now()
    try:
        recorded = record_attendance(
            actor=request.actor,
            session_id=session_id,
            client_id=client_id,
            status=status,
            intervals=pairs,
            now=now,
            seen_at=seen_at(request.POST),
        )
    except Refused as refused:
        board = get_board(request.actor, session_id, now, after_action=bool(request.htmx))
        typed = _kept(board.seat(client_id), status, pairs, refused.refusals)
        if request.htmx:
            return _row(request, session_id, client_id, typed=typed, status=422)
        return group_page(request, board, typed={client_id: typed}, refusals=refused.refusals, status=422)
    _offer_undo(request, recorded, session_id, now)
    if request.htmx:
        wrote = recorded.booking.recorded_at == now
        more = bool(pairs) and pairs[-1].is_blank and not _pressed(request)
        return _row(request, session_id, client_id, changed=_changed(recorded), wrote=wrote, more=more)
    if words := _changed(recorded):
        messages.warning(request, words)
    return see_other(f"{reverse('group', args=[session_id])}#roll-{client_id}", request)


def _offer_undo(request: Request, recorded: Recorded, session_id: UUID, now: datetime) -> None:
    """What stood in the row before, for ten seconds. "No word yet" is itself a way back."""
    before, booking = recorded.before, recorded.booking
    if before is None or booking.recorded_at is None:
        return
    offer(
        request,
        "attendance",
        said="Written on the roll.",
        back=f"{reverse('group', args=[session_id])}#roll-{booking.client_id}",
        now=now,
        session=str(session_id),
        client=str(booking.client_id),
        written_at=booking.recorded_at.isoformat(),
        status=before.status.value,
        stays=[[stay.started_at.isoformat(), stay.ended_at.isoformat()] for stay in before.stays],
    )


@page(TAKE_ROLL)
def roll(request: Request, session_id: UUID) -> HttpResponseBase:
    """The whole roll as one form, for paper in hand and for a browser without scripts."""
    now = clock.now()
    board = get_board(request.actor, session_id, now)
    if not board.can_take_roll:
        raise NotFound("roll")
    if request.method != "POST":
        return _form(request, Pages(board))
    typed: dict[UUID, Typed] = {}
    saved = 0
    for one in board.seats:
        suffix = f"_{one.client_id}"
        status, pairs = typed_status(request.POST, f"status{suffix}"), typed_pairs(request.POST, suffix)
        given = tuple(pair for pair in pairs if not pair.is_blank)
        if status is None or (status is one.status and given == one.pairs):
            continue
        try:
            record_attendance(
                actor=request.actor,
                session_id=session_id,
                client_id=one.client_id,
                status=status,
                intervals=pairs,
                now=now,
                seen_at=seen_at(request.POST, f"seen_at{suffix}"),
            )
            saved += 1
        except Refused as refused:
            typed[one.client_id] = Typed(status, pairs, refused.refusals)
    if typed:
        board = get_board(request.actor, session_id, now, after_action=True)
        return _form(request, Pages(board, typed), saved=saved, status=422)
    messages.success(request, "The roll is saved.")
    return see_other(reverse("group", args=[session_id]), request)


def _form(request: Request, pages: Pages, *, saved: int = 0, status: int = 200) -> HttpResponse:
    """The one form, with what was refused beside each name."""
    refused = [
        {"what": f"{row.seat.name}: {' '.join(row.errors)}", "href": f"#row-{row.seat.client_id}"}
        for row, _ in pages.items()
        if row.errors
    ]
    return show(request, pages, "roll", {"refused": refused, "saved": saved}, status=status)


def _row(
    request: Request,
    session_id: UUID,
    client_id: UUID,
    *,
    typed: Typed | None = None,
    changed: str = "",
    status: int = 200,
    wrote: bool = False,
    more: bool = False,
) -> HttpResponse:
    """The row for htmx, and out of band what it changes elsewhere on the page. `wrote`: it is in the ledger already.

    `more`: one more stay is about to be typed; its empty fields stay.
    """
    board = get_board(request.actor, session_id, clock.now(), after_action=wrote)
    seat = board.seat(client_id)
    if more and seat.pairs:
        typed = Typed(seat.status, (*seat.pairs, TypedPair()))
    pages = Pages(board, {client_id: typed} if typed else {}, changed={client_id: changed} if changed else {})
    row = pages.row(seat)
    given = {
        "row": row,
        "card": pages.card(seat),
        "draw_card": board.has_drafts and request.POST.get("slot") != row.slot,
    }
    return show(request, pages, "_row_answer", given, status=status)


def _pressed(request: Request) -> bool:
    """A status was pressed: its button's comes beside the row's own. Otherwise a time was typed."""
    return len(request.POST.getlist("status")) > 1


def _kept(seat: Seat, status: AttendanceStatus, pairs: list[TypedPair], refusals: tuple[Refusal, ...]) -> Typed:
    """What was typed, beside what is wrong. A time that the row only showed, and that the new status has no use for,
    leaves its field empty: there the right one is typed.
    """
    wrong = {refusal.where for refusal in refusals}
    if status is seat.status:
        return Typed(status, pairs, refusals)
    shown = [
        TypedPair(
            "" if f"in_time_{number}" in wrong and pair.in_time == before.in_time else pair.in_time,
            "" if f"out_time_{number}" in wrong and pair.out_time == before.out_time else pair.out_time,
        )
        for number, (pair, before) in enumerate(zip_longest(pairs, seat.pairs, fillvalue=TypedPair()), start=1)
    ]
    return Typed(status, shown[: len(pairs)], refusals)


def _changed(recorded: Recorded) -> str:
    """What somebody else had written, for the second to see."""
    if recorded.was is None:
        return ""
    return f"{recorded.changed_by} had just set {recorded.was.label}. Yours holds now."
