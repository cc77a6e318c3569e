"""What somebody said about each way of reaching them, as staff write it down."""

from typing import Any

from django import forms

from stepwell.domain.contact.models import SafeContact
from stepwell.domain.contact.rules import REASON_LEAST, Way, Wish, Wishes

_SAID = (("", "Not asked"), ("yes", "Yes"), ("no", "No"))
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ContactForm(forms.Form):
    """One row per way; `seen` is what stood there when the page was made."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    is_unsafe = forms.BooleanField(
        label="Not safe to contact",
        required=False,
        help_text="Nothing goes out and nobody calls, whatever stands below, until you take this away.",
    )
    call_as = forms.CharField(
        label="Say you are",
        required=False,
        help_text="The name to call or write under, where the program’s own would tell.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label="What else to mind",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, wishes: Wishes, said: SafeContact | None) -> None:
        initial: dict[str, object] = {"seen": said.pk if said else 0, "is_unsafe": wishes.is_unsafe}
        if said is not None:
            initial |= {"call_as": said.call_as, "words": said.words}
        super().__init__(data, initial=initial)
        for way in Way:
            wish = wishes.ways.get(way)
            known = "" if wish is None else "yes" if wish.is_allowed else "no"
            self.fields[way.value] = forms.ChoiceField(label=way.label, choices=_SAID, required=False, initial=known)
            for end in ("from", "until"):
                at = getattr(wish, f"{end}_time", None)
                self.fields[f"{way.value}_{end}"] = forms.TimeField(
                    label=f"{way.label} {end}", initial=at, required=False, widget=_TIME
                )

    def rows(self) -> list[dict[str, object]]:
        """Each way with its three fields, for the table."""
        ends = ("from", "until")
        return [
            {"way": way, "said": self[way.value], **{end: self[f"{way.value}_{end}"] for end in ends}} for way in Way
        ]

    def wishes(self) -> Wishes:
        """What was written. Hours beside a no say nothing and are left out."""
        data = self.cleaned_data
        ways = {}
        for way in Way:
            if said := data[way.value]:
                hours = (data[f"{way.value}_from"], data[f"{way.value}_until"]) if said == "yes" else (None, None)
                ways[way] = Wish(said == "yes", *hours)
        return Wishes(data["is_unsafe"], ways)


class EmergencyForm(forms.Form):
    """Why somebody must be reached whatever they said."""

    reason = forms.CharField(
        label="What is happening",
        help_text=f"In a sentence, at least {REASON_LEAST} letters. The privacy officer reads it.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
