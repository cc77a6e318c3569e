"""What the program's settings send."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from stepwell.console.program.present import level_choices
from stepwell.domain.catalog.models import Curriculum, DayTemplate
from stepwell.domain.catalog.rules import STANDARDS, Segment
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.week.models import Series
from stepwell.kernel.errors import Refused

NEW_DAY = "new"
MOST_ROWS = 12


class TrackForm(forms.Form):
    """A track's week. `template` is a day of the site, or the one that a preset brings along."""

    name = forms.CharField(label="Name", max_length=80)
    level_code = forms.ChoiceField(label="Level of care")
    standard_code = forms.ChoiceField(label="Standard of hours", help_text="What a week is held against.")
    template = forms.ChoiceField(label="Day")
    days_a_week = forms.IntegerField(label="Days a week", min_value=1, max_value=7)
    individual_weekly_minutes = forms.IntegerField(
        label="Individual sessions, minutes a week", min_value=0, max_value=1200, help_text="Besides the days."
    )
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=104)

    def __init__(self, days: Sequence[DayTemplate], brought: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(day.pk), day.name) for day in days]
        bring = [(NEW_DAY, f"{brought}: as the preset has it")] if brought else []
        self.fields["level_code"] = forms.ChoiceField(label="Level of care", choices=level_choices())
        self.fields["standard_code"] = forms.ChoiceField(
            label="Standard of hours",
            help_text="What a week is held against. “Unconfirmed”: commonly given, not found in a public source.",
            choices=[(one.code, one.label + ("" if one.verified else " (unconfirmed)")) for one in STANDARDS],
        )
        self.fields["template"] = forms.ChoiceField(label="Day", choices=bring + known)


class ChangeTrackForm(TrackForm):
    """A track that is there: from when on, and the mark of what was looked at."""

    from_on = forms.DateField(
        label="From when on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Today or later. Who has started keeps what they were prescribed.",
    )
    seen = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


class TaperForm(forms.Form):
    """The steps down from a track."""

    hours = forms.CharField(
        label="Hours a week, step by step", max_length=80, help_text="The most first, with commas: 6, 3, 1.5"
    )
    weeks = forms.IntegerField(label="Weeks of each step", min_value=1, max_value=104)
    template = forms.TypedChoiceField(label="Day", coerce=int)

    def __init__(self, days: Sequence[DayTemplate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.pk, day.name) for day in days]
        told = "A step has as many of these days as make its hours; 1.5 h is one group."
        self.fields["template"] = forms.TypedChoiceField(label="Day", coerce=int, choices=choices, help_text=told)

    def clean_hours(self) -> list[int]:
        """Minutes of each step."""
        minutes = []
        for part in str(self.cleaned_data["hours"]).replace(";", ",").split(","):
            try:
                hours = Decimal(part.strip().removesuffix("h").strip())
            except ArithmeticError as error:
                raise forms.ValidationError("Write hours as numbers with commas: 6, 3, 1.5.") from error
            if not hours.is_finite() or abs(hours) > 168:
                raise forms.ValidationError("A week has 168 hours.")
            minutes.append(int(hours * 60))
        return minutes


class PlaceForm(forms.Form):
    """A room, or a virtual one."""

    name = forms.CharField(label="Name", max_length=80)
    seats = forms.IntegerField(label="Seats", min_value=1, max_value=200)


class OpenPlaceForm(PlaceForm):
    """One that is there already."""

    is_open = forms.BooleanField(label="Offer it to new groups", required=False)


class ServiceForm(forms.Form):
    """A kind of hour. The code and the credential are the site's own words."""

    name = forms.CharField(label="Name", max_length=80)
    kind = forms.ChoiceField(label="Kind", choices=[(one.value, one.value.capitalize()) for one in ServiceKind])
    code = forms.CharField(label="Billing code", max_length=8, required=False, help_text="As your payers ask for it.")
    credential = forms.CharField(
        label="Who may lead it", max_length=80, required=False, help_text="The license or training that it needs here."
    )
    counts = forms.BooleanField(
        label="Its minutes count as clinical",
        required=False,
        help_text="Breaks and meals never do. Fixed once a group has met under it.",
    )


class OpenServiceForm(ServiceForm):
    """One that is there already."""

    is_open = forms.BooleanField(label="Offer it to new groups", required=False)


class DayForm(forms.Form):
    """A day: a row for each segment, and empty ones for more. A row without words and minutes is left out."""

    name = forms.CharField(label="Name", max_length=80)

    def __init__(self, segments: Sequence[Segment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = range(1, MOST_ROWS + 1)
        for row in self.rows:
            one = segments[row - 1] if row <= len(segments) else None
            self.fields[f"label_{row}"] = forms.CharField(
                label=f"Segment {row}", max_length=80, required=False, initial=one.label if one else ""
            )
            self.fields[f"minutes_{row}"] = forms.IntegerField(
                label=f"Minutes of segment {row}",
                min_value=1,
                max_value=600,
                required=False,
                initial=one.minutes if one else None,
            )
            self.fields[f"clinical_{row}"] = forms.BooleanField(
                label=f"Segment {row} counts as clinical", required=False, initial=one.clinical if one else False
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields row by row."""
        return [(self[f"label_{row}"], self[f"minutes_{row}"], self[f"clinical_{row}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        """`segments` are the rows that were filled in."""
        said, segments = self.cleaned_data, []
        for row in self.rows:
            label, minutes = said.get(f"label_{row}") or "", said.get(f"minutes_{row}")
            if f"minutes_{row}" in self.errors or not (label.strip() or minutes):
                continue
            try:
                segments.append(Segment(label.strip(), minutes or 0, bool(said.get(f"clinical_{row}"))))
            except Refused as refused:
                for refusal in refused.refusals:
                    self.add_error(f"{refusal.where}_{row}", refusal.what)
        said["segments"] = tuple(segments)
        return said


class ChangeDayForm(DayForm):
    """A day that is there: from when on, and the mark of what was looked at."""

    from_on = forms.DateField(
        label="From when on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Today or later. What was held before stays as it was.",
    )
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class ClosedForm(forms.Form):
    """A day on which the site is closed, and the mark of what was looked at."""

    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label="Name", max_length=80, help_text="As everybody reads it on the week: Thanksgiving.")
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class ClosePlaceForm(forms.Form):
    """Days on which a room is closed, and why."""

    first_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_on = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="It is closed on this day still.",
    )
    reason = forms.CharField(label="Why", max_length=80, help_text="As who plans reads it: painting.")


class TopicsForm(forms.Form):
    """A field for each topic of a curriculum."""

    def __init__(self, of: Curriculum, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in of.sessions.all():
            self.fields[f"topic_{one.number}"] = forms.CharField(
                label=f"Session {one.number}", max_length=120, initial=one.topic
            )

    @property
    def topics(self) -> dict[int, str]:
        """What was typed, by number."""
        return {int(name.removeprefix("topic_")): topic for name, topic in self.cleaned_data.items()}


class FollowForm(forms.Form):
    """Which group follows, from when on."""

    series = forms.TypedChoiceField(label="Group", coerce=UUID)
    from_on = forms.DateField(
        label="From when on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Its next session from this day on is the first of the curriculum.",
    )
    verb = forms.ChoiceField(choices=[("follow", "follow"), ("stop", "stop")], widget=forms.HiddenInput)

    def __init__(self, groups: Sequence[Series], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.name) for one in groups]
        self.fields["series"] = forms.TypedChoiceField(label="Group", coerce=UUID, choices=choices)
