"""What stands on a payer's letter."""

from collections.abc import Iterable
from typing import Any

from django import forms

from stepwell.domain.coverage.models import AuthorizationTerms
from stepwell.domain.coverage.rules.terms import MOST_UNITS, NUMBER_MOST, PAYER_MOST, WORDS_MOST, Terms, Unit
from stepwell.domain.week.rules.hours import H0015_DAY

UNITS = [(Unit.DAY.value, "Days"), (Unit.HOUR.value, "Hours"), (Unit.QUARTER.value, "Units of 15 minutes")]


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"required": "This date is missing.", "invalid": "This is no date. Write it as 2026-10-06."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TermsForm(forms.Form):
    """One authorization."""

    payer = forms.CharField(
        label="Payer", max_length=PAYER_MOST, strip=True, error_messages={"required": "The payer is missing."}
    )
    number = forms.CharField(
        label="Authorization number", max_length=NUMBER_MOST, error_messages={"required": "The number is missing."}
    )
    units = forms.IntegerField(
        label="How many", min_value=1, max_value=MOST_UNITS, error_messages={"required": "Say how many."}
    )
    unit = forms.ChoiceField(label="Of what", choices=UNITS)
    day_minutes = forms.IntegerField(
        label="Clinical minutes that make a day",
        min_value=0,
        max_value=1440,
        required=False,
        initial=H0015_DAY.minimum_minutes,
        help_text="Where the unit is a day. 180 is often asked for; write what this payer asks for, 0 where it has no "
        "such rule.",
    )
    first_on = _day("First day")
    last_on = _day("Last day", help_text="The last day that belongs to it.")
    next_review_on = _day("Next review", required=False, help_text="When the payer wants to hear how it goes.")
    track = forms.TypedChoiceField(
        label="For which stay",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Of two stays at once each uses up its own.",
    )

    def __init__(self, *args: Any, tracks: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        """`tracks` are those of the client's stays. It is asked where there are two, or one was named before."""
        super().__init__(*args, **kwargs)
        known = list(tracks)
        track = self.fields["track"]
        assert isinstance(track, forms.TypedChoiceField)  # it stands above
        track.choices = [("", "Any"), *known]
        if len(known) < 2 and not self.initial.get("track"):
            del self.fields["track"]

    def terms(self) -> Terms:
        """What was typed."""
        typed = self.cleaned_data
        return Terms(
            typed["payer"],
            typed["number"],
            Unit(typed["unit"]),
            typed["units"],
            typed["first_on"],
            typed["last_on"],
            (typed["day_minutes"] or 0) if typed["unit"] == Unit.DAY.value else 0,
            typed["next_review_on"],
            typed.get("track"),
        )


class CorrectForm(TermsForm):
    """The same, of one that is there: `edition` is the one that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """Its last day, and why."""

    last_on = _day("Last day", help_text="It covers nothing after this day.")
    why = forms.CharField(
        label="Why",
        max_length=WORDS_MOST,
        help_text="No health information: “changed plan”, “entered twice”.",
        error_messages={"required": "The reason is missing."},
    )


def shown(row: AuthorizationTerms) -> dict[str, Any]:
    """What holds, as the form begins."""
    names = ("payer", "number", "units", "unit", "day_minutes", "first_on", "last_on", "next_review_on", "edition")
    return {name: getattr(row, name) for name in names} | {"track": row.track_id}
