"""What the placement page sends, as a form, and back and forth between it and a draft."""

from typing import Any

from django import forms

from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.fourth import CODES_LENGTH, LEAST
from stepwell.domain.admissions.rules.levels import (
    SEVERITY,
    AnyDimension,
    Dimension,
    Edition,
    FourthDimension,
    dimensions_of,
    levels_of,
)

KNOWN = [("yes", "Yes"), ("no", "No"), ("", "Not known yet")]
_WORDS = {True: "yes", False: "no", None: ""}
_TRUTHS = {"yes": True, "no": False}


class PlacementForm(forms.Form):
    """The six dimensions of one edition, the withdrawal questions, and the clinician's level. Nothing is required:
    drafts are saved.
    """

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
    reason = forms.CharField(
        label="Why it differs", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    stop_reason = forms.CharField(
        label="After the stop: who evaluated, and what was found",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, edition: Edition, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.edition = edition
        levels = [(level.code, f"{level.code} {level.label}") for level in levels_of(edition)]
        self.fields["chosen_level"] = forms.ChoiceField(
            label="Your level", choices=[("", "Choose a level"), *levels], required=False
        )
        for each in dimensions_of(edition):
            self._add(each)

    def _add(self, each: AnyDimension) -> None:
        """The fields of one dimension; the fourth edition's sixth has words alone."""
        number = each.value
        has_words_alone = isinstance(each, FourthDimension) and not each.sets_level
        words = "What they want, and what is in the way" if has_words_alone else "Evidence"
        self.fields[f"evidence_{number}"] = forms.CharField(
            label=words, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
        )
        if isinstance(each, Dimension):
            self.fields[f"dimension_{number}"] = forms.TypedChoiceField(
                label="Severity",
                choices=[(str(value), f"{value} {word}") for value, word in SEVERITY.items()],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        elif not has_words_alone:
            self.fields[f"codes_{number}"] = forms.CharField(
                label="Rating",
                required=False,
                max_length=CODES_LENGTH,
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
                error_messages={"max_length": f"Type the codes alone, at most {CODES_LENGTH} signs."},
            )
            self.fields[f"minimum_{number}"] = forms.ChoiceField(
                label="Least level it names", choices=[("", "Choose one"), *LEAST.items()], required=False
            )

    def marked(self, name: str) -> str:
        """What stands in a field now, as text."""
        value = self[name].value() if name in self.fields else None
        return "" if value is None else str(value)

    def draft(self) -> Draft:
        """What was typed, as far as it can be read."""
        self.is_valid()
        clean = self.cleaned_data
        numbers = [each.value for each in dimensions_of(self.edition)]
        rated = {number: clean.get(f"dimension_{number}") for number in numbers}
        return Draft(
            edition=self.edition,
            severities={number: value for number, value in rated.items() if value is not None},
            codes={number: codes for number in numbers if (codes := clean.get(f"codes_{number}", ""))},
            minimums={number: least for number in numbers if (least := clean.get(f"minimum_{number}", ""))},
            evidence={number: clean.get(f"evidence_{number}", "") for number in numbers},
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
    values |= {f"codes_{dimension}": codes for dimension, codes in draft.codes.items()}
    values |= {f"minimum_{dimension}": least for dimension, least in draft.minimums.items()}
    values |= {f"evidence_{dimension}": words for dimension, words in draft.evidence.items()}
    return values
