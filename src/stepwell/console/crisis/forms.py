"""What is written when a safety event is resolved."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import forms

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
