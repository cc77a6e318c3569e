"""What is copied from a signed consent, and what a recipient and its token need."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from stepwell.domain.consent.actions import Signed
from stepwell.domain.consent.models import Consent, Recipient
from stepwell.domain.consent.permissions import SCOPES
from stepwell.domain.consent.rules import KIND_WORDS, PURPOSE_WORDS, TREATING_MEMBERS, AgreementKind, RecipientKind
from stepwell.domain.people.models import Visitor

_DAY = forms.DateInput(attrs={"type": "date"})
_CLASSES = {RecipientKind.PROVIDER: "All treating providers", RecipientKind.PLAN: "All health plans and payers"}
_ENDS = (("day", "On a last day"), ("end of treatment", "When treatment ends"), ("none", "It has no end"))


MEMBERS = forms.Textarea(attrs={"rows": 3})


def participants(data: Mapping[str, Any]) -> list[str]:
    """The members of an exchange that a consent names: the general designation, or each line once."""
    lines = [" ".join(line.split()) for line in data.get("members", "").splitlines()]
    return [*([TREATING_MEMBERS] if data.get("treating") else []), *dict.fromkeys(line for line in lines if line)]


class ConsentForm(forms.Form):
    """A consent as it was signed."""

    recipient = forms.ChoiceField(label="Who may receive")
    treating = forms.BooleanField(label="Of an exchange: all of its members that treat them", required=False)
    members = forms.CharField(label="Of an exchange: its members, one a line", required=False, widget=MEMBERS)
    purposes = forms.MultipleChoiceField(
        label="What for",
        choices=[(one.value, words) for one, words in PURPOSE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label="What they may see",
        choices=[(one.value, words) for one, words in KIND_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    signed_on = forms.DateField(label="Signed on", widget=_DAY)
    signed_how = forms.ChoiceField(
        label="How it was signed",
        choices=[(one.value, one.label) for one in (Consent.How.PAPER, Consent.How.ELECTRONIC)],
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(label="From", widget=_DAY)
    until = forms.ChoiceField(
        label="Until",
        choices=_ENDS,
        widget=forms.RadioSelect,
        help_text="No end is only for treatment, payment and operations.",
    )
    until_on = forms.DateField(label="Last day", widget=_DAY, required=False)

    def __init__(self, *args: Any, recipients: Sequence[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        assert isinstance(field, forms.ChoiceField)
        classes = [(f"all {kind.value}", words) for kind, words in _CLASSES.items()]
        field.choices = [*((str(one.pk), one.name) for one in recipients), *classes]

    def signed(self) -> Signed:
        """What the paper says."""
        data = self.cleaned_data
        chosen: str = data["recipient"]
        until_on: date | None = data["until_on"] if data["until"] == "day" else None
        return Signed(
            recipient_id=None if chosen.startswith("all ") else int(chosen),
            recipient_kind=chosen.removeprefix("all ") if chosen.startswith("all ") else "",
            purposes=data["purposes"],
            kinds=data["kinds"],
            starts_on=data["starts_on"],
            until_on=until_on,
            until_event="" if data["until"] == "day" else data["until"],
            signed_on=data["signed_on"],
            signed_how=data["signed_how"],
            participants=participants(data),
        )


class RecipientForm(forms.Form):
    """An organization that may receive."""

    site = forms.ChoiceField(label="Site")
    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(
        label="What it is",
        choices=[(one.value, one.value.capitalize()) for one in RecipientKind if one != RecipientKind.FAMILY],
    )


class TokenForm(forms.Form):
    """A token for one of its systems."""

    label = forms.CharField(label="Which system will use it", max_length=120)
    purpose = forms.ChoiceField(label="What for", choices=[(one.value, words) for one, words in PURPOSE_WORDS.items()])
    scopes = forms.MultipleChoiceField(
        label="What it may ask for", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(label="Last day", widget=_DAY, help_text="A year from today at most.")


class RevokeForm(forms.Form):
    """For a consent that names an event: when it happened."""

    met_on = forms.DateField(label="When that happened", widget=_DAY, required=False)


class AgreementForm(forms.Form):
    """A signed service agreement."""

    kind = forms.ChoiceField(label="What it is", choices=[(one.value, one.value.capitalize()) for one in AgreementKind])
    starts_on = forms.DateField(label="From", widget=_DAY)
    until_on = forms.DateField(label="Last day", widget=_DAY, required=False)
    document = forms.CharField(label="Where the signed paper is", max_length=200)


class WouldForm(forms.Form):
    """Would it be allowed? Nothing goes out by asking."""

    recipient = forms.ChoiceField(label="Who wants to see it")
    kind = forms.ChoiceField(label="What", choices=[(one.value, words) for one, words in KIND_WORDS.items()])
    purpose = forms.ChoiceField(label="What for", choices=[(one.value, words) for one, words in PURPOSE_WORDS.items()])

    def __init__(self, *args: Any, recipients: Sequence[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), f"{one.name} ({one.kind})") for one in recipients]


class LoginForm(forms.Form):
    """Which login is whom the consent names."""

    visitor = forms.TypedChoiceField(label="Whose login is it?", coerce=int, empty_value=None)

    def __init__(self, *args: Any, visitors: Sequence[Visitor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["visitor"]
        assert isinstance(field, forms.ChoiceField)
        shown = [
            (str(one.pk), " · ".join(filter(None, (one.name, one.organization, one.account.email)))) for one in visitors
        ]
        field.choices = [("", "Choose a login"), *shown]
