"""Who is made leader of a group held in a language is asked whether they lead in it, together with their hours."""

from datetime import date, time

import pytest
from tests.cast import NOW
from tests.clinic import make_clinic
from tests.domain.planner.test_planner_actions import ask, solved
from tests.domain.planner.test_planner_languages import held_in, leads_in
from tests.domain.week.test_week_actions_series import another
from tests.domain.week.test_week_actions_substitute import ahead
from tests.domain.week.test_week_actions_working import works

from stepwell.domain.planner.actions import accept_proposal
from stepwell.domain.planner.models import Kind, State
from stepwell.domain.week.actions import (
    Taken,
    change_sessions,
    lead_session,
    split_series,
    split_session,
    start_series,
)
from stepwell.domain.week.models import Enrollment, LedDespite, Session
from stepwell.domain.week.rules.phases import Change, Scope
from stepwell.kernel.errors import Refused

pytestmark = pytest.mark.django_db
ASKED = r"held in (Spanish|Español)\. .* isn't known to lead in that"
WHY = "The interpreter comes along."


@pytest.fixture
def clinic(world):
    """The counselor leads in Spanish, as the site says, and the colleague in no language that it knows of."""
    clinic = make_clinic(world, people=2)
    leads_in(clinic, "counselor", "Spanish")
    held_in(clinic, "Spanish")
    return clinic


def substitute(clinic, **more):
    staff, session = clinic.world.staff["colleague"], ahead(clinic)
    return lead_session(actor=clinic.world.actor("director"), session_id=session.pk, staff_id=staff.pk, now=NOW, **more)


def change(clinic, scope, **more):
    edit = Change(leader_id=clinic.world.staff["colleague"].pk)
    actor, session = clinic.world.actor("director"), ahead(clinic)
    return change_sessions(actor=actor, session_id=session.pk, scope=scope, change=edit, now=NOW, **more)


def second_room(clinic, **more):
    return split_session(
        actor=clinic.world.actor("director"),
        session_id=ahead(clinic).pk,
        client_ids=[clinic.clients[0].pk],
        place_id=clinic.other_place.pk,
        leader_id=clinic.world.staff["colleague"].pk,
        now=NOW,
        **more,
    )


def start(clinic, **more):
    return another(clinic, language="Español", **more)


def second_group(clinic, **more):
    return split_series(
        actor=clinic.world.actor("director"),
        series_id=clinic.series.pk,
        enrollment_ids=[Enrollment.objects.get(client=clinic.clients[0]).pk],
        name="Second group",
        place=clinic.other_place,
        leader=clinic.world.staff["colleague"],
        from_on=date(2026, 10, 12),
        now=NOW,
        **more,
    )


MADE_LEADER = {
    "substitute of a session": substitute,
    "this one": lambda clinic, **more: change(clinic, Scope.ONE, **more),
    "this and later": lambda clinic, **more: change(clinic, Scope.LATER, **more),
    "all": lambda clinic, **more: change(clinic, Scope.ALL, **more),
    "second room": second_room,
    "new group": start,
    "second group": second_group,
}


@pytest.mark.parametrize("make_leader", MADE_LEADER.values(), ids=MADE_LEADER)
def test_who_is_made_leader_in_another_language_needs_a_reason_and_it_is_kept(clinic, make_leader):
    with pytest.raises(Refused, match=ASKED) as refused:
        make_leader(clinic)
    assert [one.where for one in refused.value.refusals] == ["despite"]
    assert not LedDespite.objects.exists()
    make_leader(clinic, despite=WHY)
    kept = LedDespite.objects.get()
    assert (kept.staff, kept.reason) == (clinic.world.staff["colleague"], WHY)


@pytest.mark.parametrize("make_leader", MADE_LEADER.values(), ids=MADE_LEADER)
def test_who_leads_in_it_is_asked_nothing(clinic, make_leader):
    leads_in(clinic, "colleague", "es")
    make_leader(clinic)
    assert not LedDespite.objects.exists()


@pytest.mark.parametrize("make_leader", [substitute, MADE_LEADER["all"], second_room])
def test_hours_and_language_are_named_at_once_and_one_reason_settles_both(clinic, make_leader):
    works(clinic)
    with pytest.raises(Refused) as refused:
        make_leader(clinic)
    words = [one.what for one in refused.value.refusals]
    assert len(words) == 2
    assert any("work" in one for one in words)
    assert any("held in Spanish" in one for one in words)
    make_leader(clinic, despite=WHY)
    assert LedDespite.objects.count() == 1


def test_where_nobody_who_may_lead_it_is_known_to_speak_it_nothing_is_asked(clinic):
    leads_in(clinic, "counselor")
    substitute(clinic)
    assert not LedDespite.objects.exists()


def test_who_leads_such_a_session_by_now_is_asked_nothing_again(clinic):
    substitute(clinic, despite=WHY)
    change(clinic, Scope.ALL)
    assert LedDespite.objects.count() == 1


def test_no_reason_lets_two_sessions_at_a_time_or_a_missing_credential_pass(clinic):
    session, colleague = ahead(clinic), clinic.world.staff["colleague"]
    start_series(
        actor=clinic.world.actor("director"),
        track=clinic.track,
        service=clinic.service,
        template=clinic.template,
        name="At the same time",
        leader=colleague,
        place=clinic.other_place,
        weekdays=(session.on.weekday(),),
        starts_at_time=time(18),
        first_on=session.on,
        weeks=4,
        capacity=5,
        now=NOW,
    )
    with pytest.raises(Taken, match="leads another group"):
        substitute(clinic, despite=WHY)
    clinic.service.credential = "LCSW"
    clinic.service.save()
    with pytest.raises(Refused, match="asks for LCSW"):
        substitute(clinic, despite=WHY)


def test_what_the_planner_proposes_for_an_absence_is_accepted_without_a_reason(clinic):
    """Nobody else speaks it: it proposes nobody, and where nobody speaks it at all, anybody."""
    away = clinic.world.staff["counselor"]
    days = {"away_id": away.pk, "first_on": date(2026, 10, 7), "last_on": date(2026, 10, 13)}
    assert solved(ask(clinic, Kind.COVER, **days)).state == State.NOTHING
    leads_in(clinic, "counselor")
    proposal = solved(ask(clinic, Kind.COVER, **days))
    accept_proposal(actor=clinic.world.actor("director"), proposal_id=proposal.pk, now=NOW)
    led = Session.objects.filter(series=clinic.series, on__range=(days["first_on"], days["last_on"]))
    assert away.pk not in led.values_list("leader_id", flat=True)
