"""Plans that are signed: the first version with the client in the room, reviews on the phone, one no, one that is late.

Ana's last review is certified and waits for her on her phone. Darnell's next one is due within days, and Josie's is
late.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from stepwell.domain.careplan.actions import save_basis
from stepwell.domain.careplan.models import Goal, Problem
from stepwell.domain.careplan.values import Means, Placed
from stepwell.domain.consent.rules.signature import Typed
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Client, Function
from stepwell.domain.planreview.actions import (
    certify_version,
    check_site,
    refuse_own_plan,
    set_plan_protocol,
    sign_own_plan,
    sign_plan_here,
)
from stepwell.domain.planreview.models import PlanVersion
from stepwell.domain.planreview.rules.clock import Protocol
from stepwell.kernel.actor import Actor, system
from stepwell.kernel.coding import Coding
from stepwell.simulate import steps
from stepwell.simulate.people import CLIENTS
from stepwell.simulate.world import Demo, living
from stepwell.workflows.plan import correct_goal, correct_problem, serve_objective
from stepwell.workflows.plan_review import review_of, sign_plan

# So many days ago each of those with a plan was reviewed last.
REVIEWED = {"Ana": 2, "Darnell": 26, "Josie": 34}
_OTHERS = 16
SAYS_NO = "Marcus"
NO = "Three evenings are too many with my shifts. I want to talk first."


def sign(who: Actor, client: Client, instant: datetime, summary: str = "") -> PlanVersion:
    """A clinician signs what stands; the objectives that notes name have come closer."""
    with living(instant) as now:
        found = review_of(who, client.pk, now=now)
        progress = {step.id: "closer" for step in found.said.steps if step.evidence and not step.is_closed}
        return sign_plan(actor=who, client_id=client.pk, read=found.mark, progress=progress, summary=summary, now=now)


def sign_in_the_room(who: Actor, client: Client, version: PlanVersion, instant: datetime) -> None:
    """The client's own hand, on the program's tablet."""
    with living(instant) as now:
        typed = _hand(client, version)
        sign_plan_here(actor=who, client_id=client.pk, version_id=version.pk, typed=typed, now=now)


def sign_on_the_phone(client: Client, version: PlanVersion, instant: datetime) -> None:
    """The client's own hand, at home."""
    with living(instant) as now:
        sign_own_plan(actor=steps.from_home(client), typed=_hand(client, version), now=now)


def begin_reviews(demo: Demo) -> None:
    """The first version of each plan, a day after it was written; and the site's own clock."""
    with living(demo.at(demo.today - timedelta(days=60), 9)):
        protocol = Protocol(certify_for=("Medicare", steps.PAYER))
        set_plan_protocol(actor=demo.actors["rosa"], site_id=demo.site.pk, protocol=protocol)


def first_version(demo: Demo, client: Client, instant: datetime) -> None:
    """Gone through together, and signed by both."""
    version = sign(demo.actors["maya"], client, instant)
    sign_in_the_room(demo.actors["maya"], client, version, instant + timedelta(minutes=10))


def review_plans(demo: Demo) -> None:
    """The last review of each who has a plan, then what the clocks ask for today."""
    for person in CLIENTS[:-1]:
        client = demo.clients[person.given]
        on = demo.today - timedelta(days=REVIEWED.get(person.given, _OTHERS))
        if person.given == "Ana":
            _look_closer(demo, client, demo.at(on, 10))
        words = "Comes regularly; the plan still fits." if person.given != "Ana" else "Sleeps better; mood is next."
        version = sign(demo.actors["maya"], client, demo.at(on, 11), words)
        if person.given == SAYS_NO:
            with living(demo.at(on, 19)) as now:
                refuse_own_plan(actor=steps.from_home(client), why=NO, now=now)
        elif person.given != "Ana":
            sign_on_the_phone(client, version, demo.at(on, 19))
        else:
            _certify(demo, version, demo.at(on, 15))
    with living(demo.now) as now:
        check_site(actor=system("jobs"), site=demo.site, now=now)


def _certify(demo: Demo, version: PlanVersion, instant: datetime) -> None:
    """The prescriber has read it, and certifies it."""
    with living(instant) as now:
        certify_version(
            actor=demo.actors["noor"], client_id=version.client_id, version_id=version.pk, read=version.mark, now=now
        )


def _look_closer(demo: Demo, client: Client, instant: datetime) -> None:
    """What helps and what doesn't, the areas, how ready she is, and a second condition in the same plan, of which the
    prescriber has a part.
    """
    maya, noor = demo.actors["maya"], demo.staff["noor"]
    with living(instant) as now:
        join_care_team(actor=demo.actors["ty"], client=client, staff=noor, function=Function.PRESCRIBER, now=now)
        problem = Problem.objects.filter(client=client).order_by("number").first()
        goal = Goal.objects.filter(problem=problem).first()
        assert problem is not None  # her plan is written
        assert goal is not None
        placed = Placed(("cravings", "return to use"), "counselor", "action")
        stands: dict[str, Any] = {"actor": maya, "revision": 0, "now": now}
        coding = Coding(problem.system, problem.code) if problem.code else None
        correct_problem(
            problem_id=problem.pk, title=problem.title, coding=coding, in_their_words=problem.in_their_words,
            placed=placed, **stands,
        )  # fmt: skip
        words, clinical = goal.in_their_words, goal.clinical
        correct_goal(goal_id=goal.pk, in_their_words=words, clinical=clinical, areas=("self-care",), **stands)
        save_basis(
            actor=maya,
            client_id=client.pk,
            strengths="Her sister lives near. Keeps her word. Was well for two years before.",
            barriers="Works until five; no car after the last bus.",
            seen="0",
            now=now,
        )
        mood = steps.write_mood(maya, client, demo.staff["tess"].pk, demo.today + timedelta(days=30), now)
        serve_objective(
            actor=maya,
            objective_id=mood.pk,
            title="Individual therapy for low mood",
            means=Means.INDIVIDUAL,
            part="therapist",
            now=now,
        )
        drug = "Medication, looked at together each month"
        serve_objective(
            actor=maya, objective_id=mood.pk, title=drug, means=Means.MEDICATION, part="prescriber", now=now
        )
        ride = "Rides to evening groups"
        serve_objective(
            actor=maya, objective_id=mood.pk, title=ride, means=Means.CASEWORK, part="case manager", now=now
        )


def _hand(client: Client, version: PlanVersion) -> Typed:
    return Typed(f"{client.given_names} {client.family_name}", True, version.mark)
