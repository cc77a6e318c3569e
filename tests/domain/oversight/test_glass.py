"""A chart that is opened in an emergency: by exact name, for a while, for one person, and never unseen."""

from datetime import date, timedelta

import pytest
from tests.cast import EVERYBODY, NOW, make_world
from tests.domain.careplan.test_careplan_actions_at_once import at_once

from stepwell.domain.oversight.actions.glass import TASK, break_glass, end_glass, review_glass
from stepwell.domain.oversight.models import BrokenGlass
from stepwell.domain.oversight.queries.glass import entries_during, get_glass, with_open_chart
from stepwell.domain.oversight.rules import TRIES_AN_HOUR, Emergency, Verdict, may_try, stays_open_until
from stepwell.domain.people.permissions import EMERGENCY
from stepwell.domain.people.queries import find_client, list_clients
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel import clock
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

OPENS = {"colleague", "case manager", "nurse", "prescriber", "on-call"}
WORDS = "Called from the station; she can't be reached."


def opened(world, who="colleague", now=NOW, **change):
    told = {"family_name": world.client.family_name, "birth_on": world.client.birth_on, "words": WORDS}
    told |= {"reason": Emergency.DANGER}
    return break_glass(actor=world.actor(who), now=now, **{**told, **change})


def test_how_long_and_how_often():
    assert stays_open_until(NOW, 4) == NOW + timedelta(hours=4)
    assert [may_try(tries) for tries in (0, TRIES_AN_HOUR - 1, TRIES_AN_HOUR)] == [True, True, False]


@pytest.mark.parametrize("who", sorted(OPENS))
def test_a_clinician_of_the_site_opens_the_one_chart_and_no_list_grows(world, who):
    with clock.standing_at(NOW):
        assert opened(world, who) == world.client.pk
        inside = with_open_chart(world.actor(who), world.client.pk)
        assert find_client(inside, world.client.pk) == world.client
        assert world.client not in list_clients(world.actor(who))
        browser = world.browser(who)
        chart = browser.get(f"/app/clients/{world.client.pk}/")
        assert chart.status_code == 200
        assert "Opened in an emergency." in chart.text
        assert world.client.family_name not in browser.get("/app/clients/").text
        assert world.client.family_name not in browser.get("/app/today/").text


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one not in {*OPENS, "counselor", "elsewhere"}])
def test_nobody_else_opens_one(world, who):
    with pytest.raises(NotAllowed):
        opened(world, who)


def test_another_site_finds_nobody(world):
    with pytest.raises(Refused, match="No chart opens"):
        opened(world, "elsewhere")


def test_nobody_found_is_answered_alike_and_cannot_be_used_to_browse(world):
    answers = set()
    for change in (
        {"birth_on": date(1990, 1, 1)},
        {"family_name": world.client.family_name[:-1]},
        {"family_name": "%"},
    ):
        with pytest.raises(Refused) as refused:
            opened(world, **change)
        answers.add(str(refused.value))
    assert len(answers) == 1
    assert not BrokenGlass.objects.filter(client=world.client).exists()
    for _ in range(TRIES_AN_HOUR - 3):
        with pytest.raises(Refused, match="No chart opens"):
            opened(world, family_name="Nobody")
    with pytest.raises(Refused, match="tried several times"):
        opened(world)
    assert opened(world, now=NOW + timedelta(hours=1, minutes=1)) == world.client.pk


def test_an_accent_or_a_capital_hides_nobody(world):
    assert opened(world, family_name=f" {world.client.family_name.upper()} ") == world.client.pk


def test_it_closes_by_itself_after_the_sites_own_hours(world):
    world.site.emergency_hours = 2
    world.site.save()
    opened(world)
    for minutes, expected in ((119, 200), (120, 404)):
        with clock.standing_at(NOW + timedelta(minutes=minutes)):
            answer = world.browser("colleague").get(f"/app/clients/{world.client.pk}/")
            assert answer.status_code == expected


def test_it_closes_when_they_say_so_and_when_the_role_ends(world):
    with clock.standing_at(NOW):
        opened(world)
        end_glass(actor=world.actor("colleague"), client_id=world.client.pk, now=NOW)
        end_glass(actor=world.actor("colleague"), client_id=world.client.pk, now=NOW)
        assert world.browser("colleague").get(f"/app/clients/{world.client.pk}/").status_code == 404
        opened(world)
        world.staff["colleague"].posts.update(ended_on=NOW.date())
        assert world.browser("colleague").get(f"/app/clients/{world.client.pk}/").status_code in (403, 404)
    assert Entry.objects.filter(verb="glass.ended", client_id=world.client.pk).count() == 1


def test_another_persons_chart_stays_closed(world):
    from stepwell.domain.people.actions import register_client

    other = register_client(
        actor=world.actor("admissions"),
        site=world.site,
        details={"family_name": "Other", "given_names": "Bo"},
        identifiers=(),
        now=NOW,
    )
    with clock.standing_at(NOW):
        opened(world)
        assert world.browser("colleague").get(f"/app/clients/{other.pk}/").status_code == 404
        inside = with_open_chart(world.actor("colleague"), world.client.pk)
        with pytest.raises(NotFound):
            find_client(inside, other.pk)


def test_the_privacy_officer_has_a_task_at_once_that_names_nobody(world):
    officer = world.staff["privacy officer"]
    opened(world)
    with clock.standing_at(NOW):
        theirs = [task for task in open_tasks(world.actor("privacy officer")) if task.kind == TASK]
        assert len(theirs) == 1
        assert not [task for task in open_tasks(world.actor("counselor")) if task.kind == TASK]
    told = f"{theirs[0].title} {theirs[0].reason}"
    assert world.client.family_name not in told
    assert officer.name not in told


def test_without_a_privacy_officer_the_director_has_it(world):
    opened(world)
    assert Task.objects.get(kind=TASK, site=world.site).role == "director"


def test_what_was_read_is_shown_and_the_review_stands_once(world):
    with clock.standing_at(NOW):
        opened(world)
        world.browser("colleague").get(f"/app/clients/{world.client.pk}/")
    glass = BrokenGlass.objects.get(client=world.client)
    officer = world.actor("privacy officer")
    seen = {entry.verb for entry in entries_during(officer, get_glass(officer, glass.pk))}
    assert {"glass.broken", "chart.read"} <= seen
    review_glass(actor=officer, glass_id=glass.pk, verdict=Verdict.JUSTIFIED, words="A call at night.", now=NOW)
    assert not Task.objects.filter(kind=TASK, site=world.site, done_at__isnull=True).exists()
    with pytest.raises(Refused, match="reviewed already"):
        review_glass(actor=officer, glass_id=glass.pk, verdict=Verdict.NOT_JUSTIFIED, words="x", now=NOW)


def test_who_opened_it_does_not_review_it(world):
    from stepwell.domain.people.actions import give_post
    from stepwell.kernel.actor import Role, system

    give_post(
        actor=system("setup"),
        staff=world.staff["colleague"],
        site=world.site,
        role=Role.PRIVACY_OFFICER,
        started_on=NOW.date() + timedelta(1),
    )
    with clock.standing_at(NOW):
        opened(world)
    glass = BrokenGlass.objects.get(client=world.client)
    with clock.standing_at(NOW + timedelta(1)), pytest.raises(Refused, match="yourself"):
        review_glass(
            actor=world.actor("colleague"), glass_id=glass.pk, verdict=Verdict.JUSTIFIED, words="Fine.", now=NOW
        )


def test_words_are_encrypted_where_they_lie_and_nowhere_in_the_ledger(world):
    from django.db import connection

    opened(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM oversight_brokenglass WHERE client_id = %s", [world.client.pk])
        assert "station" not in cursor.fetchone()[0]
    told = [f"{one.verb} {one.detail}" for one in Entry.objects.filter(client_id=world.client.pk)]
    assert not [line for line in told if "station" in line]
    assert BrokenGlass.objects.get(client=world.client).words == WORDS


@pytest.mark.usefixtures("committed")
def test_a_form_sent_twice_at_once_is_one_emergency():
    world = make_world()
    at_once(lambda: opened(world), lambda: opened(world))
    assert BrokenGlass.objects.filter(client=world.client).count() == 1


def test_those_who_open_are_those_the_predicate_knows():
    from stepwell.domain.oversight.permissions import BREAK_GLASS

    assert BREAK_GLASS.roles == EMERGENCY
