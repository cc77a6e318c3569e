"""Everything that happened to one person, in one column, as far as the actor may see it.

Each part says in its `happened.py` which of its rows belong here; a new part joins by a line in `SOURCES`. All of them
are read by one statement, sorted and cut in each part first (`people.happened`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.domain.admissions import happened as admissions
from stepwell.domain.admissions import happened_waiting as waiting
from stepwell.domain.assessment import happened as assessment
from stepwell.domain.availability import happened as availability
from stepwell.domain.careplan import happened as careplan
from stepwell.domain.checkins import happened as checkins
from stepwell.domain.consent import happened as consent
from stepwell.domain.contact import happened as contact
from stepwell.domain.coverage import happened as coverage
from stepwell.domain.feedback import happened as feedback
from stepwell.domain.meals import happened as meals
from stepwell.domain.measures import happened as measures
from stepwell.domain.orientation import happened as orientation
from stepwell.domain.people import happened as people
from stepwell.domain.people.happened import Source, happened
from stepwell.domain.people.models import Client
from stepwell.domain.people.queries import held_for
from stepwell.domain.planreview import happened as planreview
from stepwell.domain.prevention import happened as prevention
from stepwell.domain.safety import happened as safety
from stepwell.domain.team import happened as team
from stepwell.domain.thread import happened as thread
from stepwell.domain.week import happened as week
from stepwell.kernel.actor import Actor, Permission
from stepwell.kernel.calendar import end_of_day, local_instant
from stepwell.kernel.happened import Happened, Kind, Place, Window
from stepwell.platform.ledger.unit import record_read

SOURCES: tuple[Source, ...] = (
    *week.SOURCES, *checkins.SOURCES, *measures.SOURCES, *safety.SOURCES, *admissions.SOURCES, *careplan.SOURCES,
    *assessment.SOURCES, *team.SOURCES, *consent.SOURCES, *orientation.SOURCES, *coverage.SOURCES, *contact.SOURCES,
    *people.SOURCES, *planreview.SOURCES, *prevention.SOURCES, *feedback.SOURCES, *thread.SOURCES,
    *waiting.SOURCES, *availability.SOURCES, *meals.SOURCES,
)  # fmt: skip
# What a timeline asks for this very client: a reader sees the kinds that these open.
PERMISSIONS: frozenset[Permission] = frozenset(source.permission for source in SOURCES)
# The codes of all kinds, as they stand in addresses.
KINDS = frozenset(source.kind.code for source in SOURCES)
# A search looks through so many of the latest rows, by the words that a reader sees: ten years of a busy chart.
MOST_SEARCHED = 10_000
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a timeline is wanted: these kinds (none named: all), between these days, behind this place, with these
    words in it.
    """

    kinds: frozenset[str] = frozenset()
    from_on: date | None = None
    until_on: date | None = None
    before: Place | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of it, the newest first. `earlier` is where the next page begins, None on the last. `offered` are the
    kinds that the actor may see of this client. `is_cut`: a search hasn't looked at everything.
    """

    rows: tuple[Happened, ...]
    earlier: Place | None
    offered: tuple[Kind, ...]
    is_cut: bool = False

    @property
    def notes(self) -> list[UUID]:
        """The notes among them."""
        return [UUID(one.leads_to[1]) for one in self.rows if one.leads_to[0] == "note"]


def timeline_of(
    actor: Actor, client: Client, asked: Asked, *, now: datetime, most: int, held: Collection[Permission] | None = None
) -> Timeline:
    """A page of the timeline of a client whom the actor has found. Two queries, and one where the caller has asked
    already which of `PERMISSIONS` are held; written down.
    """
    held = held_for(actor, client, PERMISSIONS) if held is None else held
    mine = [source for source in SOURCES if source.permission in held]
    offered = tuple(dict.fromkeys(source.kind for source in mine))
    wanted = [source for source in mine if not asked.kinds or source.kind.code in asked.kinds]
    record_read(actor, "timeline", client.pk, ("kinds", "".join(sorted({one.kind.code for one in wanted}))))
    window = _window(asked, client, now, MOST_SEARCHED if asked.text else most)
    # one more than is shown says that there is more
    found = happened(actor, client, wanted, Window(window.until, window.most + 1, window.skip, window.since))
    is_cut = bool(asked.text) and len(found) > MOST_SEARCHED
    if asked.text:
        found = [one for one in found if _has(one, asked.text)]
    shown = found[:most]
    earlier = Place.after(shown, asked.before) if len(found) > most else None
    return Timeline(tuple(shown), earlier, offered, is_cut)


def _window(asked: Asked, client: Client, now: datetime, most: int) -> Window:
    """What is to come isn't here, whatever was asked for."""
    zone = ZoneInfo(client.site.zone)
    until, skip = now, 0
    if asked.until_on is not None:
        until = min(until, end_of_day(asked.until_on, zone) - _TICK)
    if asked.before is not None and asked.before.at <= until:
        until, skip = asked.before.at, asked.before.skip
    since = local_instant(asked.from_on, time(0), zone) if asked.from_on else None
    return Window(until, most, skip, since)


def _has(one: Happened, text: str) -> bool:
    """Every word of it, however it is written."""
    words = one.words.casefold()
    return all(word in words for word in text.casefold().split())
