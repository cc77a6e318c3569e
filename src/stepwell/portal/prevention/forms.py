"""The plan a part at a time, a skill's one question, and a meeting."""

from datetime import date
from typing import Any

from django import forms

from stepwell.domain.prevention.rules.meetings import Kind
from stepwell.domain.prevention.rules.plan import Content, Part, text_of
from stepwell.domain.prevention.rules.skills import Helped

HELPED = {Helped.YES: "Yes", Helped.A_LITTLE: "A little", Helped.NO: "No"}


class PreventionForm(forms.Form):
    """A field for each part, one line for each thing. `seen` is the version that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            rows = max(3, len(content.get(part.value, ())) + 1)
            self.fields[part.value] = forms.CharField(
                label=part.heading,
                help_text=part.hint,
                required=False,
                initial=text_of(content, part),
                widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
            )

    def texts(self) -> dict[str, str]:
        """What each part says."""
        return {part.value: self.cleaned_data.get(part.value, "") for part in Part}


class HelpedForm(forms.Form):
    """Did it help?"""

    key = forms.UUIDField()
    helped = forms.ChoiceField(
        choices=[(one.value, words) for one, words in HELPED.items()],
        error_messages={"required": "Choose yes, a little, or no."},
    )


class MeetingForm(forms.Form):
    """What it was, when and how long. Never which fellowship."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What was it?",
        choices=[(one.value, one.label) for one in Kind],
        error_messages={"required": "Choose what it was."},
    )
    on = forms.DateField(
        label="Which day?",
        error_messages={"required": "Choose the day.", "invalid": "This isn’t a day. Write it as 2026-11-24."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minutes = forms.IntegerField(
        label="About how many minutes?",
        error_messages={"required": "Write about how long.", "invalid": "This isn’t a number of minutes."},
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1", "max": "480"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["minutes"].initial = 60
