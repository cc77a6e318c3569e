"""Who takes something in, where, and from which file. Django is ready when these are called."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepwell.domain.people.models import Site
    from stepwell.kernel.actor import Actor


def content_of(file: Path) -> bytes:
    """The file's bytes; not one more than are read anyway, however large it is."""
    from stepwell.interop.fhir.referral import MAX_REFERRAL_BYTES
    from stepwell.kernel.errors import refuse

    try:
        with file.open("rb") as opened:
            return opened.read(MAX_REFERRAL_BYTES + 1)
    except OSError as error:
        raise refuse(f"The file can't be opened: {error.strerror}.", "FILE", "Check the path.") from None


def actor_of(email: str) -> "Actor":
    """The account's, by its address. Raises `Refused`."""
    from stepwell.domain.people.queries import load_actor
    from stepwell.kernel.errors import refuse
    from stepwell.platform.accounts.models import User

    try:
        account = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise refuse("There is no account with this address.", "--as", "Check the address.") from None
    if not account.is_active:
        raise refuse("This account is closed.", "--as", "Use another.")
    return load_actor(account.pk)


def site_of(actor: "Actor", name: str) -> "Site":
    """One of the actor's own, by its name. Raises `Refused`, and `NotAllowed` for who takes nothing in."""
    from stepwell.domain.admissions.permissions import WORK_ENQUIRY
    from stepwell.domain.people.queries import my_sites
    from stepwell.kernel.errors import refuse
    from stepwell.platform.access.permission import require

    require(actor, WORK_ENQUIRY)
    mine = {site.name: site for site in my_sites(actor)}
    if name not in mine:
        raise refuse("This account has no site of that name.", "--site", f"It has: {', '.join(mine) or 'none'}.")
    return mine[name]
