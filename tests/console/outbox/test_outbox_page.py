"""The outbox: who sees it, what it says of a message and what it never says, and what can be done."""

import pytest
from tests.browser import assert_sound
from tests.cast import EVERYBODY, NOW, make_world

from stepwell.console.today.verbs import Verb, verb_of
from stepwell.domain.worklist.models import Task
from stepwell.domain.worklist.queries import open_tasks
from stepwell.kernel import clock
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


def test_a_lost_message_to_a_colleague_leads_the_director_here_and_one_to_a_client_to_the_chart(world, standing):
    for who, leads_to in (("client", f"/app/clients/{world.client.pk}/"), ("counselor", PAGE)):
        message = written(world, who=who)
        raise_lost_message(message, NOW)
        task = Task.objects.get(kind="notify.reach", subject_id=str(message.pk))
        assert verb_of(task) == Verb("Reach them", "phone", leads_to)
        assert task in open_tasks(world.actor("director"))


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
    with django_assert_max_num_queries(10):
        window.get(PAGE)
    for _ in range(10):
        written(world)
    with django_assert_max_num_queries(10):
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
