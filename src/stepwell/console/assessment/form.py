"""What the assessment page sends, as a form, and back and forth between it and the content."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from stepwell.domain.assessment.rules import conditions, substances
from stepwell.domain.assessment.rules.content import Answer, Condition, Content, Use
from stepwell.domain.assessment.rules.diagnosis import DISORDERS, NONE, code_of, criteria_of, label_of
from stepwell.domain.assessment.rules.sections import SECTIONS
from stepwell.domain.assessment.rules.substances import Substance

LONGEST = 20_000
_KNOWN = [("", "Not asked yet"), ("no", "No"), ("once", "Once"), ("more", "More than once"), ("unsure", "Not sure")]
_ATTRS = {"autocomplete": "off"}


def _line(label: str, longest: int = 200, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={**_ATTRS, **attrs})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _text(label: str, rows: int = 2, longest: int = LONGEST) -> forms.CharField:
    widget = forms.Textarea(attrs={**_ATTRS, "rows": rows})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _choice(label: str, choices: Iterable[tuple[str, str]], empty: str = "Not asked yet") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices])


def _several(label: str, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, required=False, choices=list(choices), widget=widget)


class AssessmentForm(forms.Form):
    """All sections, and the parts of the substances and conditions that are on the page. Nothing is required."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    new_substance = _choice("Add a substance", [], "Choose a substance")
    new_condition = _choice("Add a condition", [], "Choose a condition")

    def __init__(
        self,
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
        uses: Sequence[str] = (),
        others: Sequence[str] = (),
    ) -> None:
        super().__init__(data, initial=initial)
        self.uses = [code for code in dict.fromkeys(uses) if code in substances.BY_CODE]
        self.others = [code for code in dict.fromkeys(others) if code in conditions.LABELS]
        for section in SECTIONS:
            self.fields[f"words_{section.code}"] = _text(section.label, 3)
            self.fields[f"declined_{section.code}"] = forms.BooleanField(label="Prefers not to say", required=False)
            if section.choices:
                self.fields[f"choice_{section.code}"] = _choice(section.choices_label, section.choices)
        for code in self.uses:
            self._add_use(substances.BY_CODE[code])
        for code in self.others:
            name = name_of_condition(code)
            self.fields[f"{name}_certainty"] = _choice("How certain", conditions.CERTAINTIES, "Choose")
            self.fields[f"{name}_words"] = _line("Said or seen", 1000)
        free = [one for one in substances.SUBSTANCES if one.code not in self.uses]
        self._offer("new_substance", [(one.code, one.label) for one in free])
        groups = [
            (group, [(code, f"{label} ({code})") for code, label in known if code not in self.others])
            for group, known in conditions.CONDITIONS
        ]
        self._offer("new_condition", groups)

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", field.choices[0][1]), *choices]  # type: ignore[index]

    def _add_use(self, substance: Substance) -> None:
        add = f"use_{substance.code}_"
        self.fields |= {
            f"{add}first_age": forms.IntegerField(
                label="Age at first use",
                min_value=0,
                max_value=120,
                required=False,
                widget=forms.TextInput(attrs={**_ATTRS, "inputmode": "numeric"}),
                error_messages={"invalid": "Write the age in years, as a number."},
            ),
            f"{add}last_use": _line("Last use"),
            f"{add}pattern": _choice("Pattern", substances.PATTERNS),
            f"{add}routes": _several("How", substances.ROUTES),
            f"{add}amount": _line("How much on a usual day"),
            f"{add}longest_without": _line("Longest time without"),
            f"{add}treatment": _text("Treatment before, and what helped", 2, 4000),
            f"{add}overdose": _choice("Overdose", _KNOWN[1:]),
            f"{add}withdrawal": _text("Withdrawal before, and how bad", 2, 4000),
            f"{add}criteria": _several("Criteria met within the same 12 months", criteria_of(substance)),
            f"{add}free_since": forms.DateField(
                label="None of them but craving, since",
                required=False,
                widget=forms.DateInput(attrs={**_ATTRS, "type": "date"}, format="%Y-%m-%d"),
            ),
            f"{add}is_controlled": forms.BooleanField(
                label="Where it can't be had, such as a hospital or jail", required=False
            ),
            f"{add}diagnosis": _choice("Your diagnosis", diagnosis_choices(substance), "Not decided yet"),
            f"{add}reason": _line("Why it differs from the criteria", 1000),
        }
        if substance.is_prescribed:
            self.fields[f"{add}as_prescribed"] = forms.BooleanField(label="Taken as prescribed", required=False)
        if substance.has_maintenance:
            self.fields[f"{add}on_maintenance"] = forms.BooleanField(
                label="On a medication for it, such as buprenorphine"
                if substance.code == "opioids"
                else "On a replacement for it, such as a patch",
                required=False,
            )
        if substance.code == "tobacco":
            self.fields[f"{add}product"] = _choice("Product", substances.PRODUCTS)

    def content(self) -> Content:
        """What was typed, as far as it can be read."""
        self.is_valid()
        clean = self.cleaned_data
        return Content(
            {
                section.code: Answer(
                    clean.get(f"words_{section.code}", ""),
                    clean.get(f"choice_{section.code}", ""),
                    clean.get(f"declined_{section.code}", False),
                )
                for section in SECTIONS
            },
            tuple(self._use(code) for code in self.uses),
            tuple(
                Condition(code, clean.get(f"{name}_certainty", ""), clean.get(f"{name}_words", ""))
                for code in self.others
                for name in (name_of_condition(code),)
            ),
        )

    def _use(self, code: str) -> Use:
        before = f"use_{code}_"
        said = {
            name.removeprefix(before): value for name, value in self.cleaned_data.items() if name.startswith(before)
        }
        for several in ("routes", "criteria"):
            said[several] = tuple(said.get(several, ()))
        return Use(code, **said)


def form_of(content: Content, token: str) -> AssessmentForm:
    """The form that shows what is kept."""
    values: dict[str, Any] = {"token": token}
    for code, said in content.answers.items():
        values |= {f"words_{code}": said.words, f"choice_{code}": said.choice, f"declined_{code}": said.is_declined}
    for use in content.uses:
        values |= {f"use_{use.substance}_{name}": getattr(use, name) for name in Use.__slots__ if name != "substance"}
    for one in content.conditions:
        name = name_of_condition(one.code)
        values |= {f"{name}_certainty": one.certainty, f"{name}_words": one.words}
    return AssessmentForm(
        initial=values,
        uses=[use.substance for use in content.uses],
        others=[one.code for one in content.conditions],
    )


def name_of_condition(code: str) -> str:
    """What a condition's fields begin with."""
    return f"condition_{code.replace('.', '_')}"


def diagnosis_choices(substance: Substance) -> list[tuple[str, str]]:
    """No disorder, and each with its code."""
    named = []
    for one in DISORDERS:
        short = label_of(substance, one).removeprefix(f"{substance.disorder}, ")
        named.append((str(one), f"{short.capitalize()}: {code_of(substance, one)}"))
    return [(NONE, "No use disorder"), *named]
