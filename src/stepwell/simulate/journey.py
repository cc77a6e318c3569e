"""How each of the demo's people comes: the call, the screening, the placement, the start, the plan, the check-ins."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from stepwell.domain.admissions.actions.referral import receive_referral
from stepwell.domain.catalog.actions import add_day_template, add_place, add_service, open_track
from stepwell.domain.checkins.rules import Answers
from stepwell.domain.people.actions import give_portal
from stepwell.domain.week.actions import start_series
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.actor import system
from stepwell.platform.accounts.actions import open_account
from stepwell.simulate import papers, reviews, steps
from stepwell.simulate.house import EVENING
from stepwell.simulate.people import CLIENT_EMAIL, CLIENTS, DEMO_PASSWORD, NEWCOMERS, DemoClient
from stepwell.simulate.words import PlanWords
from stepwell.simulate.world import WEEKS_BACK, Demo, living
from stepwell.workflows.check_in import tell

ASKED = (CLIENTS[0].audit, CLIENTS[0].phq)
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


def first_monday(demo: Demo) -> date:
    """The day the group met first."""
    begin = demo.today - timedelta(weeks=WEEKS_BACK)
    return begin - timedelta(days=begin.weekday())


def open_program(demo: Demo) -> None:
    """The track and its group: three evenings a week."""
    director = demo.actors["rosa"]
    with living(demo.at(first_monday(demo) - timedelta(days=7), 9)) as now:
        template = add_day_template(actor=director, site=demo.site, name="Evening, 3 h", segments=EVENING)
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
    """Three instruments, six dimensions, a level. Who came last is rated in the fourth edition."""
    day = _start_day(demo, number) - timedelta(days=3)
    steps.screen(demo, demo.actors["ty"], demo.clients[person.given], day, person.audit, person.phq)
    papers.assess(demo, person, demo.at(day, 13))
    draft = steps.fourth_edition() if number == len(CLIENTS) - 1 else steps.third_edition()
    steps.place(demo.actors["ingrid"], demo.made[f"enquiry {person.given}"], demo.at(day, 14), draft)


def start(demo: Demo, number: int, person: DemoClient) -> None:
    """Admitted to the evening track, with a team and a plan."""
    client, enquiry = demo.clients[person.given], demo.made[f"enquiry {person.given}"]
    day = _start_day(demo, number)
    team = demo.staff["maya"], demo.staff["tess"], demo.staff["dee"]
    arrived = demo.at(day - timedelta(days=2), 15)
    episode = steps.begin(demo.actors["ty"], enquiry, demo.made["track"], day, team, arrived)
    papers.consent_to_care(demo, person, demo.at(day, 10))
    steps.authorize(demo.actors["dee"], episode, demo.at(day - timedelta(days=1), 10), number)
    if number != len(CLIENTS) - 1:  # the last one to start has no plan yet: Today asks for it
        plan = PlanWords(person.problem, person.words, person.goal, person.objective)
        written = demo.at(day + timedelta(days=1), 11)
        steps.write_plan(demo.actors["maya"], client, plan, demo.made["series"], steps.due_day(day), written)
        reviews.first_version(demo, client, written + timedelta(days=1))
    if number == 0:
        account = open_account(actor=system("demo"), email=CLIENT_EMAIL, password=DEMO_PASSWORD, now=demo.now)
        give_portal(actor=demo.actors["rosa"], client=client, account=account)


def _call(demo: Demo, name: str, details: dict[str, object], instant: datetime) -> None:
    """Somebody calls, and admissions writes down who."""
    enquiry = steps.call(demo, demo.actors["ty"], details, instant, demo.key("enquiry", name))
    demo.clients[name] = enquiry.client
    demo.made[f"enquiry {name}"] = enquiry


def recent_days(demo: Demo) -> None:
    """What is new: who has just enquired, and what clients told from home."""
    for number, one in enumerate(NEWCOMERS):
        day = demo.today - timedelta(days=one.days_ago)
        _call(demo, one.given, one.details, demo.at(day, 8, 20 + number))
        if one.is_screened:
            steps.screen(demo, demo.actors["ty"], demo.clients[one.given], day + timedelta(days=1), *ASKED)
        if one.is_placed:
            enquiry, placed_on = demo.made[f"enquiry {one.given}"], day + timedelta(days=2)
            steps.check_benefits(demo.actors["ty"], enquiry, demo.at(placed_on, 11))
            steps.assess(demo.actors["ingrid"], enquiry, demo.at(placed_on, 13))
            draft = steps.third_edition(needs_more=True) if one.needs_more else steps.fourth_edition()
            steps.place(demo.actors["ingrid"], enquiry, demo.at(placed_on, 14), draft)
        if one.needs_more:
            room_on = demo.today + timedelta(days=2)
            steps.seek_more_care(demo.actors["ty"], enquiry, demo.at(demo.today - timedelta(days=1), 15), room_on)
    sent = REFERRAL.read_text(encoding="utf-8")
    for words in ((), LOOKS_LIKE_NOAH):
        for old, new in words:
            sent = sent.replace(old, new)
        with living(demo.at(demo.today, 7, 30)) as now:
            record = read_referral(sent.encode())
            receive_referral(
                actor=demo.actors["ty"], site=demo.site, record=record, source_name="River Clinic", now=now
            )
    ana, darnell, josie = (steps.from_home(demo.clients[name]) for name in ("Ana", "Darnell", "Josie"))
    for actor, days_ago, said in (
        (ana, 2, Answers(5, 5, "no", ("tired",), 360)),
        (ana, 1, Answers(3, 6, "no", (), 420, "Slept through. Walked to my sister's instead of past the bar.")),
        (darnell, 1, Answers(6, 4, "yes", ("payday", "place"), 300, "Two beers on the way home. I want to talk.")),
        (josie, 0, Answers(9, 3, "no", ("lonely",), 180, "It comes in waves since four.")),
    ):
        with living(demo.at(demo.today - timedelta(days=days_ago), 7, 10)) as now:
            key = demo.key("check-in", actor.client_id, days_ago)
            tell(actor=actor, key=key, answers=said, said_at=now, now=now)


def _start_day(demo: Demo, number: int) -> date:
    """Rolling entry: the first six begin together, the others a week apart; the last one came a week ago."""
    weeks = WEEKS_BACK - 1 if number == len(CLIENTS) - 1 else max(0, number - 5)
    return first_monday(demo) + timedelta(weeks=weeks)


def _details(person: DemoClient) -> dict[str, object]:
    return {
        "family_name": person.family,
        "given_names": person.given,
        "pronouns": person.pronouns,
        "birth_on": person.birth_on,
        "phone": person.phone,
    }
