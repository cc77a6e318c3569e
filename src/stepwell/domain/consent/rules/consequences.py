"""What taking a consent back would change, before it is done. Pure; see 42 CFR §2.31(a)(6) and §2.33."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from stepwell.domain.consent.rules import KIND_WORDS, Asked, ItemKind, Purpose, RecipientKind, Terms, in_class, may_see


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may receive, and how many systems of theirs hold a token, by purpose."""

    recipient_id: int
    name: str
    kind: str
    systems: tuple[tuple[str, str], ...] = ()  # label, purpose


@dataclass(frozen=True, slots=True)
class Loss:
    """What one recipient no longer gets. `kept` is what another consent still lets out to them."""

    name: str
    lost: tuple[str, ...]
    kept: tuple[str, ...]
    systems: tuple[str, ...]
    stops_claims: bool
    closes_pages: bool

    @property
    def lost_words(self) -> list[str]:
        """What they no longer get, as staff say it."""
        return [KIND_WORDS[ItemKind(kind)] for kind in self.lost]

    @property
    def kept_words(self) -> list[str]:
        """What they still get, as staff say it."""
        return [KIND_WORDS[ItemKind(kind)] for kind in self.kept]


def losses(
    revoked: Terms, others: Iterable[Terms], parties: Sequence[Party], *, treatment_ended: bool, now: datetime
) -> list[Loss]:
    """For each recipient that the consent covers, by their name."""
    left = list(others)
    found = []
    for party in sorted(parties, key=lambda one: one.name):
        if revoked.recipient_id not in (None, party.recipient_id):
            continue
        if revoked.recipient_id is None and not in_class(party.kind, revoked.recipient_kind):
            continue
        found.append(_loss(revoked, left, party, treatment_ended, now))
    return found


def _loss(revoked: Terms, left: list[Terms], party: Party, treatment_ended: bool, now: datetime) -> Loss:
    """A kind is lost where, for any of the purposes, no other consent covers it."""

    def covered(kind: str, purpose: str) -> bool:
        asked = Asked(party.recipient_id, party.kind, kind, purpose)
        return may_see(left, asked, treatment_ended=treatment_ended, now=now).is_allowed

    lost = [kind for kind in revoked.kinds if not all(covered(kind, purpose) for purpose in revoked.purposes)]
    stopped = [purpose for purpose in revoked.purposes if not covered(ItemKind.IDENTITY, purpose)]
    return Loss(
        name=party.name,
        lost=tuple(lost),
        kept=tuple(kind for kind in revoked.kinds if kind not in lost),
        systems=tuple(label for label, purpose in party.systems if purpose in stopped),
        stops_claims=party.kind == RecipientKind.PLAN and Purpose.PAYMENT in stopped,
        closes_pages=party.kind in (RecipientKind.FAMILY, RecipientKind.REFERRER) and bool(lost),
    )
