"""How each of the demo's people comes: the call, the screening, the placement, the start, the plan, the check-ins."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from stepwell.domain.admissions.actions.enquiry import open_enquiry
from stepwell.domain.admissions.actions.placement import confirm_placement, save_placement
from stepwell.domain.admissions.actions.referral import receive_referral
from stepwell.domain.admissions.queries.placement import token_of
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.careplan.actions import name_problem, set_goal, set_objective
from stepwell.domain.catalog.actions import add_day_template, add_place, add_service, open_track
from stepwell.domain.checkins.actions import send_check_in
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.measures.rules import load_instrument, skipped_items
from stepwell.domain.people.actions import give_portal
from stepwell.domain.week.actions import start_series
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.coding import ICD_10_CM, Coding
from stepwell.platform.accounts.actions import open_account
from stepwell.simulate.people import CLIENT_EMAIL, CLIENTS, DEMO_PASSWORD, NEWCOMERS, DemoClient
from stepwell.simulate.world import WEEKS_BACK, Demo, living
from stepwell.workflows.admit import admit
from stepwell.workflows.plan import link_intervention_to_group
from stepwell.workflows.screen import complete_screening_sheet

# Ratings of somebody whom an evening program suits (our labels; docs/clinical.md, "Levels of care").
EVIDENCE = {
    1: (1, "Last use eleven days ago. No withdrawal signs today."),
    2: (0, "No physical complaint; saw a physician in spring."),
    3: (2, "Low mood most days; no thought of dying."),
    4: (1, "Asked for help without being sent."),
    5: (2, "Used within a month of an earlier stay."),
    6: (2, "Lives with family who do not use; evenings are hard."),
}
REFERRAL = Path(__file__).with_name("referral.json")  # a FHIR R4 bundle about somebody made up
# The same bundle about somebody who might be Noah, who called: a person is asked.
LOOKS_LIKE_NOAH = (
    ('"Lund"', '"Whitehorse"'),
    ('"Casey"', '"Noah"'),
    ('"Cas"', '"Noah"'),
    ("1990-04-17", "1997-02-14"),
    ("R-20417", "R-20533"),
    ('"female"', '"male"'),
    ("casey.lund@", "noah.whitehorse@"),
)
NO_RISK = {"q1": 0, "q2": 0, "q6": 0}


def first_monday(demo: Demo) -> date:
    """The day the group met first."""
    begin = demo.today - timedelta(weeks=WEEKS_BACK)
    return begin - timedelta(days=begin.weekday())


def open_program(demo: Demo) -> None:
    """The track and its group: three evenings a week."""
    director = demo.actors["rosa"]
    with living(demo.at(first_monday(demo) - timedelta(days=7), 9)) as now:
        template = add_day_template(actor=director, site=demo.site, name="Evening, 3 h")
        track = open_track(
            actor=director,
            site=demo.site,
            name="Evening IOP",
            level_code="2.1",
            standard_code="asam-2.1-adult",
            template=template,
            days_a_week=3,
            weeks=12,
        ).track
        demo.made["track"] = track
        demo.made["series"] = start_series(
            actor=director,
            track=track,
            service=add_service(actor=director, site=demo.site, name="Relapse prevention"),
            template=template,
            name="Evening group",
            leader=demo.staff["maya"],
            place=add_place(actor=director, site=demo.site, name="Room 2", seats=12),
            weekdays=(0, 1, 3),
            starts_at_time=time(18, 0),
            first_on=first_monday(demo),
            weeks=None,
            capacity=10,
            now=now,
        )


def enquire(demo: Demo, number: int, person: DemoClient) -> None:
    """A call, some days before the start."""
    day = _start_day(demo, number) - timedelta(days=5)
    _call(demo, person.given, _details(person), demo.at(day, 9, 5 * number))


def screen_and_place(demo: Demo, number: int, person: DemoClient) -> None:
    """Three instruments, six dimensions, a level."""
    day = _start_day(demo, number) - timedelta(days=3)
    _screen(demo, person.given, day, person.audit, person.phq)
    _place(demo, person.given, demo.at(day, 14))


def _call(demo: Demo, name: str, details: dict[str, object], instant: datetime) -> None:
    """Somebody calls, and admissions writes down who."""
    with living(instant) as now:
        arrival = open_enquiry(
            actor=demo.actors["ty"],
            site=demo.site,
            details=details,
            now=now,
            is_new=True,
            key=demo.key("enquiry", name),
        )
    assert arrival.enquiry is not None  # is_new leaves no question open
    demo.clients[name] = arrival.enquiry.client
    demo.made[f"enquiry {name}"] = arrival.enquiry


def _screen(demo: Demo, name: str, day: date, audit: tuple[int, ...], phq: tuple[int, ...]) -> None:
    """Admissions asks the three instruments."""
    sheets = {
        "audit": _asked("audit", {f"q{i}": value for i, value in enumerate(audit, 1)}),
        "phq-9": {f"q{i}": value for i, value in enumerate(phq, 1)},
        "c-ssrs-screener": NO_RISK,
    }
    for minute, (code, answers) in enumerate(sheets.items()):
        with living(demo.at(day, 10, 10 * minute)) as now:
            complete_screening_sheet(
                actor=demo.actors["ty"],
                client_id=demo.clients[name].pk,
                code=code,
                answers=answers,
                version=load_instrument(code).version,
                now=now,
            )


def _place(demo: Demo, name: str, instant: datetime) -> None:
    """The supervisor rates and decides."""
    enquiry = demo.made[f"enquiry {name}"]
    draft = Draft(
        severities={number: rating[0] for number, rating in EVIDENCE.items()},
        evidence={number: rating[1] for number, rating in EVIDENCE.items()},
        uses_alcohol_or_benzodiazepine=False,
        seizure_or_dt_history=False,
        chosen_level="2.1",
    )
    clinician = demo.actors["ingrid"]
    with living(instant) as now:
        kept = save_placement(actor=clinician, enquiry_id=enquiry.pk, draft=draft, token=token_of(None, None), now=now)
        confirm_placement(actor=clinician, enquiry_id=enquiry.pk, placement_id=kept.pk, revision=kept.revision, now=now)


def start(demo: Demo, number: int, person: DemoClient) -> None:
    """Admitted to the evening track, with a team and a plan."""
    client, enquiry = demo.clients[person.given], demo.made[f"enquiry {person.given}"]
    day = _start_day(demo, number)
    with living(demo.at(day - timedelta(days=2), 15)) as now:
        admit(
            actor=demo.actors["ty"],
            enquiry_id=enquiry.pk,
            track_id=demo.made["track"].pk,
            started_on=day,
            counselor_id=demo.staff["maya"].pk,
            therapist_id=demo.staff["tess"].pk,
            case_manager_id=demo.staff["dee"].pk,
            now=now,
        )
    if number != len(CLIENTS) - 1:  # the last one to start has no plan yet: Today asks for it
        _write_plan(demo, person, day)
    if number == 0:
        account = open_account(actor=system("demo"), email=CLIENT_EMAIL, password=DEMO_PASSWORD, now=demo.now)
        give_portal(actor=demo.actors["rosa"], client=client, account=account)


def recent_days(demo: Demo) -> None:
    """What is new: who has just enquired, and what clients told from home."""
    for number, one in enumerate(NEWCOMERS):
        day = demo.today - timedelta(days=one.days_ago)
        _call(demo, one.given, one.details, demo.at(day, 8, 20 + number))
        if one.is_screened:
            _screen(demo, one.given, day + timedelta(days=1), CLIENTS[0].audit, CLIENTS[0].phq)
        if one.is_placed:
            _place(demo, one.given, demo.at(day + timedelta(days=2), 14))
    sent = REFERRAL.read_text(encoding="utf-8")
    for words in ((), LOOKS_LIKE_NOAH):
        for old, new in words:
            sent = sent.replace(old, new)
        with living(demo.at(demo.today, 7, 30)) as now:
            record = read_referral(sent.encode())
            receive_referral(
                actor=demo.actors["ty"], site=demo.site, record=record, source_name="River Clinic", now=now
            )
    ana, darnell, josie = (_from_home(demo, name) for name in ("Ana", "Darnell", "Josie"))
    for actor, days_ago, said in (
        (ana, 2, Answers(5, 5, "no", ("tired",), 360)),
        (ana, 1, Answers(3, 6, "no", (), 420, "Slept through. Walked to my sister's instead of past the bar.")),
        (darnell, 1, Answers(6, 4, "yes", ("payday", "place"), 300, "Two beers on the way home. I want to talk.")),
        (josie, 0, Answers(9, 3, "no", ("lonely",), 180, "It comes in waves since four.")),
    ):
        with living(demo.at(demo.today - timedelta(days=days_ago), 7, 10)) as now:
            key = demo.key("check-in", actor.client_id, days_ago)
            send_check_in(actor=actor, key=key, answers=said, said_at=now, now=now)


def _from_home(demo: Demo, name: str) -> Actor:
    """The client on their own phone. Only the walk's client has a password."""
    client = demo.clients[name]
    return Actor(f"client:{client.pk}", client.name, client_id=client.pk)


def _start_day(demo: Demo, number: int) -> date:
    """Rolling entry: the first six begin together, the others a week apart."""
    return first_monday(demo) + timedelta(weeks=max(0, number - 5))


def _details(person: DemoClient) -> dict[str, object]:
    return {
        "family_name": person.family,
        "given_names": person.given,
        "pronouns": person.pronouns,
        "birth_on": person.birth_on,
        "phone": person.phone,
    }


def _asked(code: str, answers: dict[str, int]) -> dict[str, int]:
    """Without what the instrument's skips leave out."""
    skipped = set(skipped_items(load_instrument(code), answers))
    return {item: value for item, value in answers.items() if item not in skipped}


def _write_plan(demo: Demo, person: DemoClient, day: date) -> None:
    """One whole thread, written on the second day."""
    counselor = demo.actors["maya"]
    with living(demo.at(day + timedelta(days=1), 11)) as now:
        title, code = person.problem
        problem = name_problem(
            actor=counselor,
            client_id=demo.clients[person.given].pk,
            title=title,
            coding=Coding(ICD_10_CM, code, title),
            in_their_words=person.words,
            now=now,
        )
        words, clinical = person.goal
        goal = set_goal(actor=counselor, problem_id=problem.pk, in_their_words=words, clinical=clinical, now=now)
        name, measure, target = person.objective
        objective = set_objective(
            actor=counselor,
            goal_id=goal.pk,
            title=name,
            measure=measure,
            target=target,
            due_on=day + timedelta(weeks=11),
            owner_id=demo.staff["maya"].pk,
            now=now,
        )
        link_intervention_to_group(
            actor=counselor,
            objective_id=objective.pk,
            title="Relapse prevention, three evenings a week",
            series_id=demo.made["series"].pk,
            now=now,
        )
    demo.made[f"objective {person.given}"] = objective
