"""Curricula: taken with their credit, worded by the site, followed by a group that is told what comes next."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import NOW
from tests.clinic import make_clinic

from stepwell.domain.catalog.actions import take_curriculum
from stepwell.domain.catalog.models import Curriculum
from stepwell.domain.week.actions import record_attendance, save_shared
from stepwell.domain.week.actions.curriculum import follow_curriculum
from stepwell.domain.week.models import SeriesCurriculum, Session, Status
from stepwell.domain.week.queries.curriculum import groups_following, position_of
from stepwell.kernel import clock
from stepwell.kernel.errors import NotFound, Refused

TODAY = NOW.date()


@pytest.fixture
def visit(world):
    """The director, logged in."""
    with clock.standing_at(NOW):
        yield world.browser("director")


def taken(world, code="matrix-relapse-prevention"):
    return take_curriculum(actor=world.actor("director"), site=world.site, code=code)


def followed(world, clinic, curriculum, from_on=TODAY, now=NOW):
    who = {"actor": world.actor("director"), "series_id": clinic.series.pk, "now": now}
    return follow_curriculum(**who, curriculum=curriculum, from_on=from_on)


def test_a_curriculum_is_taken_once_with_its_credit_and_worded_by_the_site(world, visit):
    shelf = reverse("curricula", args=[world.site.pk])
    assert "No curriculum yet" in visit.get(shelf).text
    for _ in range(2):
        answer = visit.post(shelf, {"code": "matrix-early-recovery"})
    page = answer["Location"]
    assert visit.post(shelf, {"code": "no-such"}).status_code == 422
    it = Curriculum.objects.get(site=world.site)
    assert it.sessions.count() == 8
    assert "SMA 06-4152" in visit.get(page).text
    topics = {f"topic_{one.number}": one.topic for one in it.sessions.all()}
    assert visit.post(page, {**topics, "topic_6": "Who helps me"}).status_code == 303
    assert it.sessions.get(number=6).topic == "Who helps me"
    empty = visit.post(page, {**topics, "topic_1": " "})
    assert empty.status_code == 422


def test_a_group_follows_one_and_its_page_says_what_comes_next(world, visit):
    clinic, it = make_clinic(world, people=2), taken(world)
    page = reverse("curriculum", args=[it.pk])
    body = {"series": clinic.series.pk, "from_on": "2026-10-06", "verb": "follow"}
    past = visit.post(reverse("curriculum_follow", args=[it.pk]), {**body, "from_on": "2026-10-01"})
    assert (past.status_code, "The past stays as it was." in past.text) == (422, True)
    assert visit.post(reverse("curriculum_follow", args=[it.pk]), body).status_code == 303
    assert "Next: session 1, Tue 6 Oct" in visit.get(page).text
    first, second = [one for one in clinic.sessions if one.on >= TODAY][:2]
    counselor = world.browser("counselor")
    shown = counselor.get(reverse("group", args=[second.pk])).text
    assert "Matrix: relapse prevention: session 2 of 32, Guilt" in shown
    assert 'value="Guilt"' in counselor.get(reverse("group_shared", args=[second.pk])).text
    assert "Matrix" not in counselor.get(reverse("group", args=[clinic.session.pk])).text
    assert visit.post(reverse("curriculum_follow", args=[it.pk]), {**body, "verb": "stop"}).status_code == 303
    assert "Matrix" not in counselor.get(reverse("group", args=[second.pk])).text
    assert first.topic == ""


def test_each_person_has_had_what_they_were_there_for_and_a_canceled_session_moves_the_rest_up(world, visit):
    clinic, it = make_clinic(world, people=2), taken(world)
    followed(world, clinic, it)
    first, second, third = [one for one in clinic.sessions if one.on >= TODAY][:3]
    counselor = world.actor("counselor")
    for client, status in zip(clinic.clients, (Status.PRESENT, Status.EXCUSED), strict=True):
        record_attendance(actor=counselor, session_id=first.pk, client_id=client.pk, status=status, now=first.starts_at)
    at = position_of(counselor, third.pk)
    assert (at.number, at.of, at.topic, dict(at.had)) == (3, 32, "Trust", {clinic.clients[0].pk: 1})
    Session.objects.filter(pk=second.pk).update(canceled_at=NOW)
    assert position_of(counselor, third.pk).number == 2
    assert position_of(counselor, second.pk) is None


def test_after_its_last_session_a_curriculum_begins_again(world, visit):
    clinic, it = make_clinic(world, people=0), taken(world, "matrix-individual")
    followed(world, clinic, it)
    ahead = [one for one in clinic.sessions if one.on >= TODAY]
    assert [position_of(world.actor("counselor"), one.pk).number for one in ahead[:5]] == [1, 2, 3, 1, 2]
    (group,) = groups_following(world.actor("director"), it, NOW + timedelta(days=8))
    assert (group.series, group.next_on, group.number) == (clinic.series, date(2026, 10, 15), 2)


def test_a_later_word_replaces_one_that_was_planned_and_another_site_is_no_part_of_it(world, visit):
    clinic, it = make_clinic(world, people=0), taken(world)
    followed(world, clinic, it, TODAY + timedelta(days=30))
    followed(world, clinic, it, TODAY + timedelta(days=3))
    assert SeriesCurriculum.objects.get(series=clinic.series).from_on == TODAY + timedelta(days=3)
    foreign = Curriculum.objects.create(site=world.other_site, code="x", title="X", minutes=60, credit="c", license="l")
    with pytest.raises(Refused, match="another site"):
        followed(world, clinic, foreign)
    with pytest.raises(NotFound):
        follow_curriculum(
            actor=world.actor("director"), series_id=world.client.pk, curriculum=it, from_on=TODAY, now=NOW
        )
    assert world.browser("counselor").get(reverse("curriculum", args=[it.pk])).status_code == 403
    assert visit.get(reverse("curriculum", args=[foreign.pk])).status_code == 404


def test_the_topic_that_a_leader_wrote_stays_beside_the_curriculums(world, visit):
    clinic, it = make_clinic(world, people=1), taken(world)
    followed(world, clinic, it)
    first = next(one for one in clinic.sessions if one.on >= TODAY)
    save_shared(
        actor=world.actor("counselor"), session_id=first.pk, topic="Cravings", method="", shared_note="", revision=0,
        now=NOW,
    )  # fmt: skip
    shown = world.browser("counselor").get(reverse("group_shared", args=[first.pk])).text
    assert re.search(r'name="topic" value="Cravings"', shown)
