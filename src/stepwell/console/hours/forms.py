"""What is typed and chosen about somebody who didn't come, and a site's numbers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from stepwell.domain.week.actions.rescue import HELP_MOST
from stepwell.domain.week.models import Booking
from stepwell.domain.week.rules.rescue import MOST_ATTEMPTS, MOST_OF_LAST, Cause, Fix, HelpAs, How, Outcome
from stepwell.kernel.calendar import local_instant
from stepwell.kernel.numbered import by_number
from stepwell.kernel.wording import short_day


class SeatForm(forms.Form):
    """One seat; and the missed session that it answers, where there is one. `why` is a cause by its number, as an
    address holds it.
    """

    session = forms.UUIDField(required=False)
    outreach = forms.UUIDField(required=False)
    why = forms.CharField(required=False, max_length=16)

    def cause(self) -> Cause:
        """Why they didn't come, as far as it was said."""
        return by_number(self.cleaned_data.get("why", ""), Cause) or Cause.OTHER


class AttemptForm(forms.Form):
    """One time that somebody was tried."""

    how = forms.ChoiceField(
        label="How", choices=[(one.value, one.label) for one in How if one is not How.MESSAGE], widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=[(one.value, one.label) for one in Outcome if one is not Outcome.SENT],
        widget=forms.RadioSelect,
    )


class ArrangeForm(forms.Form):
    """Why, and what was arranged."""

    cause = forms.ChoiceField(
        label="Why they didn’t come",
        choices=[(one.value, one.label) for one in Cause],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why, as they said it."},
    )
    fix = forms.ChoiceField(
        label="What is arranged",
        choices=[(one.value, one.label) for one in Fix],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is arranged."},
    )
    call_back_on = forms.DateField(
        label="Call back on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    call_back_time = forms.TimeField(
        label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def call_back_at(self, zone: ZoneInfo) -> datetime | None:
        """The instant, by the site's clock; None where a part of it is missing."""
        day, wall = self.cleaned_data["call_back_on"], self.cleaned_data["call_back_time"]
        return local_instant(day, wall, zone) if day and wall else None


class HelpForm(forms.Form):
    """What came of seeing to a ride or a seat in child care, and for which session."""

    help_as = forms.ChoiceField(
        label="What came of it",
        choices=[(one.value, one.label) for one in HelpAs],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    booking = forms.TypedChoiceField(label="For which session", coerce=int, required=False, empty_value=None)
    said = forms.CharField(
        label="What is arranged, or why it can’t be",
        required=False,
        max_length=HELP_MOST,
        help_text="Such as who comes when and where.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, ahead: Sequence[Booking], data: Any = None) -> None:
        super().__init__(data)
        zone = ZoneInfo(ahead[0].client.site.zone) if ahead else None
        times = [(one.pk, one.session.series.name, one.starts_at.astimezone(zone)) for one in ahead]
        choices = [(pk, f"{short_day(at.date())}, {at:%H:%M}: {name}") for pk, name, at in times]
        self.fields["booking"] = forms.TypedChoiceField(
            label="For which session", coerce=int, required=False, empty_value=None, choices=choices
        )


class HoursForm(forms.Form):
    """A site's numbers."""

    warn_days = forms.IntegerField(
        label="Days ahead that an authorization is said to run out",
        min_value=1,
        max_value=90,
        help_text="Then it is the case manager’s work to ask the payer for more.",
    )
    attempts = forms.IntegerField(
        label="Attempts before it goes to the case manager",
        min_value=1,
        max_value=MOST_ATTEMPTS,
        help_text="For somebody who was booked and didn’t come.",
    )
    in_a_row = forms.IntegerField(label="Missed in a row that show on Today", min_value=2, max_value=MOST_OF_LAST)
    missed = forms.IntegerField(label="Or so many missed", min_value=2, max_value=MOST_OF_LAST)
    of_last = forms.IntegerField(label="Of the last", min_value=2, max_value=MOST_OF_LAST)
