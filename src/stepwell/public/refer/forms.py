"""The referrer's form. It asks for no more than it takes to call the person; what may be kept the action decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.domain.admissions.actions.online import Asked, Referrer
from stepwell.domain.admissions.rules.online import BestTime
from stepwell.public.ask.forms import TIMES, AskForm

REFERRER = ("name", "organization", "phone", "email")


def _line(label: Any, kind: str = "text", help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": kind, "autocomplete": "off"}),
    )


class ReferForm(AskForm):
    """Who refers, whom, how to reach them safely, and that they agreed."""

    who = None  # type: ignore[assignment]  # how a form leaves out a field of the one it is made from
    referrer_name = _line(_("Your name"))
    referrer_organization = _line(_("Your organization"), help_text=_("If you work for one."))
    referrer_phone = _line(_("Your phone"), "tel")
    referrer_email = _line(_("Or your e-mail"), "email")
    name = _line(_("Their name"), help_text=_("As they want to be called."))
    phone = _line(_("Their phone"), "tel")
    email = _line(_("Or their e-mail"), "email")
    reach_words = _line(
        _("How to reach them safely"), help_text=_("Such as: not at work, or ask for them by first name.")
    )
    may_voicemail = forms.BooleanField(label=_("They said we may leave a voicemail"), required=False)
    may_text = forms.BooleanField(label=_("They said we may text them"), required=False)
    best_time = forms.ChoiceField(
        label=_("When is a good time for them?"),
        choices=TIMES,
        initial=BestTime.ANY.value,
    )
    words = forms.CharField(
        label=_("Why you refer them, in a few words"),
        required=False,
        help_text=_("No more than we need to call. No records, test results or diagnoses."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    says_agreed = forms.BooleanField(label=_("The person knows and agrees that I send this"), required=False)

    def asked(self) -> Asked:
        """What the action takes of the person."""
        given = self.cleaned_data
        same = ("name", "phone", "email", "may_text", "may_voicemail", "words", "reach_words", "language")
        return Asked(**{name: given[name] for name in same}, best_time=BestTime(given["best_time"]), is_for_other=True)

    def referrer(self) -> Referrer:
        """What the action takes of who refers."""
        given = self.cleaned_data
        return Referrer(**{name: given[f"referrer_{name}"] for name in REFERRER}, says_agreed=given["says_agreed"])
