"""The enquiry that an action works on: found, locked, and not over yet."""

from uuid import UUID

from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.admissions.queries.enquiry import find_enquiry
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.errors import refuse
from stepwell.platform.access.permission import require_at


def find_open(actor: Actor, enquiry_id: UUID, permission: Permission) -> Enquiry:
    """The enquiry, locked, for who may do this at its site; refused once it has ended."""
    enquiry = find_enquiry(actor, enquiry_id, lock=True)
    require_at(actor, permission, enquiry.site_id)
    check_open(enquiry)
    return enquiry


def check_open(enquiry: Enquiry) -> None:
    """Raises `Refused` once it has ended, with a start or without one."""
    if enquiry.started_at is not None:
        raise refuse("This person has started already.", "", "Open the chart instead.")
    if enquiry.closed_at is not None:
        raise refuse("This enquiry is closed.", "", "Reopen it first, and say why.")
