"""Charts as they are read: whole ones, every gap that people make, who sees them, and how many queries it takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, World
from tests.planning import sign_note_about, start_stay, terms_of
from tests.threads import attend, whole_thread

from stepwell.domain.assessment.rules.content import Condition as Found
from stepwell.domain.careplan import actions as careplan
from stepwell.domain.measures.actions import set_schedule
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.measures.rules.schedules import Condition, Draft, Edition
from stepwell.domain.thread.actions import (
    answer_finding,
    export_completeness,
    say_objective,
    set_thread_days,
    show_by_instrument,
    take_back_finding,
    take_back_objective,
)
from stepwell.domain.thread.models import FindingAnswer, ObjectiveMeasure
from stepwell.domain.thread.permissions import EXPORT_COMPLETENESS, VIEW_COMPLETENESS
from stepwell.domain.thread.queries.charts import chart_of, charts_of
from stepwell.domain.thread.queries.links import findings_of, steps_of_notes, steps_shown_by
from stepwell.domain.thread.queries.notes import notes_naming
from stepwell.domain.thread.rules import Days, Kind
from stepwell.domain.week.models import Note
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.measuring import due_measures
from stepwell.workflows.screen import complete_screening_sheet

PTSD = {"conditions": (Found("F43.10", "provisional", "Sleeps badly."),)}


def row_of(world: World, who: str = "counselor", *, days: int = 0) -> Any:
    return chart_of(world.actor(who), world.client, now=NOW + timedelta(days=days))


def gaps(world: World, *, days: int = 0) -> list[tuple[str, str]]:
    return [(gap.kind.value, gap.owner.name) for gap in row_of(world, days=days).standing.gaps]


def test_a_chart_where_everything_hangs_together_is_whole(world: World) -> None:
    whole_thread(world)
    standing = row_of(world).standing
    assert standing.is_whole
    assert (standing.there, standing.in_all) == (11, 11)
    assert {kind for kind, _ in standing.needed} == {*Kind} - {Kind.MEASURED}


def test_each_thing_that_nobody_did_is_a_gap_with_its_owner(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    assert gaps(world) == [("addressed", "Maya Okafor")]
    careplan.end_intervention(actor=world.actor("counselor"), intervention_id=thread["intervention"].pk, now=NOW)
    assert gaps(world) == [("addressed", "Maya Okafor"), ("intervention", "Maya Okafor")]
    careplan.set_goal(
        actor=world.actor("counselor"),
        problem_id=thread["problem"].pk,
        in_their_words="Work.",
        clinical="Works",
        now=NOW,
    )
    assert ("objective", "Maya Okafor") in gaps(world)


def test_time_makes_gaps_of_notes_and_reviews(world: World) -> None:
    whole_thread(world)
    assert gaps(world, days=12) == []
    assert gaps(world, days=13) == [("note", "Maya Okafor")]
    assert gaps(world, days=60) == [("reviewed", "Maya Okafor"), ("note", "Maya Okafor")]


def test_a_sites_own_days_hold_from_the_day_that_it_names(world: World) -> None:
    whole_thread(world)
    days = Days(NOW.date(), plan=7, finding=0, note=30)
    who = {"actor": world.actor("director"), "site_id": world.site.pk, "now": NOW}
    said = set_thread_days(**who, days=days)
    assert set_thread_days(**who, days=days).pk == said.pk
    assert (gaps(world, days=28), gaps(world, days=29)) == ([], [("note", "Maya Okafor")])
    with pytest.raises(Refused) as refused:
        set_thread_days(**who, days=Days(NOW.date() - timedelta(days=1), plan=400, finding=-1, note=0))
    assert {one.where for one in refused.value.refusals} == {"from_on", "plan", "finding", "note"}
    with pytest.raises(NotFound):
        set_thread_days(**{**who, "site_id": world.other_site.pk}, days=days)
    with pytest.raises(NotAllowed):
        set_thread_days(**{**who, "actor": world.actor("counselor")}, days=days)


def test_a_session_without_a_signed_note_is_a_gap_a_day_later(world: World) -> None:
    thread = whole_thread(world)
    other = Note.objects.get(pk=thread["note"].pk)
    session = other.booking.session
    from stepwell.domain.week.models import Booking, Session

    starts_at = NOW - timedelta(hours=30)
    late = Session.objects.create(
        series=thread["series"], site=world.site, number=8, on=starts_at.date(), starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3), leader=world.staff["case manager"], place=session.place,
    )  # fmt: skip
    attend(Booking.objects.create(session=late, client=world.client, starts_at=starts_at, ends_at=late.ends_at))
    assert gaps(world) == [("signed", "Dee-Ann Price")]
    before = chart_of(world.actor("counselor"), world.client, now=late.ends_at + timedelta(hours=23))
    assert [gap.kind for gap in before.standing.gaps] == []


def test_a_diagnosis_is_answered_by_a_problem_or_left_out_for_a_reason(world: World) -> None:
    thread = whole_thread(world, **PTSD)
    ptsd = thread["assessment"].diagnoses.get(code="F43.10")
    who = {"actor": world.actor("counselor"), "client_id": world.client.pk, "diagnosis_id": ptsd.pk}
    for wrong, where in (
        ((None, " "), "problem"),
        ((thread["problem"].pk, "Later"), "reason"),
        ((None, "x" * 401), "reason"),
    ):
        with pytest.raises(Refused) as refused:
            answer_finding(**who, problem_id=wrong[0], reason=wrong[1], now=NOW)
        assert [one.where for one in refused.value.refusals] == [where]
    said = answer_finding(**who, problem_id=thread["problem"].pk, reason="", now=NOW)
    assert answer_finding(**who, problem_id=thread["problem"].pk, reason="", now=NOW).pk == said.pk
    assert gaps(world) == []
    link = findings_of(world.actor("counselor"), world.client, thread["stay"])[1]
    assert ([one.number for one in link.problems], link.is_answered) == ([1], True)
    answer_finding(**who, problem_id=None, reason="Treated  at the VA.", now=NOW)
    assert FindingAnswer.objects.get().reason == "Treated at the VA."
    take_back_finding(actor=who["actor"], client_id=world.client.pk, diagnosis_id=ptsd.pk)
    take_back_finding(actor=who["actor"], client_id=world.client.pk, diagnosis_id=ptsd.pk)
    assert gaps(world) == [("addressed", "Maya Okafor")]
    verbs = Entry.objects.filter(client_id=world.client.pk, verb__startswith="finding.").order_by("pk")
    assert [one.verb for one in verbs] == ["finding.answered", "finding.answered", "finding.taken_back"]


def ask_every(world: World, days: int) -> None:
    """The site asks everybody the PHQ-9 so often, from today on."""
    draft = Draft("phq-9", Condition(), Edition(NOW.date(), every_days=days))
    set_schedule(actor=world.actor("director"), site_id=world.site.pk, draft=draft, now=NOW)


def test_an_instrument_shows_an_objective_and_is_overdue_when_nobody_answers(world: World) -> None:
    thread = whole_thread(world)
    ask_every(world, 21)
    who = {"actor": world.actor("counselor"), "objective_id": thread["objective"].pk, "now": NOW}
    with pytest.raises(Refused):
        show_by_instrument(**who, code="no-such-thing")
    shown = show_by_instrument(**who, code="phq-9")
    assert shown is not None
    again = show_by_instrument(**who, code="phq-9")
    assert again is not None
    assert shown.pk == again.pk
    assert Kind.MEASURED not in dict(row_of(world).standing.needed)
    answers = dict.fromkeys([item.id for item in load_instrument("phq-9").items if item.scored], 1)
    complete_screening_sheet(
        actor=world.actor("counselor"), client_id=world.client.pk, code="phq-9", answers={**answers, "q9": 0},
        version=load_instrument("phq-9").version, now=NOW,
    )  # fmt: skip
    assert dict(row_of(world).standing.needed)[Kind.MEASURED] == 1
    sign_note_about(world, thread["series"], thread["objective"], on=NOW.date() + timedelta(days=20), number=7)
    assert gaps(world, days=21) == []
    assert gaps(world, days=22) == [("measured", "Maya Okafor")]
    by_code = steps_shown_by(world.actor("counselor"), world.client)
    assert [one.number for one in by_code["phq-9"]] == ["1.1"]
    assert show_by_instrument(**who, code="") is None
    assert steps_shown_by(world.actor("counselor"), world.client) == {}
    careplan.close_objective(closed_as="reached", **who)
    with pytest.raises(Refused):
        show_by_instrument(**who, code="phq-9")


def test_the_thread_and_who_is_asked_go_by_the_same_day(world: World) -> None:
    thread = whole_thread(world)
    counselor = world.actor("counselor")
    show_by_instrument(actor=counselor, objective_id=thread["objective"].pk, code="phq-9", now=NOW)
    assert "measured" not in {kind for kind, _ in gaps(world, days=60)}
    ask_every(world, 14)
    (due,) = due_measures(counselor, [world.client.pk], NOW.date())[world.client.pk]
    until = (due.due_on - NOW.date()).days
    assert "measured" not in {kind for kind, _ in gaps(world, days=until)}
    assert "measured" in {kind for kind, _ in gaps(world, days=until + 1)}


def test_a_note_that_was_signed_without_an_objective_can_be_said_to_serve_one(world: World) -> None:
    thread = whole_thread(world)
    bare = bare_note(world, thread)
    assert gaps(world) == [("named", "Maya Okafor")]
    who = {"actor": world.actor("counselor"), "note_id": bare.pk}
    foreign = careplan.set_objective(actor=world.actor("counselor"), goal_id=thread["objective"].goal_id, **{
        **terms_of(world), "title": "Another", "now": NOW})  # fmt: skip
    say_objective(**who, objective_id=thread["objective"].pk, now=NOW)
    say_objective(**who, objective_id=foreign.pk, now=NOW)
    say_objective(**who, objective_id=foreign.pk, now=NOW)
    assert ("named", "Maya Okafor") not in gaps(world)
    said = steps_of_notes(world.actor("counselor"), [bare.pk, thread["note"].pk])
    assert (said[bare.pk].objective.number, said[bare.pk].said is not None) == ("1.2", True)
    assert (said[thread["note"].pk].objective.number, said[thread["note"].pk].said) == ("1.1", None)
    marks = notes_naming(world.actor("counselor"), foreign.pk)
    assert [(one.note_id, one.is_said_later) for one in marks] == [(bare.pk, True)]
    take_back_objective(**who)
    take_back_objective(**who)
    assert ("named", "Maya Okafor") in gaps(world)
    with pytest.raises(Refused):
        say_objective(actor=who["actor"], note_id=thread["note"].pk, objective_id=foreign.pk, now=NOW)


def bare_note(world: World, thread: dict[str, Any]) -> Note:
    """Signed three days ago, without an objective."""
    from stepwell.domain.week.models import Booking, Session

    starts_at = NOW - timedelta(days=3)
    ends_at = starts_at + timedelta(hours=3)
    session = Session.objects.create(
        series=thread["series"], site=world.site, number=6, on=starts_at.date(), starts_at=starts_at, ends_at=ends_at,
        leader=world.staff["counselor"], place=thread["series"].place,
    )  # fmt: skip
    booking = Booking.objects.create(session=session, client=world.client, starts_at=starts_at, ends_at=ends_at)
    return Note.objects.create(
        booking=attend(booking), response="Was quiet today.", created_at=ends_at, saved_at=ends_at,
        signed_by=world.staff["counselor"], signed_at=ends_at, signed_as="Maya Okafor, LAC",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("colleague", NotFound),
        ("elsewhere", NotFound),
        ("director", NotAllowed),
        ("admissions", NotAllowed),
        ("client", NotAllowed),
        ("stranger", NotAllowed),
    ],
)
def test_nobody_beside_the_care_team_says_what_leads_where(world: World, who: str, error: type[Exception]) -> None:
    thread = whole_thread(world, **PTSD)
    actor, ptsd = world.actor(who), thread["assessment"].diagnoses.get(code="F43.10")
    with pytest.raises(error):
        answer_finding(
            actor=actor, client_id=world.client.pk, diagnosis_id=ptsd.pk, problem_id=None, reason="No.", now=NOW
        )
    with pytest.raises(error):
        take_back_finding(actor=actor, client_id=world.client.pk, diagnosis_id=ptsd.pk)
    with pytest.raises(error):
        show_by_instrument(actor=actor, objective_id=thread["objective"].pk, code="phq-9", now=NOW)
    with pytest.raises(error):
        say_objective(actor=actor, note_id=thread["note"].pk, objective_id=thread["objective"].pk, now=NOW)
    with pytest.raises(error):
        take_back_objective(actor=actor, note_id=thread["note"].pk)


def test_a_diagnosis_of_somebody_else_is_none_of_theirs(world: World) -> None:
    from tests.cast import make_world

    whole_thread(world)
    theirs = whole_thread(make_world())
    with pytest.raises(NotFound):
        answer_finding(
            actor=world.actor("counselor"), client_id=world.client.pk,
            diagnosis_id=theirs["assessment"].diagnoses.first().pk, problem_id=None, reason="No.", now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "seen"),
    [("counselor", 1), ("supervisor", 1), ("director", 1), ("privacy officer", 1), ("colleague", 0), ("elsewhere", 0)],
)
def test_the_list_is_of_those_whose_plans_one_reads(world: World, who: str, seen: int) -> None:
    whole_thread(world)
    assert len(charts_of(world.actor(who), now=NOW)) == seen


@pytest.mark.parametrize("who", ["admissions", "client", "stranger", "peer", "billing", "front desk", "on-call"])
def test_others_have_no_list(world: World, who: str) -> None:
    whole_thread(world)
    with pytest.raises(NotAllowed):
        charts_of(world.actor(who), now=NOW)


def test_the_file_is_of_who_answers_for_the_site_and_written_down(world: World) -> None:
    whole_thread(world)
    rows = export_completeness(actor=world.actor("director"), now=NOW)
    assert [row.client for row in rows] == [world.client]
    assert Entry.objects.filter(verb="completeness.exported").latest("pk").detail == {"clients": [str(world.client.pk)]}
    with pytest.raises(NotAllowed):
        export_completeness(actor=world.actor("counselor"), now=NOW)
    assert EXPORT_COMPLETENESS.roles < VIEW_COMPLETENESS.roles


def add_somebody(world: World, number: int) -> None:
    """In a stay, with a plan that has got as far as an objective, and a note that names none."""
    from stepwell.domain.careplan.models import Goal, Objective, Problem
    from stepwell.domain.people.actions import register_client

    made = {"family_name": f"Person{number}", "given_names": "Jo"}
    client = register_client(actor=world.actor("admissions"), site=world.site, details=made, identifiers=(), now=NOW)
    stay = start_stay(world, client=client, started_on=NOW.date() - timedelta(days=9))
    problem = Problem.objects.create(client=client, episode=stay, number=1, title="Sleep", created_at=NOW)
    goal = Goal.objects.create(problem=problem, in_their_words="Rest.", clinical="Rests", created_at=NOW)
    terms = {**terms_of(world), "goal": goal, "number": "1.1", "created_at": NOW}
    shown = {"instrument_code": "phq-9", "chosen_by": world.staff["counselor"], "chosen_at": NOW}
    ObjectiveMeasure.objects.create(objective=Objective.objects.create(**terms), **shown)


def test_queries_do_not_grow_with_charts(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            charts_of(world.actor("director"), now=NOW)
        return len(captured)

    thread = whole_thread(world)
    ask_every(world, 14)
    step = thread["objective"].pk
    show_by_instrument(actor=world.actor("counselor"), objective_id=step, code="phq-9", now=NOW)
    few = count()
    for number in range(6):
        add_somebody(world, number)
    assert len(charts_of(world.actor("director"), now=NOW)) == 7
    assert count() == few


def test_a_stay_that_has_ended_needs_nothing_any_more(world: World) -> None:
    stay = start_stay(world)
    assert row_of(world) is not None
    type(stay).objects.filter(pk=stay.pk).update(ended_on=NOW.date())
    assert row_of(world) is None
