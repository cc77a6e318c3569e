"""What can be set."""

from dataclasses import replace
from zoneinfo import available_timezones

from django import forms

from stepwell.domain.people.actions import LIMITS, SiteTerms

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zones() -> list[tuple[str, str]]:
    """Zones by their IANA names; those of the United States first."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    near = [name for name in names if name.startswith("US/") or name.startswith("America/")]
    return [(name, name) for name in near + [name for name in names if name not in set(near)]]


def _length(label: str, name: str, help_text: str) -> forms.IntegerField:
    """A length of time, within what the action takes."""
    least, most, *_ = LIMITS[name]
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, help_text=help_text)


class SiteForm(forms.Form):
    """A site's clock, week and phone."""

    phone = forms.CharField(label="Phone", max_length=40, required=False)
    zone = forms.ChoiceField(label="Time zone", help_text="A day is this place's day.")
    week_starts_on = forms.TypedChoiceField(
        label="The week starts on",
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        help_text="Weekly hours are counted from this day.",
    )

    emergency_hours = _length(
        "Hours that an emergency opens a chart for",
        "emergency_hours",
        "For a clinician who isn't on the care team. Four unless you say otherwise.",
    )
    answer_minutes = _length(
        "Minutes until the next one is paged",
        "answer_minutes",
        "When somebody may not be safe and nobody has acknowledged it. Fifteen unless you say otherwise.",
    )
    idle_minutes = _length(
        "Minutes until somebody is reminded",
        "idle_minutes",
        "Of a safety event that was acknowledged and isn't resolved. Sixty unless you say otherwise.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own, unchanged
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zones()

    def terms(self, before: SiteTerms) -> SiteTerms:
        """What was said; a length that was left empty stays as it was."""
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return replace(before, **said)
