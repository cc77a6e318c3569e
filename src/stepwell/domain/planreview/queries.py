"""Reads of signed plans and their clocks. Each look at a version goes into the ledger."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from stepwell.domain.admissions.models import Episode
from stepwell.domain.careplan.permissions import VIEW_PLAN
from stepwell.domain.coverage.queries import terms_in_force
from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client, own_client
from stepwell.domain.planreview.models import PlanProtocol, PlanSignature, PlanVersion
from stepwell.domain.planreview.permissions import SET_PLAN_REVIEW, SIGN_OWN_PLAN, SIGN_PLAN, visible_versions
from stepwell.domain.planreview.rules.clock import Clocks, Protocol, clocks_of
from stepwell.domain.planreview.rules.difference import Change, difference
from stepwell.domain.planreview.rules.snapshot import Snapshot, of_stored
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read

_SIGNATURES = Prefetch(
    "signatures", queryset=PlanSignature.objects.order_by("recorded_at").select_related("recorded_by")
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A version with its signatures, what it says, and what changed since the one before."""

    row: PlanVersion
    said: Snapshot
    changes: tuple[Change, ...]

    def _of(self, party: PlanSignature.Party, *, refused: bool) -> PlanSignature | None:
        found = [one for one in self.row.signatures.all() if one.party == party and bool(one.refused_why) is refused]
        return found[-1] if found else None

    @property
    def by_client(self) -> PlanSignature | None:
        """The client's signature."""
        return self._of(PlanSignature.Party.CLIENT, refused=False)

    @property
    def refused_by_client(self) -> PlanSignature | None:
        """Their last refusal, unless they have signed since."""
        return None if self.by_client else self._of(PlanSignature.Party.CLIENT, refused=True)

    @property
    def by_certifier(self) -> PlanSignature | None:
        """The certification."""
        return self._of(PlanSignature.Party.CERTIFIER, refused=False)

    @property
    def waits_for_client(self) -> bool:
        """They have said nothing yet."""
        return self.by_client is None and self.refused_by_client is None


def versions_of(actor: Actor, client: Client, episode: Episode) -> list[Signed]:
    """Every version of one stay, the newest first; the actor has found the client. Two queries; written down."""
    require(actor, VIEW_PLAN)
    record_read(actor, "plan_versions", client.pk)
    seen = PlanVersion.objects.filter(visible_versions(actor), client=client, episode=episode)
    return _signed(seen)


def newest_signed(actor: Actor, episode: Episode) -> Signed | None:
    """The version that stands in a stay which the actor has found, with its signatures; no changes are told. Two
    queries; part of the plan's page, whose look is written down.
    """
    require(actor, VIEW_PLAN)
    rows = PlanVersion.objects.filter(visible_versions(actor), episode=episode).order_by("-number")
    found = _signed(rows[:1])
    return found[0] if found else None


def version_of(actor: Actor, client_id: UUID, version_id: UUID, *, what: str = "plan_version") -> Signed:
    """One version of this client's, with what it changed. Raises `NotFound`."""
    client = find_client(actor, client_id, VIEW_PLAN)
    row = PlanVersion.objects.filter(visible_versions(actor), client=client, pk=version_id).first()
    if row is None:
        raise NotFound("plan version")
    record_read(actor, what, client.pk, ("plan version", row.pk))
    upto = PlanVersion.objects.filter(episode_id=row.episode_id, number__lte=row.number)
    return _signed(upto.filter(number__gte=max(1, row.number - 1)))[0]


def own_version(actor: Actor) -> Signed | None:
    """The newest version of the plan of the client who is logged in; None where none is signed, or no stay is open."""
    require(actor, SIGN_OWN_PLAN)
    client = own_client(actor)
    stays = client.episodes.filter(ended_on__isnull=True).order_by("-started_on", "-pk")
    newest = PlanVersion.objects.filter(episode__in=stays[:1]).order_by("-number")
    found = _signed(newest[:2])
    return found[0] if found else None


def own_plan_waits(actor: Actor, client: Client) -> bool:
    """Whether the newest version of an open stay has neither their signature nor their no. One query."""
    require(actor, SIGN_OWN_PLAN)
    said = PlanSignature.objects.filter(version=OuterRef("pk"), party=PlanSignature.Party.CLIENT)
    rows = PlanVersion.objects.filter(client=client, episode__ended_on__isnull=True)
    newest = rows.order_by("-episode__started_on", "-number").annotate(answered=Exists(said))
    return newest.values_list("answered", flat=True).first() is False


def newest_version(episode: Episode, *, lock: bool = False) -> PlanVersion | None:
    """The last one that was signed in a stay which the actor has found."""
    rows = PlanVersion.objects.select_for_update(of=("self",)) if lock else PlanVersion.objects.all()
    return rows.filter(episode=episode).order_by("-number").first()


def clocks_for(actor: Actor, episodes: Collection[Episode]) -> dict[UUID, Clocks]:
    """When each of these stays is reviewed and certified. Four queries for any number of them.

    Dates alone, of stays that the actor has found; whoever reads plans may know what a payer's clock says about them.
    """
    if not actor.may(VIEW_PLAN):
        require(actor, SIGN_PLAN)
    versions: dict[UUID, list[date]] = {}
    certified: dict[UUID, list[date]] = {}
    rows = PlanVersion.objects.filter(episode__in=[one.pk for one in episodes])
    for episode_id, on in rows.values_list("episode_id", "signed_on"):
        versions.setdefault(episode_id, []).append(on)
    marks = PlanSignature.objects.filter(version__in=rows, party=PlanSignature.Party.CERTIFIER, refused_why="")
    for episode_id, on in marks.values_list("version__episode_id", "on"):
        certified.setdefault(episode_id, []).append(on)
    terms = terms_in_force(system("plan review"), [one.client_id for one in episodes])
    by_site = protocols({one.client.site_id for one in episodes})
    return {
        one.pk: clocks_of(
            one.started_on,
            signed_on=versions.get(one.pk, ()),
            certified_on=certified.get(one.pk, ()),
            payers=[held.payer for held in terms.get(one.client_id, ())],
            payer_reviews=[
                (held.next_review_on, held.payer) for held in terms.get(one.client_id, ()) if held.next_review_on
            ],
            protocol=by_site[one.client.site_id],
        )
        for one in episodes
    }


def stays_to_review(actor: Actor, site: Site) -> Sequence[Episode]:
    """Every open stay of a site, for the morning's look."""
    require(actor, SIGN_PLAN)
    rows = Episode.objects.filter(client__site=site, ended_on__isnull=True)
    return list(rows.select_related("client__site").order_by("pk"))


def protocols(site_ids: Iterable[int]) -> dict[int, Protocol]:
    """The numbers of these sites. No health information. One query."""
    ids = {*site_ids}
    stored = {row.site_id: protocol_of(row) for row in PlanProtocol.objects.filter(site_id__in=ids)}
    return {site_id: stored.get(site_id, Protocol()) for site_id in ids}


def protocol_of(row: PlanProtocol) -> Protocol:
    """A row as values."""
    payers = tuple(" ".join(line.split()) for line in row.certify_for.splitlines() if line.strip())
    return Protocol(row.review_days, row.ahead_days, row.certify_days, row.first_day, row.second_day, payers)


def review_sites(actor: Actor) -> list[Site]:
    """The sites whose review clocks one sets, by name."""
    require(actor, SET_PLAN_REVIEW)
    return list(Site.objects.filter(pk__in=actor.sites_for(SET_PLAN_REVIEW)).order_by("name"))


def _signed(rows: QuerySet[PlanVersion]) -> list[Signed]:
    """The newest first, each with what changed since the one before it among these."""
    whole = rows.prefetch_related(_SIGNATURES).select_related("client__site", "episode", "signed_by")
    found = sorted(whole, key=lambda row: row.number)
    made: list[Signed] = []
    for row in found:
        said = of_stored(row.said)
        made.append(Signed(row, said, difference(made[-1].said if made else None, said)))
    return made[::-1]
