"""The second signature: what waits for it, one after the other, and returning a note with words."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.console.notes.forms import AddendumForm, CosignForm
from stepwell.console.notes.views import show_note
from stepwell.domain.week.actions import cosign_note, return_note
from stepwell.domain.week.models import Note
from stepwell.domain.week.permissions import COSIGN_NOTE
from stepwell.domain.week.queries.cosign import cosigning, notes_to_cosign
from stepwell.domain.week.queries.sessions import zone_of
from stepwell.domain.week.queries.signed import added_to, late_at, shared_of, signed_note
from stepwell.kernel import clock
from stepwell.kernel.errors import Refusal, Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(COSIGN_NOTE)
def cosign(request: Request) -> HttpResponse:
    """Everything that waits for one's signature beside another's."""
    return _list(request)


@page(COSIGN_NOTE)
@sensitive_post_parameters()
def note_cosign(request: Request, note_id: UUID) -> HttpResponseBase:
    """Co-sign one note, or return it."""
    if request.method != "POST":
        return see_other(reverse("note", args=[note_id]), request)
    form, now = CosignForm(request.POST), clock.now()
    from_list = request.POST.get("next") == "list"
    if form.is_valid():
        try:
            if request.POST.get("verb") == "return":
                return_note(actor=request.actor, note_id=note_id, words=form.cleaned_data["words"], now=now)
                messages.success(request, "It is returned. It waits for you again once an addendum is written.")
            else:
                cosign_note(actor=request.actor, note_id=note_id, seen=form.cleaned_data["seen"], now=now)
                messages.success(request, "Your signature stands beside it.")
        except Refused as refused:
            if from_list:
                return _list(request, refused.refusals, status=422)
            show_refusals(form, refused)
        else:
            return see_other(reverse("cosign"), request)
    found = signed_note(request.actor, note_id)
    again = CosignForm({"seen": len(found.addenda), "words": request.POST.get("words", "")})
    again.errors.update(form.errors)
    return show_note(request, found, AddendumForm(), again)


def _list(request: Request, refusals: tuple[Refusal, ...] = (), status: int = 200) -> HttpResponse:
    rows = [_row(request, note) for note in notes_to_cosign(request.actor)]
    return render(request, "console/notes/cosign.html", {"rows": rows, "refusals": refusals}, status=status)


def _row(request: Request, note: Note) -> dict[str, Any]:
    session = note.booking.session
    zone = zone_of(session)
    return {
        "note": note,
        "client": note.booking.client,
        "session": session,
        "zone": zone,
        "shared": shared_of(note),
        "late_at": late_at(note, note.booking.ends_at, zone),
        "addenda": added_to(note, zone),
        "cosign": cosigning(note, zone),
        "is_returned": note.cosignature.returned_at is not None,
        "is_anothers": note.cosignature.asked_of_id != request.actor.staff_id,
    }
