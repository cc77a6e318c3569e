"""One signed note: read whole, and added to. Nothing on this page changes what was signed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.console.notes.forms import AddendumForm, CosignForm
from stepwell.console.thread.forms import ObjectiveOfNoteForm
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.thread.queries.links import objectives_to_name, steps_of_notes
from stepwell.domain.week.actions import NamesMember, add_to_note
from stepwell.domain.week.permissions import VIEW_NOTES, WRITE_NOTE
from stepwell.domain.week.queries.signed import SignedNote, signed_note
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


@page(VIEW_NOTES)
def note(request: Request, note_id: UUID) -> HttpResponse:
    """The note as it was signed, and what came after."""
    return show_note(request, signed_note(request.actor, note_id), AddendumForm())


@page(WRITE_NOTE)
@sensitive_post_parameters()
def addendum(request: Request, note_id: UUID) -> HttpResponseBase:
    """Add to it."""
    address = reverse("note", args=[note_id])
    if request.method != "POST":
        return see_other(address, request)
    form, seems = AddendumForm(request.POST), ""
    if form.is_valid():
        try:
            add_to_note(actor=request.actor, note_id=note_id, **form.cleaned_data, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
            if isinstance(refused, NamesMember):
                seems = ", ".join(dict.fromkeys(f"“{span.text}”" for span in refused.spans))
        else:
            messages.success(request, "It stands below the note.")
            return see_other(f"{address}#addenda", request)
    return show_note(request, signed_note(request.actor, note_id), form, seems=seems)


def show_note(
    request: Request,
    found: SignedNote,
    form: AddendumForm,
    cosign: CosignForm | None = None,
    *,
    seems: str = "",
    serves: ObjectiveOfNoteForm | None = None,
) -> HttpResponse:
    """The page, with what was refused in its fields. `cosign` is the form of the second signature, if it was sent, and
    `serves` that of the objective.
    """
    wrong = form.errors or (cosign and cosign.errors) or (serves and serves.errors)
    step = steps_of_notes(request.actor, [found.note_id]).get(found.note_id)
    if serves is None and step is None and found.may_add and request.actor.may(VIEW_PLAN):
        serves = ObjectiveOfNoteForm(objectives_to_name(request.actor, found.client))
    context = {
        "note": found,
        "client": found.client,
        "session": found.session,
        "form": form,
        "cosign_form": cosign or CosignForm(initial={"seen": len(found.addenda)}),
        "seems": seems,
        "step": step,
        "serves": serves,
        "opens_group": reverse("group", args=[found.session.pk]),
    }
    with timezone.override(found.zone):
        return render(request, "console/notes/note.html", context, status=422 if wrong else 200)
