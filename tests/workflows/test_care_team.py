"""Who cares for somebody: who can be named for what, and what becomes of the work of who is taken off."""

from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.planning import start_stay, write_objective

from stepwell.domain.people.actions import give_post, join_care_team
from stepwell.domain.people.models import CareTeamMember, Function
from stepwell.domain.planreview.actions import check_site
from stepwell.domain.worklist.actions import raise_task
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel.actor import Role, system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.care_team import name_member, nameable, take_off

LATER = NOW + timedelta(days=45)


def name(world, function, who, actor="supervisor", now=NOW):
    given = {"client_id": world.client.pk, "function": function, "staff_id": world.staff[who].pk}
    return name_member(actor=world.actor(actor), **given, now=now)


def place_of(world, who, function):
    return CareTeamMember.objects.get(client=world.client, staff=world.staff[who], function=function, ended_at=None).pk


def off(world, who, function, actor="supervisor", now=LATER):
    given = {"client_id": world.client.pk, "member_id": place_of(world, who, function)}
    return take_off(actor=world.actor(actor), **given, now=now)


def owe(world, who, kind="week.missed"):
    return raise_task(
        actor=system("jobs"), site=world.site, client=world.client, owner=world.staff[who], kind=kind,
        subject_id=world.client.pk, title="Reach them", reason="Missed a session.", due_at=NOW, now=NOW,
    )  # fmt: skip


def test_a_prescriber_who_is_named_opens_the_chart_and_can_certify_from_then_on(world):
    start_stay(world)
    write_objective(world)
    check_site(actor=system("jobs"), site=world.site, now=NOW + timedelta(days=53))
    assert Task.objects.filter(kind="plan.prescriber", done_at=None, role="clinical supervisor").count() == 1
    assert [one for one in open_tasks(world.actor("prescriber")) if one.client_id] == []
    name(world, Function.PRESCRIBER, "prescriber", now=NOW + timedelta(days=53))
    assert not Task.objects.filter(kind="plan.prescriber", done_at=None).exists()
    (task,) = [one for one in open_tasks(world.actor("prescriber")) if one.client_id == world.client.pk]
    assert (task.kind, task.owner) == ("plan.certify", world.staff["prescriber"])
    assert name(world, Function.PRESCRIBER, "prescriber").pk == place_of(world, "prescriber", Function.PRESCRIBER)
    assert Entry.objects.filter(verb="care_team.joined", client_id=world.client.pk).exists()


@pytest.mark.parametrize(
    ("function", "who"),
    [(Function.PRESCRIBER, "counselor"), (Function.COUNSELOR, "nurse"), (Function.THERAPIST, "elsewhere")],
)
def test_nobody_is_named_for_what_they_are_not(world, function, who):
    with pytest.raises(Refused, match=f"isn't a {function.value} of the site"):
        name(world, function, who)


def test_who_leads_a_group_is_neither_named_nor_taken_off(world):
    with pytest.raises(Refused, match="comes with the group"):
        name(world, Function.GROUP_LEADER, "colleague")
    given = {"client": world.client, "staff": world.staff["colleague"], "function": Function.GROUP_LEADER}
    join_care_team(actor=world.actor("director"), **given, now=NOW)
    with pytest.raises(Refused, match="leads a group of theirs"):
        off(world, "colleague", Function.GROUP_LEADER)


def test_the_only_counselor_stays_until_the_next_one_is_named_and_then_hands_over(world):
    start_stay(world)
    objective = write_objective(world)
    world.client.refresh_from_db()
    task, note = owe(world, "counselor"), owe(world, "counselor", kind="note.returned")
    with pytest.raises(Refused, match=r"Nobody else is their counselor\. Name the next one first\."):
        off(world, "counselor", Function.COUNSELOR)
    name(world, Function.COUNSELOR, "colleague")
    left = off(world, "counselor", Function.COUNSELOR)
    assert (left.successor, left.tasks, left.objectives) == (world.staff["colleague"], 1, 1)
    for one in (task, note, objective):
        one.refresh_from_db()
    assert (task.owner, note.owner) == (world.staff["colleague"], world.staff["counselor"])
    assert (objective.owner, objective.revision) == (world.staff["colleague"], 1)
    assert objective.corrected_by == world.staff["supervisor"]
    assert world.browser("counselor").get(f"/app/clients/{world.client.pk}/").status_code == 404


def test_who_stays_as_something_else_keeps_their_work(world):
    start_stay(world)
    task = owe(world, "counselor")
    name(world, Function.CASE_MANAGER, "counselor")
    name(world, Function.COUNSELOR, "colleague")
    assert off(world, "counselor", Function.COUNSELOR).successor is None
    task.refresh_from_db()
    assert task.owner == world.staff["counselor"]


def test_a_certification_that_nobody_can_give_any_more_is_handed_to_nobody(world):
    start_stay(world)
    name(world, Function.PRESCRIBER, "prescriber")
    check_site(actor=system("jobs"), site=world.site, now=NOW + timedelta(days=53))
    left = off(world, "prescriber", Function.PRESCRIBER, now=NOW + timedelta(days=54))
    assert (left.successor, left.tasks) == (None, 0)
    open_ones = Task.objects.filter(client=world.client, done_at=None).values_list("kind", flat=True)
    assert "plan.certify" not in open_ones
    assert "plan.prescriber" in open_ones


def test_who_could_be_named_is_asked_in_the_same_queries_however_many_they_are(world, django_assert_num_queries):
    actor = world.actor("director")
    with django_assert_num_queries(2):
        able = nameable(actor, world.client)
    assert world.staff["counselor"] not in able[Function.COUNSELOR]
    assert world.staff["colleague"] in able[Function.COUNSELOR]
    assert able[Function.NURSE] == []


@pytest.mark.parametrize("who", ["counselor", "case manager", "prescriber", "client"])
def test_the_team_itself_names_nobody(world, who):
    with pytest.raises(NotAllowed):
        name(world, Function.COUNSELOR, "colleague", actor=who)
    with pytest.raises(NotAllowed):
        off(world, "counselor", Function.COUNSELOR, actor=who)


def test_a_place_of_somebody_else_is_none_of_theirs(world):
    given = {"client_id": world.client.pk, "member_id": 10**9}
    with pytest.raises(NotFound):
        take_off(actor=world.actor("director"), **given, now=NOW)
    give_post(
        actor=system("setup"),
        staff=world.staff["elsewhere"],
        site=world.other_site,
        role=Role.DIRECTOR,
        started_on=NOW.date(),
    )
    with pytest.raises(NotFound):
        name(world, Function.COUNSELOR, "colleague", actor="elsewhere")
