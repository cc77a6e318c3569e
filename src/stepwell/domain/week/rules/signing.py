"""What a signature says, and when a note was written late.

A note that is written long after its session says so, so that whoever reads it knows how fresh the memory was.
"""

from datetime import datetime, timedelta
from enum import StrEnum

# Ours: no source gives a number of hours for everybody. A site's policy may be shorter.
LATE_AFTER = timedelta(hours=24)

# Ours: so many days after the signature a co-signature is due, at the end of the day.
COSIGN_WITHIN = timedelta(days=3)


class CosignState(StrEnum):
    """Where a second signature stands."""

    WAITING = "waiting"
    RETURNED = "returned"
    GIVEN = "co-signed"


def cosign_state(*, is_given: bool, is_returned: bool) -> CosignState:
    """Returned it waits for an addendum; then it waits for the signature again."""
    if is_given:
        return CosignState.GIVEN
    return CosignState.RETURNED if is_returned else CosignState.WAITING


def written_late(ended_at: datetime, written_at: datetime) -> bool:
    """The words were last written more than `LATE_AFTER` after the session's end."""
    return written_at - ended_at > LATE_AFTER


def signed_as(name: str, credentials: str) -> str:
    """`Maya Okafor, LAC`: as it stands under what somebody signs."""
    return f"{name}, {credentials}" if credentials else name
