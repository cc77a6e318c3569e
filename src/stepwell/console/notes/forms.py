"""What the pages of signed notes send."""

from django import forms

MOST_WORDS = 20_000


class AddendumForm(forms.Form):
    """What is added. `names_nobody` shows where the words seem to name a member."""

    words = forms.CharField(
        label="Add to it",
        required=False,  # the action says it in its own words
        max_length=MOST_WORDS,
        help_text="What is signed stays. This stands below it with your name and the time.",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    names_nobody = forms.BooleanField(label="These words name no other member", required=False)


class CosignForm(forms.Form):
    """A signature, or what is missing. `seen` is how many addenda were on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    words = forms.CharField(
        label="What is missing",
        required=False,  # a signature needs no words; for a return the action says so
        max_length=MOST_WORDS,
        help_text="Instead of signing. Who signed reads it and writes an addendum; then it waits for you again.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
