"""What the screens of team meetings send."""

from calendar import day_name
from collections.abc import Sequence

from django import forms

from stepwell.domain.people.models import Staff
from stepwell.domain.team.models import MeetingDay, MeetingItem
from stepwell.domain.team.rules.minutes import ASK_MOST, NOTE_MOST, WORDS_MOST, DecisionDraft


class DayForm(forms.Form):
    """When a site's team meets."""

    site = forms.IntegerField(widget=forms.HiddenInput)
    weekday = forms.TypedChoiceField(label="Day", coerce=int, choices=list(enumerate(day_name)))
    starts_at_time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, data: object, *, site_id: int, day: MeetingDay | None) -> None:
        initial: dict[str, object] = {"site": site_id}
        if day is not None:
            initial |= {"weekday": day.weekday, "starts_at_time": day.starts_at_time}
        super().__init__(data, initial=initial, auto_id=f"id_{site_id}_%s")  # type: ignore[arg-type]  # Django's own


class ThereForm(forms.Form):
    """Who was there."""

    attendance = forms.TypedMultipleChoiceField(
        label="Who is here", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: object, *, staff: Sequence[Staff], there: Sequence[Staff]) -> None:
        super().__init__(data, initial={"attendance": [one.pk for one in there]})  # type: ignore[arg-type]
        known = {one.pk: one for one in (*staff, *there)}
        choices = [
            (one.pk, f"{one.name}, {one.credentials}" if one.credentials else one.name) for one in known.values()
        ]
        self.fields["attendance"].choices = choices  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """What was said about one person."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(
        label="What was said",
        required=False,
        max_length=NOTE_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Empty: the meeting hasn’t come to them.",
    )
    plan_reviewed = forms.BooleanField(
        label="We went through the plan",
        required=False,
        help_text="The next review counts from today.",
    )

    def __init__(self, data: object, *, item: MeetingItem) -> None:
        told = {"revision": item.revision, "note": item.note, "plan_reviewed": item.plan_reviewed}
        super().__init__(data, initial=told)  # type: ignore[arg-type]


class DecisionForm(forms.Form):
    """Who does what until when."""

    words = forms.CharField(label="What was decided", max_length=WORDS_MOST)
    owner = forms.TypedChoiceField(label="Who does it", coerce=int)
    due_on = forms.DateField(label="By", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    is_plan = forms.BooleanField(
        label="It changes the plan", required=False, help_text="It stands on the plan’s page until it is done."
    )

    def __init__(self, data: object, *, staff: Sequence[Staff], owner_id: int | None = None) -> None:
        super().__init__(data, initial={"owner": owner_id}, auto_id="id_decision_%s")  # type: ignore[arg-type]
        choices = [("", "Choose"), *((one.pk, one.name) for one in staff)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def draft(self) -> DecisionDraft:
        """As typed."""
        typed = self.cleaned_data
        return DecisionDraft(typed["words"], typed["owner"], typed["due_on"])


class AddedForm(forms.Form):
    """An addendum."""

    words = forms.CharField(label="What is to be added", max_length=NOTE_MOST, widget=forms.Textarea(attrs={"rows": 3}))


class AskForm(forms.Form):
    """Why the team should talk about somebody."""

    words = forms.CharField(
        label="Put on the next agenda", max_length=ASK_MOST, help_text="Say what the team should talk about."
    )
