"""Where and when."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.kernel.errors import Refused
from stepwell.look.refusals import in_words
from stepwell.platform.notify.address import dialed


class ReachForm(forms.Form):
    """A number for texts, and quiet hours; all of it may be left empty."""

    phone = forms.CharField(
        label=_("Number for texts"),
        max_length=30,
        required=False,
        help_text=_("Leave it empty to get no texts."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean_phone(self) -> str:
        """As it is dialed."""
        typed: str = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            return dialed(typed)
        except Refused as refused:
            (refusal,) = in_words(refused)
            raise forms.ValidationError(f"{refusal.what} {refusal.mend}") from None

    def clean(self) -> None:
        """Both ends or none."""
        if bool(self.cleaned_data.get("quiet_from")) != bool(self.cleaned_data.get("quiet_until")):
            self.add_error("quiet_until", gettext("Give both times, or neither."))
