"""What is said about the ends of the thread. Whether it is enough the actions decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from stepwell.domain.careplan.models import Objective
from stepwell.workflows.thread import ThreadProblem


class FindingForm(forms.Form):
    """Which problem a diagnosis belongs to, or why the plan leaves it out."""

    problem = forms.ChoiceField(label="It belongs to", required=False)
    reason = forms.CharField(
        label="Or the plan leaves it out, because",
        required=False,
        help_text="Such as who treats it elsewhere. It stands in the thread with your name.",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(
        self, problems: Sequence[ThreadProblem], data: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id="answer_%s")
        choices = [
            (str(one.id), f"Problem {one.number}: {one.title}{' (closed)' if one.is_closed else ''}")
            for one in problems
        ]
        _choose(self, "problem", [("", "None of these"), *choices])
        if data is None:
            self.fields["problem"].widget.attrs["autofocus"] = True

    @property
    def problem_id(self) -> UUID | None:
        """The one that was chosen."""
        chosen = self.cleaned_data["problem"]
        return UUID(chosen) if chosen else None


class MeasureForm(forms.Form):
    """The instrument that shows an objective."""

    code = forms.ChoiceField(label="Shown by", required=False, help_text="Its answers stand beside the objective.")

    def __init__(self, titles: Mapping[str, str], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="measure_%s")
        known = sorted(titles.items(), key=lambda one: one[1].casefold())
        _choose(self, "code", [("", "Counted another way, as its measure says"), *known])


class ObjectiveOfNoteForm(forms.Form):
    """Which objective a signed note served."""

    objective = forms.ChoiceField(
        label="It served",
        error_messages={"required": "No objective is chosen. Choose the one that the session served."},
    )

    def __init__(self, steps: Iterable[Objective], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="serves_%s")
        choices = [(str(one.pk), f"{one.number} {one.title}") for one in steps]
        _choose(self, "objective", [("", "Choose an objective"), *choices])


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
