"""The program's words and its rates, as staff type them."""

from decimal import Decimal
from typing import Any

from django import forms

from stepwell.domain.outreach.actions import Content
from stepwell.domain.outreach.models import AMOUNTS, PLACES, Edition
from stepwell.domain.outreach.rules.dollars import cents

_HINTS = {
    "about": "Who runs it, since when, what you stand for.",
    "day": "When a day begins and ends, what happens in it.",
    "populations": "Whom you are set up for.",
    "languages": "Which languages people here speak, and whether interpreters come.",
    "cost": "Insurance you take, discounts, help with costs.",
    "reach": "Address, bus, parking, ramps, who picks up the phone and when.",
}


def _words(name: str) -> forms.CharField:
    return forms.CharField(
        label=PLACES[name], help_text=_HINTS[name], required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def _rate(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        decimal_places=2,
        min_value=Decimal(0),
        max_digits=9,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class WordsForm(forms.Form):
    """What an edition says. `revision` is the one that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    about = _words("about")
    day = _words("day")
    populations = _words("populations")
    languages = _words("languages")
    cost = _words("cost")
    reach = _words("reach")
    rate_day = _rate("A day, in dollars")
    rate_assessment = _rate("The assessment, in dollars")
    rate_individual = _rate("An individual session, in dollars")
    rates_from = forms.DateField(
        label="These rates count from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def content(self) -> Content:
        """What the action takes."""
        given: dict[str, Any] = {name: said for name, said in self.cleaned_data.items() if name != "revision"}
        for name in AMOUNTS:
            given[name] = None if given[name] is None else cents(given[name])
        return Content(**given)


def as_typed(edition: Edition | None, revision: int) -> dict[str, Any]:
    """What the form begins with: the draft, or what was published last."""
    typed: dict[str, Any] = {"revision": revision}
    if edition is not None:
        typed |= {name: getattr(edition, name) for name in (*PLACES, "rates_from")}
        for name in AMOUNTS:
            amount = getattr(edition, name)
            typed[name] = None if amount is None else f"{Decimal(amount) / 100:.2f}"
    return typed
