"""The list of services, and the template of one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from stepwell.console.group.forms import SharedForm
from stepwell.domain.week.actions import save_template
from stepwell.domain.week.permissions import EDIT_TEMPLATE
from stepwell.domain.week.queries.templates import service_to_edit, services_with_templates
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.look.refusals import show_refusals
from stepwell.platform.access.door import Request, page, see_other


class TemplateForm(SharedForm):
    """The fields of the shared block, none of which has to be filled."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        self.fields["topic"].required = False
        self.fields["sections"] = forms.CharField(
            label="Sections of a note",
            required=False,
            max_length=400,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text="For sessions one to one and with family: one a line, or DAP, SOAP or BIRP. Empty is DAP.",
        )
        self.fields["shared_note"].help_text = "What is usually done, and what is to be filled in. It names nobody."


@page(EDIT_TEMPLATE)
def templates(request: Request) -> HttpResponse:
    """Every service of one's sites, and whether it has words to begin with."""
    rows = [(service, getattr(service, "note_template", None)) for service in services_with_templates(request.actor)]
    return render(request, "console/note_templates/list.html", {"rows": rows})


@page(EDIT_TEMPLATE)
def template(request: Request, service_id: int) -> HttpResponseBase:
    """The words of one service."""
    service = service_to_edit(request.actor, service_id)
    known = getattr(service, "note_template", None)
    initial = {"revision": known.revision if known else 0}
    if known is not None:
        initial |= {"topic": known.topic, "method": known.method, "shared_note": known.shared_note}
        initial["sections"] = "\n".join(known.sections)
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            save_template(actor=request.actor, service_id=service_id, **form.cleaned_data, now=clock.now())
        except Refused as refused:
            show_refusals(form, refused)
        else:
            messages.success(request, "Saved. Blocks that are empty begin with it from now on.")
            return see_other(reverse("note_templates"), request)
    context = {"service": service, "form": form, "known": known}
    return render(request, "console/note_templates/edit.html", context, status=422 if form.errors else 200)
