"""A version of a plan on paper: the values of `plan.typ`."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.domain.careplan.values import Stage
from stepwell.domain.planreview.models import PlanSignature
from stepwell.domain.planreview.queries import Signed
from stepwell.domain.planreview.rules.difference import areas_words, ending_words, means_words, part_words
from stepwell.domain.planreview.rules.snapshot import Aim, Concern, Served, Step
from stepwell.kernel.wording import date_and_time, short_date
from stepwell.platform.documents.typeset import typeset

TEMPLATE = Path(__file__).parent / "plan.typ"
NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


def paper_of(found: Signed, printed_by: str, now: datetime) -> bytes:
    """A PDF of the version, with every signature under it."""
    zone = ZoneInfo(found.row.client.site.zone)
    return typeset(TEMPLATE, _values(found, printed_by, zone, now))


def _values(found: Signed, printed_by: str, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    row, said = found.row, found.said
    client = row.client
    signed_at = date_and_time(row.signed_at, zone)
    return {
        "title": f"Plan of care, version {row.number}",
        "name": f"{client.given_names} {client.family_name}".strip(),
        "born": f"born {short_date(client.birth_on)}" if client.birth_on else "birth date not known",
        "program": client.site.name,
        "notice": NOTICE,
        "standing": f"{said.track}. Signed {signed_at}. Printed {date_and_time(now, zone)} by {printed_by}.",
        "basis": _lines(("What helps", said.strengths), ("What is in the way", said.barriers)),
        "problems": [_problem(one) for one in said.concerns],
        "summary": row.summary,
        "changes": [change.words for change in found.changes] if row.number > 1 else [],
        "signatures": [
            [row.signed_as, signed_at],
            *([_signer(one), _when(one, zone)] for one in row.signatures.all()),
            # whoever signs the printed version signs here
            *([] if found.by_client else [["The client: ______________________________", "Date: __________"]]),
        ],
    }


def _problem(one: Concern) -> dict[str, Any]:
    lines = _lines(
        ("In their words", one.in_their_words),
        ("Code", one.code),
        ("Areas", areas_words(one.areas)),
        ("Stage of change", Stage(one.stage).label if one.stage else ""),
        ("Whose part", part_words(one.part)),
        ("How it ended", ending_words(one.closed_as)),
    )
    label = f"Problem {one.number}: {one.title}{' (closed)' if one.is_closed else ''}"
    return {"label": label, "lines": lines, "goals": [_goal(aim) for aim in one.aims]}


def _goal(aim: Aim) -> dict[str, Any]:
    lines = _lines(
        ("Goal, in their words", aim.in_their_words),
        ("Goal (closed)" if aim.is_closed else "Goal", aim.clinical),
        ("Areas", areas_words(aim.areas)),
        ("How it ended", ending_words(aim.closed_as)),
    )
    return {"lines": lines, "steps": [_step(step) for step in aim.steps]}


def _step(step: Step) -> dict[str, Any]:
    closed = " (closed)" if step.is_closed else ""
    lines = _lines(
        ("Measure", step.measure),
        ("Target", f"{step.target}, by {short_date(step.due_on)}"),
        ("Owner", step.owner),
        ("Whose part", part_words(step.part)),
        ("What is done", "\n".join(_served(one) for one in step.served)),
        ("Last evidence", step.evidence),
        ("Progress", step.progress),
        ("How it ended", ending_words(step.closed_as)),
    )
    return {"label": f"Objective {step.number}: {step.title}{closed}", "lines": lines}


def _served(one: Served) -> str:
    words = ", ".join(part for part in (one.title, means_words(one.means), one.group, part_words(one.part)) if part)
    return f"{words} (ended)" if one.is_ended else words


def _signer(one: PlanSignature) -> str:
    if one.refused_why:
        return f"The client didn’t sign: {one.refused_why}"
    if one.party == PlanSignature.Party.CERTIFIER:
        return f"Certified: {one.signed_as}"
    witness = f", seen by {one.witness}" if one.witness else ""
    return f"The client: {one.signed_as}, {one.get_how_display()}{witness}"


def _when(one: PlanSignature, zone: ZoneInfo) -> str:
    """On paper a day stands, and no time."""
    return short_date(one.on) if one.how == PlanSignature.How.PAPER else date_and_time(one.recorded_at, zone)


def _lines(*pairs: tuple[str, str]) -> list[list[str]]:
    return [[label, words] for label, words in pairs if words]
