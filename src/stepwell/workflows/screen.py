"""Screening spans the instruments and the enquiry they were asked for: the last one finished moves the enquiry on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stepwell.domain.admissions.actions.placement import mark_screened
from stepwell.domain.admissions.models import Enquiry
from stepwell.domain.admissions.queries.placement import open_enquiry_of
from stepwell.domain.admissions.rules.screening import REQUIRED_INSTRUMENTS
from stepwell.domain.measures import actions as measures
from stepwell.domain.measures.models import Administration
from stepwell.domain.measures.queries import completed_codes, find_instrument
from stepwell.domain.measures.rules import Answers
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import Refusal, Refused
from stepwell.platform.ledger.unit import action


def complete_screening_sheet(
    *,
    actor: Actor,
    client_id: UUID,
    code: str,
    answers: Answers,
    version: str,
    now: datetime,
    sheet_id: UUID | None = None,
    seen: Answers | None = None,
) -> Administration:
    """Save the answers, then finish the sheet; with the last required one the enquiry is screened.

    Two units of work, and that is the point: what was said stays said, and its alarm stays raised, also where
    finishing is refused because something is missing.
    """
    saved = measures.save_answers(
        actor=actor,
        client_id=client_id,
        code=code,
        answers=answers,
        version=version,
        now=now,
        sheet_id=sheet_id,
        seen=seen,
    )
    if saved.conflicts:
        raise Refused(*(Refusal("Two people answered this differently.", each.item) for each in saved.conflicts))
    return _finish(actor=actor, client_id=client_id, code=code, version=version, sheet_id=saved.sheet.pk, now=now)


@dataclass(frozen=True, slots=True)
class Screening:
    """Where a person's screening stands: the open enquiry, and (code, title, finished) of what it asks for."""

    enquiry: Enquiry | None
    asked: tuple[tuple[str, str, bool], ...]

    @property
    def is_finished(self) -> bool:
        """Whether the enquiry can be placed."""
        return self.enquiry is not None and all(finished for _, _, finished in self.asked)


def screening_of(actor: Actor, client: Client) -> Screening:
    """What the open enquiry still asks; nothing where there is no open one."""
    enquiry = open_enquiry_of(actor, client)
    if enquiry is None:
        return Screening(None, ())
    finished = completed_codes(actor, [client.pk], since=enquiry.received_at).get(client.pk, set())
    titles = ((code, find_instrument(code).title) for code in REQUIRED_INSTRUMENTS)
    return Screening(enquiry, tuple((code, title, code in finished) for code, title in titles))


@action
def _finish(*, actor: Actor, client_id: UUID, code: str, version: str, sheet_id: UUID, now: datetime) -> Administration:
    sheet = measures.complete_sheet(
        actor=actor, client_id=client_id, code=code, version=version, sheet_id=sheet_id, now=now
    )
    mark_screened(actor=actor, client_id=client_id, now=now)
    return sheet
