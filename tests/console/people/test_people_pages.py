"""People and roles in the console: a director finds, hires, gives and ends; all of it also without scripts."""

from datetime import timedelta

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, TODAY, make_world

from stepwell.domain.people.models import Post, Staff
from stepwell.kernel import clock
from stepwell.platform.notify.adapters import use_adapters
from stepwell.platform.notify.adapters.chosen import chosen_adapters
from stepwell.platform.notify.adapters.mailbox import MailboxAdapter
from stepwell.platform.notify.models import Message
from stepwell.platform.notify.rules import Channel


@pytest.fixture
def at_nine(db):
    with clock.standing_at(NOW):
        yield


def test_the_list_finds_by_name_address_and_role_and_shows_ones_own_site_alone(world, at_nine):
    browser = world.browser("director")
    everybody = browser.get("/app/settings/people/").text
    assert "Maya Okafor" in everybody
    assert "Omar Said" not in everybody
    by_name = browser.get("/app/settings/people/?q=maya").text
    assert "Maya Okafor" in by_name
    assert "Tess Brandt" not in by_name
    assert "Ty Marsh" in browser.get("/app/settings/people/?role=admissions").text
    assert "Nobody fits this" in browser.get("/app/settings/people/?q=nobody-at-all").text
    assert browser.get("/app/settings/people/?site=notanumber&role=king").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_staff(world, at_nine, query_count):
    browser = world.browser("director")
    browser.get("/app/settings/people/")
    with query_count(8):
        browser.get("/app/settings/people/")
    for who in ("nurse", "peer", "billing", "auditor"):
        world.staff[who]
    with query_count(8):
        browser.get("/app/settings/people/")


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(world, at_nine):
    sent = {"name": "Pia Lund", "email": "no-address", "role": "nurse", "site": world.site.pk, "started_on": ""}
    answer = world.browser("director").post("/app/settings/people/new/", sent)
    assert answer.status_code == 422
    assert "Pia Lund" in answer.text
    assert answer.context["form"].errors.keys() == {"email", "started_on"}


def test_a_role_for_another_site_is_not_on_the_form(world, at_nine):
    answer = world.browser("director").post(
        f"/app/settings/people/{world.staff['counselor'].pk}/roles/",
        {"role": "director", "site": world.other_site.pk, "started_on": TODAY},
    )
    assert answer.status_code == 422
    assert not Post.objects.filter(staff=world.staff["counselor"], role="director").exists()


def test_a_role_is_taken_away_with_a_reason_or_not_at_all(world, at_nine):
    post = Post.objects.get(staff=world.staff["counselor"])
    url = f"/app/settings/people/{post.staff_id}/roles/{post.pk}/end/"
    browser = world.browser("director")
    assert browser.post(url, {f"end-{post.pk}-ended_on": TODAY}).status_code == 422
    sent = {f"end-{post.pk}-ended_on": TODAY, f"end-{post.pk}-reason": "left the program"}
    assert browser.post(url, sent).status_code == 303
    post.refresh_from_db()
    assert post.ended_on == TODAY


HIRED = {"name": "Pia Lund", "email": "pia@example.test", "role": "nurse", "started_on": TODAY}


def hire(world):
    browser = world.browser("director")
    answer = browser.post("/app/settings/people/new/", {**HIRED, "site": world.site.pk})
    said = browser.get(answer.headers["Location"]).text
    return browser, said, Staff.objects.get(name="Pia Lund", account__email="pia@example.test")


def test_who_is_hired_gets_a_link_to_choose_a_password_and_another_when_it_is_lost(world, at_nine):
    use_adapters({Channel.EMAIL: MailboxAdapter()})
    try:
        browser, said, hired = hire(world)
        assert "A link to choose a password is on its way to pia@example.test." in said
        assert [one.template for one in Message.objects.filter(account=hired.account)] == ["link.invitation"]
        again = browser.post(f"/app/settings/people/{hired.pk}/invite/")
        assert "A link to choose a password is on its way" in browser.get(again.headers["Location"]).text
        assert Message.objects.filter(account=hired.account, template="link.invitation").count() == 2
    finally:
        use_adapters(chosen_adapters())


def test_where_nothing_carries_a_link_the_director_is_told_and_the_role_stands(world, at_nine):
    _, said, hired = hire(world)
    assert "No link to sign in was sent." in said
    assert hired.posts.filter(role="nurse").exists()


def test_nobody_sends_a_link_to_somebody_of_another_site(world, at_nine):
    foreign = world.staff["elsewhere"].pk
    assert world.browser("director").post(f"/app/settings/people/{foreign}/invite/").status_code == 404
    assert world.browser("counselor").post(f"/app/settings/people/{foreign}/invite/").status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_a_director_hires_gives_and_ends(browse, width, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width, scripts=scripts)
        page.goto("/app/settings/people/")
        if scripts:
            assert_sound(page)
        page.get_by_role("link", name="Somebody new").click()
        page.get_by_label("Name", exact=True).fill("Pia Lund")
        page.get_by_label("E-mail address").fill(f"pia{world.site.pk}@example.test")
        page.get_by_label("Role", exact=True).select_option("nurse")
        page.get_by_label("From").fill((TODAY + timedelta(1)).isoformat())
        page.get_by_role("button", name="Open the login").click()
        page.get_by_role("heading", name="Pia Lund").wait_for()
        if scripts:
            assert_sound(page)
        page.get_by_label("Role", exact=True).select_option("peer")
        page.get_by_role("button", name="Give the role").click()
        page.get_by_text("Peer at").first.wait_for()
        page.locator(".post", has_text="Peer").locator("summary").click()
        peer = page.locator(".post", has_text="Peer")
        peer.get_by_label("Why").select_option("was given by mistake")
        peer.get_by_role("button", name="End the role").click()
        page.get_by_text("The role ends.").wait_for()
    staff = Staff.objects.get(name="Pia Lund", posts__site=world.site, posts__role="nurse")
    assert Post.objects.get(staff=staff, role="peer").ended_on == TODAY


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_the_table_of_permissions_is_sound(browse, width):
    world = make_world()
    page = browse(world.email("director"), width=width)
    page.goto("/app/settings/permissions/")
    assert_sound(page)
