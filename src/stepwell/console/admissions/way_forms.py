"""Forms of the way to a start and of the ways out. They check what was typed; what it means, the actions decide."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from stepwell.domain.admissions.actions.protocol import COLUMNS
from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.admissions.rules.benefits import Benefits, Pays
from stepwell.domain.admissions.rules.closing import AttemptOutcome, Channel, Handover, Way
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.waitlist import Group
from stepwell.domain.catalog.models import Track
from stepwell.domain.people.models import Staff

_DATE = {"type": "date"}
_TIME = {"type": "time"}


def date_field(label: str, *, required: bool = True) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"))


def time_field(label: str, *, required: bool = True) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))


def words_field(label: str, help_text: str = "", *, rows: int = 3) -> forms.CharField:
    """Some lines of text; empty unless a rule asks for it."""
    return forms.CharField(
        label=label, required=False, help_text=help_text, max_length=2000, widget=forms.Textarea(attrs={"rows": rows})
    )


def line_field(label: str, help_text: str = "") -> forms.CharField:
    """One line of text; empty unless a rule asks for it."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class BenefitsForm(forms.Form):
    """Who pays, and what was found."""

    pays = forms.ChoiceField(
        label="Who pays", choices=[(one.value, one.label) for one in Pays], widget=forms.RadioSelect
    )
    payer = line_field("Payer", "As it stands on the card.")
    plan = line_field("Type of plan", "As the payer calls it, such as HMO.")
    found = words_field("What was found", "What the payer said, or what was agreed. Where no check is needed: why.")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def benefits(self) -> Benefits:
        """What was typed."""
        typed = self.cleaned_data
        return Benefits(Pays(typed["pays"]), typed["payer"], typed["plan"], typed["found"])


class ScheduleForm(forms.Form):
    """The track and the first day."""

    track_id = forms.TypedChoiceField(label="Track", coerce=int, widget=forms.RadioSelect)
    start_on = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date", "list": "start-dates"}, format="%Y-%m-%d")
    )
    seen_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, tracks: Sequence[tuple[object, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = tracks


class AttemptForm(forms.Form):
    """One time that somebody tried to reach them."""

    tried_on = date_field("Day")
    tried_time = time_field("Time")
    channel = forms.ChoiceField(label="How", choices=[(one.value, one.value.capitalize()) for one in Channel])
    outcome = forms.ChoiceField(
        label="What came of it", choices=[(one.value, one.value.capitalize()) for one in AttemptOutcome]
    )

    def tried_at(self, zone: ZoneInfo) -> datetime:
        """The instant, by the site's clock."""
        return datetime.combine(self.cleaned_data["tried_on"], self.cleaned_data["tried_time"], zone)


class CloseForm(forms.Form):
    """Which way out, and what it needs."""

    way = forms.ChoiceField(
        label="How does it end?", choices=[(one.value, one.label) for one in Way], widget=forms.RadioSelect
    )
    reason = words_field(
        "Why",
        "In their words, as far as they said. Needed where they decided not to start, or end with education alone.",
    )
    handed_to = line_field("Referred to", "The program or the person. For a referral alone, as is all below.")
    spoke = line_field("Who spoke with whom", "Both names: whoever called, and whoever answered.")
    handed_on = date_field("Day they spoke", required=False)
    handed_time = time_field("Time", required=False)
    agreed = forms.BooleanField(label="The person agreed to this handover", required=False)

    def handover(self, zone: ZoneInfo) -> Handover:
        """What was typed about it."""
        typed = self.cleaned_data
        on, at = typed["handed_on"], typed["handed_time"]
        when = datetime.combine(on, at, zone) if on and at else None
        return Handover(typed["handed_to"], typed["spoke"], when, typed["agreed"])


class ReopenForm(forms.Form):
    """Why it is open again."""

    reason = words_field("Why it is open again", "Such as: they called back, or a plan accepted them.")


class OwnerForm(forms.Form):
    """Whose it is."""

    owner = forms.TypedChoiceField(label="Owner", coerce=int)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, enquiry: Enquiry, staff: Sequence[Staff], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"owner": enquiry.owner_id})
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose somebody"), *((one.pk, one.name) for one in staff)]


class WaitForm(forms.Form):
    """Which line."""

    track_id = forms.TypedChoiceField(label="Track", coerce=int)
    group = forms.ChoiceField(
        label="Priority group",
        choices=[(one.value, one.label) for one in reversed(Group)],
        help_text="It changes the order only where the site keeps priority groups.",
    )

    def __init__(self, tracks: Sequence[Track], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose a track"), *((one.pk, one.name) for one in tracks)]


class OfferForm(forms.Form):
    """A place is offered; out of order with a reason."""

    reason = words_field("Why before others", "Needed where somebody else is first in the line. It is kept.", rows=2)


class ProtocolForm(forms.Form):
    """A site's clocks."""

    screen_hours = forms.IntegerField(label="Hours until screening is finished")
    benefits_hours = forms.IntegerField(label="Hours from there until benefits are checked")
    assess_hours = forms.IntegerField(label="Hours from there until the assessment is finished")
    place_hours = forms.IntegerField(label="Hours from there until a level is decided")
    schedule_hours = forms.IntegerField(label="Hours from there until a first day is chosen")
    attempts = forms.IntegerField(label="Attempts before somebody counts as unreachable")
    attempt_days = forms.IntegerField(label="Days since the first of these attempts")
    keeps_groups = forms.BooleanField(
        label="Priority groups come first on the waitlist",
        required=False,
        help_text="For a program that takes block grant money (42 U.S.C. 300x-27, 45 CFR 96.126). Check the order with "
        "your state: pregnant and injects, pregnant, injects, everybody else.",
    )
    edition = forms.TypedChoiceField(
        label="Edition of the ASAM Criteria that a placement begins in",
        choices=[(one.value, one.label) for one in Edition],
        coerce=Edition,
        help_text="A placement can be rated in the other one too. Those that are there keep theirs.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def values(self) -> dict[str, int]:
        """The numbers, by column."""
        return {name: self.cleaned_data[name] for name in COLUMNS}
