"""The log-in form, and that for codes."""

from hashlib import sha256
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext

_TOTP_SECONDS = 30


class SignInForm(LoginForm):
    """E-mail address and password, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", gettext("E-mail address")), ("password", gettext("Password"))):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget.attrs.pop("placeholder", None)


class _Once(BaseAuthenticateForm):
    """A code counts once for as long as it would be taken: allauth forgets that it was used after half a minute."""

    def clean_code(self) -> str:
        typed = "".join(self.cleaned_data["code"].split())
        key = f"code-used-{self.user.pk}-{sha256(typed.encode()).hexdigest()}"
        if cache.get(key):
            raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()
        cache.set(key, True, timeout=_TOTP_SECONDS * (2 * settings.MFA_TOTP_TOLERANCE + 1))
        return code


class CodeForm(_Once, AuthenticateForm):
    """The second step."""


class CodeAgainForm(_Once, ReauthenticateForm):
    """A code again, within a session."""
