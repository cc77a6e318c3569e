"""The assessment on paper: the values of `assessment.typ`."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.console.assessment.page import read_sections, read_uses
from stepwell.domain.assessment.queries import AssessmentState
from stepwell.domain.people.models import Client
from stepwell.kernel.wording import date_and_time, short_date
from stepwell.platform.documents.typeset import typeset

TEMPLATE = Path(__file__).parent / "assessment.typ"
NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


def paper_of(state: AssessmentState, printed_by: str, now: datetime) -> bytes:
    """A PDF of what is kept: signed, or marked as a draft."""
    zone = ZoneInfo(state.enquiry.site.zone)
    return typeset(TEMPLATE, _values(state, printed_by, zone, now))


def _values(state: AssessmentState, printed_by: str, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    client, found = state.enquiry.client, state.assessment
    signed_at = date_and_time(found.signed_at, zone) if found and found.signed_at else ""
    standing = f"Signed {signed_at}" if signed_at else "A draft: not signed"
    return {
        "title": "Biopsychosocial assessment",
        "name": f"{client.given_names} {client.family_name}".strip(),
        "born": _born(client),
        "program": state.enquiry.site.name,
        "notice": NOTICE,
        "standing": f"{standing}. As of {date_and_time(now, zone)}, printed by {printed_by}.",
        "diagnoses": [
            [f"{one.code}, {one.certainty}", f"{one.display}\n{one.detail}".strip()] for one in state.diagnoses
        ],
        "sections": [
            [one.label, "\n".join(part for part in (one.choice, one.words, one.standing) if part)]
            for one in read_sections(state.content)
        ],
        "uses": [{"label": use.label, "lines": [list(line) for line in use.lines]} for use in read_uses(state.content)],
        "taken": [[one.source, one.words] for one in state.taken],
        "signature": [found.signed_as, signed_at] if found and signed_at else [],
        "addenda": [[f"{one.added_as}\n{date_and_time(one.added_at, zone)}", one.words] for one in state.addenda],
    }


def _born(client: Client) -> str:
    return f"born {short_date(client.birth_on)}" if client.birth_on else "birth date not known"
