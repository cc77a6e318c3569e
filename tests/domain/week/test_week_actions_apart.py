"""Two people who aren't to meet in a group: refused without a hint, shown to who may see both."""

from datetime import date, time

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.console.group.test_group_pages import get, post
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.week.actions import (
    cancel_session,
    end_keep_apart,
    enroll,
    keep_apart,
    leave_series,
    restore_session,
)
from stepwell.domain.week.actions.make_up import book_make_up
from stepwell.domain.week.models import ApartKind, CancelReason, Enrollment, KeepApart
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

REFUSED = "This group can't take this person for a reason their clinician knows."


def apart(clinic, who="supervisor", first=0, second=1):
    return keep_apart(
        actor=clinic.world.actor(who),
        client_id=clinic.clients[first].pk,
        other_id=clinic.clients[second].pk,
        kind=ApartKind.CO_DEFENDANTS,
        why="One court case.",
        now=NOW,
    )


def join(clinic, series, number):
    return enroll(
        actor=clinic.world.actor("supervisor"),
        series=series,
        client=clinic.clients[number],
        episode=clinic.episodes[number],
        joined_on=date(2026, 10, 8),
        now=NOW,
    )


def test_the_second_of_a_pair_is_refused_without_a_word_of_the_first(world):
    clinic = make_clinic(world, people=3)
    family = another(clinic, starts_at_time=time(10, 0))
    pair = apart(clinic)
    first = join(clinic, family, 0)
    with pytest.raises(Refused) as refused:
        join(clinic, family, 1)
    (said,) = refused.value.refusals
    assert (said.what, said.mend) == (REFUSED, "Choose another group, or ask their clinician.")
    join(clinic, family, 2)
    leave_series(actor=world.actor("supervisor"), enrollment=first, left_on=date(2026, 10, 8), now=NOW)
    join(clinic, family, 1)
    with pytest.raises(Refused, match="reason their clinician knows"):
        join(clinic, family, 0)
    end_keep_apart(actor=world.actor("supervisor"), client_id=clinic.clients[0].pk, pair_id=pair.pk, now=NOW)
    join(clinic, family, 0)


def test_on_the_page_nothing_tells_who_it_is(world):
    clinic = make_clinic(world, people=2)
    family = another(clinic, starts_at_time=time(10, 0))
    apart(clinic)
    join(clinic, family, 0)
    said = {"client": str(clinic.clients[1].pk), "joined_on": "2026-10-08"}
    answer = post(world, "supervisor", f"/app/groups/series/{family.pk}/join/", said)
    assert answer.status_code == 422
    assert REFUSED.replace("'", "&#x27;") in answer.text
    assert Enrollment.objects.filter(series=family).count() == 1


def test_a_pair_shows_only_to_who_may_see_both(world):
    clinic = make_clinic(world, people=2)
    apart(clinic)
    client, other = clinic.clients
    address = f"/app/clients/{client.pk}/apart/"
    text = get(world, "counselor", address).text
    assert "One court case." in text
    assert other.name in text
    other.care_team.filter(staff=world.staff["counselor"]).update(ended_at=NOW)
    hidden = get(world, "counselor", address).text
    assert "Nobody whom you may see" in hidden
    assert other.name not in hidden
    pair = KeepApart.objects.get()
    with pytest.raises(NotFound):
        end_keep_apart(actor=world.actor("counselor"), client_id=client.pk, pair_id=pair.pk, now=NOW)
    assert post(world, "counselor", address, {"verb": "end", "pair": str(pair.pk)}).status_code == 404
    assert post(world, "counselor", address, {"verb": "end", "pair": "x"}).status_code == 404


def test_two_who_share_a_group_are_work_for_the_supervisor_until_one_has_left(world):
    clinic = make_clinic(world, people=2)
    apart(clinic, "counselor")
    task = Task.objects.get(kind="week.apart")
    assert (task.role, task.client) == ("clinical supervisor", None)
    assert "Evening IOP" in get(world, "counselor", f"/app/clients/{clinic.clients[0].pk}/apart/").text
    member = Enrollment.objects.get(client=clinic.clients[1])
    leave_series(actor=world.actor("supervisor"), enrollment=member, left_on=date(2026, 10, 6), now=NOW)
    task.refresh_from_db()
    assert task.done_at == NOW


def test_each_chain_has_its_own_row_that_names_nobody_else(world):
    clinic = make_clinic(world, people=2)
    apart(clinic)
    first, second = clinic.clients
    for one, another_one in ((first, second), (second, first)):
        row = Entry.objects.get(verb="client.kept_apart", client_id=one.pk)
        assert str(another_one.pk) not in f"{row.detail}{row.subject_id}"


def test_from_the_page_it_is_said_and_ended(world):
    clinic = make_clinic(world, people=2)
    client, other = clinic.clients
    address = f"/app/clients/{client.pk}/apart/"
    said = {"verb": "add", "other": str(other.pk), "kind": "apart", "why": " "}
    wrong = post(world, "supervisor", address, said)
    assert (wrong.status_code, "Say in a sentence why." in wrong.text) == (422, True)
    said["why"] = "They asked for it."
    assert post(world, "supervisor", address, said).status_code == 303
    again = post(world, "supervisor", address, said)
    assert (again.status_code, "These two are kept apart already." in again.text) == (422, True)
    pair = KeepApart.objects.get()
    assert post(world, "counselor", address, {"verb": "end", "pair": str(pair.pk)}).status_code == 303
    assert "Ended" in get(world, "counselor", address).text
    assert address in get(world, "counselor", f"/app/clients/{client.pk}/").text


@pytest.mark.parametrize(
    ("who", "error"),
    [("admissions", NotAllowed), ("client", NotAllowed), ("colleague", NotFound), ("elsewhere", NotFound)],
)
def test_nobody_else_says_it(world, who, error):
    clinic = make_clinic(world, people=2)
    with pytest.raises(error):
        apart(clinic, who)
    with pytest.raises(Refused, match="the same person"):
        apart(clinic, second=0)


def test_who_had_a_place_for_once_has_none_in_a_restored_session_beside_somebody_they_are_kept_apart_from(world):
    clinic = make_clinic(world, people=2)
    family = another(clinic, starts_at_time=time(10, 0))
    join(clinic, family, 0)
    session = family.sessions.filter(on__gte=date(2026, 10, 8)).earliest("starts_at")
    supervisor = world.actor("supervisor")
    book_make_up(actor=supervisor, client_id=clinic.clients[1].pk, session_id=session.pk, now=NOW)
    cancel_session(actor=supervisor, session_id=session.pk, reason=CancelReason.PLACE, now=NOW)
    apart(clinic)
    restored = restore_session(actor=supervisor, session_id=session.pk, now=NOW)
    assert set(seated(restored)) == {clinic.clients[0].pk}


def seated(session):
    return session.bookings.filter(canceled_at=None).values_list("client_id", flat=True)
