"""What the screens of meals send."""

from collections.abc import Sequence

from django import forms

from stepwell.domain.meals.models import Diet
from stepwell.domain.meals.rules import ALLERGIES_MOST, NAME_MOST


class DietForm(forms.Form):
    """Diets, and what they mustn't eat."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    labels = forms.MultipleChoiceField(
        label="Diet", required=False, widget=forms.CheckboxSelectMultiple, help_text="None: they eat anything."
    )
    allergies = forms.CharField(
        label="Allergies and what they mustn’t eat",
        required=False,
        max_length=ALLERGIES_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Food, not medication. It stands on the day sheet beside their first name.",
    )

    def __init__(self, data: object, *, choices: Sequence[str], said: Diet | None) -> None:
        initial = {
            "seen": said.pk if said else 0,
            "labels": said.labels if said else [],
            "allergies": said.allergies if said else "",
        }
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # Django's own
        self.fields["labels"].choices = [(name, name) for name in choices]  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    """One more diet."""

    name = forms.CharField(label="Another diet", max_length=NAME_MOST)
