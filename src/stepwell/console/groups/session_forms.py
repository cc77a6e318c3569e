"""What the pages send that join two sessions of a day, or split one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from stepwell.console.availability.forms import LED_DESPITE, despite_field
from stepwell.console.groups.forms import by_name, choice_field, day_field, weekday_words, with_seats
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import Enrollment, Series
from stepwell.domain.week.queries.groups import Choices
from stepwell.domain.week.queries.joining import Beside
from stepwell.kernel.wording import end_clock


class JoinSessionForm(forms.Form):
    """Which session takes its people in."""

    despite = despite_field(LED_DESPITE)

    def __init__(self, beside: Sequence[Beside], data: Any = None) -> None:
        super().__init__(data)
        self.fields["into"] = forms.TypedChoiceField(
            label="They sit with",
            coerce=UUID,
            choices=[(str(one.session.pk), _words(one)) for one in beside],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose a session.", "invalid_choice": "Choose one of these."},
        )


class SplitForm(forms.Form):
    """Who goes to the second room, which one it is, and who leads there."""

    despite = despite_field(LED_DESPITE)

    def __init__(self, people: Sequence[Client], choices: Choices, data: Any = None) -> None:
        super().__init__(data)
        self.fields["people"] = forms.TypedMultipleChoiceField(
            label="Who goes to the second room",
            coerce=UUID,
            choices=[(str(one.pk), one.name) for one in people],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose who goes.", "invalid_choice": "Choose of these."},
        )
        self.fields["place"] = choice_field("Second room", choices.places, words=with_seats)
        self.fields["leader"] = choice_field("Led by", choices.leaders, words=by_name)


def _words(one: Beside) -> str:
    """`Family group, 18:00 to 21:15, Room 3, Tess Brandt: 4 of 10 seats`"""
    return (
        f"{one.session.series.name}, {one.starts_at:%H:%M} to {end_clock(one.starts_at, one.ends_at)}, "
        f"{one.session.place.name}, "
        f"{one.session.leader.name}: {one.seated} of {one.seats} seats"
    )


class MergeForm(forms.Form):
    """Which group takes everybody in, and from which day on."""

    from_on = day_field("From", "Until then both go on as they are.")
    despite = despite_field(LED_DESPITE)

    def __init__(self, others: Sequence[Series], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["into"] = forms.TypedChoiceField(
            label="They join",
            coerce=UUID,
            choices=[(str(one.pk), _group_words(one)) for one in others],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose a group.", "invalid_choice": "Choose one of these."},
        )
        self.order_fields(["into", "from_on"])


class SplitSeriesForm(forms.Form):
    """Who goes, from which day on, and where and with whom they meet then."""

    from_on = day_field("From", "Until then they stay together.")
    despite = despite_field(LED_DESPITE)
    name = forms.CharField(
        label="Name of the second group", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, members: Sequence[Enrollment], choices: Choices, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = {"place": choices.places, "leader": choices.leaders}
        self.fields["people"] = forms.TypedMultipleChoiceField(
            label="Who goes",
            coerce=int,
            choices=[(one.pk, one.client.name) for one in members],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose who goes.", "invalid_choice": "Choose of these."},
        )
        self.fields["place"] = choice_field("Room", choices.places, words=with_seats)
        self.fields["leader"] = choice_field("Led by", choices.leaders, words=by_name)
        self.order_fields(["people", "from_on", "name", "place", "leader"])

    def asked(self) -> dict[str, Any]:
        """What `split_series` takes."""
        typed = self.cleaned_data
        chosen = {name: next(row for row in rows if row.pk == typed[name]) for name, rows in self.rows.items()}
        plain = {name: typed[name] for name in ("from_on", "name", "despite")}
        return {"enrollment_ids": typed["people"], **plain, **chosen}


def _group_words(one: Series) -> str:
    return f"{one.name}, {weekday_words(one.weekdays)} {one.starts_at_time:%H:%M}, {one.place.name}, {one.leader.name}"
