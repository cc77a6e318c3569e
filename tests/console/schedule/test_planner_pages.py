"""The planner on screen: asked, watched, decided on; and another leader by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.clinic import make_clinic

from stepwell.domain.planner import actions
from stepwell.domain.planner.jobs import JOBS, run
from stepwell.domain.planner.models import Kind, Proposal, State
from stepwell.domain.week.models import Booking, Enrollment
from stepwell.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(world):
    clinic = make_clinic(world, people=2)
    Booking.objects.filter(client=clinic.clients[0]).delete()
    Enrollment.objects.filter(client=clinic.clients[0]).delete()
    with clock.standing_at(NOW):
        yield clinic


def text(answer):
    return answer.content.decode()


def ask(clinic, **more):
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    body = {"kind": "place", "first_on": tomorrow, "last_on": tomorrow, **more}
    return clinic.world.browser("director").post(reverse("planner"), body)


def solve(proposal):
    run(actions.begin_solving(actor=JOBS, proposal_id=proposal.pk, now=NOW), NOW)


def test_people_are_placed_from_the_page(clinic, django_assert_max_num_queries):
    browser = clinic.world.browser("director")
    assert "Nothing asked yet" in text(browser.get(reverse("planner")))
    assert ask(clinic).status_code == 303
    proposal = Proposal.objects.get()
    page = reverse("proposal", args=[proposal.pk])
    assert "Waiting for the worker" in text(browser.get(page))
    solve(proposal)
    with django_assert_max_num_queries(40):
        shown = text(browser.get(page))
    assert clinic.clients[0].name in shown
    assert "Proven best" in shown
    assert browser.post(page, {"verb": "accept"}).status_code == 303
    assert Enrollment.objects.filter(client=clinic.clients[0]).exists()
    assert "Accepted" in text(browser.get(page))
    assert "Place people" in text(browser.get(reverse("planner")))


def test_progress_is_drawn_and_said_and_the_search_can_be_stopped(clinic):
    ask(clinic)
    proposal = Proposal.objects.get()
    actions.begin_solving(actor=JOBS, proposal_id=proposal.pk, now=NOW)
    actions.tell_progress(actor=JOBS, proposal_id=proposal.pk, news=[[1, None, 0], [2, 60, 20]], now=NOW)
    browser, page = clinic.world.browser("director"), reverse("proposal", args=[proposal.pk])
    shown = text(browser.get(page))
    assert "The best plan so far costs 60; none can cost less than 20." in shown
    assert "<polyline" in shown
    assert "Look again" in shown
    browser.post(page, {"verb": "stop"})
    assert Proposal.objects.get().stop_asked
    assert "Stopping" in text(browser.get(page))


def test_a_lost_search_offers_to_be_asked_again_and_a_verb_nobody_has_is_refused(clinic):
    ask(clinic)
    proposal = Proposal.objects.get()
    actions.begin_solving(actor=JOBS, proposal_id=proposal.pk, now=NOW - timedelta(minutes=2))
    browser, page = clinic.world.browser("director"), reverse("proposal", args=[proposal.pk])
    assert "The search was lost" in text(browser.get(page))
    assert browser.post(page, {"verb": "explode"}).status_code == 422
    assert browser.post(page, {"verb": "again"}).status_code == 303
    assert Proposal.objects.get().state == State.WAITING


def test_an_absence_is_asked_for_and_what_was_typed_stays(clinic):
    day = TODAY.isoformat()
    assert ask(clinic, kind="cover", away="", first_on=day, last_on=day).status_code == 422
    wrong = ask(clinic, kind="cover", away=clinic.world.staff["counselor"].pk, first_on=day, last_on="2026-10-01")
    assert "The last day is before the first" in text(wrong)
    assert ask(clinic, kind="odd").status_code == 422
    right = ask(clinic, kind="cover", away=clinic.world.staff["counselor"].pk, first_on=day, last_on=day)
    assert right.status_code == 303
    proposal = Proposal.objects.get(kind=Kind.COVER)
    solve(proposal)
    assert "Led by" in text(clinic.world.browser("director").get(reverse("proposal", args=[proposal.pk])))


def test_a_term_and_a_closed_day_are_asked_for_and_shown(clinic):
    from stepwell.workflows.program import close_day

    director, day = clinic.world.actor("director"), TODAY + timedelta(days=7)
    browser = clinic.world.browser("director")
    assert ask(clinic, kind="term", track="987654321").status_code == 422
    assert ask(clinic, kind="term", track=clinic.track.pk).status_code == 303
    term = Proposal.objects.get(kind=Kind.TERM)
    solve(term)
    shown = text(browser.get(reverse("proposal", args=[term.pk])))
    assert clinic.track.name in shown
    assert "Joins" in shown
    assert ask(clinic, kind="closed", first_on="").status_code == 422
    close_day(actor=director, site=clinic.world.site, on=day, name="Storm", now=NOW)
    assert "Storm" in text(browser.get(reverse("planner")))
    assert ask(clinic, kind="closed", first_on=day.isoformat()).status_code == 303
    closed = Proposal.objects.get(kind=Kind.CLOSED)
    solve(closed)
    page = reverse("proposal", args=[closed.pk])
    assert "1 of 1 can come" in text(browser.get(page))
    assert browser.post(page, {"verb": "accept"}).status_code == 303
    session = clinic.series.sessions.get(number=5)
    assert (session.canceled_at, session.on == day) == (None, False)


def test_a_term_says_how_many_hours_it_books_with_whom_and_books_them(clinic, django_assert_max_num_queries):
    from tests.own import own_service

    from stepwell.domain.week.models import Series

    own_service(clinic.world)
    clinic.track.individual_weekly_minutes = 60
    clinic.track.save()
    begins = (TODAY + timedelta(days=7)).isoformat()
    ask(clinic, kind="term", track=clinic.track.pk, first_on=begins)
    proposal = Proposal.objects.get()
    solve(proposal)
    browser, page = clinic.world.browser("director"), reverse("proposal", args=[proposal.pk])
    with django_assert_max_num_queries(40):
        shown = text(browser.get(page))
    assert (
        f"2 hours of people’s own, every week until their stay ends: {clinic.world.staff['counselor'].name} 2." in shown
    )
    assert "all of it, or nothing" in shown
    assert browser.post(page, {"verb": "accept"}).status_code == 303
    assert Series.objects.filter(client__in=clinic.clients).count() == 2


def test_another_leader_is_chosen_by_hand_from_the_schedule(clinic):
    browser = clinic.world.browser("director")
    session = clinic.series.sessions.filter(starts_at__gt=NOW).order_by("starts_at").first()
    page = reverse("lead_instead", args=[session.pk])
    assert page in text(browser.get(f"{reverse('schedule')}?week={session.on}"))
    assert "Another leader" in text(browser.get(page))
    assert browser.post(page, {"staff": ""}).status_code == 422
    assert browser.post(page, {"staff": clinic.world.staff["colleague"].pk}).status_code == 303
    session.refresh_from_db()
    assert session.leader == clinic.world.staff["colleague"]
    counselor = clinic.world.browser("counselor").get(reverse("schedule"))
    assert reverse("planner") not in text(counselor)
    assert clinic.world.browser("counselor").get(page).status_code == 403
