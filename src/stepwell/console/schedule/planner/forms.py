"""What the planner is asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from stepwell.domain.people.models import Staff
from stepwell.domain.planner.models import Kind


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AskForm(forms.Form):
    """From when on people join, or who is away from when until when."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    away = forms.TypedChoiceField(label="Who is away", coerce=int, required=False, empty_value=None)
    first_on = _day("First day")
    last_on = _day("Last day")

    def __init__(self, kind: Kind, staff: Sequence[Staff], today: date, data: Any = None) -> None:
        super().__init__(data, initial={"kind": kind.value, "first_on": today, "last_on": today}, prefix=None)
        self.auto_id = f"id_{kind.value}_%s"
        choices = [("", "Choose somebody"), *((one.pk, one.name) for one in staff)]
        self.fields["away"] = forms.TypedChoiceField(
            label="Who is away", coerce=int, required=kind is Kind.COVER, empty_value=None, choices=choices
        )
        if kind is Kind.PLACE:
            del self.fields["away"], self.fields["last_on"]
            self.fields["first_on"].label = "They join from"
