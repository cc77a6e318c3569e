"""What staff choose together with the client before anything is signed, and the ways to sign."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.console.consents.forms import MEMBERS, participants
from stepwell.domain.consent.actions.signing import Prepared
from stepwell.domain.consent.models import Recipient
from stepwell.domain.consent.rules import CLASS_WORDS, KIND_WORDS, PURPOSE_WORDS, TREATING_MEMBERS
from stepwell.domain.consent.rules.forms import Element, Form

_DAY = forms.DateInput(attrs={"type": "date"})
_ENDS = {"day": "On a last day", "end of treatment": "When treatment ends", "none": "It has no end"}


class PrepareForm(forms.Form):
    """One kind of consent: only what this kind may say can be chosen."""

    recipient = forms.ChoiceField(label="Who may receive", required=False)
    person = forms.CharField(
        label="Somebody new",
        max_length=200,
        required=False,
        help_text="Their name, and who they are to the client.",
    )
    treating = forms.BooleanField(label=TREATING_MEMBERS, required=False)
    members = forms.CharField(label="Or these of its members, one a line", required=False, widget=MEMBERS)
    kinds = forms.MultipleChoiceField(label="What they may see", required=False, widget=forms.CheckboxSelectMultiple)
    purposes = forms.MultipleChoiceField(label="What for", required=False, widget=forms.CheckboxSelectMultiple)
    until = forms.ChoiceField(label="Until", required=False, widget=forms.RadioSelect)
    until_on = forms.DateField(label="Last day", widget=_DAY, required=False)
    revocable_on = forms.DateField(label="Can be taken back from", widget=_DAY, required=False)
    revocable_event = forms.CharField(
        label="Or after this event",
        max_length=200,
        required=False,
        help_text="One that can be told for sure, such as the end of probation. Never later than the end of the case.",
    )

    def __init__(self, *args: Any, kind: Form, recipients: Sequence[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        classes = [(f"all {kind.of_class}", CLASS_WORDS[kind.of_class])] if kind.of_class else []
        chosen = [*classes, *((str(one.pk), one.name) for one in recipients)]
        self._offer("recipient", [("", "Choose"), *chosen])
        self._offer("kinds", [(one.value, KIND_WORDS[one]) for one in KIND_WORDS if one in kind.kinds])
        self._offer("purposes", [(one.value, PURPOSE_WORDS[one]) for one in PURPOSE_WORDS if one in kind.purposes])
        self._offer("until", [pair for pair in _ENDS.items() if pair[0] != "none" or kind.may_have_no_end])
        if Element.PARTICIPANTS not in kind.elements:
            del self.fields["treating"], self.fields["members"]
        if not kind.is_persons:
            del self.fields["person"]
        if Element.REVOCABLE not in kind.elements:
            del self.fields["revocable_on"], self.fields["revocable_event"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def prepared(self) -> Prepared:
        """What was chosen."""
        data = self.cleaned_data
        chosen: str = data["recipient"]
        is_class = chosen.startswith("all ")
        return Prepared(
            form=self.kind.kind,
            recipient_id=int(chosen) if chosen and not is_class else None,
            recipient_class=chosen.removeprefix("all ") if is_class else "",
            person=data.get("person", ""),
            purposes=data["purposes"],
            kinds=data["kinds"],
            until_on=data["until_on"] if data["until"] == "day" else None,
            until_event="" if data["until"] == "day" else data["until"],
            revocable_on=data.get("revocable_on"),
            revocable_event=data.get("revocable_event", ""),
            participants=participants(data),
        )
