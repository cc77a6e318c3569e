"""The check-in's form. Its scales and words are `checkins.rules`'s; here is how they arrive from a page."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.domain.checkins.rules import TRIGGERS, USE, Answers

_HOURS = re.compile(r"\d{1,2}([.,]\d{1,2})?")


class CheckInForm(forms.Form):
    """Five questions. Only triggers, sleep and words may be left out."""

    key = forms.UUIDField()
    craving = forms.IntegerField(error_messages={"required": _("Choose a number from 0 to 10.")})
    mood = forms.IntegerField(error_messages={"required": _("Choose a number from 0 to 10.")})
    triggers = forms.MultipleChoiceField(choices=list(TRIGGERS.items()), required=False)
    slept = forms.CharField(required=False)
    use = forms.ChoiceField(
        choices=list(USE.items()), error_messages={"required": _("Choose yes, no, or prefer not to say.")}
    )
    # nothing is stripped: a client's own words stay as they are
    words = forms.CharField(required=False, strip=False)

    def clean_slept(self) -> int | None:
        """Minutes from hours, with a point or a comma."""
        typed: str = self.cleaned_data["slept"].strip()
        if not typed:
            return None
        if not _HOURS.fullmatch(typed):
            raise forms.ValidationError(_("This isn’t a number of hours. Write hours, such as 6.5."))
        return round(float(typed.replace(",", ".")) * 60)

    def clean_words(self) -> str:
        """With the line ends of a text, not of a form."""
        words: str = self.cleaned_data["words"]
        return words.replace("\r\n", "\n") if words.strip() else ""

    def answers(self) -> Answers:
        """What the form says, once it is valid."""
        given: dict[str, Any] = self.cleaned_data
        return Answers(
            craving=given["craving"],
            mood=given["mood"],
            use=given["use"],
            triggers=tuple(given["triggers"]),
            slept_minutes=given["slept"],
            words=given["words"],
        )
