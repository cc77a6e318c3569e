"""How allauth is told our ways: who may sign in, in which words, and what is written down."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from stepwell.kernel import clock
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.models import User
from stepwell.platform.keyring.cipher import decrypt, encrypt
from stepwell.platform.ledger.unit import record
from stepwell.platform.notify.actions import send_message
from stepwell.platform.notify.rules import Channel

_DOOR = system("sign_in")


class SignInAdapter(DefaultAccountAdapter):
    """Accounts are opened by people, never by signing up; failures and lock-outs are in the ledger."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        # the same whether the address is known or not
        "email_password_mismatch": "This e-mail address and password don't go together. Check both and try again.",
        "too_many_login_attempts": "Too many tries. Wait ten minutes, or ask for a link by e-mail instead.",
        "incorrect_password": "This isn't your password. Check it and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nobody is let in while the door is shut; that somebody tried is written down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            record(_at_the_door(credentials), "sign_in.shut")
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A closed account is told what a wrong password is told."""
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if account is not None and not account.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return account

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down on the account's own chain, where the address is one we know; the address itself isn't."""
        record(_at_the_door(credentials), "sign_in.failed")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signed in: a fresh session, and a row with the ways that led to it."""
        super().login(request, user)
        steps = [str(one.get("type") or one["method"]) for one in get_authentication_records(request, user)]
        record(Actor(f"account:{user.pk}", "the account"), "sign_in.done", detail={"by": [*steps]})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what is said in words; allauth's own announcements ("signed in as …") are left out."""
        if message is not None:
            super().add_message(request, level, message=message, extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix: str, user: Any, context: Any = None, email: Any = None) -> None:
        """A change in how somebody signs in is told to them, through the outbox."""
        record(Actor(f"account:{user.pk}", "the account"), "sign_in.changed", detail={"what": template_prefix[-60:]})
        try:
            send_message(
                actor=_DOOR,
                account_id=user.pk,
                channel=Channel.EMAIL,
                template="sign_in.changed",
                context={},
                now=clock.now(),
            )
        except Refused:
            record(_DOOR, "sign_in.change_not_told", subject=("account", user.pk))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted under the keyring."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code isn't right. Wait for the next one, or use a recovery code.",
    }

    def encrypt(self, text: str) -> str:
        """To the database."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """From the database."""
        return decrypt(encrypted_text)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Whoever comes from the organization's own log-in must have an account here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A stranger with a good passport is still a stranger."""
        return False

    def get_requests_session(self) -> Any:
        """To the addresses that the provider has named, and nowhere that one of them leads on to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session


def _at_the_door(credentials: dict[str, Any]) -> Actor:
    """Whoever this is: on the chain of the account that they name, where there is one."""
    known = User.objects.filter(email__iexact=credentials.get("email") or "").values_list("pk", flat=True).first()
    return Actor(f"account:{known}", "somebody at the log-in page") if known else _DOOR
