"""Somebody lost every second step they had: it is taken away, and they begin as they did on their first day.

As careful as setting it up was (OWASP ASVS 5.0.0, 6.4.4): a person who may do it has made sure who asks, and says how.
The password goes too, since whoever has found it may be the one who asks; the link that chooses a new one goes to where
the account is reached, and never to who asked.
"""

from datetime import datetime
from enum import StrEnum

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from stepwell.kernel.actor import Actor, system
from stepwell.platform.access.permission import require
from stepwell.platform.accounts.links import send_sign_in_link
from stepwell.platform.accounts.messages import Purpose
from stepwell.platform.accounts.models import User
from stepwell.platform.accounts.permissions import RESET_FACTORS
from stepwell.platform.ledger.unit import action, record
from stepwell.platform.notify.actions import can_be_reached, send_message
from stepwell.platform.notify.rules import Channel


class Checked(StrEnum):
    """How it was made sure who they are: a word of this list, so that the ledger holds nobody's story."""

    KNOWN = "I know them, and they stood before me"
    DOCUMENT = "They stood before me with a document with their photo"
    VOUCHED = "Somebody here who knows them spoke with them face to face"


@action
def reset_factors(*, actor: Actor, account: User, checked: Checked, now: datetime) -> None:
    """No code, passkey, recovery code, password or session of theirs opens anything; a link is on its way to them.

    Raises `Refused`, and leaves everything as it was, where no link can be sent.
    """
    require(actor, RESET_FACTORS)
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    for session in UserSession.objects.filter(user=account):
        session.end()
    record(actor, "account.factors_reset", subject=("account", account.pk), detail={"checked": checked.value})
    send_sign_in_link(actor=actor, account=account, purpose=Purpose.INVITATION, now=now)
    if can_be_reached(account.pk, Channel.EMAIL, now=now):
        send_message(
            actor=system("sign_in"),
            account_id=account.pk,
            channel=Channel.EMAIL,
            template="sign_in.changed",
            context={},
            now=now,
        )
