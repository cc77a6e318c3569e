"""What is asked to estimate a cost. Nothing in it says who somebody is."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stepwell.domain.outreach.rules.dollars import MOST_CENTS, cents
from stepwell.domain.outreach.rules.estimate import MOST_DAYS, MOST_WEEKS, Cover, Plan
from stepwell.domain.people.models import Site

PLANS = [
    (Plan.SELF_PAY.value, _("I pay it myself")),
    (Plan.COPAY.value, _("Insurance, with a copay: so many dollars a day")),
    (Plan.COINSURANCE.value, _("Insurance, with coinsurance: a percentage")),
]
_NEEDED = {Plan.SELF_PAY: (), Plan.COPAY: ("deductible", "copay"), Plan.COINSURANCE: ("deductible", "percent")}


def _dollars(label: Any, help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(MOST_CENTS // 100),
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def _count(label: Any, most: int, initial: int | None = None, *, required: bool = True, least: int = 1) -> Any:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        initial=initial,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CostForm(forms.Form):
    """Days, weeks and the plan. What the plan doesn't need may stay empty."""

    site = forms.ChoiceField(label=_("Where?"))
    days = _count(_("Days a week"), MOST_DAYS, 3)
    weeks = _count(_("Weeks"), MOST_WEEKS, 8)
    plan = forms.ChoiceField(label=_("Who pays?"), choices=PLANS, initial=Plan.SELF_PAY.value)
    deductible = _dollars(
        _("Deductible left this year, in dollars"), _("What you pay before the plan begins to. 0 if it’s met.")
    )
    copay = _dollars(_("Copay for a day, in dollars"), _("With a copay only."))
    percent = _count(_("Coinsurance, in percent"), 100, required=False, least=0)
    most = _dollars(_("Out-of-pocket maximum left this year, in dollars"), _("Leave it empty if you don’t know it."))

    def __init__(self, sites: Sequence[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ids = [str(site.pk) for site in sites]
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(site.pk), site.name) for site in sites]
        if len(sites) == 1:
            del self.fields["site"]

    def clean(self) -> dict[str, Any]:
        """What the chosen plan needs is there."""
        given = self.cleaned_data
        if "plan" in given:
            for name in _NEEDED[Plan(given["plan"])]:
                if name not in self.errors and given.get(name) is None:
                    said = gettext("Write it to go on. It stands on your card or in your plan’s papers.")
                    self.add_error(name, said)
        return given

    @property
    def chosen(self) -> str:
        """The id of the site that was chosen, or of the only one."""
        return str(self.cleaned_data.get("site", self._ids[0]))

    def cover(self) -> Cover:
        """What the rule takes."""
        given = self.cleaned_data
        amounts = {
            name: cents(given[name]) if given[name] is not None else None for name in ("deductible", "copay", "most")
        }
        return Cover(
            plan=Plan(given["plan"]),
            deductible_left=amounts["deductible"] or 0,
            copay=amounts["copay"] or 0,
            percent=given["percent"] or 0,
            most_left=amounts["most"],
        )
