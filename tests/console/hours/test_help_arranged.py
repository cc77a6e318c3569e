"""A ride or a seat in child care is somebody's work until it is arranged, and the roll of that session says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.rescuing import missed

from stepwell.domain.people.models import CareTeamMember, Function
from stepwell.domain.week.actions.rescue import settle_help
from stepwell.domain.week.models import Booking, Outreach, Session
from stepwell.domain.week.rules.rescue import HelpAs, help_due_at, help_words
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.workflows.discharge import discharge

TAXI = "Taxi at 17:10, from the corner."


def test_it_is_due_two_hours_before_the_next_session_and_soon_where_that_is_past():
    assert help_due_at(NOW, NOW + timedelta(days=2)) == NOW + timedelta(days=2, hours=-2)
    assert help_due_at(NOW, NOW + timedelta(hours=1)) == NOW + timedelta(minutes=30)
    assert help_due_at(NOW, NOW + timedelta(minutes=10)) == NOW + timedelta(minutes=10)
    assert help_due_at(NOW, None) == NOW + timedelta(days=1)


def test_what_came_of_it_is_said_in_words_and_nothing_of_what_nobody_sees_to():
    assert help_words("ride", "arranged") == "Ride arranged"
    assert help_words("child_care_seat", "not_possible") == "Child-care seat not possible"
    assert (help_words("ride", ""), help_words("", "arranged"), help_words("call_back", "arranged")) == ("", "", "")


@pytest.fixture
def clinic(world, db):
    with clock.standing_at(NOW):
        yield make_clinic(world, people=2)


def asked(clinic, fix="ride"):
    """The first client missed a session, and the case manager says that they need this."""
    outreach = missed(clinic, clinic.clients[0])
    browser, page = clinic.world.browser("case manager"), reverse("outreach", args=[outreach.pk])
    assert browser.post(page, {"verb": "arrange", "cause": "transport", "fix": fix}).status_code == 303
    return Outreach.objects.get(pk=outreach.pk), browser, page


def to_arrange():
    return Task.objects.filter(kind="week.help", done_at=None)


def upcoming(clinic):
    mine = Booking.objects.filter(client=clinic.clients[0], canceled_at=None, starts_at__gt=NOW)
    return mine.select_related("session").earliest("starts_at")


@pytest.mark.parametrize(
    ("fix", "title"), [("ride", "Ride to arrange"), ("child_care_seat", "Child-care seat to arrange")]
)
def test_it_is_the_case_managers_work_by_the_next_session(clinic, fix, title):
    manager = clinic.world.staff["case manager"]
    if not CareTeamMember.objects.filter(client=clinic.clients[0], staff=manager, ended_at=None).exists():
        CareTeamMember.objects.create(
            client=clinic.clients[0], staff=manager, function=Function.CASE_MANAGER, started_at=NOW
        )
    outreach, browser, _ = asked(clinic, fix)
    task = to_arrange().get()
    assert (task.title, task.owner, task.subject_id) == (title, manager, str(outreach.pk))
    assert task.due_at == help_due_at(NOW, upcoming(clinic).starts_at)
    today = browser.get(reverse("today")).text
    assert title in today
    assert reverse("outreach", args=[outreach.pk]) in today


def test_what_is_arranged_ends_the_work_and_stands_on_the_roll_of_that_session_alone(clinic):
    _, browser, page = asked(clinic)
    assert "Ride to arrange" in browser.get(page).text
    booking = upcoming(clinic)
    said = {"verb": "help", "help_as": "arranged", "booking": booking.pk, "said": TAXI}
    assert browser.post(page, said).status_code == 303
    assert not to_arrange().exists()
    shown = browser.get(page).text
    assert "Ride arranged" in shown
    assert TAXI in shown
    assert "Ride to arrange" not in shown
    leader = clinic.world.browser("counselor")
    assert leader.get(reverse("group", args=[booking.session_id])).text.count("Ride arranged") == 1
    other = Session.objects.filter(series=clinic.series, starts_at__gt=booking.starts_at).earliest("starts_at")
    assert "Ride arranged" not in leader.get(reverse("group", args=[other.pk])).text


def test_what_is_not_possible_ends_the_work_and_shows_on_no_roll(clinic):
    _, browser, page = asked(clinic, "child_care_seat")
    assert browser.post(page, {"verb": "help", "help_as": "not_possible", "said": "All full."}).status_code == 303
    assert not to_arrange().exists()
    assert "Child-care seat not possible" in browser.get(page).text
    roll = clinic.world.browser("counselor").get(reverse("group", args=[upcoming(clinic).session_id])).text
    assert "Child-care seat" not in roll


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"said": ""}, "Say what is arranged."),
        ({"booking": ""}, "no session of theirs"),
        ({"help_as": ""}, "Choose one."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(clinic, change, why):
    _, browser, page = asked(clinic)
    said = {"verb": "help", "help_as": "arranged", "booking": upcoming(clinic).pk, "said": TAXI, **change}
    answer = browser.post(page, said)
    assert (answer.status_code, why in answer.text) == (422, True)
    assert change.get("said", TAXI) in answer.text
    assert to_arrange().exists()


def test_a_place_of_somebody_else_or_a_past_one_is_refused(clinic):
    outreach, _, _ = asked(clinic)
    theirs = Booking.objects.filter(client=clinic.clients[1], starts_at__gt=NOW).earliest("starts_at")
    for booking_id in (theirs.pk, outreach.booking_id):
        with pytest.raises(Refused, match="no session of theirs"):
            settle(clinic, outreach, booking_id=booking_id)


def test_of_two_who_see_to_it_the_second_is_told_and_the_same_again_is_once(clinic):
    outreach, _, _ = asked(clinic)
    booking_id = upcoming(clinic).pk
    for _ in range(2):
        settle(clinic, outreach, booking_id=booking_id)
    with pytest.raises(Refused, match="already"):
        settle(clinic, outreach, said="Another taxi.", booking_id=booking_id)
    assert Outreach.objects.get(pk=outreach.pk).help_said == TAXI


def test_nothing_is_arranged_where_it_was_not_asked_for(clinic):
    outreach = missed(clinic, clinic.clients[0])
    with pytest.raises(Refused, match="asked for"):
        settle(clinic, outreach, booking_id=upcoming(clinic).pk)
    asked_back = {"verb": "arrange", "cause": "work", "fix": "nothing_needed"}
    page = reverse("outreach", args=[outreach.pk])
    assert clinic.world.browser("case manager").post(page, asked_back).status_code == 303
    assert not to_arrange().exists()


def test_it_is_nobodys_work_any_more_when_their_stay_has_ended(clinic):
    from stepwell.domain.admissions.rules.ending import EndReason

    asked(clinic)
    discharge(
        actor=clinic.world.actor("director"),
        episode_id=clinic.episodes[0].pk,
        last_on=TODAY,
        reason=EndReason.COMPLETED,
        now=NOW,
    )
    assert not to_arrange().exists()


def settle(clinic, outreach, *, said=TAXI, booking_id=None):
    return settle_help(
        actor=clinic.world.actor("case manager"),
        outreach_id=outreach.pk,
        help_as=HelpAs.ARRANGED,
        said=said,
        booking_id=booking_id,
        now=NOW,
    )
