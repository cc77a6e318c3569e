"""Who works here: roles are given and ended by who administers the site, and a site keeps a director."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import EVERYBODY, NOW, TODAY, make_world
from tests.domain.careplan.test_careplan_actions_at_once import at_once

from stepwell.domain.people import actions
from stepwell.domain.people.models import Post, Staff
from stepwell.domain.people.queries import load_actor
from stepwell.domain.people.rules import Reason, is_held, keeps_a_director
from stepwell.kernel import clock
from stepwell.kernel.actor import Role, system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

DAY = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAY, st.none() | DAY, DAY)
def test_a_post_is_held_from_its_first_day_up_to_its_end_and_not_on_it(started, ended, day):
    assert is_held(started, ended, day) == (started <= day < (ended or date.max))


def test_a_director_counts_who_is_somebody_else_there_by_then_and_without_a_last_day():
    day = date(2026, 10, 6)
    assert keeps_a_director([(1, day, None), (2, day, None)], without=1, on=day)
    assert not keeps_a_director([(1, day, None)], without=1, on=day)
    assert not keeps_a_director([(2, day + timedelta(1), None)], without=1, on=day)
    assert not keeps_a_director([(2, day, date(2026, 12, 1))], without=1, on=day)


def post_of(world, who):
    return Post.objects.get(staff=world.staff[who], ended_on__isnull=True)


def end(world, who, *, by="director", on=TODAY, reason=Reason.LEFT):
    return actions.end_post(
        actor=world.actor(by), post_id=post_of(world, who).pk, ended_on=on, reason=reason, today=TODAY
    )


def newcomer(world, by="director", **change):
    told = {"email": f"new.{world.site.pk}@example.test", "name": "Pia Lund", "credentials": "", "phone": ""}
    told |= {"site": world.site, "role": Role.NURSE, "started_on": TODAY, "now": NOW}
    return actions.hire_at(actor=world.actor(by), **{**told, **change})


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one != "director"])
def test_nobody_but_a_director_gives_ends_or_hires(world, who):
    with pytest.raises(NotAllowed):
        newcomer(world, by=who)
    with pytest.raises(NotAllowed):
        end(world, "counselor", by=who)
    with pytest.raises(NotAllowed):
        actions.close_login(actor=world.actor(who), staff_id=world.staff["counselor"].pk, reason=Reason.LEFT, now=NOW)


def test_somebody_new_has_a_login_and_the_role_from_its_day_on(world):
    hired = newcomer(world, started_on=TODAY + timedelta(3))
    with clock.standing_at(NOW):
        assert load_actor(hired.account_id).posts == frozenset()
    with clock.standing_at(NOW + timedelta(3)):
        assert load_actor(hired.account_id).posts == {(Role.NURSE, world.site.pk)}


@pytest.mark.parametrize("whose", ["client", "stranger"])
def test_an_address_that_is_taken_is_refused_with_the_same_words_whosever_it_is(world, whose):
    with pytest.raises(Refused) as refused:
        newcomer(world, email=world.email(whose).upper())
    assert str(refused.value) == "This address can't be used. (email) Use another one, such as that of the work."
    assert not Staff.objects.filter(name="Pia Lund").exists()


def test_somebody_of_another_site_keeps_their_login_and_name(world):
    given_to = newcomer(world, email=world.email("elsewhere"), name="Other Name")
    assert given_to == world.staff["elsewhere"]
    assert Staff.objects.get(pk=given_to.pk).name == "Omar Said"
    with clock.standing_at(NOW):
        assert world.actor("elsewhere").sites_as({Role.NURSE}) == {world.site.pk}


def test_a_role_that_ended_opens_nothing_from_that_day_of_the_site(world):
    end(world, "counselor", on=TODAY + timedelta(1))
    evening = datetime.fromisoformat("2026-10-06T20:00-06:00")
    with clock.standing_at(evening):  # the next day in UTC, and still the last evening here
        assert world.browser("counselor").get(f"/app/clients/{world.client.pk}/").status_code == 200
    with clock.standing_at(evening + timedelta(hours=5)):
        assert world.browser("counselor").get(f"/app/clients/{world.client.pk}/").status_code == 403


def test_the_end_and_its_reason_are_in_the_ledger(world):
    ended = end(world, "counselor", reason=Reason.CHANGED)
    detail = Entry.objects.get(verb="post.ended", subject_id=str(ended.pk)).detail
    assert detail["reason"] == "has another role now"
    assert detail["role"] == "counselor"


def test_another_sites_people_are_not_there(world):
    for act in (
        lambda: end(world, "elsewhere"),
        lambda: actions.close_login(
            actor=world.actor("director"), staff_id=world.staff["elsewhere"].pk, reason=Reason.LEFT, now=NOW
        ),
        lambda: actions.change_staff(
            actor=world.actor("director"), staff_id=world.staff["elsewhere"].pk, name="X", credentials="", phone=""
        ),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_login_that_another_site_needs_stays_open(world):
    newcomer(world, email=world.email("elsewhere"))
    with pytest.raises(Refused, match="another site too"):
        actions.close_login(
            actor=world.actor("director"), staff_id=world.staff["elsewhere"].pk, reason=Reason.LEFT, now=NOW
        )


@pytest.mark.parametrize("on", [TODAY - timedelta(1), date(2020, 1, 1)])
def test_what_was_held_stays_held(world, on):
    with pytest.raises(Refused, match="today or later"):
        end(world, "counselor", on=on)


def test_the_last_director_stays_and_nobody_closes_their_own_login(world):
    with pytest.raises(Refused, match="would have no director"):
        end(world, "director")
    me = {"actor": world.actor("director"), "staff_id": world.staff["director"].pk}
    with pytest.raises(Refused, match="your own login"):
        actions.close_login(**me, reason=Reason.LEFT, now=NOW)


def test_a_director_whose_login_is_closed_is_no_other_director(world):
    other = newcomer(world, role=Role.DIRECTOR)
    actions.close_login(actor=world.actor("director"), staff_id=other.pk, reason=Reason.AWAY, now=NOW)
    with pytest.raises(Refused, match="would have no director"):
        end(world, "director")


def test_a_closed_login_is_nobody_from_the_next_page_on_and_opens_again(world):
    browser, who = world.browser("counselor"), world.staff["counselor"].pk
    assert browser.get("/app/today/").status_code == 200
    actions.close_login(actor=world.actor("director"), staff_id=who, reason=Reason.CONCERN, now=NOW)
    assert browser.get("/app/today/").status_code == 302
    actions.reopen_login(actor=world.actor("director"), staff_id=who)
    assert world.browser("counselor").get("/app/today/").status_code == 200
    assert [
        one.verb for one in Entry.objects.filter(subject_type="account", subject_id=str(world.accounts["counselor"].pk))
    ][-2:] == ["account.closed", "account.reopened"]


@pytest.mark.usefixtures("committed")
def test_of_two_directors_who_end_each_others_role_at_once_one_stays():
    world = make_world()
    other = newcomer(world, role=Role.DIRECTOR)
    theirs = Post.objects.get(staff=other)
    own = post_of(world, "director")

    def attempt(account_id, post_id):
        try:
            actions.end_post(
                actor=load_actor(account_id), post_id=post_id, ended_on=TODAY, reason=Reason.LEFT, today=TODAY
            )
        except (Refused, NotAllowed) as refused:  # the second hears that one has to stay, or has no role any more
            return str(refused)
        return "ended"

    with clock.standing_at(NOW):
        said = at_once(
            lambda: attempt(world.accounts["director"].pk, theirs.pk), lambda: attempt(other.account_id, own.pk)
        )
    assert sorted(one == "ended" for one in said) == [False, True], said
    assert Post.objects.filter(site=world.site, role="director", ended_on__isnull=True).count() == 1


def test_a_system_actor_still_sets_up(world):
    given_post = actions.give_post(
        actor=system("setup"), staff=world.staff["colleague"], site=world.other_site, role=Role.PEER, started_on=TODAY
    )
    assert given_post.role == "peer"
