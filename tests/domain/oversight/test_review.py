"""The quarter's review of access: every role kept or ended, nobody about themselves, signed for good."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import EVERYBODY, NOW, TODAY, make_world
from tests.domain.careplan.test_careplan_actions_at_once import at_once

from stepwell.domain.oversight.actions.review import TASK, decide_line, open_review, sign_review
from stepwell.domain.oversight.jobs import JOBS, open_every
from stepwell.domain.oversight.models import AccessLine, AccessReview
from stepwell.domain.oversight.queries.review import list_reviews, sites_without_review
from stepwell.domain.oversight.rules import is_unused, quarter_of
from stepwell.domain.people import actions
from stepwell.domain.people.actions.visitors import close_visitor
from stepwell.domain.people.models import Post
from stepwell.domain.people.rules import Reason
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel import clock
from stepwell.kernel.actor import Role, system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused


@pytest.fixture(autouse=True)
def at_nine():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def review(world):
    return open_review(actor=JOBS, site_id=world.site.pk, now=NOW)


def test_a_line_says_whether_there_is_a_second_step(world):
    TOTP.activate(world.accounts["counselor"], generate_totp_secret())
    review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
    assert line_of(review, world, "counselor").has_second_factor
    assert not line_of(review, world, "director").has_second_factor


def line_of(review, world, who):
    return AccessLine.objects.get(review=review, post__staff=world.staff[who])


def decide(review, world, whose, decision="keep", by="director"):
    line = line_of(review, world, whose)
    return decide_line(actor=world.actor(by), review_id=review.pk, line_id=line.pk, decision=decision, now=NOW)


def decide_all(review, world):
    decide(review, world, "director", by="supervisor")
    for who in ("supervisor", "admissions", "counselor", "colleague", "case manager"):
        decide(review, world, who)


def test_quarters_and_ninety_days():
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 10, 12)] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4", "2026-Q4",
    ]  # fmt: skip
    assert is_unused(NOW - timedelta(days=90), TODAY, NOW)
    assert not is_unused(NOW - timedelta(days=89, hours=23), TODAY - timedelta(days=400), NOW)
    assert is_unused(None, TODAY - timedelta(days=90), NOW)
    assert not is_unused(None, TODAY - timedelta(days=89), NOW)


def test_it_has_a_line_for_every_role_that_is_held_and_is_on_the_directors_today(world, review):
    held = Post.objects.filter(site=world.site)
    assert {line.post_id for line in review.lines.all()} == {post.pk for post in held}
    assert [task.kind for task in open_tasks(world.actor("director")) if task.kind == TASK] == [TASK]
    assert not [task for task in open_tasks(world.actor("counselor")) if task.kind == TASK]


def test_a_quarter_has_one_however_often_it_is_asked_for(world, review):
    assert open_review(actor=world.actor("director"), site_id=world.site.pk, now=NOW) == review
    assert world.site.pk not in sites_without_review(JOBS, NOW)
    assert world.site.pk in sites_without_review(JOBS, NOW + timedelta(days=100))


def test_the_nightly_job_asks_for_each_site_that_has_none(world, monkeypatch):
    monkeypatch.setattr("stepwell.platform.jobs.job.close_old_connections", lambda: None)  # the test's own is in use
    from procrastinate.contrib.django.models import ProcrastinateJob

    open_every.task.func(SimpleNamespace(job=SimpleNamespace(id=None)))
    asked = ProcrastinateJob.objects.filter(task_name="oversight.open_review").values_list("args", flat=True)
    assert {world.site.pk, world.other_site.pk} <= {args["site_id"] for args in asked}


def test_ending_a_line_ends_the_role_today_with_its_reason(world, review):
    decide(review, world, "colleague", "end")
    assert Post.objects.get(staff=world.staff["colleague"]).ended_on == TODAY
    assert world.browser("colleague").get("/app/clients/").status_code == 403
    with pytest.raises(Refused, match="has ended"):
        decide(review, world, "colleague", "keep")


def test_family_and_referrers_with_a_login_have_a_line_and_ending_it_closes_the_login(world):
    visitor = world.accounts["family"].visitor
    review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
    line = review.lines.get(visitor=visitor)
    assert (line.name, line.role, line.decision) == (visitor.name, "family", "")
    with pytest.raises(NotAllowed):
        decide_line(actor=world.actor("supervisor"), review_id=review.pk, line_id=line.pk, decision="keep", now=NOW)
    for _ in range(2):
        decide_line(actor=world.actor("director"), review_id=review.pk, line_id=line.pk, decision="end", now=NOW)
    visitor.account.refresh_from_db()
    assert not visitor.account.is_active
    with pytest.raises(Refused, match="has ended"):
        decide_line(actor=world.actor("director"), review_id=review.pk, line_id=line.pk, decision="keep", now=NOW)


def test_a_login_from_outside_that_is_closed_has_no_line(world):
    visitor = world.accounts["referrer"].visitor
    close_visitor(actor=world.actor("director"), visitor_id=visitor.pk, reason=Reason.UNUSED)
    assert not open_review(actor=JOBS, site_id=world.site.pk, now=NOW).lines.filter(visitor=visitor).exists()


def test_a_login_closed_since_the_review_opened_is_ended_without_a_word(world):
    visitor = world.accounts["referrer"].visitor
    review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
    close_visitor(actor=world.actor("director"), visitor_id=visitor.pk, reason=Reason.CONCERN)
    line = review.lines.get(visitor=visitor)
    ended = decide_line(actor=world.actor("director"), review_id=review.pk, line_id=line.pk, decision="end", now=NOW)
    assert ended.decision == "end"


def test_the_number_of_statements_that_open_a_review_does_not_grow_with_the_logins(world):
    def opened(quarters):
        with CaptureQueriesContext(connection) as heard:
            open_review(actor=JOBS, site_id=world.site.pk, now=NOW + quarters * timedelta(days=92))
        return len(heard)

    assert world.accounts["family"].is_active
    before = opened(1)
    assert world.accounts["referrer"].is_active
    assert opened(2) == before


def test_nobody_decides_about_themselves(world, review):
    with pytest.raises(Refused, match="about yourself"):
        decide(review, world, "director")


@pytest.mark.parametrize("who", ["supervisor", "privacy officer"])
def test_a_directors_line_is_kept_by_the_supervisor_or_the_privacy_officer_who_decide_no_other(world, who):
    world.staff[who]
    review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
    with pytest.raises(NotAllowed):
        decide(review, world, "counselor", by=who)
    with pytest.raises(Refused, match="by another director"):
        decide(review, world, "director", "end", by=who)
    assert decide(review, world, "director", by=who).decision == "keep"


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in {"director", "supervisor", "privacy officer"}])
def test_nobody_else_sees_or_decides(world, review, who):
    with pytest.raises(NotAllowed):
        decide(review, world, "counselor", by=who)
    with pytest.raises(NotAllowed):
        sign_review(actor=world.actor(who), review_id=review.pk, now=NOW)


def test_another_sites_review_is_not_there(world):
    theirs = open_review(actor=JOBS, site_id=world.other_site.pk, now=NOW)
    line = theirs.lines.get()
    with pytest.raises(NotFound):
        decide_line(actor=world.actor("director"), review_id=theirs.pk, line_id=line.pk, decision="end", now=NOW)
    assert theirs not in list_reviews(world.actor("director"))


def test_it_is_signed_once_all_is_decided_and_then_stays_as_it_is(world, review):
    with pytest.raises(Refused, match="6 lines are still to decide"):
        sign_review(actor=world.actor("director"), review_id=review.pk, now=NOW)
    decide_all(review, world)
    signed = sign_review(actor=world.actor("director"), review_id=review.pk, now=NOW)
    assert signed.signed_as == "Rosa Quint, LAC"
    assert not Task.objects.filter(kind=TASK, subject_id=str(review.pk), done_at__isnull=True).exists()
    with pytest.raises(Refused, match="signed"):
        decide(review, world, "counselor", "end")
    for change in (
        lambda: AccessReview.objects.filter(pk=review.pk).update(signed_as="Somebody"),
        lambda: AccessReview.objects.filter(pk=review.pk)._raw_delete("default"),
        lambda: AccessLine.objects.filter(review=review).update(decision="end"),
        lambda: AccessLine.objects.filter(review=review).delete(),
        lambda: AccessLine.objects.create(
            review=review,
            post=actions.give_post(
                actor=system("setup"), staff=world.staff["nurse"], site=world.site, role=Role.PEER, started_on=TODAY
            ),
            name="x", role="peer", since=TODAY, is_closed=False, is_unused=False, emergencies=0,
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()


def test_the_last_director_is_not_ended_by_a_review_either(world):
    other = actions.hire_at(
        actor=world.actor("director"),
        email=f"second{world.site.pk}@example.test",
        name="Second Director",
        credentials="",
        phone="",
        site=world.site,
        role=Role.DIRECTOR,
        started_on=TODAY,
        now=NOW,
    )
    review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
    post = Post.objects.get(staff=other)
    actions.end_post(actor=world.actor("director"), post_id=post.pk, ended_on=TODAY, reason=Reason.LEFT, today=TODAY)
    line = line_of(review, world, "director")
    with pytest.raises((NotAllowed, Refused)):
        decide_line(actor=_of(other), review_id=review.pk, line_id=line.pk, decision="end", now=NOW)


def _of(staff):
    from stepwell.domain.people.queries import load_actor

    return load_actor(staff.account_id)


@pytest.mark.usefixtures("committed")
def test_two_who_sign_at_once_sign_once():
    world = make_world()
    review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
    decide_all(review, world)

    def sign():
        try:
            sign_review(actor=world.actor("director"), review_id=review.pk, now=NOW)
        except Refused:
            return "refused"
        return "signed"

    assert sorted(at_once(sign, sign)) == ["refused", "signed"]
