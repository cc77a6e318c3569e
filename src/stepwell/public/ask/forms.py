"""The form. It checks what a browser can get wrong; what may be kept the action decides."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stepwell.domain.admissions.actions.online import Asked
from stepwell.domain.admissions.rules.online import BestTime
from stepwell.domain.people.models import Site
from stepwell.kernel.languages import SPOKEN

WHO = [("me", _("For me")), ("other", _("For somebody else"))]
TIMES = [
    (BestTime.ANY.value, _("Any time")),
    (BestTime.MORNING.value, _("Morning")),
    (BestTime.AFTERNOON.value, _("Afternoon")),
    (BestTime.EVENING.value, _("Evening")),
]


class AskForm(forms.Form):
    """A name and a way to answer are enough. `website` is a trap: people don't see it.

    Nothing is kept by the browser: it may be shared with somebody who mustn't know.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    who = forms.ChoiceField(label=_("Who is it for?"), choices=WHO, initial="me")
    name = forms.CharField(
        label=_("What may we call you?"),
        required=False,
        help_text=_("A first name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    )
    email = forms.CharField(
        label=_("Or e-mail"),
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )
    may_voicemail = forms.BooleanField(label=_("You may leave a voicemail"), required=False)
    may_text = forms.BooleanField(label=_("You may text me"), required=False)
    best_time = forms.ChoiceField(label=_("When is a good time?"), choices=TIMES, initial=BestTime.ANY.value)
    language = forms.ChoiceField(
        label=_("In which language?"), choices=list(SPOKEN.items()), initial=get_language, required=False
    )
    site = forms.ChoiceField(label=_("Where?"))
    words = forms.CharField(
        label=_("Anything we should know before we call?"),
        required=False,
        help_text=_("Leave it empty if you like. You don’t have to say here what it is about."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off", "aria-hidden": "true"})
    )

    def __init__(self, sites: Sequence[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sites = {str(site.pk): site for site in sites}
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, site.name) for pk, site in self._sites.items()]
        if len(sites) == 1:
            del self.fields["site"]

    @property
    def chosen_site(self) -> Site:
        """The site that was chosen, or the only one."""
        return self._sites[self.cleaned_data.get("site", next(iter(self._sites)))]

    def asked(self) -> Asked:
        """What the action takes."""
        given = self.cleaned_data
        same = ("name", "phone", "email", "may_text", "may_voicemail", "words", "language")
        return Asked(
            **{name: given[name] for name in same},
            best_time=BestTime(given["best_time"]),
            is_for_other=given["who"] == "other",
        )
