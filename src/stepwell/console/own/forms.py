"""What the pages of somebody's own sessions send."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.console.availability.forms import despite_field
from stepwell.console.groups.forms import choice_field, day_field, time_field
from stepwell.domain.catalog.models import Service
from stepwell.domain.catalog.rules.services import ServiceKind
from stepwell.domain.people.models import Client
from stepwell.domain.week.queries.own import OwnChoices
from stepwell.domain.week.rules.own import LONGEST, MOST_WEEKS, SHORTEST, USUAL_MINUTES, Relative


class FamilyForm(forms.Form):
    """Who of the family comes. Whom no consent names shows, and can't be chosen."""

    def __init__(self, relatives: Sequence[Relative], chosen: frozenset[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"] = family_field(relatives, chosen)


class PlanForm(forms.Form):
    """Once, or every week: what, with whom, where, when."""

    how_often = forms.ChoiceField(
        label="How often",
        choices=[("weekly", "Every week"), ("once", "Once")],
        widget=forms.RadioSelect,
        initial="weekly",
    )
    first_on = day_field("Day", "Every week: the first one, on this weekday.")
    starts_at_time = time_field("Begins at", "On the site’s clock.")
    minutes = forms.IntegerField(
        label="Minutes", initial=USUAL_MINUTES, min_value=SHORTEST, max_value=LONGEST, widget=forms.NumberInput
    )
    weeks = forms.IntegerField(
        label="For how many weeks",
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        help_text="Empty: until their stay is planned to end. It ends then in any case.",
    )

    despite = despite_field("They meet then all the same, because")

    def __init__(self, choices: OwnChoices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = choice_field("What", choices.services, words=_service_words)
        self.fields["leader"] = choice_field("With whom", choices.leaders, words=lambda one: one.name)
        self.fields["place"] = choice_field("Where", choices.places, words=lambda one: f"{one.name}, {one.seats} seats")
        self.fields["family"] = family_field(choices.relatives, frozenset())

    @property
    def wanted_weeks(self) -> int | None:
        """None for once."""
        if self.cleaned_data["how_often"] == "once":
            return None
        weeks: int | None = self.cleaned_data["weeks"]
        return MOST_WEEKS if weeks is None else weeks


class EndForm(forms.Form):
    """From when on there are no more."""

    ends_on = day_field("No more from this day on", "What was planned from then on is canceled.")


class WhoForm(forms.Form):
    """For whom something is planned."""

    def __init__(self, clients: Sequence[Client], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", "Choose one"), *((str(one.pk), one.name) for one in clients)]
        self.fields["client"] = forms.TypedChoiceField(label="For whom", choices=names)


def family_field(relatives: Sequence[Relative], keep: frozenset[int]) -> forms.TypedMultipleChoiceField:
    """Those whom a consent in force names, and those who were asked along already."""
    able = [one for one in relatives if one.may_come or one.recipient_id in keep]
    return forms.TypedMultipleChoiceField(
        label="Who of the family comes",
        coerce=int,
        choices=[(one.recipient_id, one.name if one.may_come else f"{one.name}, consent has ended") for one in able],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list: a consent in force names them."},
    )


def _service_words(service: Service) -> str:
    kinds = {ServiceKind.FAMILY: "with family", ServiceKind.OTHER: "other"}
    kind = kinds.get(ServiceKind(service.kind), "")
    return f"{service.name} ({kind})" if kind else service.name
