"""What a group's screens send: a row of the roll, the shared block, a note."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from stepwell.domain.week.rules.roll import AttendanceStatus, TypedPair
from stepwell.domain.week.rules.sections import MOST_SECTIONS

MOST_PAIRS = 6
MOST_WORDS = 20_000
MOST_COMPANY = 40


def typed_pairs(data: QueryDict, suffix: str = "") -> list[TypedPair]:
    """The times of one row in order: `in_time_1`, `out_time_1`, and so on; with `suffix` where rows share a form."""
    return [
        TypedPair(data.get(f"in_time_{n}{suffix}", "")[:8], data.get(f"out_time_{n}{suffix}", "")[:8])
        for n in range(1, MOST_PAIRS + 1)
        if f"in_time_{n}{suffix}" in data or f"out_time_{n}{suffix}" in data
    ]


def typed_status(data: QueryDict, name: str = "status") -> AttendanceStatus | None:
    """The status that was chosen: a button's comes after the row's own, and the last one counts."""
    try:
        return AttendanceStatus(data.get(name, ""))
    except ValueError:
        return None


def seen_at(data: QueryDict, name: str = "seen_at") -> datetime | None:
    """When the row on the screen was recorded; None where it hadn't been, or where the field holds something else."""
    try:
        instant = parse_datetime(data.get(name, ""))
    except ValueError:
        return None
    return instant if instant is not None and instant.tzinfo is not None else None


class SharedForm(forms.Form):
    """What was done, the same for all."""

    topic = forms.CharField(label="Topic", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    method = forms.CharField(
        label="Method", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    shared_note = forms.CharField(
        label="What was done",
        required=False,
        max_length=MOST_WORDS,
        help_text="The same for everybody. Name nobody here.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NoteForm(forms.Form):
    """One person's own response; or, where the note has sections, their words in order and who else was there."""

    response = forms.CharField(required=False, max_length=MOST_WORDS, strip=False)
    objective = forms.UUIDField(required=False)
    revision = forms.IntegerField(min_value=0)

    def clean(self) -> dict[str, Any]:
        """The fields that come several times."""
        said = super().clean() or self.cleaned_data
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        sections, company = data.getlist("section")[:MOST_SECTIONS], data.getlist("company")[:MOST_COMPANY]
        if sum(map(len, sections)) > MOST_WORDS:
            self.add_error(None, f"This is longer than {MOST_WORDS} letters.")
        return said | {"sections": sections, "company": company}

    @property
    def objective_id(self) -> UUID | None:
        """The chosen objective, if one was."""
        chosen: UUID | None = self.cleaned_data["objective"]
        return chosen
