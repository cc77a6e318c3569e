"""Who looked: a page of the ledger, narrowed by client, person, what was done, and day.

What is looked for comes by POST where it names somebody: a name has no place in an address.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from stepwell.domain.oversight.permissions import READ_LEDGER
from stepwell.domain.oversight.queries.ledger import Asked, first_zone, ledger_page
from stepwell.domain.people.queries import my_sites
from stepwell.platform.access.door import Request, page


class FilterForm(forms.Form):
    """What the reader looks for."""

    client = forms.CharField(label="Client", required=False, max_length=120)
    person = forms.CharField(label="Who did it", required=False, max_length=120)
    verb = forms.CharField(label="What was done", required=False, max_length=80)
    day = forms.DateField(label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)


@page(READ_LEDGER)
@sensitive_post_parameters("client", "person")
def ledger(request: Request) -> HttpResponse:
    """A hundred entries, newest first."""
    form = FilterForm(request.POST if request.method == "POST" else None)
    asked = Asked(**form.cleaned_data) if form.is_valid() else Asked()
    zone = first_zone(request.actor)
    found = ledger_page(request.actor, asked, zone)
    read = request.actor.sites_for(READ_LEDGER)
    program = ", ".join(site.name for site in my_sites(request.actor) if site.pk in read)
    given = {"form": form, "found": found, "asked": asked, "zone": zone, "program": program}
    with timezone.override(zone):
        return render(request, "console/ledger/ledger.html", given, status=422 if form.errors else 200)
