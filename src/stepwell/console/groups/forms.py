"""What the pages of a group send."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from stepwell.console.availability.forms import LED_DESPITE, despite_field
from stepwell.domain.catalog.rules.load import LANGUAGE_MOST
from stepwell.domain.people.models import Client
from stepwell.domain.week.models import ApartKind, CancelReason, Session
from stepwell.domain.week.queries.groups import Choices
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.domain.week.rules.recurrence import MOST_WEEKS
from stepwell.kernel.calendar import EARLIEST_ON, LATEST_ON

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_SEATS = 200


def _in_reach(day: date) -> None:
    if not EARLIEST_ON < day < LATEST_ON:
        raise forms.ValidationError("This date is too far away.")


def weekday_words(weekdays: Collection[int]) -> str:
    """`Mon, Tue, Thu`"""
    return ", ".join(WEEKDAYS[day][:3] for day in sorted(weekdays))


def day_field(label: str, help_text: str = "") -> forms.DateField:
    """A day that date arithmetic can reach."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        error_messages={"required": "The day is missing.", "invalid": "This is no date. Write it as 2026-10-06."},
        validators=[_in_reach],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def time_field(label: str, help_text: str = "") -> forms.TimeField:
    """A time on the site's clock."""
    return forms.TimeField(
        label=label,
        help_text=help_text,
        error_messages={"required": "The time is missing.", "invalid": "This is no time. Write it as 18:00."},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def weekday_field(label: str, help_text: str = "") -> forms.TypedMultipleChoiceField:
    """Some days of the week."""
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text=help_text,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."},
    )


def choice_field(label: str, rows: Sequence[Any], *, words: Any = str, first: bool = False) -> forms.TypedChoiceField:
    """One of these rows by its number."""
    choices: list[tuple[Any, str]] = [(row.pk, words(row)) for row in rows]
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        choices=choices if first else [("", "Choose one"), *choices],
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
    )


def language_field() -> forms.CharField:
    """In which language a group is held."""
    return forms.CharField(
        label="Held in",
        max_length=LANGUAGE_MOST,
        required=False,
        help_text="Empty: the program’s usual language.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LanguageForm(forms.Form):
    """In which language the group is held from now on."""

    language = language_field()


class StartForm(forms.Form):
    """A new group. The rows that were chosen come back as they are."""

    name = forms.CharField(
        label="Name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text="Names nobody."
    )
    weekdays = weekday_field("Days")
    starts_at_time = time_field("Begins at")
    first_on = day_field("First day", "The group meets from this day on.")
    weeks = forms.IntegerField(
        label="For how many weeks",
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        help_text="Leave it empty for a group that goes on until somebody ends it.",
    )
    capacity = forms.IntegerField(label="Seats", min_value=1, max_value=MOST_SEATS, initial=10)
    language = language_field()
    despite = despite_field(LED_DESPITE)

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = {
            "track": choices.tracks,
            "service": choices.services,
            "template": choices.templates,
            "leader": choices.leaders,
            "place": choices.places,
        }
        labels = {"track": "Track", "service": "Service", "template": "Day", "leader": "Leader", "place": "Place"}
        for name, rows in self._rows.items():
            words = with_seats if name == "place" else by_name
            self.fields[name] = choice_field(labels[name], rows, words=words)

    def chosen(self) -> dict[str, Any]:
        """What `start_series` takes."""
        found = dict(self.cleaned_data)
        for name, rows in self._rows.items():
            found[name] = next(row for row in rows if row.pk == found[name])
        return found


class JoinForm(forms.Form):
    """Who joins, from which day on."""

    def __init__(self, candidates: Sequence[Client], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["client"] = forms.TypedChoiceField(
            label="Who",
            choices=[("", "Choose one"), *((str(one.pk), one.name) for one in candidates)],
            error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
        )
        self.fields["joined_on"] = day_field("From")
        self.fields["joined_on"].initial = today
        self.fields["despite"] = despite_field()

    def clean_joined_on(self) -> date:
        """What is past stays as it was."""
        chosen: date = self.cleaned_data["joined_on"]
        if chosen < self.today:
            raise forms.ValidationError("This day has passed. Choose today or a later one.")
        return chosen


class WaitForm(forms.Form):
    """Who waits for a seat, and why before others."""

    def __init__(self, candidates: Sequence[Client], data: Any = None) -> None:
        super().__init__(data, auto_id="id_wait_%s")
        self.fields["client"] = forms.TypedChoiceField(
            label="Who",
            choices=[("", "Choose one"), *((str(one.pk), one.name) for one in candidates)],
            error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
        )
        self.fields["ahead_reason"] = forms.CharField(
            label="Before others, because",
            required=False,
            max_length=200,
            help_text="Leave it empty for the fair order, by since when somebody waits.",
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


class ConfirmForm(forms.Form):
    """From which day on the held seat is theirs."""

    joined_on = day_field("From")
    despite = despite_field()


class PassForm(forms.Form):
    """Why the seat goes to the next."""

    reason = forms.CharField(
        label="Why",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words why."},
    )


class LeaveForm(forms.Form):
    """The last day on which somebody comes."""

    last_on = day_field("Last day", "They come on this day still. Their places after it are free.")

    @property
    def left_on(self) -> date:
        """The first day without them."""
        last_on: date = self.cleaned_data["last_on"]
        return last_on + timedelta(days=1)


class ChangeForm(forms.Form):
    """What becomes different, and for how many sessions. It begins with the session as it is."""

    starts_at_time = time_field("Begins at")
    despite = despite_field(LED_DESPITE)

    def __init__(
        self, choices: Choices, session: Session, weekdays: Sequence[int], scopes: Sequence[Scope], data: Any
    ) -> None:
        starts = session.starts_at.astimezone(ZoneInfo(session.site.zone)).time()
        initial = {"starts_at_time": starts, "place": session.place_id, "leader": session.leader_id}
        is_own = session.series.is_own
        scope = Scope.LATER if is_own and len(scopes) > 1 else Scope.ONE
        super().__init__(data, initial={**initial, "weekdays": list(weekdays), "scope": scope.value})
        self.session, self.starts, self.meets_on = session, starts, tuple(weekdays)
        self.fields["place"] = choice_field("Place", choices.places, words=with_seats, first=True)
        if choices.leaders:
            self.fields["leader"] = choice_field("Leader", choices.leaders, words=by_name, first=True)
        if len(scopes) > 1:
            goes_on = "One day of the week." if is_own else "For a group that goes on, as many days as before."
            self.fields["weekdays"] = weekday_field("Days", f"{goes_on} One session alone is moved by itself.")
            self.fields["weekdays"].required = False
        self.fields["scope"] = forms.ChoiceField(
            label="For",
            choices=[(one.value, one.label) for one in scopes],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose for which sessions.", "invalid_choice": "Choose one of these."},
        )

    @property
    def scope(self) -> Scope:
        """How far it reaches."""
        return Scope(self.cleaned_data["scope"])

    def change(self) -> Change:
        """What differs from the session as it is."""
        typed = self.cleaned_data
        return Change(
            _other(typed["starts_at_time"], self.starts),
            _other(typed["place"], self.session.place_id),
            _other(typed.get("leader", self.session.leader_id), self.session.leader_id),
            _other(tuple(sorted(typed["weekdays"])), self.meets_on) if typed.get("weekdays") else None,
        )


class CancelForm(forms.Form):
    """Why it doesn't take place."""

    reason = forms.ChoiceField(
        label="Why",
        choices=[(one.value, one.label) for one in CancelReason if one is not CancelReason.ENDED],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why."},
    )


class EndForm(forms.Form):
    """The last day on which it may meet."""

    last_on = day_field("Last day", "It meets on this day still. Later sessions are canceled.")

    @property
    def ends_on(self) -> date:
        """The first day without it."""
        last_on: date = self.cleaned_data["last_on"]
        return last_on + timedelta(days=1)


class ApartForm(forms.Form):
    """Whom somebody isn't to meet, and why."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=ApartKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )
    why = forms.CharField(
        label="Why",
        max_length=2000,
        help_text="Shows only to who may see both people.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence why."},
    )

    def __init__(self, others: Sequence[Client], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.TypedChoiceField(
            label="From whom",
            coerce=UUID,
            choices=[("", "Choose one"), *((str(one.pk), one.name) for one in others)],
            help_text="Somebody of this site whom you may see.",
            error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
        )


def _other(typed: Any, was: Any) -> Any:
    """What was typed, where it is something else."""
    return None if typed == was else typed


def by_name(row: Any) -> str:
    """Its name."""
    return str(row.name)


def with_seats(row: Any) -> str:
    """`Room 3, 14 seats`"""
    return f"{row.name}, {row.seats} seats"
