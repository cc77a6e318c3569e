"""The link by which somebody chooses a password, sent from the console."""

from django.contrib import messages

from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.access.door import Request
from stepwell.platform.accounts.links import send_sign_in_link
from stepwell.platform.accounts.messages import Purpose
from stepwell.platform.accounts.models import User


def invite_to_sign_in(request: Request, account: User) -> None:
    """A link goes out; where it can't, that is said and everything else stands."""
    try:
        send_sign_in_link(actor=request.actor, account=account, purpose=Purpose.INVITATION, now=clock.now())
    except Refused as refused:
        messages.warning(request, f"No link to sign in was sent. {refused.refusals[0]}")
    else:
        messages.success(request, f"A link to choose a password is on its way to {account.email}.")
