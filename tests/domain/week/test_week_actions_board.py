"""Who sees and signs what on a group's board, and what looking at it costs."""

import pytest
from tests.cast import NOW
from tests.domain.week.test_week_actions_notes import a_group, an_objective, sign, write

from stepwell.domain.people.actions import join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.week.queries import get_board
from stepwell.kernel.errors import NotAllowed, NotFound
from stepwell.platform.ledger.models import Entry

WHO_SIGNS = {
    "counselor": None,  # leads it
    "case manager": None,  # on the team
    "supervisor": NotFound,
    "colleague": NotFound,
    "elsewhere": NotFound,
    "director": NotAllowed,
    "admissions": NotAllowed,
    "client": NotAllowed,
    "stranger": NotAllowed,
}


@pytest.mark.parametrize(("who", "error"), WHO_SIGNS.items())
def test_the_leader_and_the_persons_own_team_sign(world, who, error):
    clinic = a_group(world)
    write(clinic, "Spoke of Sundays.")
    if error is None:
        assert sign(clinic, who=who).signed_by == world.staff[who]
    else:
        with pytest.raises(error):
            sign(clinic, who=who)


WHO_READS = {
    "counselor": 3,
    "case manager": 3,
    "supervisor": 3,
    "director": 3,
    "colleague": NotFound,
    "elsewhere": NotFound,
    "admissions": NotAllowed,
    "client": NotAllowed,
    "stranger": NotAllowed,
}


@pytest.mark.parametrize(("who", "seen"), WHO_READS.items())
def test_who_sees_the_board(world, who, seen):
    clinic = a_group(world)
    if isinstance(seen, int):
        assert len(get_board(world.actor(who), clinic.session.pk, NOW).seats) == seen
    else:
        with pytest.raises(seen):
            get_board(world.actor(who), clinic.session.pk, NOW)


def test_a_colleague_sees_their_own_person_and_no_other_name(world):
    clinic = a_group(world)
    join_care_team(
        actor=world.actor("supervisor"),
        client=clinic.clients[0],
        staff=world.staff["colleague"],
        function=Function.COUNSELOR,
        now=NOW,
    )
    write(clinic, "The same words.", 0)
    write(clinic, "The same words.", 1)
    board = get_board(world.actor("colleague"), clinic.session.pk, NOW)
    (seat,) = board.seats
    assert seat.draft.obstructions[0].message == "Same words as another person"
    assert "Darnell" not in repr(board)
    assert not board.can_take_roll


def test_reading_the_board_is_one_row_on_the_readers_chain(world):
    clinic = a_group(world)
    before = Entry.objects.filter(verb="group.list_read").count()
    get_board(world.actor("supervisor"), clinic.session.pk, NOW)
    entry = Entry.objects.filter(verb="group.list_read").latest("pk")
    assert Entry.objects.filter(verb="group.list_read").count() == before + 1
    assert len(entry.detail["clients"]) == 3


@pytest.mark.parametrize("people", [2, 8])
def test_the_board_takes_the_same_queries_for_any_group(world, people, query_count):
    clinic = a_group(world, people=people)
    for number in range(people):
        write(clinic, f"Words of number {number}.", number)
        an_objective(clinic, number)
    with query_count(12 + 1):  # one loads the actor
        get_board(world.actor("counselor"), clinic.session.pk, NOW)
