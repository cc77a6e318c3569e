"""Where and when."""

from django import forms

from stepwell.kernel.errors import Refused
from stepwell.platform.notify.address import dialed


class ReachForm(forms.Form):
    """A number for texts, and quiet hours; all of it may be left empty."""

    phone = forms.CharField(
        label="Number for texts",
        max_length=30,
        required=False,
        help_text="Leave it empty to get no texts.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    quiet_from = forms.TimeField(
        label="Quiet from", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label="until", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean_phone(self) -> str:
        """As it is dialed."""
        typed: str = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        try:
            return dialed(typed)
        except Refused as refused:
            raise forms.ValidationError(str(refused.refusals[0])) from None

    def clean(self) -> None:
        """Both ends or none."""
        if bool(self.cleaned_data.get("quiet_from")) != bool(self.cleaned_data.get("quiet_until")):
            self.add_error("quiet_until", "Give both times, or neither.")
