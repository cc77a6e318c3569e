"""A ride or a seat in child care is somebody's work until it is arranged, and the roll of that session says so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic
from tests.rescuing import missed

from stepwell.domain.people.models import CareTeamMember, Function
from stepwell.domain.week.actions.rescue import arrange, settle_help
from stepwell.domain.week.models import Booking, Outreach, Session
from stepwell.domain.week.rules.rescue import Cause, Fix, HelpAs, help_due_at, help_words
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.discharge import discharge
from stepwell.workflows.timeline import Asked, timeline_of

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


def sheet(clinic, who, booking):
    """The day sheet of that session's day as this role reads it."""
    page = f"{reverse('day_sheet')}?on={booking.session.on.isoformat()}&site={clinic.world.site.pk}"
    return clinic.world.browser(who).get(page).text


def test_the_day_sheet_says_it_by_first_name_and_how_it_goes_to_who_arranges_it(clinic):
    outreach, _, _ = asked(clinic)
    booking = upcoming(clinic)
    settle(clinic, outreach, booking_id=booking.pk)
    ana = clinic.clients[0]
    read = sheet(clinic, "case manager", booking)
    assert f"<b>{ana.called}</b><span>Ride arranged for" in read
    assert TAXI in read
    assert ana.family_name not in read
    entries = Entry.objects.filter(verb="help_arranged.list_read")
    assert [one.detail["clients"] for one in entries] == [[str(ana.pk)]]


def test_who_sees_them_on_the_roll_and_looks_for_nobody_reads_that_it_is_arranged_and_no_more(clinic):
    outreach, _, _ = asked(clinic)
    booking = upcoming(clinic)
    settle(clinic, outreach, booking_id=booking.pk)
    peer = clinic.world.staff["peer"]
    CareTeamMember.objects.get_or_create(
        client=clinic.clients[0], staff=peer, ended_at=None, defaults={"function": Function.PEER, "started_at": NOW}
    )
    read = sheet(clinic, "peer", booking)
    assert "Ride arranged for" in read
    assert TAXI not in read


def test_the_desk_reads_how_many_and_nobody(clinic):
    outreach, _, _ = asked(clinic, "child_care_seat")
    booking = upcoming(clinic)
    settle(clinic, outreach, said="The blue room.", booking_id=booking.pk)
    read = sheet(clinic, "front desk", booking)
    assert "Arranged: 1 child-care seat." in read
    assert "1 whom you don’t see: ask their case manager." in read
    assert clinic.clients[0].called not in read
    assert "The blue room." not in read
    assert not Entry.objects.filter(verb="help_arranged.list_read").exists()


def test_a_ride_to_what_they_cant_come_to_is_to_be_called_off_and_isnt_counted(clinic):
    outreach, _, _ = asked(clinic)
    booking = upcoming(clinic)
    settle(clinic, outreach, booking_id=booking.pk)
    assert "call it off" not in sheet(clinic, "case manager", booking)
    Booking.objects.filter(pk=booking.pk).update(status="excused")
    read = sheet(clinic, "case manager", booking)
    assert "Doesn’t come: call it off" in read
    assert "Arranged:" not in read
    assert "Rides and child care" not in sheet(clinic, "front desk", booking)


def test_what_is_not_possible_or_for_another_day_stands_on_no_sheet(clinic):
    _, browser, page = asked(clinic)
    booking = upcoming(clinic)
    assert browser.post(page, {"verb": "help", "help_as": "not_possible", "said": "No driver."}).status_code == 303
    assert "Rides and child care" not in sheet(clinic, "case manager", booking)
    other = missed(clinic, clinic.clients[1])
    who = {"actor": clinic.world.actor("case manager"), "outreach_id": other.pk, "now": NOW}
    arrange(**who, cause=Cause.TRANSPORT, fix=Fix.RIDE)
    theirs = Booking.objects.filter(client=clinic.clients[1], canceled_at=None, starts_at__gt=NOW).latest("starts_at")
    within = Booking.objects.filter(client=clinic.clients[1], starts_at__gt=NOW).order_by("starts_at")[1]
    settle(clinic, other, booking_id=within.pk)
    assert "Ride arranged" in sheet(clinic, "case manager", within)
    assert theirs.session.on != within.session.on
    assert "Ride arranged" not in sheet(clinic, "case manager", theirs)


def test_the_sheet_asks_as_much_for_two_rides_as_for_one(clinic):
    outreach, _, _ = asked(clinic)
    booking = upcoming(clinic)
    settle(clinic, outreach, booking_id=booking.pk)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            read = sheet(clinic, "case manager", booking)
        return len(seen), read.count("Ride arranged for")

    queries()
    few, once = queries()
    other = missed(clinic, clinic.clients[1])
    who = {"actor": clinic.world.actor("case manager"), "outreach_id": other.pk, "now": NOW}
    arrange(**who, cause=Cause.TRANSPORT, fix=Fix.RIDE)
    theirs = Booking.objects.get(client=clinic.clients[1], session=booking.session)
    settle(clinic, other, booking_id=theirs.pk)
    assert (once, queries()) == (1, (few, 2))


def test_the_timeline_says_what_came_of_it_by_whom_and_for_which_session(clinic):
    outreach, _, _ = asked(clinic)
    booking = upcoming(clinic)
    settle(clinic, outreach, booking_id=booking.pk)
    rows = told_of(clinic, clinic.clients[0])
    (row,) = [one for one in rows if one.what == "Ride arranged"]
    assert row.detail.startswith(f"For {clinic.series.name}, ")
    assert (row.author, row.leads_to) == (
        clinic.world.staff["case manager"].name, ("outreach", str(outreach.pk)),
    )  # fmt: skip
    assert TAXI not in row.words


def test_the_timeline_says_what_is_not_possible_and_for_no_session(clinic):
    _, browser, page = asked(clinic, "child_care_seat")
    browser.post(page, {"verb": "help", "help_as": "not_possible", "said": "All full."})
    (row,) = [one for one in told_of(clinic, clinic.clients[0]) if one.what == "Child-care seat not possible"]
    assert row.detail == ""


def told_of(clinic, client):
    actor = clinic.world.actor("case manager")
    return timeline_of(actor, client, Asked(frozenset("g")), now=NOW + timedelta(minutes=1), most=50).rows


def settle(clinic, outreach, *, said=TAXI, booking_id=None):
    return settle_help(
        actor=clinic.world.actor("case manager"),
        outreach_id=outreach.pk,
        help_as=HelpAs.ARRANGED,
        said=said,
        booking_id=booking_id,
        now=NOW,
    )
