"""What an instrument's page sends: one choice per question, and what the page had shown."""

from typing import Any
from uuid import UUID

from django import forms

from stepwell.domain.measures.rules import Instrument
from stepwell.kernel.errors import Refusal

Answered = dict[str, int]


class SheetForm(forms.Form):
    """The fields of an instrument, made from its items. None is required: a few answers may be saved alone."""

    sheet = forms.UUIDField(required=False)
    version = forms.CharField(max_length=40, required=False)
    seen = forms.JSONField(required=False)
    keep = forms.RegexField(r"\w+:\d+", required=False)
    remove = forms.CharField(max_length=40, required=False)

    def __init__(self, instrument: Instrument, data: Any) -> None:
        super().__init__(data)
        self.instrument = instrument
        for item in instrument.items:
            choices = [(str(option.value), option.label) for option in item.options]
            self.fields[item.id] = forms.TypedChoiceField(
                label=item.text, choices=choices, coerce=int, empty_value=None, required=False
            )

    def read(self) -> "SheetForm":
        """Clean what came; what can't be read is left out, is among `odd`, and the page shows the question open."""
        self.is_valid()
        return self

    @property
    def answers(self) -> Answered:
        """Item id to value, of the questions that came with an answer."""
        given = ((item.id, self.cleaned_data.get(item.id)) for item in self.instrument.items)
        return {item: value for item, value in given if isinstance(value, int)}

    @property
    def odd(self) -> tuple[Refusal, ...]:
        """What came for a question and is none of its answers, each at its question."""
        items = (item.id for item in self.instrument.items if item.id in self.errors)
        return tuple(Refusal("This isn't one of the answers.", item, "Choose one.") for item in items)

    @property
    def sent(self) -> Answered:
        """Every field that could be an answer to some text of this instrument, as it came."""
        others = {*SheetForm.base_fields, "verb", "note", "in", "csrfmiddlewaretoken"}
        came = ((name, str(self.data.get(name))) for name in self.data if name not in others)
        return {name: int(value) for name, value in came if value.isascii() and value.isdigit() and len(value) < 5}

    @property
    def seen_answers(self) -> Answered:
        """What the page had shown. A conflict that was decided in one's own favor counts as seen."""
        sent = self.cleaned_data.get("seen")
        seen = {item: value for item, value in sent.items() if isinstance(value, int)} if isinstance(sent, dict) else {}
        keep: str = self.cleaned_data.get("keep") or ""
        if keep:
            item, _, value = keep.partition(":")
            seen[item] = int(value)
        return seen

    @property
    def sheet_id(self) -> UUID | None:
        """The page's own sheet."""
        found: UUID | None = self.cleaned_data.get("sheet")
        return found

    @property
    def item_to_remove(self) -> str:
        """The question whose answer is taken back."""
        return self.cleaned_data.get("remove") or ""


class ReviewForm(forms.Form):
    """What came of a safety answer."""

    note = forms.CharField(
        label="What you found and did", widget=forms.Textarea(attrs={"rows": 3}), required=False, strip=True
    )
