"""What the schedule's screens send."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms

from stepwell.console.availability.forms import LED_DESPITE, despite_field
from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Staff
from stepwell.kernel.calendar import local_instant


class MoveForm(forms.Form):
    """Where to: a day and a time on the site's clock, and a place."""

    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.TypedChoiceField(label="Place", coerce=int)
    despite = despite_field(LED_DESPITE)

    def __init__(self, places: Sequence[Place], zone: ZoneInfo, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        choices = [(place.pk, f"{place.name}, {place.seats} seats") for place in places]
        self.fields["place"] = forms.TypedChoiceField(label="Place", coerce=int, choices=choices)
        # what it would do is said anew as soon as something else is chosen; what was typed here stays meanwhile
        self.fields["despite"].widget.attrs["hx-preserve"] = "true"
        self.zone = zone

    @property
    def starts_at(self) -> datetime:
        """The instant that was chosen."""
        return local_instant(self.cleaned_data["on"], self.cleaned_data["time"], self.zone)


class LeaderForm(forms.Form):
    """Who leads one session."""

    staff = forms.TypedChoiceField(label="Leader of this session", coerce=int)
    despite = despite_field(LED_DESPITE)

    def __init__(self, others: Sequence[Staff], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        names = [(one.pk, f"{one.name}, {one.credentials}" if one.credentials else one.name) for one in others]
        self.fields["staff"] = forms.TypedChoiceField(
            label="Leader of this session", coerce=int, choices=[("", "Choose somebody"), *names]
        )
