"""One signed note: read whole, and added to. Nothing on this page changes what was signed."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.domain.week.actions import NamesMember, add_to_note
from stepwell.domain.week.permissions import VIEW_NOTES, WRITE_NOTE
from stepwell.domain.week.queries.signed import SignedNote, signed_note
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other

MOST_WORDS = 20_000


class AddendumForm(forms.Form):
    """What is added. `names_nobody` shows where the words seem to name a member."""

    words = forms.CharField(
        label="Add to it",
        required=False,  # the action says it in its own words
        max_length=MOST_WORDS,
        help_text="What is signed stays. This stands below it with your name and the time.",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    names_nobody = forms.BooleanField(label="These words name no other member", required=False)


@page(VIEW_NOTES)
def note(request: Request, note_id: UUID) -> HttpResponse:
    """The note as it was signed, and what came after."""
    return _show(request, signed_note(request.actor, note_id), AddendumForm())


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
    return _show(request, signed_note(request.actor, note_id), form, seems)


def _show(request: Request, found: SignedNote, form: AddendumForm, seems: str = "") -> HttpResponse:
    context = {
        "note": found,
        "client": found.client,
        "session": found.session,
        "form": form,
        "seems": seems,
        "opens_group": reverse("group", args=[found.session.pk]),
    }
    with timezone.override(found.zone):
        return render(request, "console/notes/note.html", context, status=422 if form.errors else 200)
