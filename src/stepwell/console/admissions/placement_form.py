"""What the placement page sends, as a form, and back and forth between it and a draft."""

from collections.abc import Iterator
from typing import Any

from django import forms

from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.levels import SEVERITY, Dimension, Edition, levels_of

KNOWN = [("yes", "Yes"), ("no", "No"), ("", "Not known yet")]
LEVELS = [("", "Choose a level"), *((level.code, f"{level.code} {level.label}") for level in levels_of(Edition.THIRD))]
_WORDS = {True: "yes", False: "no", None: ""}
_TRUTHS = {"yes": True, "no": False}


class PlacementForm(forms.Form):
    """Six dimensions, the withdrawal questions, and the clinician's level. Nothing is required: drafts are saved."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    uses = forms.ChoiceField(
        label="Uses alcohol or a benzodiazepine", choices=KNOWN, required=False, widget=forms.RadioSelect
    )
    history = forms.ChoiceField(
        label="Ever had a withdrawal seizure or delirium tremens",
        choices=KNOWN,
        required=False,
        widget=forms.RadioSelect,
    )
    ciwa_ar = forms.IntegerField(
        label="CIWA-Ar score, if one was done",
        min_value=0,
        max_value=67,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "A CIWA-Ar score is a whole number from 0 to 67.",
            "max_value": "A CIWA-Ar score is from 0 to 67. Check the score sheet.",
            "min_value": "A CIWA-Ar score is from 0 to 67. Check the score sheet.",
        },
    )
    chosen_level = forms.ChoiceField(label="Your level", choices=LEVELS, required=False)
    reason = forms.CharField(
        label="Why it differs", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    stop_reason = forms.CharField(
        label="After the stop: who evaluated, and what was found",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        severities = [(str(value), f"{value} {word}") for value, word in SEVERITY.items()]
        for each in Dimension:
            self.fields[f"evidence_{each.value}"] = forms.CharField(
                label="Evidence", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"dimension_{each.value}"] = forms.TypedChoiceField(
                label="Severity",
                choices=severities,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def dimensions(self) -> Iterator[tuple[Dimension, forms.BoundField, forms.BoundField, str]]:
        """Each dimension with its two fields and the severity that is marked now."""
        for each in Dimension:
            severity = self[f"dimension_{each.value}"]
            marked = severity.value()
            yield each, self[f"evidence_{each.value}"], severity, "" if marked is None else str(marked)

    def draft(self) -> Draft:
        """What was typed, as far as it can be read."""
        self.is_valid()
        clean = self.cleaned_data
        rated = {each.value: clean.get(f"dimension_{each.value}") for each in Dimension}
        return Draft(
            severities={dimension: value for dimension, value in rated.items() if value is not None},
            evidence={each.value: clean.get(f"evidence_{each.value}", "") for each in Dimension},
            uses_alcohol_or_benzodiazepine=_TRUTHS.get(clean.get("uses", "")),
            seizure_or_dt_history=_TRUTHS.get(clean.get("history", "")),
            ciwa_ar=clean.get("ciwa_ar"),
            chosen_level=clean.get("chosen_level", ""),
            reason=clean.get("reason", ""),
            stop_reason=clean.get("stop_reason", ""),
        )


def initial_of(draft: Draft, token: str) -> dict[str, Any]:
    """A draft as the form shows it."""
    values: dict[str, Any] = {
        "token": token,
        "uses": _WORDS[draft.uses_alcohol_or_benzodiazepine],
        "history": _WORDS[draft.seizure_or_dt_history],
        "ciwa_ar": draft.ciwa_ar,
        "chosen_level": draft.chosen_level,
        "reason": draft.reason,
        "stop_reason": draft.stop_reason,
    }
    values |= {f"dimension_{dimension}": value for dimension, value in draft.severities.items()}
    values |= {f"evidence_{dimension}": words for dimension, words in draft.evidence.items()}
    return values
