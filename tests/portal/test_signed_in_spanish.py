"""What a client reads and signs in Spanish: our words are Spanish, a site's own stay, and what was read is kept."""

from datetime import time

import pytest
from django.urls import reverse
from django.utils import translation
from tests.cast import NOW
from tests.exchange import consent, draft, recipient
from tests.orienting import mark_of

from stepwell.domain.availability.rules import Kind, OwnTime, Sense
from stepwell.domain.consent.models import Consent
from stepwell.domain.consent.queries.drafts import draft_text, language_of_text
from stepwell.domain.consent.rules.words import digest_of_text
from stepwell.domain.orientation.models import Orientation, Packet
from stepwell.domain.orientation.queries import own_reading, reading_of
from stepwell.domain.orientation.rules import Topic
from stepwell.domain.people.models import Client
from stepwell.domain.prevention.models import SkillWords
from stepwell.kernel import clock
from stepwell.look.spoken import spoken
from stepwell.platform.accounts.models import User

PACKET = "/me/orientation/"


@pytest.fixture(autouse=True)
def standing(world):
    Client.objects.filter(pk=world.client.pk).update(language="Spanish")
    with clock.standing_at(NOW):
        yield


def name_of(world):
    return f"Ana {world.client.family_name}"


def test_the_packet_is_read_and_signed_in_spanish_and_that_is_what_is_kept(world):
    phone = world.browser("client")
    told = phone.get(PACKET).text
    assert "Usted viene los días que se acordaron" in told
    assert "You come on the days" not in told
    assert phone.post(PACKET, {"name": name_of(world), "agrees": "on", "read": mark_of(world)}).status_code == 303
    said = Orientation.objects.get().said
    assert [title for title, _ in said][:2] == ["Cómo es un día", "Qué le pedimos"]
    assert "Usted lo firmó" in phone.get(PACKET).text


def test_what_was_signed_in_one_language_has_not_changed_in_the_other(world):
    phone = world.browser("client")
    phone.post(PACKET, {"name": name_of(world), "agrees": "on", "read": mark_of(world)})
    User.objects.filter(client=world.client).update(language="en")
    assert not own_reading(world.actor("client"), NOW).has_changed
    assert not reading_of(world.actor("counselor"), world.client.pk, NOW).has_changed


def test_a_page_that_was_opened_in_one_language_is_signed_after_the_other_was_chosen(world):
    read = mark_of(world)
    User.objects.filter(client=world.client).update(language="en")
    sent = world.browser("client").post(PACKET, {"name": name_of(world), "agrees": "on", "read": read})
    assert sent.status_code == 303
    assert Orientation.objects.get().said[0][0] == "Cómo es un día"


def test_a_sites_own_words_stay_as_they_are_and_are_said_to_be_english(world):
    Packet.objects.create(site=world.site, number=1, words={"day": "We begin at nine."}, saved_at=NOW, published_at=NOW)
    told = world.browser("client").get(PACKET).text
    assert '<div lang="en">' in told.partition("We begin at nine.")[0][-200:]
    assert told.count('<div lang="en">') == 1
    assert told.count('<div lang="es">') == len(Topic) - 1


def test_a_consent_is_read_signed_kept_and_read_again_in_spanish(world):
    to = recipient(world)
    waiting = draft(world, to)
    phone = world.browser("client")
    address = f"/me/consents/sign/{waiting.pk}/"
    told = phone.get(address).text
    assert to.name in told
    assert "No tengo que firmar." in told
    assert "Cómo retirarlo" in told
    assert "Taking it back" not in told
    read = digest_of_text(draft_text(waiting, "es"))
    assert read != digest_of_text(draft_text(waiting))
    assert phone.post(address, {"name": name_of(world), "agrees": "on", "read": read}).status_code == 303
    signed = Consent.objects.get()
    assert signed.said[0][0] == "Qué es esto"
    assert language_of_text(signed.said) == "es"
    User.objects.filter(client=world.client).update(language="en")
    again = phone.get(f"/me/consents/{signed.pk}/").text
    assert '<html lang="en">' in again
    assert '<dl class="c-words" lang="es">' in again


def test_no_line_of_any_kind_of_consent_is_left_in_english(world):
    to = recipient(world)
    spanish, english = (draft_text(draft(world, to), language) for language in ("es", "en"))
    names = {to.name, world.site.name}
    lines = [{line for _, lines in text for line in lines} for text in (spanish, english)]
    assert lines[0] & lines[1] <= names


def test_taking_it_back_says_what_it_changes_in_spanish(world):
    given = consent(world, recipient(world))
    phone = world.browser("client")
    told = phone.get(f"/me/consents/{given.pk}/revoke/").text
    assert "Ya no recibe:" in told
    assert "Gets no more" not in told
    assert "Vale hasta" in phone.get("/me/consents/").text
    phone.post(f"/me/consents/{given.pk}/revoke/")
    assert "Retirado el 6 de octubre de 2026" in phone.get("/me/consents/").text


def test_a_refusal_that_holds_a_name_or_a_number_is_said_in_spanish(world):
    phone = world.browser("client")
    wrong = phone.post(PACKET, {"name": "Somebody Else", "agrees": "on", "read": mark_of(world)})
    assert wrong.status_code == 422
    assert f"Escríbalo así: {name_of(world)}." in wrong.text
    long = phone.post(reverse("me_prevention_write"), {"seen": "0", "people": "x" * 201})
    assert "Una línea tiene más de 200 letras. Divídala." in long.text


def test_on_the_programs_own_device_the_words_are_the_clients_language_and_staff_choose(world):
    counselor = world.browser("counselor")
    page, there = (reverse(name, args=[world.client.pk]) for name in ("orientation", "orientation_here"))
    told = counselor.get(page).text
    assert '<html lang="en"' in told
    assert "Usted viene los días" in told
    assert "You come on the days" in counselor.get(f"{page}?in=en").text
    assert counselor.post(f"{there}?in=es", {"verb": "hand_over"})["Location"] == f"{there}?in=es"
    handed = counselor.get(there).text
    assert '<html lang="es"' in handed
    assert "Firme aquí" in handed
    signed = counselor.post(there, {"name": name_of(world), "agrees": "on", "read": mark_of(world)}).text
    assert "Está firmado. Por favor, devuelva este aparato." in signed


def test_a_consent_in_the_room_is_spanish_too(world):
    waiting = draft(world, recipient(world))
    counselor = world.browser("counselor")
    there = reverse("consent_here", args=[waiting.pk])
    assert "Cómo retirarlo" in counselor.get(reverse("consent_sign", args=[waiting.pk])).text
    counselor.post(there, {"verb": "hand_over"})
    assert "Firme aquí" in counselor.get(there).text
    english = counselor.get(f"{there}?in=en").text
    assert "Sign here" in english
    read = digest_of_text(draft_text(waiting))
    body = {"name": name_of(world), "agrees": "on", "read": read}
    assert counselor.post(f"{there}?in=en", body)["Location"] == f"{there}?in=en"
    assert Consent.objects.get().said[0][0] == "What this is"


def test_help_for_everybody_speaks_the_browsers_language_and_asks_no_database(client):
    told = client.get("/help-now/", headers={"Accept-Language": "es-US"}).text
    assert '<html lang="es">' in told
    assert "Dele naloxona si hay." in told
    assert "sms:988?body=AYUDA" in told
    assert "Give naloxone" in client.get("/help-now/?in=en", headers={"Accept-Language": "es"}).text
    assert 'hreflang="es"' in client.get("/help-now/").text


def test_our_skills_are_spanish_and_a_sites_own_words_stay(world):
    phone = world.browser("client")
    assert "Esperar diez minutos" in phone.get(reverse("me_skills")).text
    SkillWords.objects.create(
        site=world.site,
        code="delay",
        number=1,
        title="Wait a bit",
        lead="",
        steps=["Wait."],
        minutes=2,
        is_offered=True,
        saved_at=NOW,
        saved_by=world.staff["counselor"],
    )
    assert '<b lang="en">Wait a bit</b>' in phone.get(reverse("me_skills")).text


def test_what_a_phone_keeps_is_spanish_and_holds_no_form(world):
    told = world.browser("client").get(reverse("me_kept")).text
    assert '<html lang="es">' in told
    assert "Intentar conectarse" in told
    assert "<form" not in told
    assert "csrfmiddlewaretoken" not in told


@pytest.mark.parametrize("kind", Kind)
def test_when_somebody_can_come_is_said_whole(kind):
    own = OwnTime(Sense.CANNOT, kind, frozenset({0, 2}), time(9), time(17), NOW.date())
    with translation.override("es"):
        said = spoken(own.words)
    assert said.startswith("lun, mié, de ")
    assert not said.endswith(kind.value)
