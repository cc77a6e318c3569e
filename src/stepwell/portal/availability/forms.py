"""One of my own times: what for, which days, between which hours. From today on unless a day is given."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from stepwell.domain.availability.rules import Kind, OwnTime, Sense

DAYS = tuple(WEEKDAYS_ABBR.items())
SENSES = tuple((one.value, _(one.label)) for one in Sense)
KINDS = tuple((one.value, capfirst(_(one.value))) for one in Kind)


class _Time(forms.TimeField):
    """One of the two times."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages: ClassVar = {"invalid": _("This is no time. Write it as 18:00.")}


class OwnTimeForm(forms.Form):
    """Four questions that a thumb answers, and a last day for who knows it."""

    sense = forms.TypedChoiceField(coerce=Sense, choices=SENSES, error_messages={"required": _("Choose one.")})
    kind = forms.TypedChoiceField(coerce=Kind, choices=KINDS, error_messages={"required": _("Choose what it is for.")})
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int, choices=DAYS, error_messages={"required": _("Choose at least one day.")}
    )
    from_time = _Time(label=_("From"), error_messages={"required": _("Say from when.")})
    until_time = _Time(label=_("Until"), error_messages={"required": _("Say until when.")})
    last_on = forms.DateField(
        label=_("Last day, if you know it"),
        required=False,
        error_messages={"invalid": _("This is no date. Write it as 2026-10-06.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"sense": Sense.CANNOT.value})
        self.today = today

    def own_time(self) -> OwnTime:
        """What was said."""
        said = self.cleaned_data
        days = frozenset(said["weekdays"])
        return OwnTime(
            said["sense"], said["kind"], days, said["from_time"], said["until_time"], self.today, said["last_on"]
        )
