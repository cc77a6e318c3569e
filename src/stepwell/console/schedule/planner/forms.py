"""What the planner is asked for."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from stepwell.domain.catalog.models import Track
from stepwell.domain.people.models import Staff
from stepwell.domain.planner.models import Kind
from stepwell.domain.planner.rules.by_hand import Choices, Place
from stepwell.domain.planner.rules.instance import Leader, Option, Room, moments
from stepwell.kernel.wording import short_day


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AskForm(forms.Form):
    """From when on people join. The others ask for more."""

    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    first_on: forms.Field = _day("They join from")

    def __init__(self, kind: Kind, today: date, data: Any = None, **initial: Any) -> None:
        super().__init__(data, initial={"kind": kind.value, "first_on": today, **initial})
        self.auto_id = f"id_{kind.value}_%s"


class CoverForm(AskForm):
    """Who is away, from when until when."""

    field_order = ("away", "first_on", "last_on")
    away = forms.TypedChoiceField(label="Who is away", coerce=int)
    first_on = _day("First day")
    last_on = _day("Last day")

    def __init__(self, staff: Sequence[Staff], today: date, data: Any = None) -> None:
        super().__init__(Kind.COVER, today, data, last_on=today)
        choices = [("", "Choose somebody"), *((one.pk, one.name) for one in staff)]
        self.fields["away"] = forms.TypedChoiceField(label="Who is away", coerce=int, choices=choices)


class RoomForm(AskForm):
    """From when until when sessions in closed rooms are given another one."""

    field_order = ("first_on", "last_on")
    first_on = _day("First day")
    last_on = _day("Last day")

    def __init__(self, today: date, data: Any = None) -> None:
        super().__init__(Kind.ROOM, today, data, last_on=today + timedelta(days=6))


class ClosedForm(AskForm):
    """Which closed day."""

    def __init__(self, closed: dict[date, str], today: date, data: Any = None) -> None:
        super().__init__(Kind.CLOSED, today, data)
        days = [(day.isoformat(), f"{short_day(day)}: {name}") for day, name in sorted(closed.items())]
        self.fields["first_on"] = forms.TypedChoiceField(
            label="Closed day", coerce=date.fromisoformat, choices=[("", "Choose a day"), *days]
        )


class TermForm(AskForm):
    """From when on, and whose term it is."""

    field_order = ("track", "first_on")
    first_on = _day("It begins on")

    def __init__(self, tracks: Sequence[Track], today: date, data: Any = None) -> None:
        super().__init__(Kind.TERM, today, data)
        choices = [("", "All tracks of the site"), *((one.pk, one.name) for one in tracks)]
        self.fields["track"] = forms.TypedChoiceField(
            label="Track", coerce=int, required=False, empty_value=None, choices=choices
        )


class ByHandForm(forms.Form):
    """Where one placement is put: a time with who leads it and where, or the groups that somebody is in."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, among: Choices, data: Any = None, *, seen: int) -> None:
        now = among.now
        initial = {"option": option_key(now.option), "leader": now.leader, "room": now.room, "groups": [*now.groups]}
        super().__init__(data, initial={"seen": seen, **initial})
        if among.options:
            times = [(option_key(one), moments(one) or "No individual hour") for one in among.options]
            self.fields["option"] = forms.ChoiceField(label="When", choices=times, required=False)
            # without an hour there is nobody who gives it, and no room
            needed = () not in among.options
            leaders, rooms = _named(among.leaders, now.leader), _named(among.rooms, now.room)
            self.fields["leader"] = forms.ChoiceField(label="Led by", choices=leaders, required=needed)
            self.fields["room"] = forms.ChoiceField(label="Room", choices=rooms, required=needed)
        else:
            groups = [(one.key, f"{one.name}, {moments(one.options[0])}") for one in among.groups]
            self.fields["groups"] = forms.MultipleChoiceField(
                label="Groups", choices=groups, required=False, widget=forms.CheckboxSelectMultiple
            )

    @property
    def place(self) -> Place:
        """What was chosen."""
        said = self.cleaned_data
        return Place(
            option_of(said.get("option", "")),
            said.get("leader", ""),
            said.get("room", ""),
            frozenset(said.get("groups", ())),
        )


def option_key(option: Option) -> str:
    """`72-264`, as a form sends it."""
    return "-".join(map(str, option))


def option_of(key: str) -> Option:
    """The same as slots of the week."""
    return tuple(int(one) for one in key.split("-") if one)


def _named(among: Iterable[Leader | Room], now: str) -> list[tuple[str, str]]:
    """By key. Where what it has now isn't among them, it is chosen anew."""
    names = [(one.key, one.name) for one in among]
    return names if now in dict(names) else [("", "Choose"), *names]
