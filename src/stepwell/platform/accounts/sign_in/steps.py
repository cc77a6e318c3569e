"""Steps of signing in that allauth tells about by signals: written down; one done again makes a new session."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authentication_failed
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import receiver
from django.http import HttpRequest

from stepwell.kernel.actor import Actor
from stepwell.platform.ledger.unit import record


@receiver(authentication_failed)
def note_failed_code(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    """A wrong code, or a passkey that doesn't fit, after the right password: somebody has that."""
    record(Actor(f"account:{user.pk}", "the account"), "sign_in.failed", detail={"by": [str(authenticator.type)]})


@receiver(authentication_step_completed)
def begin_anew(request: HttpRequest, user: AbstractBaseUser, method: str, **more: Any) -> None:
    """Whoever shows again who they are gets a session of another name; who had learned the old one has nothing."""
    if not more.get("reauthenticated"):
        return
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    record(
        Actor(f"account:{user.pk}", "the account"), "sign_in.again", detail={"by": [str(more.get("type") or method)]}
    )
