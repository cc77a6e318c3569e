"""One session of a group: the page, and how its pieces are answered."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stepwell.console.editing.shown import Line, editing_line
from stepwell.console.group.forms import SharedForm
from stepwell.console.group.present import STATUSES, Pages, Typed, Unsaved
from stepwell.domain.feedback.permissions import VIEW_FEEDBACK
from stepwell.domain.measures.permissions import VIEW_DUE
from stepwell.domain.week.permissions import VIEW_ROLL
from stepwell.domain.week.queries import Board, get_board
from stepwell.domain.week.queries.curriculum import position_of
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.kernel import clock
from stepwell.kernel.errors import Refusal
from stepwell.platform.access.door import Request, page
from stepwell.workflows.measuring import waiting_in


@page(VIEW_ROLL)
def group(request: Request, session_id: UUID) -> HttpResponse:
    """The roll and, once they are there, the drafts beside it. `?more=` gives a row one more stay to type."""
    board = get_board(request.actor, session_id, clock.now())
    return group_page(request, board, typed=_more(board, request.GET.get("more", "")))


def group_page(
    request: Request,
    board: Board,
    *,
    typed: Mapping[UUID, Typed] | None = None,
    unsaved: Mapping[UUID, Unsaved] | None = None,
    changed: Mapping[UUID, str] | None = None,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The whole page, with what couldn't be stored still in its fields."""
    pages = Pages(board, typed or {}, unsaved or {}, changed or {})
    follows = position_of(request.actor, board.session_id)
    given = {"refusals": refusals, "editing": editing_here(request, board), "follows": follows}
    given["reads_feedback"] = request.actor.may(VIEW_FEEDBACK) and board.ends_at <= clock.now()
    if request.actor.may(VIEW_DUE) and board.ends_at > clock.now():
        given["waiting"] = waiting_in(request.actor, {seat.client_id: seat.name for seat in board.seats}, board.on)
    if follows is not None:
        given["shared_form"] = shared_form(board, follows.topic)
        given["had"] = [(seat.name, follows.had.get(seat.client_id, 0)) for seat in board.seats]
    return show(request, pages, "group", given, status=status)


def editing_here(request: Request, board: Board) -> Line:
    """Who else is in this group's notes."""
    return editing_line(request.actor, "group", board.session_id, ZoneInfo(str(board.starts_at.tzinfo)), clock.now())


def show(request: Request, pages: Pages, template: str, given: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """One of the group's templates, with times on the site's clock."""
    with timezone.override(pages.board.starts_at.tzinfo):
        return render(request, f"console/group/{template}.html", {**context(pages), **given}, status=status)


def context(pages: Pages) -> dict[str, Any]:
    """What the page and every piece of it is drawn with."""
    return {
        "pages": pages,
        "board": pages.board,
        "statuses": STATUSES,
        "keys": "console/group/_page_keys.html",
        "next_ready": pages.board.next_ready(),
        "shared_form": shared_form(pages.board),
    }


def shared_form(board: Board, next_topic: str = "") -> SharedForm:
    """The shared block as it stands; one that nobody has begun opens with the words of its service, and where there is
    no topic, with the one that the curriculum has next.
    """
    words = board.template or board
    return SharedForm(
        initial={
            "topic": words.topic or next_topic,
            "method": words.method,
            "shared_note": words.shared_note,
            "revision": board.shared_revision,
        }
    )


def _more(board: Board, client_id: str) -> dict[UUID, Typed]:
    """One more stay for this person, where the address asks for it."""
    for seat in board.seats:
        if str(seat.client_id) == client_id:
            status = seat.status if seat.status.attended else AttendanceStatus.PRESENT
            return {seat.client_id: Typed(status, seat.pairs, more=True)}
    return {}
