"""Reads of episodes: who is in which track, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stepwell.domain.admissions.models import Episode
from stepwell.domain.admissions.permissions import END_EPISODE, VIEW_EPISODE, visible_episodes
from stepwell.domain.people.models import Client
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require


def open_episodes(actor: Actor, client_ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """The open stay of each of these clients, with its track; the latest where two are open. One query."""
    return {client_id: stays[0] for client_id, stays in open_stays(actor, client_ids).items()}


def open_stays(actor: Actor, client_ids: Iterable[UUID]) -> dict[UUID, list[Episode]]:
    """All open stays of each of these clients who has one, with their tracks, the latest first. One query."""
    require(actor, VIEW_EPISODE)
    found = (
        Episode.objects.filter(visible_episodes(actor), client_id__in=[*client_ids], ended_on__isnull=True)
        .select_related("track")
        .order_by("-started_on", "-pk")
    )
    stays: dict[UUID, list[Episode]] = {}
    for episode in found:
        stays.setdefault(episode.client_id, []).append(episode)
    return stays


def stays_up_to(actor: Actor, episode: Episode) -> list[Episode]:
    """This stay and those that led up to it without a day between, the first one first: whoever goes on in another
    track has a chain of them. One query.
    """
    require(actor, VIEW_EPISODE)
    ended = Episode.objects.filter(visible_episodes(actor), client_id=episode.client_id, ended_on__isnull=False)
    earlier = {one.ended_on: one for one in ended.exclude(pk=episode.pk).order_by("started_on", "pk")}
    chain = [episode]
    while (before := earlier.pop(chain[0].started_on, None)) is not None:
        chain.insert(0, before)
    return chain


def last_ended(actor: Actor, client: Client) -> Episode | None:
    """The client's latest stay that has ended, with its track."""
    require(actor, VIEW_EPISODE)
    ended = Episode.objects.filter(visible_episodes(actor), client=client, ended_on__isnull=False)
    return ended.select_related("track").order_by("-ended_on").first()


def find_episode_to_end(actor: Actor, episode_id: UUID, *, lock: bool = False) -> Episode:
    """One stay, for who may end it at its site; ended or not. Raises `NotFound`."""
    require(actor, END_EPISODE)
    found = Episode.objects.filter(visible_episodes(actor), pk=episode_id)
    if lock:
        found = found.select_for_update(of=("self",))
    episode = found.select_related("client__site", "track__site").first()
    if episode is None or episode.track.site_id not in actor.sites_for(END_EPISODE):
        kept = Episode.objects.filter(pk=episode_id).values_list("client_id", flat=True).first()
        raise NotFound("episode", kept)
    return episode


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """Week n of m of a stay."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"week {self.number} of {self.of}"


def week_number(episode: Episode, today: date) -> WeekNumber:
    """Which week of the stay `today` lies in, from 1; it stays at 1 before the start. Of as many as were planned when
    it began, whatever the track offers by now.
    """
    planned = (episode.planned_end_on - episode.started_on).days // 7
    return WeekNumber(max(0, (today - episode.started_on).days // 7) + 1, planned)
