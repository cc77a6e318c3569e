"""The shared block, and each person's note: saved as it is typed, signed one by one."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from stepwell.console.group.forms import NoteForm, SharedForm
from stepwell.console.group.present import Pages, Unsaved
from stepwell.console.group.views import editing_here, group_page, shared_form, show
from stepwell.domain.week.actions import (
    NamesMember,
    NoteChanged,
    confirm_not_name,
    create_drafts,
    meet_without_client,
    save_response,
    save_shared,
    sign_note,
)
from stepwell.domain.week.permissions import WRITE_NOTE
from stepwell.domain.week.queries import Board, Seat, get_board
from stepwell.domain.week.queries.curriculum import position_of
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refusal, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(WRITE_NOTE)
def shared(request: Request, session_id: UUID) -> HttpResponseBase:
    """What was done, the same for all."""
    now = clock.now()
    board = get_board(request.actor, session_id, now)
    if board.is_own or not board.can_write_shared:
        raise NotFound("shared block")
    if request.method == "POST":
        form = SharedForm(request.POST)
    else:
        follows = position_of(request.actor, session_id)
        form = shared_form(board, follows.topic if follows else "")
    words: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            save_shared(
                actor=request.actor,
                session_id=session_id,
                topic=form.cleaned_data["topic"],
                method=form.cleaned_data["method"],
                shared_note=form.cleaned_data["shared_note"],
                revision=form.cleaned_data["revision"],
                not_names=request.POST.getlist("not_name"),
                now=now,
            )
        except Refused as refused:
            show_refusals(form, refused)
            if isinstance(refused, NamesMember):
                words = {span.confirmation: span.text for span in refused.spans}
            if isinstance(refused, NoteChanged):
                return _shared_page(request, board, _on_top_of(form, board), words, stored=board)
        else:
            return see_other(reverse("group", args=[session_id]), request)
    return _shared_page(request, board, form, words)


@page(WRITE_NOTE)
def drafts(request: Request, session_id: UUID) -> HttpResponseBase:
    """A draft for each who was there, or for whom family met without the client."""
    if request.method == "POST":
        begin = meet_without_client if "without" in request.POST else create_drafts
        try:
            begin(actor=request.actor, session_id=session_id, now=clock.now())
        except Refused as refused:
            board = get_board(request.actor, session_id, clock.now())
            return group_page(request, board, refusals=refused.refusals, status=422)
    return see_other(reverse("group", args=[session_id]), request)


@page(WRITE_NOTE)
def note(request: Request, session_id: UUID, note_id: UUID) -> HttpResponseBase:
    """One note: saved, a word confirmed, or signed. What was typed is saved first, whichever button sent it."""
    if request.method != "POST":
        return see_other(reverse("group", args=[session_id]), request)
    now = clock.now()
    form = NoteForm(request.POST)
    verb = request.POST.get("verb", "save")
    unsaved: Unsaved | None = None
    wrote = False
    try:
        if not form.is_valid():
            raise Refused(*[Refusal(" ".join(map(str, errors)), name) for name, errors in form.errors.items()])
        stored = save_response(
            actor=request.actor,
            note_id=note_id,
            response=form.cleaned_data["response"],
            objective_id=form.objective_id,
            revision=form.cleaned_data["revision"],
            sections=form.cleaned_data["sections"],
            company=form.cleaned_data["company"],
            now=now,
        )
        wrote = stored.saved_at == now
        if word := request.POST.get("not_a_name"):
            confirm_not_name(actor=request.actor, note_id=note_id, word=word, now=now)
        elif verb == "sign":
            sign_note(actor=request.actor, note_id=note_id, revision=stored.revision, now=now)
    except Refused as refused:
        unsaved = _unsaved(form, refused)
    board = get_board(request.actor, session_id, now, after_action=wrote and bool(request.htmx))
    seat = next((one for one in board.seats if one.draft and one.draft.note_id == note_id), None)
    if seat is None or seat.draft is None:
        raise NotFound("note")
    if unsaved is not None and unsaved.is_stale:
        unsaved = replace(unsaved, stored=seat.draft.response)
    signed = verb == "sign" and unsaved is None
    if request.htmx:
        return _answer(request, board, seat, unsaved, signed=signed)
    if unsaved is not None:
        typed = {seat.client_id: unsaved}
        return group_page(request, board, unsaved=typed, refusals=tuple(unsaved.refusals), status=_status(unsaved))
    after = board.next_ready(seat.client_id) if signed else None
    where = after.client_id if after else seat.client_id
    return see_other(f"{reverse('group', args=[session_id])}#slot-{where}", request)


def _answer(request: Request, board: Board, seat: Seat, unsaved: Unsaved | None, *, signed: bool) -> HttpResponse:
    """For htmx, all of it out of band: every open draft's problems and button, the counts, and the whole card where
    it is another now. The field that is being typed in is never replaced by a save that went well.
    """
    saved = {} if unsaved or signed else {seat.client_id: f"{clock.now().astimezone(board.starts_at.tzinfo):%H:%M}"}
    pages = Pages(board, unsaved={seat.client_id: unsaved} if unsaved else {}, saved=saved)
    card = pages.card(seat)
    given = {
        "card": card,
        "draw_card": signed or card.kind != "open" or bool(unsaved and unsaved.is_stale) or "stale" in request.POST,
        "same_buttons": card.signature == request.POST.get("shown"),
        "focus_next": board.next_ready(seat.client_id) if signed else None,
    }
    return show(request, pages, "_note_answer", given, status=_status(unsaved) if unsaved else 200)


def _unsaved(form: NoteForm, refused: Refused) -> Unsaved:
    """What was typed, with what stands in its way."""
    objective = form.cleaned_data.get("objective")
    return Unsaved(
        form.data.get("response", ""),
        objective,
        refused.refusals,
        is_stale=isinstance(refused, NoteChanged),
        sections=tuple(form.cleaned_data.get("sections", ())),
        company=frozenset(form.cleaned_data.get("company", ())),
    )


def _status(unsaved: Unsaved) -> int:
    return 409 if unsaved.is_stale else 422


def _on_top_of(form: SharedForm, board: Board) -> SharedForm:
    """The same words, to be saved again on top of what stands there now."""
    typed = {name: form.data.get(name, "") for name in ("topic", "method", "shared_note")}
    again = SharedForm({**typed, "revision": board.shared_revision})
    again.errors.update(form.errors)
    return again


def _shared_page(
    request: Request, board: Board, form: SharedForm, words: dict[str, str], stored: Board | None = None
) -> HttpResponse:
    """The block on a page of its own, with what was refused."""
    status = 409 if stored else 422 if form.errors else 200
    given = {
        "shared_form": form,
        "not_names": words.items(),
        "stored": stored,
        "editing": editing_here(request, board),
    }
    return show(request, Pages(board), "shared", given, status=status)
