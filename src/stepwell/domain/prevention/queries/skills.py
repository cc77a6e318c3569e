"""Reads of the skills library and of what helped whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from stepwell.domain.people.models import Client, Site
from stepwell.domain.people.queries import find_client, my_sites, own_client
from stepwell.domain.prevention.models import SkillUse, SkillWords
from stepwell.domain.prevention.permissions import (
    KEEP_PREVENTION,
    VIEW_PREVENTION,
    WORD_SKILLS,
    visible_prevention,
)
from stepwell.domain.prevention.rules.skills import OURS, Helped, Skill, Tally, by_help, library
from stepwell.kernel.actor import Actor
from stepwell.kernel.errors import NotFound
from stepwell.platform.access.permission import require
from stepwell.platform.ledger.unit import record_read


@dataclass(frozen=True, slots=True)
class Worded:
    """A skill as its editor sees it: the words that count, and since when and by whom they are the site's."""

    skill: Skill
    number: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""


def own_skills(actor: Actor) -> list[tuple[Skill, Tally]]:
    """What the client's site offers, with what they said of it; what helped comes first."""
    require(actor, KEEP_PREVENTION)
    client = own_client(actor)
    return by_help(skills_at(client.site), tried_by(client))


def own_skill(actor: Actor, code: str) -> tuple[Skill, Tally]:
    """One of them. Raises `NotFound`."""
    for skill, tally in own_skills(actor):
        if skill.code == code:
            return skill, tally
    raise NotFound("skill")


def skills_of(actor: Actor, client: Client) -> list[tuple[Skill, Tally]]:
    """What helps one client, by their own word. Written down. Raises `NotFound`."""
    client = find_client(actor, client.pk, VIEW_PREVENTION)
    record_read(actor, "skills", client.pk)
    return by_help(skills_at(client.site), tried_by(client))


def skills_at(site: Site) -> tuple[Skill, ...]:
    """The library as a site words it. Nothing of anybody."""
    return library({code: worded.skill for code, worded in _worded(site).items()})


def tried_by(client: Client) -> dict[str, Tally]:
    """One client's counts by skill, for who has found the client. One statement, however often they tried."""
    rows = SkillUse.objects.filter(client=client).values_list("skill_code", "helped").annotate(times=Count("pk"))
    counted: dict[str, dict[str, int]] = {}
    for code, helped, times in rows.order_by("skill_code", "helped"):
        counted.setdefault(code, {})[helped] = times
    return {
        code: Tally(said.get(Helped.YES, 0), said.get(Helped.A_LITTLE, 0), said.get(Helped.NO, 0))
        for code, said in counted.items()
    }


def recent_tries(actor: Actor, client: Client, *, most: int = 30) -> Sequence[SkillUse]:
    """When one client tried which, the last first: part of a page whose read is written down already."""
    require(actor, VIEW_PREVENTION)
    found = SkillUse.objects.filter(visible_prevention(actor), client=client)
    return list(found.order_by("-tried_at")[:most])


def sites_to_word(actor: Actor) -> list[Site]:
    """The sites whose skills one words, by name."""
    require(actor, WORD_SKILLS)
    return [site for site in my_sites(actor) if site.pk in actor.sites_for(WORD_SKILLS)]


def site_to_word(actor: Actor, site_id: int, *, lock: bool = False) -> Site:
    """The site; with `lock`, nobody else's meanwhile. Raises `NotFound`."""
    require(actor, WORD_SKILLS)
    rows = Site.objects.select_for_update(no_key=True) if lock else Site.objects
    site = rows.filter(pk=site_id, pk__in=actor.sites_for(WORD_SKILLS)).first()
    if site is None:
        raise NotFound("site")
    return site


def worded_at(actor: Actor, site_id: int) -> tuple[Site, list[Worded]]:
    """Every skill of a site, offered or not. Raises `NotFound`."""
    site = site_to_word(actor, site_id)
    own = _worded(site)
    rows = [own.get(code, Worded(skill)) for code, skill in OURS.items()]
    return site, [*rows, *(one for code, one in own.items() if code not in OURS)]


def _worded(site: Site) -> dict[str, Worded]:
    """The newest edition of each, in the order in which a site first had them."""
    rows = SkillWords.objects.filter(site=site).select_related("saved_by").order_by("code", "-number")
    found = {}
    for row in rows.distinct("code"):
        skill = Skill(row.code, row.title, row.lead, tuple(row.steps), row.minutes, row.is_offered)
        found[row.code] = Worded(skill, row.number, row.saved_at, row.saved_by.name)
    return found
