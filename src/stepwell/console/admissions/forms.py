"""Forms of admissions. They check what was typed; what it means, the actions decide."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms

from stepwell.domain.people.models import Site


class _AtSite(forms.Form):
    """A form that asks for the site, where the actor works at more than one."""

    site = forms.ChoiceField(label="Site")

    def __init__(self, sites: Sequence[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sites = {str(site.pk): site for site in sites}
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, site.name) for pk, site in self._sites.items()]
        if len(sites) == 1:
            del self.fields["site"]

    @property
    def chosen_site(self) -> Site:
        """The site that was chosen, or the only one."""
        chosen = self.cleaned_data.get("site", next(iter(self._sites)))
        return self._sites[chosen]


class UploadForm(_AtSite):
    """A file from a referrer. The file comes last: fields after one that is too large are never read."""

    source_name = forms.CharField(
        label="Who sent it", required=False, max_length=200, help_text="As they call themselves, such as a clinic."
    )
    # An empty file is for the reader to refuse, by name.
    file = forms.FileField(
        label="The file",
        allow_empty_file=True,
        help_text="A FHIR R4 bundle as JSON. Choose it, or drop it here.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json,application/fhir+json"}),
        error_messages={"required": "There is no file yet. Choose one."},
    )


class TakeUpForm(_AtSite):
    """Whom it is about. A name is enough to begin with."""

    given_names = forms.CharField(label="Given names", max_length=120)
    family_name = forms.CharField(label="Family name", required=False, max_length=120)
    preferred_name = forms.CharField(label="Goes by", required=False, max_length=120)
    pronouns = forms.CharField(label="Pronouns", required=False, max_length=40)
    birth_on = forms.DateField(
        label="Birth date", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    phone = forms.CharField(
        label="Phone",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    language = forms.CharField(
        label="Language", required=False, max_length=40, help_text="As they name it, such as: Spanish."
    )

    def details(self) -> dict[str, object]:
        """What is known of the person, as `open_enquiry` wants it."""
        names = ("given_names", "family_name", "preferred_name", "pronouns", "birth_on", "phone", "language")
        return {name: self.cleaned_data[name] for name in names}


class CallForm(TakeUpForm):
    """Somebody called."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    source_name = forms.CharField(
        label="Who called", required=False, max_length=200, help_text="Such as: themselves, father, county court."
    )


def chosen_id(text: str) -> UUID | None:
    """Whom somebody chose; None for "new", and for what is nobody's id."""
    try:
        return UUID(text)
    except ValueError:
        return None
