"""Family and referrers in the console: inviting them, another link, closing and opening; also without scripts."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.people.models import Visitor
from stepwell.kernel import clock
from stepwell.platform.notify.adapters import use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.adapters.mailbox import MailboxAdapter
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel

PAGE = "/app/settings/people/outside/"
GIVEN = {"kind": "referrer", "name": "Al Court", "organization": "County Court", "email": "al@example.test"}


@pytest.fixture
def at_nine(db):
    use_adapters({Channel.EMAIL: MailboxAdapter()})
    with clock.standing_at(NOW):
        yield
    use_adapters(chosen_adapters())


def test_an_empty_list_says_what_is_next(world, at_nine):
    text = world.browser("admissions").get(PAGE).text
    assert "Nobody has such a login yet" in text
    assert "Invite somebody" in text


def test_who_is_invited_gets_a_link_and_another_when_it_is_lost(world, at_nine):
    browser = world.browser("admissions")
    sent = browser.post(f"{PAGE}new/", {**GIVEN, "site": world.site.pk})
    said = browser.get(sent.headers["Location"]).text
    assert "A link to choose a password is on its way to al@example.test." in said
    assert "Refers, County Court" in said
    visitor = Visitor.objects.get(account__email="al@example.test")
    browser.post(f"{PAGE}{visitor.pk}/invite/")
    assert Message.objects.filter(account=visitor.account, template="link.invitation").count() == 2


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(world, at_nine):
    answer = world.browser("admissions").post(f"{PAGE}new/", {**GIVEN, "email": "no-address", "site": 0})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"email", "site"}
    assert "County Court" in answer.text
    taken = {**GIVEN, "email": world.email("client"), "site": world.site.pk}
    answer = world.browser("admissions").post(f"{PAGE}new/", taken)
    assert "This address can&#x27;t be used." in answer.text


def test_a_closed_login_shuts_them_out_at_once_and_admissions_may_not_close_it(world, at_nine):
    theirs, visitor = world.browser("family"), Visitor.objects.get(account=world.accounts["family"])
    said = {f"close-{visitor.pk}-reason": "a concern that is being looked into"}
    assert theirs.get("/").headers["Location"] == "/family/shared/"
    assert world.browser("admissions").post(f"{PAGE}{visitor.pk}/close/", said).status_code == 403
    director = world.browser("director")
    assert director.post(f"{PAGE}{visitor.pk}/close/", {}).status_code == 422
    assert director.post(f"{PAGE}{visitor.pk}/close/", said).status_code == 303
    assert theirs.get("/account/").headers["Location"].startswith("/login/")
    assert "Closed" in director.get(PAGE).text
    assert director.post(f"{PAGE}{visitor.pk}/reopen/").status_code == 303
    assert "Closed" not in director.get(PAGE).text


def test_the_number_of_queries_does_not_grow_with_them(world, at_nine, query_count):
    browser = world.browser("director")
    world.accounts["family"]
    browser.get(PAGE)
    with query_count(6):
        browser.get(PAGE)
    world.accounts["referrer"]
    with query_count(6):
        browser.get(PAGE)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "scripts"), [(1280, False, True), (390, True, True), (390, False, False)])
def test_a_login_is_given_and_closed(browse, width, dark, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width, dark=dark, scripts=scripts)
        page.goto(PAGE)
        page.get_by_role("link", name="Invite somebody").first.click()
        if scripts:
            assert_sound(page)
        page.get_by_label("Who they are").select_option("family")
        page.get_by_label("Name", exact=True).fill("Al Reyes")
        page.get_by_label("E-mail address").fill(f"al{world.site.pk}@example.test")
        page.get_by_role("button", name="Open the login").click()
        page.get_by_text("Al Reyes has a login.").wait_for()
        if scripts:
            assert_sound(page)
        page.get_by_text("Close it").click()
        page.get_by_label("Why").select_option("was given by mistake")
        page.get_by_role("button", name="Close the login").click()
        page.get_by_text("The login is closed.").wait_for()
        if scripts:
            assert_sound(page)
    assert not Visitor.objects.get(name="Al Reyes", site=world.site).account.is_active
