"""What is asked before a chart opens, and after."""

from django import forms

from stepwell.domain.oversight.rules import Emergency, Verdict

CHOOSE = ("", "Choose a reason")


class AskForm(forms.Form):
    """Whose chart, and why."""

    family_name = forms.CharField(label="Family name", max_length=120, help_text="The whole of it, as in a document.")
    birth_on = forms.DateField(label="Born on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.TypedChoiceField(
        label="Reason", coerce=Emergency, choices=[CHOOSE, *((one.value, one.value.capitalize()) for one in Emergency)]
    )
    words = forms.CharField(
        label="In your own words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why you need this chart now. The privacy officer reads it.",
    )


class ReviewForm(forms.Form):
    """What the review found."""

    verdict = forms.TypedChoiceField(
        label="It was",
        coerce=Verdict,
        choices=[(one.value, one.value.capitalize()) for one in Verdict],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="What you found", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
