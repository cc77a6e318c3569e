"""Signing on the phone."""

from django import forms

from stepwell.domain.consent.actions.signing import Typed


class SignForm(forms.Form):
    """One's own name, and that one agrees. `read` is the mark of the text that stood above it."""

    name = forms.CharField(
        label="Type your full name", max_length=260, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    agrees = forms.BooleanField(label="I have read this, and I agree", required=False)
    read = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def typed(self) -> Typed:
        """What was typed."""
        return Typed(**self.cleaned_data)
