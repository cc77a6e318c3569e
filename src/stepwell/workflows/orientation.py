"""Whether somebody has still to read and sign how things work here: it spans the packet and admissions.

Who signed it for an earlier stay reads it again for this one: the words may be others, and so may their life.
"""

from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.orientation.models import Orientation
from stepwell.domain.people.models import Client, Phase


def is_owed(client: Client, signed: Orientation | None) -> bool:
    """`signed` is what they signed last. Nobody who has left is asked. One query at most."""
    if client.phase == Phase.LEFT or signed is None:
        return client.phase != Phase.LEFT
    asked = Enquiry.objects.filter(client=client).order_by("-received_at").values_list("received_at", flat=True)
    asked_at = asked.first()
    return asked_at is not None and signed.recorded_at < asked_at
