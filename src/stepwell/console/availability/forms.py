"""One of somebody's own times as the console asks for it, and the reason that a soft conflict asks for."""

from datetime import date
from typing import Any

from django import forms

from stepwell.domain.availability.rules import Kind, OwnTime, Sense

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SENSES = {Sense.CANNOT: "They can’t come then", Sense.ONLY: "They can come only then"}
DESPITE_MOST = 400
LED_DESPITE = "It is led then all the same, because"


def despite_field(label: str = "They join all the same, because") -> forms.CharField:
    """Why somebody joins a group that meets when they told that they can't come, or leads one outside of when they
    work. Shown once it is asked for.
    """
    return forms.CharField(
        label=label,
        required=False,
        max_length=DESPITE_MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _time(label: str, missing: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        error_messages={"required": missing, "invalid": "This is no time. Write it as 18:00."},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def _day(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"required": "The day is missing.", "invalid": "This is no date. Write it as 2026-10-06."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OwnTimeForm(forms.Form):
    """Days, hours, what for, and from when until when."""

    sense = forms.TypedChoiceField(
        label="What it says",
        coerce=Sense,
        choices=[(one.value, words) for one, words in SENSES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )
    kind = forms.TypedChoiceField(
        label="What for",
        coerce=Kind,
        choices=[(one.value, one.value.capitalize()) for one in Kind],
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Days",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day.", "invalid_choice": "Choose days of the week."},
    )
    from_time = _time("From", "Say from when.")
    until_time = _time("Until", "Say until when.")
    first_on = _day("First day", required=True)
    last_on = _day("Last day", required=False, help_text="Leave it empty while nobody knows.")

    def __init__(self, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"sense": Sense.CANNOT.value, "first_on": today})

    def own_time(self) -> OwnTime:
        """What was said."""
        said = self.cleaned_data
        return OwnTime(
            said["sense"],
            said["kind"],
            frozenset(said["weekdays"]),
            said["from_time"],
            said["until_time"],
            said["first_on"],
            said["last_on"],
        )
