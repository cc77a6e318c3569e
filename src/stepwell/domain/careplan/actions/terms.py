"""What the parts of a plan say, made fit for their columns before they are written or corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.models import Goal, Objective, Problem
from stepwell.domain.careplan.rules import ObjectiveDraft, check_objective
from stepwell.domain.careplan.values import Placed, check_areas, check_placed
from stepwell.domain.people.models import Staff
from stepwell.domain.people.queries import care_team
from stepwell.kernel.actor import Actor
from stepwell.kernel.clock import day_at
from stepwell.kernel.coding import Coding
from stepwell.kernel.errors import Refusal, Refused, refuse

# What the columns hold: a title, a measure and a target; a code and its system, which referrers may send at any length.
SHORT = 200
_LONGEST_CODE, _LONGEST_SYSTEM = 100, 300


@dataclass(frozen=True, slots=True)
class Terms:
    """An objective as typed, in single lines."""

    title: str
    measure: str
    target: str
    due_on: date | None
    owner_id: int | None
    part: str


def problem_columns(title: str, coding: Coding | None, in_their_words: str, placed: Placed) -> dict[str, Any]:
    """The columns of a problem that is fit for the plan; raises `Refused`."""
    placed = check_placed(placed)
    title = line(title)
    _check_texts((title, "title", "The problem has no name.", "Choose a condition, or write what is in the way."))
    system, code = (coding.system, coding.code) if coding else ("", "")
    if len(system) > _LONGEST_SYSTEM or len(code) > _LONGEST_CODE:
        raise refuse("The condition's code is longer than a code can be.", "condition", "Name the problem without it.")
    said = {"title": title, "system": system, "code": code, "in_their_words": words(in_their_words)}
    return {**said, "areas": [*placed.areas], "part": placed.part, "stage": placed.stage}


def same_problem(there: Iterable[Problem], columns: dict[str, Any]) -> Problem | None:
    """The open one that has this name or this code already."""
    title, system, code = (columns[name] for name in ("title", "system", "code"))
    for one in there:
        has_code = bool(code) and (one.system, one.code) == (system, code)
        if one.closed_at is None and (has_code or one.title.casefold() == title.casefold()):
            return one
    return None


def named_already(problem: Problem) -> Refused:
    """Nobody finds two of one thing."""
    return refuse(f"This is problem {problem.number} already.", "title", "Go on there, or name it apart from that one.")


def goal_columns(in_their_words: str, clinical: str, areas: Iterable[str]) -> dict[str, Any]:
    """The columns of a goal that is fit for the plan; raises `Refused`."""
    said = {"in_their_words": words(in_their_words), "clinical": words(clinical)}
    _check_texts(
        (
            said["in_their_words"],
            "in_their_words",
            "Their own words are missing.",
            "Write what they want as they say it.",
        ),
        (said["clinical"], "clinical", "The clinical wording is missing.", "Say what will be different for them."),
    )
    return {**said, "areas": [*check_areas(areas)]}


def objective_columns(actor: Actor, problem: Problem, terms: Terms, now: datetime) -> dict[str, Any]:
    """The columns of an objective that is fit for the plan; raises `Refused` with everything that isn't."""
    terms = Terms(line(terms.title), line(terms.measure), line(terms.target), terms.due_on, terms.owner_id, terms.part)
    site = problem.client.site
    draft = ObjectiveDraft(terms.title, terms.measure, terms.target, terms.due_on, str(terms.owner_id or ""))
    refusals: list[Refusal] = []
    check_placed(Placed(part=terms.part))
    try:
        check_objective(
            draft,
            today=day_at(now, ZoneInfo(site.zone)),
            # planned_end_on is the first day after the track
            track_ends_on=problem.episode.planned_end_on - timedelta(days=1),
        )
    except Refused as refused:
        refusals.extend(refused.refusals)
    for field in ("title", "measure", "target"):
        if len(getattr(terms, field)) > SHORT:
            refusals.append(_too_long("specific" if field == "title" else field))
    if terms.owner_id is not None and terms.owner_id not in {one.pk for one in _possible_owners(actor, problem)}:
        refusals.append(Refusal("The owner is not on the care team.", "owner", "Choose somebody who is."))
    if refusals:
        raise Refused(*refusals)
    said = {"title": terms.title, "measure": terms.measure, "target": terms.target, "due_on": terms.due_on}
    return {**said, "owner_id": terms.owner_id, "part": terms.part}


def service_title(title: str) -> str:
    """What an intervention is called; raises `Refused`."""
    title = line(title)
    _check_texts((title, "title", "The intervention has no name.", "Say what is done, such as a skill."))
    return title


def check_not_closed(part: Problem | Goal | Objective) -> None:
    """What is closed stays as it was."""
    if part.closed_at is None:
        return
    if isinstance(part, Problem):
        raise refuse(f"Problem {part.number} is closed.", "", "Name a new problem for what comes next.")
    if isinstance(part, Goal):
        raise refuse("This goal is closed.", "", "Set a new goal for what comes next.")
    raise refuse(f"Objective {part.number} is closed.", "", "Set a new objective for what comes next.")


def line(text: str) -> str:
    """A title stands on one line."""
    return " ".join(text.split())


def words(text: str) -> str:
    """As it was said, with the line breaks that a browser sends in one form."""
    return text.replace("\r\n", "\n").strip()


def _possible_owners(actor: Actor, problem: Problem) -> list[Staff]:
    """Who can see to an objective: the care team of now."""
    return [member.staff for member in care_team(actor, problem.client)]


def _check_texts(*needed: tuple[str, str, str, str]) -> None:
    """Refuse what is empty, or a title too long for its column. Each: the text, its field, what to say, how to mend."""
    refusals = [Refusal(what, where, mend) for text, where, what, mend in needed if not text]
    refusals += [_too_long(where) for text, where, _, _ in needed if where == "title" and len(text) > SHORT]
    if refusals:
        raise Refused(*refusals)


def _too_long(where: str) -> Refusal:
    return Refusal(f"This is longer than {SHORT} letters.", where, "Say it shorter.")
