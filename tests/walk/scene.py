"""Where the walk takes place: its instants, and who walks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.cast import World
from tests.clinic import Clinic

# All in Denver: Tuesday's group is from 18:00 to 21:15, 180 minutes of it clinical.
SECOND_TALK = datetime(2026, 10, 6, 17, 0, tzinfo=UTC)
TUESDAY_NOON = datetime(2026, 10, 6, 18, 0, tzinfo=UTC)
AFTER_GROUP = datetime(2026, 10, 7, 3, 30, tzinfo=UTC)
WEDNESDAY_NIGHT = datetime(2026, 10, 8, 4, 12, tzinfo=UTC)


@dataclass
class Walk:
    """Who walks, where they are, and the windows of those who help. The client is known from the upload on."""

    world: World
    clinic: Clinic
    desk: Any
    clinician: Any
    email: str
    enquiry: str = ""
    client: Any = None

    @property
    def chart(self) -> str:
        """The address of the chart."""
        return f"/app/clients/{self.client.pk}/"

    @property
    def group(self) -> str:
        """The address of Tuesday's session."""
        return f"/app/groups/{self.clinic.sessions[1].pk}/"
