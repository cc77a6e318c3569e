"""The console's crisis screen: who is open, who has it, what came of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.calling import put
from tests.cast import NOW
from tests.wording import unwelcome_words

from stepwell.domain.people.models import Client
from stepwell.domain.safety.actions import acknowledge_event, climb, raise_event, resolve_event
from stepwell.domain.safety.models import Source
from stepwell.domain.safety.rules.rota import Place
from stepwell.kernel import clock
from stepwell.kernel.actor import system
from stepwell.platform.ledger.models import Entry

RESOLVED = {"risk_note": "Called. Safe with her sister.", "follow_up_on": "2026-10-07", "follow_up_time": "09:30"}


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def event(world):
    Client.objects.filter(pk=world.client.pk).update(phone="(303) 555-0114")
    return raised(world)


def raised(world, now=NOW - timedelta(minutes=18)):
    return raise_event(
        actor=world.actor("client"),
        client=world.client,
        key=uuid4(),
        source=Source.SAID_UNSAFE,
        raised_at=now,
        now=now,
    )


def text(response):
    return response.content.decode()


def take(world, event, who="counselor"):
    return acknowledge_event(actor=world.actor(who), event_id=event.pk, now=NOW)


def test_the_list_says_who_since_when_and_how_to_reach_them(world, event):
    said = text(world.browser("counselor").get("/app/crisis/"))
    assert world.client.name in said
    assert "she/her" in said
    assert "Said they don&#x27;t feel safe" in said
    assert "Said 8:42 am. Nobody has acknowledged it." in said
    assert "18 min" in said
    assert 'href="tel:3035550114"' in said
    assert unwelcome_words(said) == []


def test_it_says_who_is_paged_when_something_arrives(world):
    said = text(world.browser("counselor").get("/app/crisis/"))
    assert f"Nobody is on call at {world.site.name} now" in said
    assert "pages the director and the supervisors" in said
    assert "Nothing is open" in said
    put(world, "supervisor", Place.SECOND)
    assert "pages Ingrid Lindqvist, who is second" in text(world.browser("counselor").get("/app/crisis/"))
    put(world, "colleague")
    said = text(world.browser("counselor").get("/app/crisis/"))
    assert "Nobody is on call" not in said
    assert "Tess Brandt is on call" in said


def test_an_event_shows_its_pages_the_next_one_and_whom_to_call(world, event):
    world.staff["supervisor"].phone = "303 555 0199"
    world.staff["supervisor"].save()
    put(world, "colleague")
    put(world, "supervisor", Place.SECOND)
    http = world.browser("counselor")
    assert "Nobody was paged yet." in text(http.get(f"/app/crisis/{event.pk}/"))
    climb(actor=system("safety"), event_id=event.pk, now=NOW)
    said = text(http.get(f"/app/crisis/{event.pk}/"))
    assert "First on call: Tess Brandt" in said
    assert "No way to reach them" in said
    assert "Next, in 15 min: First on call (Tess Brandt)." in said  # nothing carries a message here: round again
    assert 'href="tel:3035550199"' in said
    assert unwelcome_words(said) == []


def test_pressing_pages_the_next_one_and_says_whom(world, event):
    put(world, "colleague")
    http = world.browser("counselor")
    response = http.post(f"/app/crisis/{event.pk}/page/")
    assert (response.status_code, response.headers["Location"]) == (303, f"/app/crisis/{event.pk}/")
    assert "Paged: director and supervisors." in text(http.get(f"/app/crisis/{event.pk}/"))
    http.post(f"/app/crisis/{event.pk}/page/")
    assert "Somebody was paged this minute." in text(http.get(f"/app/crisis/{event.pk}/"))


def test_acknowledging_leads_to_the_event(world, event):
    http = world.browser("counselor")
    response = http.post(f"/app/crisis/{event.pk}/acknowledge/")
    assert (response.status_code, response.headers["Location"]) == (303, f"/app/crisis/{event.pk}/")
    assert "Acknowledged 9:00 am by Maya Okafor." in text(http.get("/app/crisis/"))


def test_the_second_is_told_who_has_it(world, event):
    take(world, event, "supervisor")
    whole = world.browser("counselor").post(f"/app/crisis/{event.pk}/acknowledge/")
    part = world.browser("counselor").post(f"/app/crisis/{event.pk}/acknowledge/", headers={"HX-Request": "true"})
    for response in (whole, part):
        assert response.status_code == 409
        assert "Ingrid Lindqvist has it already." in text(response)
    assert "<html" in text(whole)
    assert "<html" not in text(part)


def test_resolving_keeps_what_was_typed_until_everything_is_there(world, event):
    take(world, event)
    http = world.browser("counselor")
    wrong = [
        ({**RESOLVED, "follow_up_on": "2026-10-05"}, "still to come"),
        ({**RESOLVED, "follow_up_on": ""}, "Choose the day"),
        ({**RESOLVED, "risk_note": "", "follow_up_on": ""}, "The risk note is empty."),
        ({**RESOLVED, "follow_up_on": "2999-01-01"}, "too far away"),
    ]
    for typed, said in wrong:
        response = http.post(f"/app/crisis/{event.pk}/", typed)
        assert response.status_code == 422
        assert said in text(response)
        assert typed["risk_note"] in text(response)
    event.refresh_from_db()
    assert event.resolved_at is None


def test_resolving_ends_it_with_a_follow_up_by_the_sites_clock(world, event):
    take(world, event)
    http = world.browser("counselor")
    response = http.post(f"/app/crisis/{event.pk}/", RESOLVED)
    assert (response.status_code, response.headers["Location"]) == (303, "/app/crisis/")
    event.refresh_from_db()
    assert event.follow_up_at.isoformat() == "2026-10-07T15:30:00+00:00"
    said = text(http.get("/app/crisis/"))
    assert "Nothing is open" in said
    assert "Wed Oct 7 at 9:30 am" in said
    assert "Resolved today" in said
    assert "Called. Safe with her sister." not in said
    assert "Called. Safe with her sister." in text(http.get(f"/app/crisis/{event.pk}/"))
    http.post(f"/app/crisis/{event.pk}/followed-up/")
    assert "follow-up to come" not in text(http.get("/app/crisis/"))


def test_resolving_before_acknowledging_is_refused(world, event):
    response = world.browser("counselor").post(f"/app/crisis/{event.pk}/", RESOLVED)
    assert response.status_code == 422
    assert "Acknowledge it first" in text(response)


def test_somebody_off_the_care_team_gets_the_number_and_not_the_chart(world, event):
    theirs, mine = (
        text(world.browser("colleague").get(f"/app/crisis/{event.pk}/")),
        text(world.browser("counselor").get(f"/app/crisis/{event.pk}/")),
    )
    assert "(303) 555-0114" in theirs
    assert "Open chart" not in theirs
    assert "1991" not in theirs
    assert "Open chart" in mine


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("counselor", 200),
        ("colleague", 200),
        ("case manager", 200),
        ("supervisor", 200),
        ("director", 200),
        ("admissions", 200),
        ("elsewhere", 404),
        ("client", 403),
        ("stranger", 403),
    ],
)
def test_who_opens_an_event(world, event, who, status):
    assert world.browser(who).get(f"/app/crisis/{event.pk}/").status_code == status


@pytest.mark.parametrize(("who", "status"), [("admissions", 403), ("elsewhere", 404), ("client", 403)])
def test_who_may_not_acknowledge(world, event, who, status):
    assert world.browser(who).post(f"/app/crisis/{event.pk}/acknowledge/").status_code == status
    event.refresh_from_db()
    assert event.acknowledged_at is None


def test_who_only_watches_sees_no_verb(world, event):
    said = text(world.browser("admissions").get("/app/crisis/"))
    assert world.client.name in said
    assert "Acknowledge<" not in said


def test_looking_is_written_down_and_a_hidden_event_too(world, event):
    world.browser("colleague").get("/app/crisis/")
    world.browser("colleague").get(f"/app/crisis/{event.pk}/")
    world.browser("elsewhere").get(f"/app/crisis/{event.pk}/")
    entries = Entry.objects.filter(actor_key=world.actor("colleague").key)
    assert set(entries.values_list("verb", flat=True)) == {"safety.list_read", "safety.read"}
    assert Entry.objects.filter(
        verb="access.hidden", client_id=world.client.pk, actor_key=world.actor("elsewhere").key
    ).exists()


def answered(world, event):
    take(world, event)
    resolve_event(
        actor=world.actor("counselor"),
        event_id=event.pk,
        risk_note="Spoke.",
        follow_up_at=NOW + timedelta(days=1),
        now=NOW,
    )


def test_a_longer_list_costs_no_more_queries(world, event):
    http = world.browser("counselor")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert http.get("/app/crisis/").status_code == 200
        return len(queries)

    answered(world, raised(world))
    cost()  # the session's sign of life is written at most every half minute
    few = cost()
    for minute in range(6):
        more = raised(world, NOW - timedelta(minutes=minute))
        if minute % 2:
            answered(world, more)
    assert cost() == few


def test_a_message_that_lay_on_the_phone_shows_both_its_times(world):
    raise_event(
        actor=world.actor("client"),
        client=world.client,
        key=uuid4(),
        source=Source.CRAVING,
        raised_at=NOW - timedelta(hours=1),
        now=NOW,
    )
    assert "Said 8:00 am. Arrived 9:00 am." in text(world.browser("counselor").get("/app/crisis/"))


def test_the_screen_that_stays_open_notices_what_is_new_and_names_nobody(world, event):
    http = world.browser("counselor")
    mark = http.get("/app/crisis/").context["mark"]
    before = Entry.objects.count()
    same = http.get("/app/crisis/watch/", {"mark": mark})
    assert "HX-Refresh" not in same.headers
    assert world.client.family_name not in text(same)
    take(world, event)
    assert http.get("/app/crisis/watch/", {"mark": mark}).headers["HX-Refresh"] == "true"
    assert Entry.objects.count() == before + 1  # the acknowledgement alone
