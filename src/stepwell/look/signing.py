"""Forms under a text that somebody signs, on a screen or on paper: the same on the phone and in the console."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """One's own name, and that one agrees. `read` is the mark of the text that stood above it."""

    name = forms.CharField(
        label=_("Type your full name"), max_length=260, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    agrees = forms.BooleanField(label=_("I have read this, and I agree"), required=False)
    read = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class PaperForm(forms.Form):
    """The printed text was signed."""

    signed_on = forms.DateField(label="Signed on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    witness = forms.CharField(label="Who saw it signed", max_length=200)
    read = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
