"""A consent is prepared on a page, read whole, signed in the room or on paper, and waits on the phone."""

import pytest
from tests.browser import assert_sound
from tests.cast import NOW, PASSWORD, make_world
from tests.exchange import consent, draft, read_of, recipient, token

from stepwell.domain.consent.models import Consent, ConsentDraft
from stepwell.domain.consent.rules.forms import FormKind
from stepwell.kernel import clock


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def new(world):
    return f"/app/clients/{world.client.pk}/consents/new/"


def chosen(**change):
    return {"form": "care", "recipient": "all provider, plan or helper", "kinds": ["identity", "plan"],
            "purposes": ["TREAT", "HPAYMT", "HOPERAT"], "until": "none", **change}  # fmt: skip


def test_each_kind_has_a_page_of_its_own(world):
    browser = world.browser("counselor")
    kinds = browser.get(new(world)).text
    for number, kind in enumerate(FormKind, 1):
        assert f"?form={number}" in kinds
        assert f'name="form" value="{kind}"' in browser.get(f"{new(world)}?form={number}").text


def test_one_consent_for_care_is_prepared_read_and_signed_in_the_room(world):
    browser = world.browser("counselor")
    answer = browser.post(new(world), chosen())
    assert answer.status_code == 303
    sheet = browser.get(answer.headers["Location"]).text
    assert "people who help to operate this program" in sheet
    assert "as HIPAA allows" in sheet
    waiting = ConsentDraft.objects.get()
    assert "Waiting for a signature" in browser.get(f"/app/clients/{world.client.pk}/consents/").text
    here = answer.headers["Location"] + "here/"
    assert browser.get(here).headers["Location"] == answer.headers["Location"]
    assert browser.post(here, {"verb": "hand_over"}).headers["Location"] == here
    bare = browser.get(here).text
    assert "as HIPAA allows" in bare
    assert "/app/" not in bare.split("<body")[1]
    wrong = browser.post(here, {"name": "Somebody", "agrees": "on", "read": read_of(waiting.pk)})
    assert wrong.status_code == 422
    assert 'value="Somebody"' in wrong.text
    right = {"name": f"ana {world.client.family_name}", "agrees": "on", "read": read_of(waiting.pk)}
    assert browser.post(here, right).headers["Location"] == here
    assert "Please give this device back." in browser.get(here).text
    assert browser.get("/app/clients/").headers["Location"] == here
    given = Consent.objects.get()
    page = world.browser("counselor").get(f"/app/consents/{given.pk}/").text
    assert f"ana {world.client.family_name}" in page
    assert "seen by Maya Okafor" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kinds": []}, "say what may be shared"),
        ({"purposes": []}, "say what it is for"),
        ({"recipient": ""}, "say who receives"),
        ({"until": ""}, "say when it ends"),
        ({"until": "day", "until_on": "2026-01-01"}, "is over"),
    ],
)
def test_what_is_no_consent_is_refused_with_the_element_named(world, change, words):
    answer = world.browser("counselor").post(new(world), chosen(**change))
    assert answer.status_code == 422
    assert words in answer.text.replace("&#x27;", "'")
    assert not ConsentDraft.objects.exists()


def test_an_exchange_is_asked_for_its_members_each_named_once(world):
    to = recipient(world, name="Mesa Exchange", kind="intermediary")
    asked = {**chosen(form="intermediary", recipient=str(to.pk), until="none"), "members": ""}
    answer = world.browser("counselor").post(new(world), asked)
    assert (answer.status_code, "which of its members receive" in answer.text) == (422, True)
    asked["members"] = "Mesa Clinic\n\n  Plains   Hospital\nMesa Clinic"
    assert world.browser("counselor").post(new(world), asked).status_code == 303
    assert ConsentDraft.objects.get().participants == ["Mesa Clinic", "Plains Hospital"]


def test_paper_and_withdrawal(world):
    to = recipient(world)
    on_paper, wrong = draft(world, to), draft(world, to)
    browser = world.browser("counselor")
    address = f"/app/consents/drafts/{on_paper.pk}/paper/"
    body = {"signed_on": "2026-10-06", "witness": "Bea Lund", "read": read_of(on_paper.pk)}
    assert browser.post(address, {**body, "signed_on": "2026-10-09"}).status_code == 422
    assert browser.post(address, body).status_code == 303
    assert browser.post(f"/app/consents/drafts/{wrong.pk}/withdraw/").status_code == 303
    assert browser.post(f"/app/consents/drafts/{on_paper.pk}/withdraw/").status_code == 303
    assert Consent.objects.get().witness == "Bea Lund"
    for one in (on_paper, wrong):
        assert "wait for a signature any more" in browser.get(f"/app/consents/drafts/{one.pk}/").text


def test_what_was_withdrawn_is_not_called_signed_on_a_handed_over_device(world):
    waiting, browser = draft(world, recipient(world)), world.browser("counselor")
    here = f"/app/consents/drafts/{waiting.pk}/here/"
    browser.post(here, {"verb": "hand_over"})
    world.browser("counselor").post(f"/app/consents/drafts/{waiting.pk}/withdraw/")
    page = browser.get(here).text
    assert "This was withdrawn." in page
    assert "It is signed" not in page


def test_revoking_names_who_loses_what(world):
    to = recipient(world)
    token(world, to)
    page = world.browser("counselor").get(f"/app/consents/{consent(world, to).pk}/revoke/").text
    assert "Their claims system" in page
    assert "Claims that haven" in page


def test_the_list_asks_as_often_for_many_as_for_one(world, django_assert_max_num_queries):
    to = recipient(world)
    browser, address = world.browser("counselor"), f"/app/clients/{world.client.pk}/consents/"
    consent(world, to)
    draft(world, to)
    with django_assert_max_num_queries(200) as few:
        browser.get(address)
    for _ in range(4):
        consent(world, to)
        draft(world, to)
    with django_assert_max_num_queries(len(few)):
        browser.get(address)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_consent_is_prepared_and_signed_by_hand(browse, width):
    world = make_world()
    with clock.standing_at(NOW):
        page = browse(world.email("director"), width=width)
        page.goto(new(world))
        assert_sound(page)
        page.get_by_role("link", name="My care, its payment").click()
        page.get_by_label("Their stay").check()
        page.get_by_label("It has no end").check()
        assert_sound(page)
        page.get_by_role("button", name="Prepare it").click()
        page.get_by_text("It waits for a signature").wait_for()
        assert_sound(page)
        page.get_by_role("button", name="Hand over this device").click()
        page.get_by_role("heading", name="Sign here").wait_for()
        assert_sound(page)
        page.get_by_label("Type your full name").fill(f"Ana {world.client.family_name}")
        page.get_by_label("I have read this").check()
        page.get_by_role("button", name="Sign", exact=True).click()
        page.get_by_text("Please give this device back.").wait_for()
        assert_sound(page)
        page.get_by_role("link", name="For staff: take this device back").click()
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("link", name="Consent ").first.click()
        assert_sound(page)
