"""What people are really called, and what is no name: kept as it was typed, or said to be wrong beside its field."""

from html import escape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Http
from django.urls import reverse
from tests.cast import NOW, TODAY
from tests.referrals import small_bundle

from stepwell.domain.admissions.models import Enquiry, OnlineRequest, Referral
from stepwell.domain.people.models import Client, Staff
from stepwell.kernel import clock

KEPT = {
    "an emoji": "Zoë 🧘🏽‍♀️",
    "right to left": "سارة בן-יוסף",
    "a script": "<script>alert(1)</script>",
    "markup": '"><img src=x onerror=alert(2)>',
    "a template": "{{ 7|add:7 }}{% debug %}",
}
LONG = "Ñ" * 5000
PEOPLE = "/app/settings/people/"


@pytest.fixture
def at_nine(world):
    with clock.standing_at(NOW):
        yield world


def asked(world, name):
    given = {"key": uuid4(), "who": "me", "phone": "303 555 0144", "best_time": "evening", "site": world.site.pk}
    return Http().post("/ask/", {**given, "name": name}), "name"


def referred(world, name):
    given = {
        "key": uuid4(), "referrer_name": "Dr. Ames", "referrer_organization": "County Clinic",
        "referrer_phone": "303 555 0155", "phone": "303 555 0144", "best_time": "evening", "says_agreed": "on",
        "site": world.site.pk,
    }  # fmt: skip
    return Http().post("/refer/", {**given, "name": name}), "name"


def called(world, name):
    given = {"key": uuid4(), "given_names": "Jo", "family_name": name}
    return world.browser("admissions").post(reverse("enquiry_open"), given), "family_name"


def hired(world, name):
    given = {"email": "pia@example.test", "role": "nurse", "started_on": TODAY, "site": world.site.pk}
    return world.browser("director").post(f"{PEOPLE}new/", {**given, "name": name}), "name"


FORMS = {"ask": asked, "refer": referred, "call": called, "hire": hired}
MODELS = {"ask": OnlineRequest, "refer": OnlineRequest, "call": Client, "hire": Staff}
SHOWN = {"ask": ("admissions", "/app/admissions/"), "refer": ("admissions", "/app/admissions/"),
         "call": ("admissions", "/app/admissions/"), "hire": ("director", PEOPLE)}  # fmt: skip
each_form = pytest.mark.parametrize("form", FORMS)


def upload(world, change):
    file = SimpleUploadedFile("referral.json", small_bundle(change), content_type="application/json")
    return world.browser("admissions").post(reverse("referral_upload"), {"file": file})


def named(family):
    def change(bundle):
        patient = next(one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Patient")
        patient["name"] = [{"family": family, "given": ["Jo"]}]

    return change


@each_form
@pytest.mark.parametrize("name", KEPT.values(), ids=KEPT)
def test_a_name_is_kept_as_it_was_typed_and_shown_as_text(at_nine, form, name):
    answer, _ = FORMS[form](at_nine, name)
    assert answer.status_code == 303
    kept = MODELS[form].objects.filter(**{"family_name" if form == "call" else "name": name})
    assert kept.count() == 1
    who, page = SHOWN[form]
    shown = at_nine.browser(who).get(page).text
    assert escape(name) in shown
    assert escape(name) == name or name not in shown


@each_form
def test_five_thousand_letters_are_refused_beside_the_field_and_stay_there(at_nine, form):
    before = MODELS[form].objects.count()
    answer, field = FORMS[form](at_nine, LONG)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in answer.text
    assert f'aria-describedby="id_{field}_error"' in answer.text.replace(f"id_{field}_helptext ", "")
    assert LONG in answer.text
    assert MODELS[form].objects.count() == before


@each_form
def test_no_field_cuts_off_what_is_pasted_and_each_takes_letters_from_the_right(at_nine, form):
    answer, field = FORMS[form](at_nine, LONG)
    tag = answer.text.split(f'id="id_{field}"')[0].rpartition("<input")[2] + answer.text.split(f'id="id_{field}"')[1]
    tag = tag.partition(">")[0]
    assert "maxlength" not in tag
    assert 'dir="auto"' in tag


@pytest.mark.parametrize("name", KEPT.values(), ids=KEPT)
def test_a_name_in_a_file_is_kept_as_it_was_sent_and_shown_as_text(at_nine, name):
    answer = upload(at_nine, named(name))
    assert answer.status_code == 303
    assert Client.objects.filter(family_name=name, given_names="Jo").count() == 1
    page = at_nine.browser("admissions").get(answer["Location"]).text
    assert escape(name) in page
    assert escape(name) == name or name not in page


def test_a_file_with_a_name_of_five_thousand_letters_is_refused_with_its_place(at_nine):
    answer = upload(at_nine, named(LONG))
    assert answer.status_code == 422
    assert "This name is longer than 120 characters." in answer.text
    assert "Patient.name.family" in answer.text
    assert not Referral.objects.exists()


@pytest.mark.parametrize("born", ["2026-10-07", "2026-11", "2027"])
def test_a_file_with_a_birth_that_is_still_to_come_is_refused_with_its_place(at_nine, born):
    def change(bundle):
        patient = next(one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Patient")
        patient["birthDate"] = born

    answer = upload(at_nine, change)
    assert answer.status_code == 422
    assert "This birth date is still to come." in answer.text
    assert "Patient.birthDate" in answer.text
    assert not Enquiry.objects.filter(site=at_nine.site).exists()


def test_a_birth_that_is_still_to_come_is_said_beside_its_field_in_a_call(at_nine):
    given = {"key": uuid4(), "given_names": "Jo", "birth_on": "2026-10-07"}
    answer = at_nine.browser("admissions").post(reverse("enquiry_open"), given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["birth_on"]
    assert 'id="id_birth_on_error"' in answer.text
    assert 'value="2026-10-07"' in answer.text


def test_a_number_that_somebody_else_has_already_makes_nobody_twice_and_asks_where_births_differ(at_nine):
    def born(text):
        def change(bundle):
            patient = next(one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == "Patient")
            patient["birthDate"] = text

        return change

    first = upload(at_nine, born("1984-05-12"))
    again = upload(at_nine, born("1984-05-13"))
    assert first["Location"].startswith("/app/admissions/")
    assert "/referrals/" in again["Location"]
    assert "Could this be the same person?" in at_nine.browser("admissions").get(again["Location"]).text
    assert Enquiry.objects.filter(site=at_nine.site).count() == 1
    assert Referral.objects.count() == 2
