"""Which objective a signed note served that named none: said on the note's own page, and taken back there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse

from stepwell.console.notes.forms import AddendumForm
from stepwell.console.notes.views import show_note
from stepwell.console.thread.forms import ObjectiveOfNoteForm
from stepwell.domain.thread.actions import say_objective, take_back_objective
from stepwell.domain.thread.queries.links import objectives_to_name
from stepwell.domain.week.permissions import WRITE_NOTE
from stepwell.domain.week.queries.signed import signed_note
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(WRITE_NOTE)
def objective(request: Request, note_id: UUID) -> HttpResponseBase:
    """Say it, or take it back."""
    address = f"{reverse('note', args=[note_id])}#objective"
    if request.method != "POST":
        return see_other(address, request)
    found = signed_note(request.actor, note_id)
    if request.POST.get("verb") == "take_back":
        try:
            take_back_objective(actor=request.actor, note_id=note_id)
        except Refused as refused:
            for one in refused.refusals:
                messages.error(request, f"{one.what} {one.mend}")
        return see_other(address, request)
    form = ObjectiveOfNoteForm(objectives_to_name(request.actor, found.client), request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["objective"]
        try:
            say_objective(actor=request.actor, note_id=note_id, objective_id=UUID(chosen), now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            return see_other(address, request)
    return show_note(request, found, AddendumForm(), serves=form)
