"""Forms of a warm handover and of what somebody has meanwhile. What it means, the actions decide."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms

from stepwell.console.admissions.way_forms import date_field, line_field, time_field, words_field
from stepwell.domain.admissions.models import HandoverCall
from stepwell.domain.admissions.rules.handover import Answer, Call, Going
from stepwell.domain.admissions.rules.meanwhile import Interim, InterimKind
from stepwell.kernel.wording import short_day


class CallForm(forms.Form):
    """One place that was asked."""

    place = line_field("Place", "The program or hospital, by its own name.")
    phone = line_field("Their number")
    answer = forms.ChoiceField(
        label="What they said", choices=[(one.value, one.label) for one in Answer], widget=forms.RadioSelect
    )
    room_on = date_field("From which day", required=False)
    spoke = line_field("Who spoke with whom", "Both names: whoever called, and whoever answered.")
    words = words_field("What else they said", "Such as what to bring, or when to call again.", rows=2)
    called_on = date_field("Day of the call")
    called_time = time_field("Time")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs["list"] = "known-places"

    def call(self, zone: ZoneInfo) -> Call:
        """What was typed."""
        typed = self.cleaned_data
        return Call(
            place=typed["place"],
            phone=typed["phone"],
            answer=Answer(typed["answer"]),
            room_on=typed["room_on"],
            spoke=typed["spoke"],
            words=typed["words"],
            called_at=datetime.combine(typed["called_on"], typed["called_time"], zone),
        )


class GoingForm(forms.Form):
    """The way there."""

    call_id = forms.TypedChoiceField(label="Where they go", coerce=int, widget=forms.RadioSelect)
    arrives_on = date_field("Day they arrive", required=False)
    how = line_field("How they get there", "Who drives, who goes along, what they bring.")
    agreed = forms.BooleanField(
        label="The person agreed that we hand them over there, and that we ask whether they arrived", required=False
    )

    def __init__(self, takers: Sequence[HandoverCall], today: date, *args: Any, **kwargs: Any) -> None:
        if takers:
            on = max(takers[0].room_on or today, today)
            kwargs.setdefault("initial", {"call_id": takers[0].pk, "arrives_on": on})
        super().__init__(*args, **kwargs)
        field = self.fields["call_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.pk, f"{one.place}, from {short_day(one.room_on)}" if one.room_on else one.place) for one in takers
        ]

    def going(self) -> Going:
        """What was typed."""
        typed = self.cleaned_data
        return Going(typed["arrives_on"], typed["how"], typed["agreed"])


class MeanwhileForm(forms.Form):
    """One thing that was given."""

    kind = forms.ChoiceField(
        label="What they were given", choices=[(one.value, one.label) for one in InterimKind], widget=forms.RadioSelect
    )
    given_on = date_field("Day")
    words = words_field("In words", "By whom, where, or what was agreed.", rows=2)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def interim(self) -> Interim:
        """What was typed."""
        typed = self.cleaned_data
        return Interim(InterimKind(typed["kind"]), typed["given_on"], typed["words"])
