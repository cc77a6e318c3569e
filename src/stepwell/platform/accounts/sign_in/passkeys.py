"""The passkey forms: allauth's, for anything that may be sent instead of what a browser makes.

allauth and fido2 take the credential apart as if a browser had made it, and stumble over what isn't: a member that is
missing, a list where words stand, bytes that are no CBOR. Whatever it is, it is no passkey, and is answered as one that
doesn't fit.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

_BYTES = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")


@contextmanager
def _or_it_does_not_fit() -> Iterator[None]:
    try:
        yield
    except (AttributeError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CredentialField(forms.JSONField):
    """An object of base64 and plain words: nothing in it needs an escape, and so all of it can be stored.

    What is to be bytes is spelled out. Of a number fido2 would make as many zeros, in memory.
    """

    def to_python(self, value: Any) -> Any:
        """The object."""
        with _or_it_does_not_fit():
            credential = super().to_python(value)
            if credential is not None:
                inner = credential["response"]
                bytes_of = [credential["id"], credential["rawId"], *(inner[name] for name in _BYTES if inner.get(name))]
                if "\\" in json.dumps(credential) or not all(isinstance(one, str) for one in bytes_of):
                    raise ValueError
        return credential


class AddPasskeyForm(AddWebAuthnForm):
    """A new one."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Checked against the challenge."""
        with _or_it_does_not_fit():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class _Used(forms.Form):
    """One that was added before."""

    credential = CredentialField(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        """The row that it belongs to, once its signature is checked."""
        with _or_it_does_not_fit():
            return super().clean_credential()  # type: ignore[misc]  # allauth's form has it


class SecondStepForm(_Used, AuthenticateWebAuthnForm):
    """After the password."""


class LogInForm(_Used, LoginWebAuthnForm):
    """Instead of the password."""


class AgainForm(_Used, ReauthenticateWebAuthnForm):
    """Before something that wants it once more."""
