"""Who is booked hears of a change: once, by a way that is safe, and never of what holds no longer."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic, place_one
from tests.domain.week.test_week_actions_edits import DENVER, cancel, change, restore
from tests.domain.week.test_week_actions_joining import THURSDAY
from tests.domain.week.test_week_actions_series import another
from tests.own import own_service, plan
from tests.workflows.test_admit import start

from stepwell.domain.contact.actions import say_how_to_reach
from stepwell.domain.contact.rules import Way, Wish, Wishes
from stepwell.domain.people.actions import give_portal
from stepwell.domain.week.actions import (
    Taken,
    end_own,
    end_series,
    enroll,
    join_sessions,
    leave_series,
    move_session,
    resume_own,
    say_told,
)
from stepwell.domain.week.models import Enrollment, SessionWord
from stepwell.domain.week.queries.own import span_of
from stepwell.domain.week.rules.phases import Scope
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.platform.notify.actions import deliver
from stepwell.platform.notify.adapters import Accepted, use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.address import give_address
from stepwell.platform.notify.models import Message, Quiet
from stepwell.platform.notify.rules import Channel
from stepwell.platform.notify.words import UNWELCOME, templates
from stepwell.workflows.changes import tell_changes
from stepwell.workflows.program import close_day, open_day

SOON = NOW + timedelta(minutes=2)


class Carrier:
    """Takes whatever it is given."""

    def send(self, envelope):
        return Accepted()


@pytest.fixture
def clinic(world):
    """Two people: the first is reached by text, the second by nothing; and carriers for every channel."""
    use_adapters(dict.fromkeys(Channel, Carrier()))
    clinic = make_clinic(world, people=2)
    clinic.account = reached(world, clinic.clients[0])
    yield clinic
    use_adapters(chosen_adapters())


def reached(world, client, mail="one@example.test"):
    account = open_account(actor=system("test"), email=mail, password=None, now=NOW)
    give_portal(actor=world.actor("director"), client=client, account=account)
    give_address(actor=system("test"), account_id=account.pk, channel=Channel.SMS, value="303 555 0142", now=NOW)
    return account


def said(account):
    return [one.text for one in Message.objects.filter(account=account).order_by("asked_at", "pk")]


def waiting(account):
    return Message.objects.filter(account=account, state__in=["queued", "held"])


def quiet(account):
    Quiet.objects.create(account=account, from_time=time(0, 0), until_time=time(23, 59), zone="America/Denver")


def test_of_a_canceled_session_they_are_told_when_and_no_word_of_what_it_is(clinic):
    cancel(clinic, clinic.sessions[4])
    assert tell_changes(NOW + timedelta(seconds=30)) == 0
    assert tell_changes(SOON) == 1
    (text,) = said(clinic.account)
    assert text.startswith("Your appointment on Tuesday, October 13 at 6:00 pm does not take place.")
    assert reverse("me_today") in text
    assert tell_changes(SOON + timedelta(minutes=2)) == 0


def test_no_words_of_a_change_say_what_it_is_about():
    ours = [one for one in templates() if one.name.startswith("change_")]
    assert len(ours) == 5
    assert not [one for one in ours for text in (one.subject, one.body, one.sms) if UNWELCOME.search(text)]


def test_what_is_undone_in_time_is_told_to_nobody(clinic):
    cancel(clinic, clinic.sessions[4])
    restore(clinic, clinic.sessions[4], now=NOW + timedelta(seconds=9))
    assert tell_changes(SOON) == 0
    assert said(clinic.account) == []
    assert not Task.objects.filter(kind="week.tell").exists()


def test_who_was_told_is_told_that_it_takes_place_after_all(clinic):
    cancel(clinic, clinic.sessions[4])
    tell_changes(SOON)
    deliver(actor=system("test"), message_id=Message.objects.get(account=clinic.account).pk, now=SOON)
    restore(clinic, clinic.sessions[4], now=SOON)
    tell_changes(SOON + timedelta(minutes=2))
    assert said(clinic.account)[1].startswith("You are expected on Tuesday, October 13 at 6:00 pm.")


def test_a_message_that_waits_for_the_morning_is_withdrawn_when_it_holds_no_longer(clinic):
    quiet(clinic.account)
    cancel(clinic, clinic.sessions[4])
    tell_changes(SOON)
    assert waiting(clinic.account).count() == 1
    restore(clinic, clinic.sessions[4], now=SOON)
    assert not waiting(clinic.account).exists()
    assert tell_changes(SOON + timedelta(minutes=2)) == 0
    assert not waiting(clinic.account).exists()


def test_moved_they_hear_both_times_and_several_are_one_message(clinic):
    change(clinic, clinic.sessions[4], starts_at_time=time(19, 0))
    tell_changes(SOON)
    (text,) = said(clinic.account)
    assert text.startswith("Some of your appointments from Tuesday, October 13 on have changed.")
    assert SessionWord.objects.filter(message__account=clinic.account).count() > 30


def test_who_sits_with_another_group_hears_of_one_appointment_elsewhere(clinic):
    small = another(clinic)
    into, here = small.sessions.get(on=THURSDAY), clinic.series.sessions.get(on=THURSDAY)
    join_sessions(actor=clinic.world.actor("director"), session_id=here.pk, into_id=into.pk, now=NOW)
    tell_changes(SOON)
    (text,) = said(clinic.account)
    assert text.startswith("Your appointment on Thursday, October 8 at 6:00 pm is in another place.")


def test_a_closed_day_is_told_and_so_is_that_it_is_open_again(clinic):
    director = clinic.world.actor("director")
    close_day(actor=director, site=clinic.world.site, on=THURSDAY, name="Closed", now=NOW)
    tell_changes(SOON)
    deliver(actor=system("test"), message_id=Message.objects.get(account=clinic.account).pk, now=SOON)
    closed = clinic.world.site.closed_days.get()
    open_day(actor=director, closed_id=closed.pk, now=SOON)
    tell_changes(SOON + timedelta(minutes=2))
    assert [text.split(" on ")[0] for text in said(clinic.account)] == ["Your appointment", "You are expected"]


def test_whom_no_message_reaches_a_person_tells(clinic):
    world, client = clinic.world, clinic.clients[1]
    cancel(clinic, clinic.sessions[4])
    tell_changes(SOON)
    task = Task.objects.get(kind="week.tell", done_at=None)
    assert (task.client, task.owner) == (client, world.staff["counselor"])
    with clock.standing_at(SOON):
        browser = world.browser("counselor")
        shown = browser.get(reverse("tell_change", args=[client.pk])).text
        assert "Tue 13 Oct" in shown
        assert "doesn’t take place" in shown
        assert browser.post(reverse("tell_change", args=[client.pk])).status_code == 303
        assert "Nothing: they know" in browser.get(reverse("tell_change", args=[client.pk])).text
    assert not Task.objects.filter(kind="week.tell", done_at=None).exists()
    say_told(actor=world.actor("counselor"), client_id=client.pk, now=SOON)


def test_a_task_to_tell_is_done_where_nothing_is_different_any_more(clinic):
    cancel(clinic, clinic.sessions[4])
    tell_changes(SOON)
    restore(clinic, clinic.sessions[4], now=SOON)
    tell_changes(SOON + timedelta(minutes=2))
    assert not Task.objects.filter(kind="week.tell", done_at=None).exists()


def test_word_of_a_first_day_that_waits_is_withdrawn_when_that_day_changes(clinic):
    world = clinic.world
    enquiry = place_one(world, 4)
    account = reached(world, enquiry.client, "new@example.test")
    quiet(account)
    start(clinic, enquiry)
    assert [one.template for one in waiting(account)] == ["first_day"]
    thursday = clinic.series.sessions.get(on=THURSDAY)
    cancel(clinic, thursday)
    assert not waiting(account).exists()
    tell_changes(SOON)
    (message,) = waiting(account)
    assert message.text.startswith("You are expected on Monday, October 12 at 6:00 pm.")


def leave(clinic, person, now=SOON):
    member = Enrollment.objects.get(series=clinic.series, client=clinic.clients[person])
    who = clinic.world.actor("director")
    return leave_series(actor=who, enrollment=member, left_on=clock.day_at(now, DENVER), now=now)


def test_who_has_left_the_group_meanwhile_is_told_of_no_change_of_it(clinic):
    quiet(clinic.account)
    change(clinic, clinic.sessions[4], Scope.ONE, starts_at_time=time(19, 0))
    cancel(clinic, clinic.sessions[5])
    tell_changes(SOON)
    assert waiting(clinic.account).count() == 1
    leave(clinic, 0)
    assert not waiting(clinic.account).exists()
    assert tell_changes(SOON + timedelta(minutes=2)) == 0


def test_nor_of_one_that_was_not_looked_at_yet(clinic):
    cancel(clinic, clinic.sessions[4])
    leave(clinic, 0, NOW)
    assert tell_changes(SOON) == 0


def test_what_the_same_message_said_of_another_group_is_told_all_the_same(clinic):
    quiet(clinic.account)
    other = another(clinic, weekdays=(4,), first_on=date(2026, 10, 9))
    client, director = clinic.clients[0], clinic.world.actor("director")
    episode = Enrollment.objects.get(series=clinic.series, client=client).episode
    enroll(actor=director, series=other, client=client, episode=episode, joined_on=date(2026, 10, 9), now=NOW)
    cancel(clinic, clinic.sessions[4])
    cancel(clinic, other.sessions.order_by("starts_at")[0])
    tell_changes(SOON)
    leave(clinic, 0)
    assert not waiting(clinic.account).exists()
    assert tell_changes(SOON + timedelta(minutes=2)) == 1
    (message,) = waiting(clinic.account)
    assert message.text.startswith("Your appointment on Friday, October 9")


def test_of_two_changes_in_one_message_the_other_is_told_where_one_holds_no_longer(clinic):
    quiet(clinic.account)
    cancel(clinic, clinic.sessions[4])
    cancel(clinic, clinic.sessions[5])
    tell_changes(SOON)
    restore(clinic, clinic.sessions[4], now=SOON)
    assert tell_changes(SOON + timedelta(minutes=2)) == 1
    assert [one.text.split(" on ")[0] for one in waiting(clinic.account)] == ["Your appointment"]


def test_nobody_has_to_tell_somebody_who_has_left(clinic):
    cancel(clinic, clinic.sessions[4])
    tell_changes(SOON)
    assert Task.objects.filter(kind="week.tell", done_at=None, client=clinic.clients[1]).exists()
    leave(clinic, 1)
    assert not Task.objects.filter(kind="week.tell", done_at=None).exists()


def test_that_the_group_ends_is_told_although_everybody_leaves_it(clinic):
    end_series(actor=clinic.world.actor("director"), series_id=clinic.series.pk, ends_on=THURSDAY, now=NOW)
    assert tell_changes(SOON) == 1


def test_before_it_is_canceled_the_page_says_who_is_told_and_who_cannot_be(clinic):
    world = clinic.world
    wishes = Wishes(ways={Way.TEXT: Wish(False), Way.EMAIL: Wish(True)})
    actor = world.actor("counselor")
    say_how_to_reach(actor=actor, client_id=clinic.clients[0].pk, wishes=wishes, words="", now=NOW)
    with clock.standing_at(NOW):
        shown = world.browser("counselor").get(reverse("session_cancel", args=[clinic.sessions[4].pk])).text
    assert "1 person is told by a message" in " ".join(shown.split()).replace("</b>", "")
    assert "by e-mail" in shown
    assert "No message may go to 1" in shown


def test_the_phone_shows_what_changed(clinic, client):
    cancel(clinic, clinic.sessions[3])
    client.force_login(clinic.account)
    with clock.standing_at(SOON):
        shown = client.get(reverse("me_today")).text
    assert "doesn’t take place" in shown


@pytest.fixture
def weekly(clinic):
    """The first of the two has an hour of their own on Wednesdays at ten, to the end of their stay."""
    return plan(clinic, own_service(clinic.world))


def end_from(series, clinic, ends_on=date(2026, 10, 21), now=NOW):
    before = span_of(series)
    ended = end_own(actor=clinic.world.actor("counselor"), series_id=series.pk, ends_on=ends_on, now=now)
    return {"series_id": series.pk, "ended_at": now, "ended": span_of(ended), "before": before}


def resume(clinic, asked, now):
    return resume_own(actor=clinic.world.actor("counselor"), **asked, now=now)


def test_whose_own_sessions_end_is_told_as_of_a_canceled_session_and_never_what_they_are(clinic, weekly):
    end_from(weekly, clinic)
    assert tell_changes(NOW + timedelta(seconds=30)) == 0
    assert tell_changes(SOON) == 1
    (text,) = said(clinic.account)
    assert text.startswith("Some of your appointments from Wednesday, October 21 on have changed.")
    assert weekly.name not in text
    assert tell_changes(SOON + timedelta(minutes=2)) == 0


def test_the_last_of_ones_own_sessions_is_said_to_be_off_and_one_that_moves_to_be_moved(clinic, weekly):
    last = weekly.sessions.order_by("-starts_at").first()
    one = weekly.sessions.order_by("starts_at").first()
    later = one.starts_at + timedelta(hours=2)
    asked = {"session_id": one.pk, "starts_at": later, "place_id": one.place_id, "now": NOW}
    move_session(actor=clinic.world.actor("counselor"), **asked)
    tell_changes(SOON)
    end_from(weekly, clinic, last.on, SOON)
    tell_changes(SOON + timedelta(minutes=2))
    moved, off = said(clinic.account)
    assert moved.startswith(
        "Your appointment of Wednesday, October 7 at 10:00 am is now on Wednesday, October 7 at 12:00"
    )
    assert "does not take place" in off


def test_ended_and_undone_in_time_is_told_to_nobody_and_they_go_on_as_before(clinic, weekly):
    before = list(weekly.sessions.filter(canceled_at=None).order_by("pk").values("pk", "starts_at"))
    asked = end_from(weekly, clinic)
    resume(clinic, asked, NOW + timedelta(seconds=9))
    assert list(weekly.sessions.filter(canceled_at=None).order_by("pk").values("pk", "starts_at")) == before
    weekly.refresh_from_db()
    assert span_of(weekly) == asked["before"]
    assert tell_changes(SOON) == 0
    assert said(clinic.account) == []


def test_a_message_that_waits_to_say_that_they_ended_is_withdrawn_when_they_go_on(clinic, weekly):
    quiet(clinic.account)
    asked = end_from(weekly, clinic)
    tell_changes(SOON)
    assert waiting(clinic.account).count() == 1
    resume(clinic, asked, SOON)
    assert not waiting(clinic.account).exists()
    assert tell_changes(SOON + timedelta(minutes=2)) == 0


def test_what_was_changed_since_or_taken_by_somebody_is_not_resumed(clinic, weekly):
    asked = end_from(weekly, clinic)
    other = plan(clinic, weekly.service, person=1, first_on=date(2026, 10, 28), weeks=None)
    with pytest.raises(Taken, match="Room 3 is taken"):
        resume(clinic, asked, NOW)
    end_own(actor=clinic.world.actor("counselor"), series_id=other.pk, ends_on=date(2026, 10, 28), now=NOW)
    end_from(weekly, clinic, date(2026, 10, 14), SOON)
    with pytest.raises(Refused, match="were changed since"):
        resume(clinic, asked, SOON)
    with pytest.raises((NotAllowed, NotFound)):
        resume_own(actor=clinic.world.actor("colleague"), **asked, now=SOON)
