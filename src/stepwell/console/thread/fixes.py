"""What mends each kind of gap: one verb, and the page where its field is. Rules know kinds, the console screens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from stepwell.domain.thread.queries.charts import ChartRow
from stepwell.domain.thread.rules import TERMS, Gap, Kind


@dataclass(frozen=True, slots=True)
class Mend:
    """The one step that mends it."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap as a row: what, since when, whose, and its mend. `place` is what tells it from the others of its kind."""

    kind: str
    label: str
    what: str
    place: str
    since: date
    whose: str
    mend: Mend


def shown_gap(gap: Gap, row: ChartRow, *, may_write: bool) -> ShownGap:
    """The gap with its mend; who can't mend it is led to where it hangs in the thread."""
    mend = mend_of(gap, row) if may_write else Mend("Open the thread", "link", reverse("thread", args=[row.client.pk]))
    return ShownGap(gap.kind.value, TERMS[gap.kind].missing, gap.what, gap.place, gap.since, gap.owner.name, mend)


def mend_of(gap: Gap, row: ChartRow) -> Mend:
    """By its kind."""
    label, icon, url = _MENDS[gap.kind]
    return Mend(label, icon, url(gap, row))


def _plan(name: str, *, with_subject: bool = True) -> Callable[[Gap, ChartRow], str]:
    """A step of writing the plan, with its form open."""

    def url(gap: Gap, row: ChartRow) -> str:
        return reverse(name, args=[row.client.pk, *([gap.subject] if with_subject else [])])

    return url


def _assessment(_: Gap, row: ChartRow) -> str:
    """The stay's own; where none is kept, the chart."""
    enquiry = row.episode.enquiry_id
    return reverse("assessment", args=[enquiry]) if enquiry else reverse("client", args=[row.client.pk])


def _finding(gap: Gap, row: ChartRow) -> str:
    return reverse("thread_finding", args=[row.client.pk, gap.subject])


def _note(gap: Gap, row: ChartRow) -> str:
    """The draft that can name it; without one the objective, where its notes stand."""
    if row.draft_in is not None:
        return f"{reverse('group', args=[row.draft_in])}#objective-{row.client.pk}"
    return reverse("thread_objective", args=[row.client.pk, gap.subject])


def _sheet(gap: Gap, row: ChartRow) -> str:
    return reverse("instrument", args=[row.client.pk, gap.within])


def _session(gap: Gap, row: ChartRow) -> str:
    return f"{reverse('group', args=[gap.within])}#slot-{row.client.pk}"


def _signed(gap: Gap, _: ChartRow) -> str:
    return f"{reverse('note', args=[gap.subject])}#objective"


_MENDS: dict[Kind, tuple[str, str, Callable[[Gap, ChartRow], str]]] = {
    Kind.ASSESSED: ("Open the assessment", "clipboard", _assessment),
    Kind.PLANNED: ("Name a problem", "plus", _plan("plan_problem", with_subject=False)),
    Kind.REVIEWED: ("Review the plan", "eye", _plan("plan_review", with_subject=False)),
    Kind.ADDRESSED: ("Say what becomes of it", "link", _finding),
    Kind.GOAL: ("Set a goal", "plus", _plan("plan_goal")),
    Kind.OBJECTIVE: ("Set an objective", "plus", _plan("plan_objective")),
    Kind.INTERVENTION: ("Link to a group", "link", _plan("plan_intervention")),
    Kind.GROUP: ("Link to a group", "link", _plan("plan_link")),
    Kind.NOTE: ("Name it in a note", "pencil", _note),
    Kind.MEASURED: ("Ask it", "gauge", _sheet),
    Kind.SIGNED: ("Open the note", "pencil", _session),
    Kind.NAMED: ("Say which it served", "link", _signed),
}
