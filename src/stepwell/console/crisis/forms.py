"""What is written when a safety event is resolved, when somebody is put on call, and where one is paged."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from stepwell.domain.people.models import Staff
from stepwell.domain.safety.rules.rota import Asked, Place
from stepwell.kernel.calendar import local_instant


class ResolveForm(forms.Form):
    """A note on the risk, and when somebody speaks with the person next."""

    risk_note = forms.CharField(
        label="Risk note",
        help_text="What you found, what you did, and why it can be closed.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    follow_up_on = forms.DateField(
        label="Follow-up day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the day on which you speak next."},
    )
    follow_up_time = forms.TimeField(
        label="Follow-up time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose the time at which you speak next."},
    )

    def follow_up_at(self, zone: ZoneInfo) -> datetime:
        """The instant that was chosen, by the site's clock. Raises `Refused` for a day out of reach."""
        day: date = self.cleaned_data["follow_up_on"]
        at: time = self.cleaned_data["follow_up_time"]
        return local_instant(day, at, zone)


def _day(label: str, missing: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing, "invalid": "This is no date. Write it as 2026-10-06."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _time(label: str, missing: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        error_messages={"required": missing, "invalid": "This is no time. Write it as 18:00."},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class OnCallForm(forms.Form):
    """Who, in which place, from when until when, and how often it comes again."""

    staff = forms.TypedChoiceField(
        label="Who",
        coerce=int,
        error_messages={"required": "Choose somebody.", "invalid_choice": "Choose somebody of the list."},
    )
    place = forms.TypedChoiceField(
        label="Place",
        coerce=lambda value: Place(int(value)),
        choices=[(Place.FIRST.value, "First"), (Place.SECOND.value, "Second, when the first doesn’t answer")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )
    from_on = _day("From", "Say from which day.")
    from_time = _time("From, time", "Say from when.")
    until_on = _day("Until", "Say until which day.")
    until_time = _time("Until, time", "Say until when.")
    every_weeks = forms.TypedChoiceField(
        label="Comes again",
        coerce=int,
        choices=[(0, "No"), (1, "Every week"), *((number, f"Every {number} weeks") for number in range(2, 13))],
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
    )
    last_on = _day("Until the week of", "", "Where it comes again: the last day on which one begins.")

    def __init__(self, people: Iterable[Staff], today: date, data: Any = None) -> None:
        super().__init__(data, initial={"place": Place.FIRST.value, "from_on": today, "every_weeks": 0})
        who = self.fields["staff"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [("", "Choose"), *((one.pk, one.name) for one in people)]

    def asked(self) -> Asked:
        """What was asked for."""
        said = self.cleaned_data
        names = ("from_on", "from_time", "until_on", "until_time", "every_weeks", "last_on")
        return Asked(**{name: said[name] for name in names})


class ReachForm(forms.Form):
    """Where the one who is signed in is paged."""

    phone = forms.CharField(
        label="Your number for pages",
        max_length=40,
        required=False,
        help_text="You get a text and a call. Leave it empty for e-mail alone.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
