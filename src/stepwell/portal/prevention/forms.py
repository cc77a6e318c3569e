"""The plan a part at a time, a skill's one question, and a meeting."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.domain.prevention.rules.meetings import Kind
from stepwell.domain.prevention.rules.plan import Content, Part, text_of
from stepwell.domain.prevention.rules.skills import Helped
from stepwell.look.spoken import spoken

HELPED = {Helped.YES: _("Yes"), Helped.A_LITTLE: _("A little"), Helped.NO: _("No")}


class PreventionForm(forms.Form):
    """A field for each part, one line for each thing. `seen` is the version that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            rows = max(3, len(content.get(part.value, ())) + 1)
            self.fields[part.value] = forms.CharField(
                label=spoken(part.heading),
                help_text=spoken(part.hint),
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
        error_messages={"required": _("Choose yes, a little, or no.")},
    )


class MeetingForm(forms.Form):
    """What it was, when and how long. Never which fellowship."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=[(one.value, _(one.label)) for one in Kind],
        error_messages={"required": _("Choose what it was.")},
    )
    on = forms.DateField(
        label=_("Which day?"),
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("This isn’t a day. Write it as 2026-11-24."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    minutes = forms.IntegerField(
        label=_("About how many minutes?"),
        error_messages={
            "required": _("Write about how long."),
            "invalid": _("This isn’t a number of minutes."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": "1", "max": "480"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["minutes"].initial = 60
