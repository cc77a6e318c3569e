"""The steps of a person's way, each made by the actions that the screens use: the call, the screening, the placement,
more care, the orientation, the start, the plan, a check-in, the end.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from stepwell.domain.admissions.actions.enquiry import open_enquiry
from stepwell.domain.admissions.actions.handover import record_handover_call
from stepwell.domain.admissions.actions.meanwhile import give_interim
from stepwell.domain.admissions.actions.placement import confirm_placement, save_placement
from stepwell.domain.admissions.actions.way import mark_assessed, record_benefits
from stepwell.domain.admissions.models import Enquiry, Episode
from stepwell.domain.admissions.queries.placement import token_of
from stepwell.domain.admissions.rules.benefits import Benefits, Pays
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.admissions.rules.handover import Answer, Call
from stepwell.domain.admissions.rules.levels import Edition, FourthDimension
from stepwell.domain.admissions.rules.meanwhile import Interim, InterimKind
from stepwell.domain.careplan.actions import name_problem, set_goal, set_objective
from stepwell.domain.careplan.models import Objective
from stepwell.domain.careplan.values import Placed
from stepwell.domain.catalog.models import Track
from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.coverage.actions import enter_authorization
from stepwell.domain.coverage.rules.terms import Terms, Unit
from stepwell.domain.meals.actions import say_diet
from stepwell.domain.meals.rules import FIRST_DIETS
from stepwell.domain.measures.rules import load_instrument, skipped_items
from stepwell.domain.orientation.actions import sign_orientation_here
from stepwell.domain.orientation.queries import reading_of
from stepwell.domain.people.models import Client, Staff
from stepwell.domain.week.models import Series
from stepwell.domain.week.rules.hours import H0015_DAY
from stepwell.kernel.actor import Actor
from stepwell.kernel.coding import ICD_10_CM, Coding
from stepwell.simulate.words import EVIDENCE, FOURTH_EVIDENCE, MORE_NEED, WHAT_MATTERS, PlanWords
from stepwell.simulate.world import Scene, living
from stepwell.workflows.admit import admit
from stepwell.workflows.plan import link_intervention_to_group
from stepwell.workflows.screen import complete_screening_sheet

LEVEL, MORE_CARE = "2.1", "3.7"
PAYER = "Prairie Sample Plan"
NO_RISK = {"q1": 0, "q2": 0, "q6": 0}


def call(
    scene: Scene, who: Actor, details: Mapping[str, object], instant: datetime, key: UUID, known: Client | None = None
) -> Enquiry:
    """Somebody calls, and admissions writes down who. `known`: they were here before."""
    with living(instant) as now:
        arrival = open_enquiry(
            actor=who,
            site=scene.site,
            details=details,
            now=now,
            is_new=known is None,
            same_as=known.pk if known else None,
            key=key,
        )
    assert arrival.enquiry is not None  # no question is left open
    return arrival.enquiry


def screen(scene: Scene, who: Actor, client: Client, day: date, audit: tuple[int, ...], phq: tuple[int, ...]) -> None:
    """Admissions asks the three instruments."""
    sheets = {
        "audit": _asked("audit", {f"q{i}": value for i, value in enumerate(audit, 1)}),
        "phq-9": {f"q{i}": value for i, value in enumerate(phq, 1)},
        "c-ssrs-screener": NO_RISK,
    }
    for minute, (code, answers) in enumerate(sheets.items()):
        with living(scene.at(day, 10, 10 * minute)) as now:
            complete_screening_sheet(
                actor=who,
                client_id=client.pk,
                code=code,
                answers=answers,
                version=load_instrument(code).version,
                now=now,
            )


def check_benefits(who: Actor, enquiry: Enquiry, instant: datetime) -> None:
    """Admissions asks who pays."""
    found = Benefits(Pays.INSURANCE, PAYER, "PPO", "Covered, with authorization before the first day.")
    with living(instant) as now:
        record_benefits(actor=who, enquiry_id=enquiry.pk, benefits=found, seen_id=None, now=now)


def assess(who: Actor, enquiry: Enquiry, instant: datetime) -> None:
    """A clinician says that the assessment is finished."""
    with living(instant) as now:
        mark_assessed(actor=who, enquiry_id=enquiry.pk, now=now)


def third_edition(*, needs_more: bool = False) -> Draft:
    """Six severities and a level. `needs_more`: more care than an outpatient program has."""
    rated = EVIDENCE | MORE_NEED if needs_more else EVIDENCE
    return Draft(
        severities={number: rating[0] for number, rating in rated.items()},
        evidence={number: rating[1] for number, rating in rated.items()},
        uses_alcohol_or_benzodiazepine=needs_more,
        seizure_or_dt_history=False,
        chosen_level=MORE_CARE if needs_more else LEVEL,
    )


def fourth_edition() -> Draft:
    """Five ratings with the least level each names, what matters to the person, and a level."""
    return Draft(
        edition=Edition.FOURTH,
        codes={number: rating[0] for number, rating in FOURTH_EVIDENCE.items()},
        minimums={number: rating[1] for number, rating in FOURTH_EVIDENCE.items()},
        evidence={number: rating[2] for number, rating in FOURTH_EVIDENCE.items()}
        | {FourthDimension.PERSON.value: WHAT_MATTERS},
        uses_alcohol_or_benzodiazepine=False,
        seizure_or_dt_history=False,
        chosen_level=LEVEL,
    )


def place(who: Actor, enquiry: Enquiry, instant: datetime, draft: Draft) -> None:
    """A clinician rates, and decides."""
    with living(instant) as now:
        kept = save_placement(actor=who, enquiry_id=enquiry.pk, draft=draft, token=token_of(None, None), now=now)
        confirm_placement(actor=who, enquiry_id=enquiry.pk, placement_id=kept.pk, revision=kept.revision, now=now)


def seek_more_care(who: Actor, enquiry: Enquiry, instant: datetime, room_on: date) -> None:
    """Admissions asks two places: one is full, one has room later. Naloxone can't wait for it."""
    calls = (
        Call("Prairie Sample Hospital", Answer.FULL, instant, words="Call again in the morning."),
        Call("Lakeside Sample House", Answer.LATER, instant, "Ty Marsh with the intake desk", room_on),
    )
    with living(instant) as now:
        for call in calls:
            record_handover_call(actor=who, enquiry_id=enquiry.pk, call=call, now=now)
        interim = Interim(InterimKind.NALOXONE, instant.astimezone(ZoneInfo(enquiry.site.zone)).date())
        give_interim(actor=who, enquiry_id=enquiry.pk, interim=interim, key=uuid5(enquiry.pk, "naloxone"), now=now)


def orient(who: Actor, client: Client, instant: datetime) -> None:
    """The client reads how things work here, on admissions' own tablet, and signs."""
    with living(instant) as now:
        read = reading_of(who, client.pk, now).read
        typed = Typed(f"{client.given_names} {client.family_name}", True, read)
        sign_orientation_here(actor=who, client_id=client.pk, typed=typed, now=now)


def begin(
    who: Actor,
    enquiry: Enquiry,
    track: Track,
    day: date,
    team: tuple[Staff, Staff, Staff],
    instant: datetime,
) -> Episode:
    """Admitted to the track, with a counselor, a therapist and a case manager."""
    counselor, therapist, case_manager = team
    orient(who, enquiry.client, instant)
    with living(instant) as now:
        return admit(
            actor=who,
            enquiry_id=enquiry.pk,
            track_id=track.pk,
            started_on=day,
            counselor_id=counselor.pk,
            therapist_id=therapist.pk,
            case_manager_id=case_manager.pk,
            now=now,
        )


def authorize(who: Actor, episode: Episode, instant: datetime, number: int) -> None:
    """The payer agreed to a number of days: two of three people have them for the whole stay, the third for half."""
    sessions = episode.track.days_a_week * episode.track.weeks
    units, weeks = (sessions // 2, episode.track.weeks // 2 + 1) if number % 3 == 0 else (sessions, episode.track.weeks)
    terms = Terms(
        PAYER,
        f"PS-{4100 + number}-{episode.started_on:%m%d}",
        Unit.DAY,
        units,
        episode.started_on,
        episode.started_on + timedelta(weeks=weeks),
        H0015_DAY.minimum_minutes,
        episode.started_on + timedelta(weeks=2),
    )
    with living(instant) as now:
        enter_authorization(actor=who, client_id=episode.client_id, terms=terms, now=now)


def eat(who: Actor, client: Client, random: Random, instant: datetime) -> None:
    """About every second has a diet or an allergy, the same at every stay. Ours."""
    labels = random.sample(FIRST_DIETS, random.choice((0, 0, 0, 0, 1, 1)))
    allergies = random.choice(("", "", "", "", "Peanuts", "Shellfish"))
    if labels or allergies:
        with living(instant) as now:
            say_diet(actor=who, client_id=client.pk, labels=labels, allergies=allergies, seen=0, now=now)


def write_plan(
    who: Actor, client: Client, plan: PlanWords, series: Series, due_on: date, instant: datetime
) -> Objective:
    """One whole thread, down to the group that carries it."""
    assert who.staff_id is not None  # a counselor writes it
    with living(instant) as now:
        title, code = plan.problem
        problem = name_problem(
            actor=who,
            client_id=client.pk,
            title=title,
            coding=Coding(ICD_10_CM, code, title),
            in_their_words=plan.words,
            now=now,
        )
        words, clinical = plan.goal
        goal = set_goal(actor=who, problem_id=problem.pk, in_their_words=words, clinical=clinical, now=now)
        name, measure, target = plan.objective
        objective = set_objective(
            actor=who,
            goal_id=goal.pk,
            title=name,
            measure=measure,
            target=target,
            due_on=due_on,
            owner_id=who.staff_id,
            now=now,
        )
        link_intervention_to_group(
            actor=who,
            objective_id=objective.pk,
            title=f"{series.service.name}, {len(series.weekdays)} times a week",
            series_id=series.pk,
            now=now,
        )
    return objective


def write_mood(who: Actor, client: Client, owner_id: int, due_on: date, now: datetime) -> Objective:
    """A second condition, as far as its objective: depression beside the use of opioids."""
    title = "Major depressive disorder, recurrent, moderate"
    placed = Placed(("medical and psychological", "self-worth"), "therapist", "preparation")
    problem = name_problem(
        actor=who,
        client_id=client.pk,
        title=title,
        coding=Coding(ICD_10_CM, "F33.1", title),
        in_their_words="Some mornings I don't see the point of getting up.",
        placed=placed,
        now=now,
    )
    words, clinical = "Feel like getting up again.", "Has more days with something that is worth getting up for"
    goal = set_goal(actor=who, problem_id=problem.pk, in_their_words=words, clinical=clinical, now=now)
    return set_objective(
        actor=who,
        goal_id=goal.pk,
        title="Does one planned thing in the morning",
        measure="Mornings",
        target="5 of 7",
        due_on=due_on,
        owner_id=owner_id,
        part="therapist",
        now=now,
    )


def from_home(client: Client) -> Actor:
    """The client on their own phone."""
    return Actor(f"client:{client.pk}", client.name, client_id=client.pk)


def due_day(started_on: date) -> date:
    """When an objective is due: a week before the track ends."""
    return started_on + timedelta(weeks=11)


def _asked(code: str, answers: dict[str, int]) -> dict[str, int]:
    """Without what the instrument's skips leave out."""
    skipped = set(skipped_items(load_instrument(code), answers))
    return {item: value for item, value in answers.items() if item not in skipped}
