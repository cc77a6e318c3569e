"""The outbox: who sees it, what it says of a message and what it never says, and what can be done."""

import pytest
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world

from stepwell.console.today.verbs import Verb, verb_of
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel import clock
from stepwell.platform.ledger.models import Entry
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel, State
from stepwell.workflows.reach import raise_lost_message

PAGE = "/app/settings/messages/"
SEES = {"director", "privacy officer"}


@pytest.fixture
def standing():
    with clock.standing_at(NOW):
        yield


def written(world, state=State.GIVEN_UP, who="client", **more):
    return Message.objects.create(
        account=world.accounts[who], channel=Channel.SMS, template="test.kind", to="+16125550100",
        subject="Words nobody sees", text="Words nobody sees", asked_by="test", asked_at=NOW, give_up_at=NOW,
        due_at=NOW, state=state, **more,
    )  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_it_and_who_may_do_something(world, standing, who):
    message, window = written(world), world.browser(who)
    assert window.get(PAGE).status_code == (200 if who in SEES else 403)
    answer = window.post(f"{PAGE}{message.pk}/", {"verb": "reached"})
    assert answer.status_code == (303 if who == "director" else 403)


def test_it_never_shows_what_was_said_or_to_which_number(world, standing):
    written(world)
    page = world.browser("director").get(PAGE).content.decode()
    assert "test.kind" in page
    assert "Words nobody sees" not in page
    assert "5550100" not in page


@pytest.mark.parametrize("who", sorted(SEES))
def test_it_is_a_section_of_the_settings_and_is_found(world, standing, who):
    window = world.browser(who)
    page = window.get(PAGE).content.decode()
    assert f'<a href="{PAGE}" aria-current="true">Messages</a>' in page
    found = window.get("/app/find/", {"q": "texts"}).content.decode()
    assert PAGE in found


def test_who_may_not_see_it_is_not_led_there(world, standing):
    window = world.browser("supervisor")
    assert PAGE not in window.get("/app/today/").content.decode()
    assert PAGE not in window.get("/app/find/", {"q": "texts"}).content.decode()


def test_a_lost_message_is_a_task_of_the_director_and_for_a_client_of_the_care_team_too(world, standing):
    for who, sees in (("client", {"director", "counselor"}), ("counselor", {"director"})):
        message = written(world, who=who)
        raise_lost_message(message, NOW)
        task = Task.objects.get(kind="notify.reach", subject_id=str(message.pk))
        assert verb_of(task, world.actor("director")) == Verb("Reach them", "phone", f"{PAGE}{message.pk}/reach/")
        for one in ("director", "counselor", "colleague", "elsewhere"):
            assert (task in open_tasks(world.actor(one))) is (one in sees)


@pytest.mark.parametrize("who", ["director", "counselor"])
def test_who_has_reached_them_says_so_and_the_task_is_done(world, standing, who):
    message, window = written(world), world.browser(who)
    raise_lost_message(message, NOW)
    page = window.get(f"{PAGE}{message.pk}/reach/").text
    assert "A message by text of Tuesday 6 October, 09:00 did not go out." in page
    assert "Words nobody sees" not in page
    assert window.post(f"{PAGE}{message.pk}/reach/").headers["Location"] == "/app/today/"
    message.refresh_from_db()
    assert State(message.state) is State.WITHDRAWN
    assert Task.objects.get(subject_id=str(message.pk)).done_at == NOW
    assert "Nothing is left to do" in window.get(f"{PAGE}{message.pk}/reach/").text


@pytest.mark.parametrize(
    ("who", "whose"), [("colleague", "client"), ("elsewhere", "client"), ("counselor", "director")]
)
def test_who_may_not_open_the_chart_reaches_nobody(world, standing, who, whose):
    message = written(world, who=whose)
    assert world.browser(who).get(f"{PAGE}{message.pk}/reach/").status_code == 404
    assert world.browser(who).post(f"{PAGE}{message.pk}/reach/").status_code == 404


def test_it_says_whose_each_message_is_by_name_and_writes_the_look_down(world, standing):
    written(world)
    written(world, who="counselor")
    page = world.browser("director").get(PAGE).text
    assert world.client.name in page
    assert world.staff["counselor"].name in page
    assert "6 Oct 2026 09:00" in page
    entry = Entry.objects.get(verb="outbox.list_read")
    assert entry.detail == {"clients": [str(world.client.pk)]}


def test_who_only_looks_gets_no_buttons(world, standing):
    written(world)
    assert "Send again" in world.browser("director").get(PAGE).content.decode()
    assert "Send again" not in world.browser("privacy officer").get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("view", "state"),
    [("lost", State.BOUNCED), ("waiting", State.HELD), ("sent", State.DELIVERED), ("withdrawn", State.WITHDRAWN)],
)
def test_each_view_shows_its_states_and_counts_them_all(world, standing, view, state):
    Message.objects.all().delete()
    written(world, state)
    window = world.browser("director")
    assert "(1)" in window.get(PAGE).content.decode()
    assert "test.kind" in window.get(f"{PAGE}?view={view}").content.decode()
    other = "sent" if view != "sent" else "lost"
    assert "test.kind" not in window.get(f"{PAGE}?view={other}").content.decode()


@pytest.mark.parametrize(("verb", "expected"), [("again", State.QUEUED), ("reached", State.WITHDRAWN)])
def test_a_lost_one_goes_again_or_is_not_needed_any_more(world, standing, verb, expected):
    message = written(world)
    world.browser("director").post(f"{PAGE}{message.pk}/", {"verb": verb})
    message.refresh_from_db()
    assert State(message.state) is expected


def test_no_verb_withdraws_nothing(world, standing):
    message = written(world)
    assert world.browser("director").post(f"{PAGE}{message.pk}/").status_code == 404
    message.refresh_from_db()
    assert State(message.state) is State.GIVEN_UP


def test_one_whose_words_are_erased_or_that_arrived_is_refused_in_words(world, standing):
    erased, arrived = written(world, erased_at=NOW), written(world, State.DELIVERED)
    window = world.browser("director")
    for message, words in ((erased, "erased already"), (arrived, "needs nothing any more")):
        window.post(f"{PAGE}{message.pk}/", {"verb": "again"})
        assert words in window.get(PAGE).content.decode()


def test_many_messages_cost_no_more_queries_than_one(world, standing, django_assert_max_num_queries):
    window = world.browser("director")
    written(world)
    window.get(PAGE)
    with django_assert_max_num_queries(13):
        window.get(PAGE)
    for _ in range(10):
        written(world)
    with django_assert_max_num_queries(13):
        window.get(PAGE)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (1280, False, False)])
def test_the_page_is_sound_and_sends_again(browse, width, dark, scripts):
    world = make_world()
    message = written(world)
    page = browse(world.email("director"), width=width, dark=dark, scripts=scripts)
    page.goto(PAGE)
    if scripts:
        assert_sound(page)
    page.locator(f"form[action*='{message.pk}']").get_by_role("button", name="I reached them another way").click()
    page.get_by_text("Noted: they were reached another way.").wait_for()
    message.refresh_from_db()
    assert State(message.state) is State.WITHDRAWN
