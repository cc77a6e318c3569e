"""What a director fills in about somebody who works here."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from stepwell.console.availability.forms import WEEKDAYS
from stepwell.domain.availability.rules import WorkingWeek, WorkTimes
from stepwell.domain.catalog.rules.load import MOST_CASES, Load, languages_from
from stepwell.domain.people.actions.staff import CREDENTIALS_MOST, NAME_MOST, PHONE_MOST
from stepwell.domain.people.models import Site, Staff
from stepwell.domain.people.rules import VISITORS_REASONS, Reason
from stepwell.kernel.actor import Outside, Role
from stepwell.platform.accounts.lost import Checked

ROLES = [(role.value, role.value.capitalize()) for role in Role]
REASONS = [("", "Choose a reason"), *((reason.value, reason.value.capitalize()) for reason in Reason)]

VISITORS = [(Outside.FAMILY.value, "Family or a friend"), (Outside.REFERRER.value, "Somebody who refers people here")]


def day_field(label: str) -> forms.DateField:
    """A day, as browsers give it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DetailsForm(forms.Form):
    """Name, credentials and phone."""

    name = forms.CharField(label="Name", max_length=NAME_MOST)
    credentials = forms.CharField(
        label="Credentials", max_length=CREDENTIALS_MOST, required=False, help_text="As signed under a note."
    )
    phone = forms.CharField(label="Work phone", max_length=PHONE_MOST, required=False)


class PostForm(forms.Form):
    """A role at a site, from a day on."""

    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *ROLES])
    site = forms.TypedChoiceField(label="Site", coerce=int)
    started_on = day_field("From")

    def __init__(self, sites: Sequence[Site], today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(site.pk, site.name) for site in sites]
        field.initial = sites[0].pk if sites else None
        self.fields["started_on"].initial = today


class HireForm(PostForm, DetailsForm):
    """Somebody new, with the first role."""

    field_order = ("name", "credentials", "email", "phone", "role", "site", "started_on")
    email = forms.EmailField(label="E-mail address", help_text="They log in with it.")


class EndForm(forms.Form):
    """The day from which a role is no longer held, and why."""

    ended_on = day_field("First day without it")
    reason = forms.TypedChoiceField(label="Why", choices=REASONS, coerce=Reason)


class CosignerForm(forms.Form):
    """Who signs beside somebody under supervision."""

    cosigner = forms.TypedChoiceField(
        label="Notes need a co-signature of", required=False, coerce=int, empty_value=None
    )

    def __init__(self, clinicians: Sequence[Staff], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cosigner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Nobody"), *((one.pk, one.name) for one in clinicians)]


class LoadForm(forms.Form):
    """What somebody takes on at one site, and when they work there. Empty is no limit, and any time."""

    weekly_hours = forms.DecimalField(
        label="Hours with people a week, at most",
        required=False,
        min_value=Decimal("0.25"),
        max_value=80,
        decimal_places=2,
        help_text="Empty: no limit.",
    )
    caseload = forms.IntegerField(
        label="People whose own counselor they are, at most",
        required=False,
        min_value=0,
        max_value=MOST_CASES,
        help_text="Empty: no limit.",
    )

    languages = forms.CharField(
        label="Languages they lead in, besides the program’s usual one",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="With commas between them, such as: Spanish, Hmong.",
    )
    from_on = forms.DateField(
        label="From which day on",
        required=False,
        error_messages={"invalid": "This is no date. Write it as 2026-10-06."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Until then it stays as it is.",
    )

    def __init__(
        self, asked: Sequence[str], load: Load, times: WorkTimes, today: date, data: Any = None, *, prefix: str
    ) -> None:
        hours = None if load.weekly_minutes is None else f"{load.weekly_minutes / 60:g}"
        initial: dict[str, Any] = {
            "weekly_hours": hours,
            "caseload": load.caseload,
            "credentials": sorted(load.credentials),
        }
        initial |= {"languages": ", ".join(load.languages), "from_on": today}
        super().__init__(data, initial=initial, prefix=prefix)
        self.today = today
        now = times.on(today)
        self.is_said = now is not None
        self.later = [one for one in times.editions if one.from_on > today]
        for number, name in enumerate(WEEKDAYS):
            for which, position in (("from", 0), ("until", 1)):
                said = now.days[number] if now is not None else None
                self.fields[f"{which}_{number}"] = forms.TimeField(
                    label=f"{name} {which}",
                    required=False,
                    initial=said and said[position],
                    error_messages={"invalid": "This is no time. Write it as 18:00."},
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )
        known = sorted({*asked, *load.credentials})
        self.asks = bool(known)
        self.fields["credentials"] = forms.MultipleChoiceField(
            label="Has what these ask for",
            required=False,
            choices=[(one, one) for one in known],
            widget=forms.CheckboxSelectMultiple,
            help_text="Beside the letters after their name.",
        )

    @property
    def days(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two times of each weekday."""
        return [(self[f"from_{number}"], self[f"until_{number}"]) for number in range(7)]

    def clean(self) -> dict[str, Any]:
        """A weekday has both times or none."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number, name in enumerate(WEEKDAYS):
            begins, ends = said.get(f"from_{number}"), said.get(f"until_{number}")
            if (begins is None) != (ends is None):
                missing = f"{'from' if begins is None else 'until'}_{number}"
                if missing not in self.errors:
                    self.add_error(missing, f"{name} has one time alone. Write both, or none.")
        return said

    def week(self) -> WorkingWeek:
        """When they work, from a day on."""
        said = self.cleaned_data
        hours = [(said[f"from_{number}"], said[f"until_{number}"]) for number in range(7)]
        return WorkingWeek(said["from_on"] or self.today, tuple(one if one[0] is not None else None for one in hours))

    def load(self) -> Load:
        """What was said."""
        said = self.cleaned_data
        hours = said["weekly_hours"]
        minutes = None if hours is None else round(hours * 60)
        return Load(minutes, said["caseload"], frozenset(said["credentials"]), languages_from(said["languages"]))


class ReasonForm(forms.Form):
    """Why a login is closed."""

    reason = forms.TypedChoiceField(label="Why", choices=REASONS, coerce=Reason)


class FilterForm(forms.Form):
    """Whom the list shows."""

    q = forms.CharField(label="Name or e-mail", required=False)
    site = forms.TypedChoiceField(label="Site", required=False, coerce=int, empty_value=None)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any role"), *ROLES])

    def __init__(self, sites: Sequence[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All of mine"), *((site.pk, site.name) for site in sites)]


class VisitorForm(forms.Form):
    """Family or a referrer. Whose family isn't asked: that is a consent's to say."""

    kind = forms.ChoiceField(label="Who they are", choices=[("", "Choose"), *VISITORS])
    name = forms.CharField(label="Name", max_length=NAME_MOST)
    organization = forms.CharField(
        label="Where they work", max_length=NAME_MOST, required=False, help_text="For somebody who refers."
    )
    email = forms.EmailField(label="E-mail address", help_text="They log in with it.")
    site = forms.TypedChoiceField(label="Site", coerce=int)

    def __init__(self, sites: Sequence[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(site.pk, site.name) for site in sites]
        field.initial = sites[0].pk if sites else None


class VisitorReasonForm(forms.Form):
    """Why their login is closed."""

    reason = forms.TypedChoiceField(
        label="Why",
        choices=[("", "Choose a reason"), *((one.value, one.value.capitalize()) for one in VISITORS_REASONS)],
        coerce=Reason,
    )


class WordsForm(forms.Form):
    """Whom the list of visitors shows."""

    q = forms.CharField(label="Name, organization or e-mail", required=False, max_length=NAME_MOST)


class PortalForm(forms.Form):
    """A client's login."""

    email = forms.EmailField(
        label="Their e-mail address",
        help_text="They log in with it, and links to sign in go there. Ask whether anybody else reads it.",
        error_messages={"required": "Write their address.", "invalid": "This is no e-mail address."},
    )


class CheckedForm(forms.Form):
    """How it was made sure that somebody who lost their second step is who they say."""

    checked = forms.TypedChoiceField(
        label="How do you know that it is them?",
        choices=[(one.name.lower(), one.value) for one in Checked],
        coerce=lambda value: Checked[value.upper()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )
