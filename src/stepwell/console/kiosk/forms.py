"""Where a device stands."""

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.domain.catalog.models import Place
from stepwell.domain.people.models import Site


class SetUpForm(forms.Form):
    """A site, or one place of it; read as two ids."""

    where = forms.TypedChoiceField(label="Where it stands", help_text="Whom it lets arrive: everybody, or one room’s.")

    def __init__(self, doors: Sequence[tuple[Site, Sequence[Place]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = []
        for site, places in doors:
            choices.append((f"{site.pk}", f"{site.name}: everybody"))
            choices += [(f"{site.pk}/{one.pk}", f"{site.name}: {one.name}") for one in places]
        field = self.fields["where"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices
        field.coerce = _ids


def _ids(value: str) -> tuple[int, int | None]:
    site, _, place = value.partition("/")
    return int(site), int(place) if place else None
