"""The demo's sessions one to one and with family: some weeks of them, with notes, of which some are owed."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from stepwell.domain.catalog.actions import add_place, add_service
from stepwell.domain.consent.actions.signing import Prepared, prepare_consent, record_paper
from stepwell.domain.consent.models import ConsentDraft
from stepwell.domain.consent.queries.drafts import draft_text
from stepwell.domain.consent.rules import ItemKind, Purpose, UntilEvent
from stepwell.domain.consent.rules.words import digest_of_text
from stepwell.domain.week.actions import (
    create_drafts,
    plan_own,
    record_attendance,
    save_response,
    save_template,
    sign_note,
)
from stepwell.domain.week.models import Series, Session
from stepwell.domain.week.queries.board import get_board
from stepwell.domain.week.rules.roll import AttendanceStatus
from stepwell.simulate.world import Demo, living

MOTHER = "Rita Reyes"
WEEKS = 3


@dataclass(frozen=True, slots=True)
class Hour:
    """Somebody's weekly hour: with whom, on which weekday and when."""

    given: str
    leader: str
    service: str
    weekday: int
    at: time
    minutes: int = 60


HOURS = (
    Hour("Ana", "maya", "Individual counseling", 2, time(10, 0)),
    Hour("Darnell", "maya", "Individual counseling", 2, time(11, 15)),
    Hour("Josie", "maya", "Individual counseling", 4, time(10, 0)),
    Hour("Marcus", "tess", "EMDR", 1, time(13, 0)),
    Hour("Ana", "dee", "Case management", 0, time(15, 0), 30),
)
FAMILY = Hour("Ana", "tess", "Family session", 4, time(16, 0))
SAID = (
    (
        "Came on time and spoke of the evenings.",
        "Steady; sleep is what moves the craving.",
        "Keeps the sleep diary.",
    ),
    ("Two evenings went as planned, one did not.", "Names the moment before it turned.", "Calls before leaving work."),
    (
        "Brought the list of people to call.",
        "More hopeful than a week ago.",
        "Asks one of them to walk along.",
    ),
    ("Spoke of the talk with the landlord.", "Less worried, and sleeps longer.", "Brings the letter next time."),
)


def own_hours(demo: Demo) -> None:
    """Services and rooms, some weeks of hours, and what was written of them."""
    director, begin = demo.actors["rosa"], demo.today - timedelta(weeks=WEEKS)
    with living(demo.at(begin - timedelta(days=2), 9)) as now:
        made: dict[str, Any] = {}
        for name, kind, counts, code in (
            ("Individual counseling", "individual", True, "H0004"),
            ("EMDR", "individual", True, ""),
            ("Case management", "other", False, "H0006"),
            ("Family session", "family", True, "90847"),
        ):
            made[name] = add_service(actor=director, site=demo.site, name=name, kind=kind, counts=counts, code=code)
        save_template(
            actor=director,
            service_id=made["EMDR"].pk,
            topic="",
            method="",
            shared_note="",
            sections="BIRP",
            revision=0,
            now=now,
        )
        for leader, name in (("maya", "Office 1"), ("tess", "Family room"), ("dee", "Office 2")):
            made[leader] = add_place(actor=director, site=demo.site, name=name, seats=4)
    mother = _mother(demo, begin)
    planned = [_plan(demo, made, one, begin) for one in HOURS]
    planned.append(_plan(demo, made, FAMILY, begin, family=[mother]))
    for number, (hour, series) in enumerate(zip((*HOURS, FAMILY), planned, strict=True)):
        _past(demo, number, hour, series)


def _mother(demo: Demo, begin: date) -> int:
    """Ana's mother, whom a consent on paper names."""
    client, counselor = demo.clients["Ana"], demo.actors["maya"]
    chosen = Prepared(
        form="family",
        recipient_id=None,
        recipient_class="",
        person=MOTHER,
        purposes=[Purpose.REQUEST],
        kinds=[ItemKind.IDENTITY, ItemKind.ATTENDANCE],
        until_on=None,
        until_event=UntilEvent.END_OF_TREATMENT,
    )
    with living(demo.at(begin - timedelta(days=1), 11)) as now:
        draft = prepare_consent(actor=counselor, client_id=client.pk, prepared=chosen, now=now)
        read = digest_of_text(draft_text(ConsentDraft.objects.get(pk=draft.pk)))
        signed_on = begin - timedelta(days=1)
        signed = record_paper(
            actor=counselor, draft_id=draft.pk, signed_on=signed_on, witness="Ty Marsh", read=read, now=now
        )
    assert signed.recipient_id is not None  # it names somebody
    return signed.recipient_id


def _plan(demo: Demo, made: dict[str, Any], hour: Hour, begin: date, family: list[int] | None = None) -> Series:
    first_on = begin + timedelta(days=(hour.weekday - begin.weekday()) % 7)
    with living(demo.at(begin - timedelta(days=1), 12)) as now:
        return plan_own(
            actor=demo.actors[hour.leader],
            client_id=demo.clients[hour.given].pk,
            service_id=made[hour.service].pk,
            leader_id=demo.staff[hour.leader].pk,
            place_id=made[hour.leader].pk,
            first_on=first_on,
            starts_at_time=hour.at,
            minutes=hour.minutes,
            weeks=52,
            family=family or (),
            now=now,
        )


def _past(demo: Demo, number: int, hour: Hour, series: Series) -> None:
    """Every one that is over was attended. The notes of two people's last one are drafts still."""
    over = list(series.sessions.filter(ends_at__lt=demo.now - timedelta(minutes=10)).order_by("starts_at"))
    for place, session in enumerate(over):
        is_owed = number in (0, 5) and place == len(over) - 1
        first, *others = SAID[(place + number) % len(SAID)]
        said = (f"Session {place + 1} of {hour.service}. {first}", *others)
        _one(demo, hour, session, said, is_owed=is_owed)


def _one(demo: Demo, hour: Hour, session: Session, said: tuple[str, ...], *, is_owed: bool) -> None:
    """The roll, the draft, its sections, the signature."""
    leader, client = demo.actors[hour.leader], demo.clients[hour.given]
    with living(session.ends_at + timedelta(minutes=5)) as now:
        record_attendance(
            actor=leader, session_id=session.pk, client_id=client.pk, status=AttendanceStatus.PRESENT, now=now
        )
        create_drafts(actor=leader, session_id=session.pk, now=now)
        draft = get_board(leader, session.pk, now).seats[0].draft
        assert draft is not None  # it was made a moment ago
        words = [*said, *said][: len(draft.sections)]
        if is_owed:
            words = [words[0], *("" for _ in words[1:])]
        note = save_response(
            actor=leader,
            note_id=draft.note_id,
            response="",
            sections=words,
            company=[MOTHER] if hour is FAMILY else (),
            objective_id=draft.choices[0][0] if draft.choices else None,
            revision=draft.revision,
            now=now,
        )
        if not is_owed:
            sign_note(actor=leader, note_id=note.pk, revision=note.revision, now=now)
