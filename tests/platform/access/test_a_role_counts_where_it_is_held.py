"""Somebody with a post at two sites is at each site what that post says, and nothing more.

Each is somebody who sees the client by one role at the client's site, and holds the permission by another role at a
site that has nothing to do with the client. Also what no screen offers yet: actions that set up and give access.
"""

from dataclasses import replace

import pytest
from tests.cast import NOW, TODAY

from stepwell.domain.admissions.actions.placement import confirm_placement, meet_need, save_placement
from stepwell.domain.admissions.queries.placement import placement_state
from stepwell.domain.admissions.queries.referral import get_match
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.checkins.actions import see_check_in
from stepwell.domain.checkins.queries import check_ins_of, unseen_check_ins
from stepwell.domain.measures.actions import open_sheet, review_alarm, save_answers
from stepwell.domain.measures.queries import find_instrument
from stepwell.domain.people import actions as people
from stepwell.domain.people.models import Site
from stepwell.domain.people.queries import care_team, look_alikes, site_staff
from stepwell.domain.people.rules import Identity
from stepwell.domain.safety.actions import acknowledge_event
from stepwell.domain.worklist.actions import finish_task
from stepwell.kernel.actor import ANONYMOUS, Actor, Role
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.accounts.actions import open_account

KEPT = (NotAllowed, NotFound)


def both(site, here: Role, elsewhere: Role) -> Actor:
    """`here` at the client's site, `elsewhere` at the other one; the director's own account and staff record."""
    actor = site.world.actor("director")
    return replace(actor, posts=frozenset({(here, site.world.site.pk), (elsewhere, site.world.other_site.pk)}))


def test_a_director_here_answers_no_screening_by_being_a_counselor_elsewhere(site):
    actor, client = both(site, Role.DIRECTOR, Role.COUNSELOR), site.world.client.pk
    with pytest.raises(KEPT):
        open_sheet(actor=actor, client_id=client, code="audit", now=NOW)
    version = find_instrument("phq-9").version
    with pytest.raises(KEPT):
        save_answers(actor=actor, client_id=client, code="phq-9", answers={}, version=version, now=NOW)
    with pytest.raises(KEPT):
        review_alarm(actor=actor, client_id=client, sheet_id=site.ids["sheet_id"], note="Read.", now=NOW)


def test_a_director_here_decides_no_level_by_being_a_counselor_elsewhere(site):
    actor, enquiry_id = both(site, Role.DIRECTOR, Role.COUNSELOR), site.ids["enquiry_id"]
    state = placement_state(actor, enquiry_id)
    with pytest.raises(KEPT):
        save_placement(actor=actor, enquiry_id=enquiry_id, draft=Draft(reason="x"), token=state.token, now=NOW)
    with pytest.raises(KEPT):
        confirm_placement(actor=actor, enquiry_id=enquiry_id, placement_id=state.decided[0].pk, revision=1, now=NOW)
    with pytest.raises(KEPT):
        meet_need(actor=actor, need_id=site.ids["need_id"], note="Was seen.", now=NOW)


def test_a_privacy_officer_here_answers_no_event_by_being_a_counselor_elsewhere(site):
    actor = both(site, Role.PRIVACY_OFFICER, Role.COUNSELOR)
    with pytest.raises(KEPT):
        acknowledge_event(actor=actor, event_id=site.ids["event_id"], now=NOW)
    with pytest.raises(KEPT):
        see_check_in(actor=actor, check_in_id=site.ids["check_in_id"], now=NOW)


def test_admissions_here_reads_no_check_ins_by_being_a_counselor_elsewhere(site):
    from stepwell.domain.people.models import Client, Phase

    Client.objects.filter(pk=site.world.client.pk).update(phase=Phase.ENQUIRING)
    actor = both(site, Role.ADMISSIONS, Role.COUNSELOR)
    with pytest.raises(KEPT):
        check_ins_of(actor, site.world.client)
    assert list(unseen_check_ins(actor, now=NOW)) == []


def test_a_counselor_here_decides_on_no_referral_by_being_at_the_desk_elsewhere(site):
    from stepwell.domain.admissions.actions.referral import link_referral

    actor = replace(both(site, Role.COUNSELOR, Role.ADMISSIONS), staff_id=site.world.staff["counselor"].pk)
    with pytest.raises(KEPT):
        get_match(actor, site.ids["referral_id"])
    with pytest.raises((*KEPT, Refused)):
        link_referral(actor=actor, referral_id=site.ids["referral_id"], client_id=site.clients[1].pk, now=NOW)


def test_a_director_gives_posts_at_their_own_sites_alone(site):
    world = site.world
    with pytest.raises(KEPT):
        people.give_post(
            actor=world.actor("director"),
            staff=world.staff["director"],
            site=world.other_site,
            role=Role.DIRECTOR,
            started_on=TODAY,
        )


@pytest.mark.parametrize("who", ["nurse", "billing", "client", "stranger"])
def test_accounts_are_opened_by_who_administers_or_sits_with_clients(site, who):
    with pytest.raises(NotAllowed):
        open_account(actor=site.world.actor(who), email="new@example.test", password=None, now=NOW)


def test_a_portal_is_given_to_an_account_that_is_nobody_elses(site):
    """Else whoever names care teams could read a record as its client, or turn a colleague into one."""
    world = site.world
    for who in ("admissions", "counselor", "client"):
        with pytest.raises(Refused):
            people.give_portal(actor=world.actor("supervisor"), client=site.clients[1], account=world.accounts[who])
    with pytest.raises(Refused):
        people.give_portal(actor=world.actor("supervisor"), client=world.client, account=world.accounts["stranger"])


def test_admissions_gives_no_portal_to_a_record_that_is_closed_to_them(site):
    world = site.world
    with pytest.raises(KEPT):
        people.give_portal(actor=world.actor("admissions"), client=world.client, account=world.accounts["stranger"])


def test_nobody_without_a_post_finishes_a_task(site):
    for actor in (ANONYMOUS, site.world.actor("stranger")):
        with pytest.raises(NotAllowed):
            finish_task(actor=actor, kind="checkin.look", subject_id=site.ids["check_in_id"], now=NOW)


def test_lists_of_people_are_of_ones_own_site(site):
    world = site.world
    elsewhere = world.actor("elsewhere")
    assert care_team(elsewhere, world.client) == []
    with pytest.raises(KEPT):
        site_staff(elsewhere, world.site)
    admissions = replace(elsewhere, posts=frozenset({(Role.ADMISSIONS, world.other_site.pk)}))
    newcomer = Identity(None, world.client.family_name, "Ana", world.client.birth_on, "")
    with pytest.raises((*KEPT, Refused)):
        look_alikes(admissions, Site.objects.get(pk=world.site.pk), newcomer)
