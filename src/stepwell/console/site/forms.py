"""What can be set."""

from zoneinfo import available_timezones

from django import forms

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zones() -> list[tuple[str, str]]:
    """Zones by their IANA names; those of the United States first."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    near = [name for name in names if name.startswith("US/") or name.startswith("America/")]
    return [(name, name) for name in near + [name for name in names if name not in set(near)]]


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

    emergency_hours = forms.IntegerField(
        label="Hours that an emergency opens a chart for",
        min_value=1,
        max_value=24,
        required=False,
        help_text="For a clinician who isn't on the care team. Four unless you say otherwise.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own, unchanged
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zones()
