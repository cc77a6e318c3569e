"""The one way Stepwell says no: what is wrong, where, and how to mend it.

Rules, readers and actions raise `Refused`; surfaces show its refusals beside what the person typed.
A message never carries health information: it is shown on screens, and may reach a log.
"""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that stands in the way.

    `what` is a sentence for a person. `where` names the place (a form field, a row, `entry[3].resource.birthDate`)
    or is empty for the whole. `mend` is a sentence that says how to go on.
    """

    what: str
    where: str = ""
    mend: str = ""

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.what}{place} {self.mend}".strip()


class Refused(Exception):
    """Raised when something can't be done as asked. Carries every refusal that is known, not only the first."""

    def __init__(self, *refusals: Refusal) -> None:
        if not refusals:
            raise ValueError("Refused needs at least one refusal")
        self.refusals = refusals
        super().__init__(" ".join(str(refusal) for refusal in refusals))


def refuse(what: str, where: str = "", mend: str = "") -> Refused:
    """For a single refusal: raise what this returns."""
    return Refused(Refusal(what, where, mend))


class NotAllowed(Exception):
    """The actor doesn't hold the permission anywhere. Surfaces answer 403."""


class NotFound(Exception):
    """No such record for this actor: it doesn't exist, or they may not know that it does. Surfaces answer 404.

    `client_id` is set when a record of that client exists and was kept from the actor: the door writes it down.
    """

    def __init__(self, what: str, client_id: UUID | None = None) -> None:
        self.client_id = client_id
        super().__init__(what)
