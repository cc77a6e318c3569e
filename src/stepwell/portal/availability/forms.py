"""One of my own times: what for, which days, between which hours. From today on unless a day is given."""

from datetime import date
from typing import Any

from django import forms

from stepwell.domain.availability.rules import Kind, OwnTime, Sense

DAYS = tuple(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")))
SENSES = tuple((one.value, one.label) for one in Sense)
KINDS = tuple((one.value, one.value.capitalize()) for one in Kind)


def _time(label: str, missing: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        error_messages={"required": missing, "invalid": "This is no time. Write it as 18:00."},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class OwnTimeForm(forms.Form):
    """Four questions that a thumb answers, and a last day for who knows it."""

    sense = forms.TypedChoiceField(coerce=Sense, choices=SENSES, error_messages={"required": "Choose one."})
    kind = forms.TypedChoiceField(coerce=Kind, choices=KINDS, error_messages={"required": "Choose what it is for."})
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int, choices=DAYS, error_messages={"required": "Choose at least one day."}
    )
    from_time = _time("From", "Say from when.")
    until_time = _time("Until", "Say until when.")
    last_on = forms.DateField(
        label="Last day, if you know it",
        required=False,
        error_messages={"invalid": "This is no date. Write it as 2026-10-06."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"sense": Sense.CANNOT.value})
        self.today = today

    def own_time(self) -> OwnTime:
        """What was said."""
        said = self.cleaned_data
        days = frozenset(said["weekdays"])
        return OwnTime(
            said["sense"], said["kind"], days, said["from_time"], said["until_time"], self.today, said["last_on"]
        )
