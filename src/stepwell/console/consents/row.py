"""A consent, and one that waits, as lists and pages say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.domain.consent.models import Consent, ConsentDraft
from stepwell.domain.consent.rules import CLASS_WORDS, KIND_WORDS, PURPOSE_WORDS, ItemKind, Purpose
from stepwell.domain.consent.rules.forms import FORMS, FormKind


@dataclass(frozen=True, slots=True)
class Row:
    """A consent in words. `state` is active, to come, ended or revoked."""

    consent: Consent
    title: str
    who: str
    purposes: str
    kinds: tuple[str, ...]
    until: str
    state: str

    @property
    def is_open(self) -> bool:
        """It lets something out now, or will."""
        return self.state in ("active", "to come")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A consent that waits for a signature."""

    draft: ConsentDraft
    title: str
    who: str


def row_of(consent: Consent, *, now: datetime) -> Row:
    """What the page says of it."""
    zone = ZoneInfo(consent.client.site.zone)
    state = "active"
    if consent.revoked_at is not None:
        state = "revoked"
    elif consent.ends_at is not None and consent.ends_at <= now:
        state = "ended"
    elif consent.starts_at > now:
        state = "to come"
    last = (consent.ends_at - timedelta(seconds=1)).astimezone(zone).date() if consent.ends_at else None
    until = f"until {last.day} {last:%B %Y}" if last else f"until {consent.until_event}"
    return Row(
        consent,
        FORMS[FormKind(consent.form)].title if consent.form else "Copied from another paper",
        _who(consent),
        ", ".join(PURPOSE_WORDS[Purpose(one)] for one in consent.purposes),
        tuple(KIND_WORDS[ItemKind(one)] for one in consent.kinds),
        "no end" if consent.until_event == "none" else until,
        state,
    )


def draft_rows(drafts: Sequence[ConsentDraft]) -> list[DraftRow]:
    """What waits, in words."""
    return [DraftRow(one, FORMS[FormKind(one.form)].title, _who(one)) for one in drafts]


def _who(one: Consent | ConsentDraft) -> str:
    return one.recipient.name if one.recipient else CLASS_WORDS.get(one.recipient_kind, f"Every {one.recipient_kind}")
