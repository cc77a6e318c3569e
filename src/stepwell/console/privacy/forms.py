"""What is written down when something comes in, and how it is extended and closed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.domain.people.models import Client, Site
from stepwell.domain.privacy.actions import Received
from stepwell.domain.privacy.rules import COURSES, Kind

_DAY = forms.DateInput(attrs={"type": "date"})


class NewForm(forms.Form):
    """Something came in."""

    kind = forms.ChoiceField(label="What it is", choices=[(one.value, one.value.capitalize()) for one in Kind])
    site = forms.ChoiceField(label="Site")
    client = forms.UUIDField(label="Client", required=False, widget=forms.HiddenInput)
    received_on = forms.DateField(
        label="The day it came", widget=_DAY, help_text="For a breach: the day it was discovered."
    )
    words = forms.CharField(label="Who asks, and for what", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    people = forms.IntegerField(
        label="How many people a breach concerns", required=False, min_value=0, max_value=10_000_000
    )
    own_due_on = forms.DateField(
        label="A day that the paper or state law sets",
        widget=_DAY,
        required=False,
        help_text="Only where it is earlier than the law’s own, or the law has none.",
    )

    def __init__(self, *args: Any, sites: Sequence[Site], client: Client | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(site.pk), site.name) for site in sites if client is None or site.pk == client.site_id]

    def received(self) -> Received:
        """What was written."""
        data = self.cleaned_data
        return Received(
            kind=data["kind"],
            received_on=data["received_on"],
            words=data["words"],
            client_id=data["client"],
            people=data["people"],
            own_due_on=data["own_due_on"],
        )


class ExtendForm(forms.Form):
    """Why it takes longer."""

    reason = forms.CharField(label="Why it takes longer", max_length=1000)


class CloseForm(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label="How it ended", widget=forms.RadioSelect)
    outcome_words = forms.CharField(
        label="In words", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.value.capitalize()) for one in COURSES[kind].outcomes]
