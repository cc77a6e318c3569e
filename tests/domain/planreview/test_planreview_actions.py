"""A plan is signed and kept; the client signs it or doesn't; a prescriber certifies it; the clocks raise their work."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import NOW, TODAY
from tests.planning import start_stay, terms_of, write_objective
from tests.signing_plans import hand_of, mark_now, sign_now

from stepwell.domain.careplan.actions import save_basis, set_objective
from stepwell.domain.careplan.values import Placed
from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.planreview.actions import (
    TASKS,
    certify_version,
    check_site,
    record_paper,
    record_refusal,
    refuse_own_plan,
    set_plan_protocol,
    sign_own_plan,
    sign_plan_here,
)
from stepwell.domain.planreview.models import PlanSignature, PlanVersion
from stepwell.domain.planreview.queries import own_plan_waits, own_version, version_of
from stepwell.domain.planreview.rules.clock import Protocol
from stepwell.domain.planreview.rules.paper import OnPaper
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.plan import correct_problem
from stepwell.workflows.plan_review import review_of


def work(world):
    """The kinds of open work that reviews raise."""
    return sorted(Task.objects.filter(client=world.client, kind__in=TASKS, done_at=None).values_list("kind", flat=True))


def look(world, days):
    """The morning's look, so many days on."""
    check_site(actor=system("jobs"), site=world.site, now=NOW + timedelta(days=days))


def test_signing_makes_a_version_that_the_database_keeps(world):
    start_stay(world)
    write_objective(world)
    version = sign_now(world, summary="A beginning.")
    assert (version.number, version.signed_as, version.signed_on) == (1, "Maya Okafor, LAC", TODAY)
    assert version.said["concerns"][0]["aims"][0]["steps"][0]["title"] == "Evening plan: call before the hard hour"
    for change in (lambda: PlanVersion.objects.update(summary="x"), lambda: PlanVersion.objects.all().delete()):
        with pytest.raises(DatabaseError, match="a signed plan stays as it is"), transaction.atomic():
            change()
    assert Entry.objects.filter(verb="plan.signed", client_id=world.client.pk).exists()


def test_the_same_plan_signed_twice_on_a_day_is_once_and_later_it_is_a_review(world):
    start_stay(world)
    write_objective(world)
    assert sign_now(world).pk == sign_now(world).pk
    later = NOW + timedelta(days=20)
    assert sign_now(world, later).number == 2


def test_nobody_signs_words_that_they_have_not_seen(world):
    start_stay(world)
    objective = write_objective(world)
    read = mark_now(world)
    set_objective(
        actor=world.actor("counselor"), goal_id=objective.goal_id, now=NOW, **{**terms_of(world), "title": "Another"}
    )
    with pytest.raises(Refused, match="has changed since"):
        sign_now(world, read=read)


def test_a_plan_without_an_objective_and_a_made_up_progress_are_refused(world):
    start_stay(world)
    with pytest.raises(Refused, match="no objective"):
        sign_now(world)
    objective = write_objective(world)
    with pytest.raises(Refused, match="nothing known about progress"):
        sign_now(world, progress={str(objective.pk): "great"})
    kept = sign_now(world, progress={str(objective.pk): "closer"})
    assert kept.said["concerns"][0]["aims"][0]["steps"][0]["progress"] == "closer"


@pytest.mark.parametrize("who", ["director", "peer", "client", "front desk"])
def test_who_does_not_write_plans_does_not_sign_them(world, who):
    start_stay(world)
    write_objective(world)
    with pytest.raises((NotAllowed, NotFound)):
        sign_now(world, who=who)


def test_a_review_shows_what_changed_since_the_last_version(world):
    start_stay(world)
    problem = write_objective(world).goal.problem
    sign_now(world)
    correct_problem(
        actor=world.actor("counselor"),
        problem_id=problem.pk,
        title=problem.title,
        coding=None,
        in_their_words=problem.in_their_words,
        placed=Placed(("cravings",), "nurse", "action"),
        revision=0,
        now=NOW,
    )
    save_basis(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        strengths="A sister.",
        barriers="",
        seen="0",
        now=NOW,
    )
    found = review_of(world.actor("counselor"), world.client.pk, now=NOW)
    assert [change.words for change in found.changes] == [
        "Changed: strengths",
        "Changed: problem 1, Opioid use disorder, moderate",
    ]
    second = sign_now(world)
    assert version_of(world.actor("counselor"), world.client.pk, second.pk).changes == found.changes


def test_the_client_signs_on_the_phone_once_by_their_own_name(world):
    start_stay(world)
    write_objective(world)
    version, ana = sign_now(world), world.actor("client")
    assert own_plan_waits(ana, world.client)
    assert work(world) == ["plan.client_signs"]
    with pytest.raises(Refused, match="isn't your name"):
        sign_own_plan(actor=ana, typed=hand_of(world, version, name="Somebody"), now=NOW)
    first = sign_own_plan(actor=ana, typed=hand_of(world, version), now=NOW)
    assert sign_own_plan(actor=ana, typed=hand_of(world, version), now=NOW).pk == first.pk
    assert (first.how, first.witness) == ("phone", "")
    assert not own_plan_waits(ana, world.client)
    assert work(world) == []
    with pytest.raises(Refused, match="signed already"):
        refuse_own_plan(actor=ana, why="No.", now=NOW)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        PlanSignature.objects.update(signed_as="x")


def test_a_no_is_kept_with_its_reason_and_they_may_still_sign(world):
    start_stay(world)
    write_objective(world)
    version, ana = sign_now(world), world.actor("client")
    with pytest.raises(Refused, match="doesn't say why"):
        refuse_own_plan(actor=ana, why=" ", now=NOW)
    refuse_own_plan(actor=ana, why="Too many evenings.", now=NOW)
    refuse_own_plan(actor=ana, why="Too many evenings.", now=NOW)
    assert PlanSignature.objects.count() == 1
    assert own_version(ana).refused_by_client.refused_why == "Too many evenings."
    assert work(world) == []
    counselor = {"actor": world.actor("counselor"), "client_id": world.client.pk, "version_id": version.pk, "now": NOW}
    signed = sign_plan_here(**counselor, typed=hand_of(world, version))
    assert (signed.how, signed.witness) == ("room", "Maya Okafor")
    assert own_version(ana).refused_by_client is None


def test_a_signature_on_paper_is_recorded_once_and_nothing_is_owed(world):
    start_stay(world)
    write_objective(world)
    version, later = sign_now(world), NOW + timedelta(days=3)
    assert work(world) == ["plan.client_signs"]
    given = {"actor": world.actor("counselor"), "client_id": world.client.pk, "version_id": version.pk, "now": later}
    paper = OnPaper(NOW.date() + timedelta(days=1), " Maya  Okafor ", "Cabinet 2, drawer P")
    made = record_paper(**given, paper=paper)
    assert record_paper(**given, paper=paper).pk == made.pk
    assert (made.how, made.on, made.witness) == ("paper", paper.signed_on, "Maya Okafor")
    assert work(world) == []
    assert not own_plan_waits(world.actor("client"), world.client)
    with pytest.raises(Refused, match="signed already"):
        record_paper(**given, paper=replace(paper, kept_in="Cabinet 3"))
    for who, error in (("colleague", NotFound), ("client", NotAllowed), ("director", NotAllowed)):
        with pytest.raises(error):
            record_paper(**{**given, "actor": world.actor(who)}, paper=paper)
    detail = Entry.objects.get(verb="plan.client_signed").detail
    assert detail == {"how": "paper", "number": 1}


@pytest.mark.parametrize(("days", "what"), [(-1, "after that day"), (4, "still to come"), (None, "day is missing")])
def test_a_day_on_paper_lies_between_the_version_and_today(world, days, what):
    start_stay(world)
    write_objective(world)
    version = sign_now(world)
    on = None if days is None else NOW.date() + timedelta(days=days)
    given = {"actor": world.actor("counselor"), "client_id": world.client.pk, "version_id": version.pk}
    with pytest.raises(Refused) as refused:
        record_paper(**given, paper=OnPaper(on, "", " "), now=NOW + timedelta(days=3))
    assert what in refused.value.refusals[0].what
    assert [one.where for one in refused.value.refusals] == ["signed_on", "witness", "kept_in"]


def test_an_earlier_version_takes_no_signature_any_more(world):
    start_stay(world)
    write_objective(world)
    first = sign_now(world)
    sign_now(world, NOW + timedelta(days=9))
    given = {"actor": world.actor("counselor"), "client_id": world.client.pk, "version_id": first.pk, "now": NOW}
    with pytest.raises(Refused, match="A newer version"):
        record_refusal(**given, why="No.")
    with pytest.raises(Refused, match="A newer version"):
        record_paper(**given, paper=OnPaper(NOW.date(), "Maya Okafor", "Cabinet 2"))
    with pytest.raises(NotFound):
        version_of(world.actor("colleague"), world.client.pk, first.pk)


def test_the_clocks_raise_their_work_day_by_day_and_signing_ends_it(world):
    start_stay(world)
    write_objective(world)
    look(world, 22)
    assert work(world) == []
    look(world, 23)
    assert work(world) == ["plan.review"]
    look(world, 45)
    assert work(world) == ["plan.prepare", "plan.prescriber", "plan.review"]
    look(world, 53)
    assert work(world) == ["plan.prescriber", "plan.review"]
    look(world, 61)
    assert work(world) == ["plan.lapsed", "plan.prescriber", "plan.review"]
    lapsed = Task.objects.get(kind="plan.lapsed")
    assert (lapsed.role, lapsed.owner) == ("clinical supervisor", None)
    assert Task.objects.get(kind="plan.review").owner == world.staff["counselor"]
    at = NOW + timedelta(days=61)
    version = sign_now(world, at)
    assert work(world) == ["plan.client_signs", "plan.lapsed", "plan.prescriber"]
    prescriber, who = world.staff["prescriber"], world.actor("admissions")
    join_care_team(actor=who, client=world.client, staff=prescriber, function=Function.PRESCRIBER, now=at)
    given = {"client_id": world.client.pk, "version_id": version.pk, "now": at}
    with pytest.raises(NotAllowed):
        certify_version(actor=world.actor("counselor"), read=version.mark, **given)
    with pytest.raises(Refused, match="isn't the version"):
        certify_version(actor=world.actor("prescriber"), read="x", **given)
    certify_version(actor=world.actor("prescriber"), read=version.mark, **given)
    assert work(world) == ["plan.client_signs"]
    look(world, 62)
    assert work(world) == ["plan.client_signs"]


def test_the_morning_asks_as_many_questions_for_many_as_for_one(world, django_assert_max_num_queries):
    start_stay(world)
    with django_assert_max_num_queries(12):
        look(world, 1)


def test_a_site_sets_its_own_clock(world):
    start_stay(world)
    write_objective(world)
    director = world.actor("director")
    set_plan_protocol(actor=director, site_id=world.site.pk, protocol=Protocol(14, 3, certify_for=("Prairie",)))
    look(world, 11)
    assert work(world) == ["plan.review"]
    look(world, 80)
    assert work(world) == ["plan.review"]
    with pytest.raises(NotFound):
        set_plan_protocol(actor=director, site_id=world.other_site.pk, protocol=Protocol())
    with pytest.raises(NotAllowed):
        set_plan_protocol(actor=world.actor("counselor"), site_id=world.site.pk, protocol=Protocol())


def test_work_that_is_there_moves_with_its_clock(world):
    start_stay(world)
    write_objective(world)
    look(world, 25)
    review = Task.objects.get(kind="plan.review", done_at=None)
    before = review.due_at
    set_plan_protocol(actor=world.actor("director"), site_id=world.site.pk, protocol=Protocol(28, 7))
    look(world, 26)
    review.refresh_from_db()
    assert before - review.due_at == timedelta(days=2)
    assert review.reason == "The program’s own: every 28 days."
    assert Entry.objects.filter(verb="task.moved", client_id=world.client.pk).count() == 1
    look(world, 27)
    assert Entry.objects.filter(verb="task.moved", client_id=world.client.pk).count() == 1


def test_what_a_plan_stands_on_is_not_written_over_unseen(world):
    start_stay(world)
    given = {"client_id": world.client.pk, "barriers": "", "now": NOW}
    save_basis(actor=world.actor("counselor"), strengths="Sister", seen="0", page="a", stays=True, **given)
    save_basis(actor=world.actor("counselor"), strengths="Sister, dog", seen="0", page="a", stays=True, **given)
    with pytest.raises(Refused, match="saved this draft"):
        save_basis(actor=world.actor("supervisor"), strengths="Choir", seen="0", page="b", **given)
    kept = save_basis(actor=world.actor("supervisor"), strengths="Choir", seen="2", page="b", **given)
    assert (kept.strengths, kept.revision, kept.saved_from) == ("Choir", 3, "")
    with pytest.raises(Refused, match="longer than"):
        save_basis(actor=world.actor("counselor"), strengths="x" * 4001, seen="3", **given)
