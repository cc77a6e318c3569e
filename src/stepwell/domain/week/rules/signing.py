"""What a signature says, and when a note was written late.

A note that is written long after its session says so, so that whoever reads it knows how fresh the memory was.
"""

from datetime import datetime, timedelta

# Ours: no source gives a number of hours for everybody. A site's policy may be shorter.
LATE_AFTER = timedelta(hours=24)


def written_late(ended_at: datetime, written_at: datetime) -> bool:
    """The words were last written more than `LATE_AFTER` after the session's end."""
    return written_at - ended_at > LATE_AFTER


def signed_as(name: str, credentials: str) -> str:
    """`Maya Okafor, LAC`: as it stands under what somebody signs."""
    return f"{name}, {credentials}" if credentials else name
