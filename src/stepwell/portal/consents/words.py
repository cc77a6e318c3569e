"""A consent in the client's words. Pure but for the rows it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from stepwell.domain.consent.models import Consent, ConsentDraft
from stepwell.domain.consent.queries.own import Told
from stepwell.domain.consent.rules import CLASS_WORDS, ItemKind, Purpose
from stepwell.domain.consent.rules.consequences import Loss
from stepwell.domain.consent.rules.forms import FORMS, FormKind
from stepwell.domain.consent.rules.words import OWN_KINDS, OWN_PURPOSES
from stepwell.look.spoken import long_day, spoken


@dataclass(frozen=True, slots=True)
class Card:
    """One consent on the list. `state` says how it stands; `is_open` that it can still let something out."""

    consent: Consent
    title: str
    who: str
    what_for: str
    kinds: tuple[str, ...]
    state: str
    is_open: bool


def card_of(consent: Consent, *, now: datetime) -> Card:
    """How a consent stands, in words."""
    zone = ZoneInfo(consent.client.site.zone)
    return Card(
        consent,
        title_of(consent),
        who_of(consent),
        ", ".join(within(spoken(OWN_PURPOSES[Purpose(one)])) for one in consent.purposes),
        tuple(spoken(OWN_KINDS[ItemKind(one)]) for one in consent.kinds),
        _state(consent, zone, now),
        consent.revoked_at is None and (consent.ends_at is None or consent.ends_at > now),
    )


def within(words: str) -> str:
    """The same in the middle of a sentence; an "I" further on stays one."""
    return f"{words[:1].lower()}{words[1:]}"


def title_of(one: Consent | ConsentDraft) -> str:
    """What kind it is."""
    return spoken(FORMS[FormKind(one.form)].title) if one.form else gettext("A consent I signed")


def who_of(one: Consent | ConsentDraft) -> str:
    """Who receives."""
    return one.recipient.name if one.recipient else spoken(CLASS_WORDS.get(one.recipient_kind, one.recipient_kind))


def told_lines(told: Sequence[Told], zone: ZoneInfo) -> list[dict[str, object]]:
    """Disclosures as lines: to whom, what, what for, when."""
    return [
        {
            "who": one.who,
            "what": spoken(OWN_KINDS[ItemKind(one.kind)]),
            "purpose": spoken(OWN_PURPOSES[Purpose(one.purpose)]),
            "consent_id": one.consent_id,
            "times": one.times,
            "first": one.first_at.astimezone(zone),
            "last": one.last_at.astimezone(zone),
        }
        for one in told
    ]


@dataclass(frozen=True, slots=True)
class Lost:
    """What one recipient no longer gets, and what they still do, as the client says it."""

    loss: Loss
    lost: tuple[str, ...]
    kept: tuple[str, ...]


def lost(loss: Loss) -> Lost:
    """In words."""
    said = {ItemKind(kind): spoken(OWN_KINDS[ItemKind(kind)]) for kind in (*loss.lost, *loss.kept)}
    return Lost(loss, *(tuple(said[ItemKind(kind)] for kind in kinds) for kinds in (loss.lost, loss.kept)))


def _state(consent: Consent, zone: ZoneInfo, now: datetime) -> str:
    if consent.revoked_at is not None:
        return gettext("Taken back %(day)s") % {"day": long_day(consent.revoked_at.astimezone(zone).date())}
    if consent.ends_at is not None:
        last = {"day": long_day((consent.ends_at - timedelta(seconds=1)).astimezone(zone).date())}
        return (gettext("Ended %(day)s") if consent.ends_at <= now else gettext("Holds until %(day)s")) % last
    if consent.until_event == "none":
        return gettext("Holds until I take it back")
    return gettext("Holds until my treatment ends")
