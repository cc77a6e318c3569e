"""The review of access by hand: from Today to the signature, and on paper."""

import re

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, make_world

from stepwell.domain.oversight.actions.review import open_review
from stepwell.domain.oversight.jobs import JOBS
from stepwell.domain.oversight.models import AccessReview
from stepwell.kernel import clock


def test_the_number_of_queries_does_not_grow_with_the_staff(world, django_assert_max_num_queries):
    with clock.standing_at(NOW):
        for who in ("nurse", "peer", "billing", "auditor", "on-call", "front desk"):
            world.staff[who]
        review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
        browser = world.browser("director")
        browser.get(f"/app/settings/reviews/{review.pk}/")
        with django_assert_max_num_queries(16):
            browser.get(f"/app/settings/reviews/{review.pk}/")


def test_signing_too_early_says_what_is_left(world):
    with clock.standing_at(NOW):
        review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
        answer = world.browser("director").post(f"/app/settings/reviews/{review.pk}/sign/")
    assert answer.status_code == 409
    assert "6 lines are still to decide." in answer.text


def test_what_is_no_decision_and_no_line_is_not_there(world):
    with clock.standing_at(NOW):
        review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
        line = review.lines.order_by("pk").first()
        url = f"/app/settings/reviews/{review.pk}/lines/"
        browser = world.browser("director")
        assert browser.post(f"{url}{line.pk}/", {"decision": "perhaps"}).status_code == 404
        assert browser.post(f"{url}{line.pk + 10_000}/", {"decision": "keep"}).status_code == 404
        assert browser.post("/app/settings/reviews/", {"site": world.other_site.pk}).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_a_director_decides_each_line_and_signs(browse, width, scripts):
    world = make_world()
    with clock.standing_at(NOW):
        review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
        page = browse(world.email("supervisor"), width=width, scripts=scripts)
        page.goto(f"/app/settings/reviews/{review.pk}/")
        page.get_by_role("button", name=re.compile("Keep.*Rosa Quint")).click()
        page.get_by_text("Kept", exact=True).first.wait_for()
        page = browse(world.email("director"), width=width, scripts=scripts)
        page.goto("/app/today/")
        page.get_by_role("link", name="Review").click()
        if scripts:
            assert_sound(page)
        page.get_by_role("button", name=re.compile("End.*Tess Brandt")).click()
        page.get_by_text("Ended", exact=True).first.wait_for()
        for _ in range(4):
            with page.expect_navigation():
                page.get_by_role("button", name=re.compile("^Keep")).first.click()
        page.get_by_role("button", name="Sign the review").click()
        page.get_by_text("Signed by Rosa Quint").wait_for()
        if scripts:
            assert_sound(page)
        page.emulate_media(media="print")
        assert page.get_by_text("Signed by Rosa Quint").is_visible()
        page.emulate_media(media="screen")
        page.goto("/app/settings/reviews/")
        if scripts:
            assert_sound(page)
    assert AccessReview.objects.get(pk=review.pk).signed_at is not None


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True)])
def test_on_a_phone_every_line_of_a_review_is_whole(browse, width, dark):
    world = make_world()
    with clock.standing_at(NOW):
        review = open_review(actor=JOBS, site_id=world.site.pk, now=NOW)
        page = browse(world.email("director"), width=width, dark=dark)
        page.goto(f"/app/settings/reviews/{review.pk}/")
        assert_sound(page)
        button = page.get_by_role("button", name=re.compile("End.*Tess Brandt"))
        box = button.bounding_box()
        assert box["x"] + box["width"] <= width
