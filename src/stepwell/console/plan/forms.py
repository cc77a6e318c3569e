"""What is typed into a plan. Whether it is enough the actions decide, so nothing is required here but its shape."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from stepwell.console.plan.present import group_words
from stepwell.domain.careplan.queries import KnownCondition
from stepwell.domain.careplan.values import Area, Ending, Means, Part, Placed, Stage
from stepwell.domain.library.rules import Start
from stepwell.domain.people.models import CareTeamMember
from stepwell.kernel.coding import Coding
from stepwell.workflows.thread import Group, ThreadProblem

# Before the kind of what is in no group, in the choice of the group.
_MEANS = "means:"
# The condition that a problem has, where it is in no list any more.
_AS_IT_STANDS = "stands"


class StepForm(forms.Form):
    """A small form in the middle of the plan. `called` is what the client is called."""

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "step_%s", **kwargs})
        self.called = called

    def put_focus(self, on: str = "") -> None:
        """On the field that is named, on the first that is wrong, else on the first."""
        name = on or next((name for name in self.fields if name in self.errors), next(iter(self.fields), ""))
        if name:
            self.fields[name].widget.attrs["autofocus"] = True

    def begin_with(self, start: Start) -> str:
        """Copy words into the form, where they are anybody's to change. Returns the field to go on in."""
        raise NotImplementedError(start.key)  # a step that has starting points says where they go

    def _copied(self, **words: str) -> None:
        """The rest of what was typed stays."""
        assert isinstance(self.data, QueryDict)
        copied = self.data.copy()
        for name, said in words.items():
            copied[name] = said
        self.data = copied


def _line(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _words(label: str, help_text: str = "") -> forms.CharField:
    """Typing as it is said: nothing is stripped from within, and the browser corrects nothing."""
    attrs = {"rows": 2, "autocomplete": "off"}
    return forms.CharField(label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs=attrs))


def _areas() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Areas it touches",
        required=False,
        choices=[(one.value, one.label) for one in Area],
        widget=forms.CheckboxSelectMultiple,
    )


def _part() -> forms.ChoiceField:
    choices = [("", "Nobody’s in particular"), *((one.value, one.label) for one in Part)]
    return forms.ChoiceField(label="Whose part of the plan", required=False, choices=choices)


def _ending(label: str) -> forms.ChoiceField:
    choices = [("", "Choose"), *((one.value, one.label) for one in Ending)]
    return forms.ChoiceField(label=label, required=False, choices=choices)


def _stage() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Stage of change",
        help_text="How ready they are to change this, by Prochaska and DiClemente.",
        required=False,
        choices=[("", "Not asked"), *((one.value, one.label) for one in Stage)],
    )


class PlacingForm(StepForm):
    """Where a problem stands."""

    areas = _areas()
    stage = _stage()
    part = _part()

    @property
    def placed(self) -> Placed:
        """As the actions take it."""
        typed = self.cleaned_data
        return Placed(tuple(typed["areas"]), typed["part"], typed["stage"])


class CorrectedForm(StepForm):
    """What was read, and says so: a stale correction is refused."""

    revision = forms.IntegerField(required=False, min_value=0, initial=0, widget=forms.HiddenInput)

    def clean_revision(self) -> int:
        """The wording that was read; a form without it is of the first one."""
        return self.cleaned_data["revision"] or 0

    def go_on_top_of(self, revision: int) -> None:
        """Sent once more, it takes the place of that wording."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["revision"] = str(revision)
        self.data = data

    def put_focus(self, on: str = "") -> None:
        """Never on what isn't seen."""
        seen = self.visible_fields()
        first = next((field for field in seen if field.errors), seen[0])
        super().put_focus(on or first.name)


class GoalAreasForm(CorrectedForm):
    """Which areas a goal touches, once its wording stays."""

    areas = _areas()


class ProblemForm(PlacingForm):
    """What is in the way, and where it stands."""

    in_their_words = _words("In their words")
    condition = forms.ChoiceField(label="Diagnosis or condition that is known", required=False)
    title = _line("Name of the problem", "Empty: named as the condition is.")
    field_order = ("in_their_words", "condition", "title", "areas", "stage", "part")

    def __init__(self, *args: Any, conditions: Iterable[KnownCondition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = {known.key: known for known in conditions}
        words = self.fields["in_their_words"]
        words.label, words.help_text = f"In {self.called}\u2019s words", f"What does {self.called} say is in the way?"
        now_there, earlier = (
            [(known.key, _condition_words(known)) for known in self.conditions.values() if known.is_active is active]
            for active in (True, False)
        )
        grouped: list[Any] = [("", "None of these")]
        grouped += [("Active", now_there)] if now_there else []
        grouped += [("Earlier", earlier)] if earlier else []
        choice = self.fields["condition"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = grouped
        if not self.conditions:
            del self.fields["condition"]
            self.fields["title"].help_text = ""

    @property
    def chosen(self) -> KnownCondition | None:
        """The condition that was picked."""
        return self.conditions.get(self.cleaned_data.get("condition", ""))


def _condition_words(known: KnownCondition) -> str:
    """The condition with its code."""
    code = f" ({known.coding.system_name} {known.coding.code})" if known.coding.code else ""
    return f"{known.title}{code}"


class CorrectPlacingForm(PlacingForm, CorrectedForm):
    """Where a problem stands, once its wording stays."""

    def __init__(self, *args: Any, found: ThreadProblem, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_it_stands(found), **kwargs)
        self.found = found

    @property
    def said(self) -> dict[str, Any]:
        """Its wording, as it is."""
        return {"title": self.found.title, "coding": self.found.coding, "in_their_words": self.found.in_their_words}


class CorrectProblemForm(ProblemForm, CorrectedForm):
    """A problem as it stands, with the condition that it was named after, also where nobody knows of that any more."""

    def __init__(self, *args: Any, found: ThreadProblem, conditions: Iterable[KnownCondition], **kwargs: Any) -> None:
        there, stands = [*conditions], found.coding
        known = next((one.key for one in there if stands and _is_same(one.coding, stands)), "")
        if stands and not known:
            there.append(KnownCondition(_AS_IT_STANDS, found.title, stands, is_active=True))
        initial = {**_as_it_stands(found), "condition": known or (_AS_IT_STANDS if stands else "")}
        super().__init__(*args, conditions=there, initial=initial, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        typed, known = self.cleaned_data, self.chosen
        coding = known.coding if known and known.coding.code else None
        title = typed["title"] or (known.title if known else "")
        return {"title": title, "coding": coding, "in_their_words": typed["in_their_words"]}


def _is_same(one: Coding, other: Coding) -> bool:
    return (one.system, one.code) == (other.system, other.code)


def _as_it_stands(found: ThreadProblem) -> dict[str, Any]:
    placed = found.placed
    stands = {"areas": list(placed.areas), "part": placed.part, "stage": placed.stage, "revision": found.revision}
    return {**stands, "title": found.title, "in_their_words": found.in_their_words}


class GoalForm(StepForm):
    """What the client wants, said twice."""

    in_their_words = _words("In their words")
    clinical = _words("Clinical", "The same goal, as the team would know that it is reached.")
    areas = _areas()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["in_their_words"]
        words.label, words.help_text = f"In {self.called}\u2019s words", f"What does {self.called} want instead?"

    def begin_with(self, start: Start) -> str:
        """The clinical wording; what they want in their own words is theirs to say."""
        self._copied(clinical=start.words)
        return "clinical"


class CorrectGoalForm(GoalForm, CorrectedForm):
    """A goal as it stands."""


class CloseForm(StepForm):
    """How a part of the plan ended, and each that is still open `under` it."""

    closed_as = _ending("How it ended")

    def __init__(self, *args: Any, under: Collection[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, called in under:
            self.fields[f"part-{key}"] = _ending(called)


class ObjectiveForm(CorrectedForm):
    """A step that can be measured. Names as `careplan.rules.check_objective` knows them."""

    specific = _line("What they will do")
    measure = _line("Measure", "What is counted or rated.")
    target = _line("Target", "Which value is enough.")
    due_on = forms.DateField(
        label="By",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no date. Write it as 2026-10-31."},
    )
    owner = forms.TypedChoiceField(label="Owner", required=False, coerce=int, empty_value=None)
    part = _part()

    def __init__(self, *args: Any, team: Iterable[CareTeamMember], last_on: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["specific"].label = f"What {self.called} will do"
        self.fields["due_on"].help_text = f"Up to {last_on}, when the track ends." if last_on else ""
        owners = {member.staff_id: member.staff.name for member in team}
        choice = self.fields["owner"]
        choice.label, choice.help_text = f"Who sees to it with {self.called}", "Somebody on the care team."
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Choose"), *((str(key), name) for key, name in owners.items())]

    def begin_with(self, start: Start) -> str:
        """What they will do, the measure and the target; the day and who sees to it are this plan's."""
        self._copied(specific=start.words, measure=start.measure, target=start.target)
        return "specific"


class InterventionForm(StepForm):
    """What the program does for the objective: in which group, or by what else."""

    group = forms.ChoiceField(label="By what", required=False)
    title = _line(
        "What is done",
        "Empty: named as the group is, or by its kind. A medication: which, how much, how often, who prescribes it.",
    )
    part = _part()

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, groups, "")
        choice = self.fields["group"]
        assert isinstance(choice, forms.ChoiceField)
        others = [(f"{_MEANS}{one.value}", one.label) for one in Means if one is not Means.GROUP]
        choice.choices = [*_group_choices(groups, "A group that is still to be found"), ("Not in a group", others)]

    @property
    def chosen(self) -> tuple[UUID | None, Means]:
        """The group, or by what else."""
        typed = self.cleaned_data["group"]
        if typed.startswith(_MEANS):
            return None, Means(typed.removeprefix(_MEANS))
        return (UUID(typed) if typed else None), Means.GROUP

    def begin_with(self, start: Start) -> str:
        """What is done, and how where that is said."""
        how = {"group": f"{_MEANS}{start.means}"} if start.means and start.means != Means.GROUP else {}
        self._copied(title=start.words, **how)
        return "title"


class LinkForm(StepForm):
    """The group that carries an intervention."""

    group = forms.ChoiceField(label="Group", required=False)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, groups, "Choose")


def _offer(form: StepForm, groups: Sequence[Group], nothing: str) -> None:
    """The client's groups to choose from; the only one is chosen already."""
    choice = form.fields["group"]
    assert isinstance(choice, forms.ChoiceField)
    choice.choices = _group_choices(groups, nothing)
    choice.initial = str(groups[0].id) if len(groups) == 1 else ""
    if not groups:
        choice.help_text = f"{form.called} belongs to no group yet."


def _group_choices(groups: Sequence[Group], nothing: str) -> list[tuple[str, str]]:
    return [("", nothing), *((str(group.id), group_words(group)) for group in groups)]
