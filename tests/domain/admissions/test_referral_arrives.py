"""A referral comes in: everything is kept, nobody is made twice, and somebody is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import NOW
from tests.referrals import (
    AT_THE_DESK,
    NOT_AT_THE_DESK,
    OTHER_VERSIONS,
    SYNTHEA,
    US_CORE_PATIENTS,
    person,
    referral,
    small_bundle,
)

from stepwell.domain.admissions.actions.referral import receive_referral
from stepwell.domain.admissions.models import Enquiry, Referral, ReferredItem
from stepwell.domain.admissions.rules.newcomer import person_of
from stepwell.domain.admissions.values import ItemKind, PartialDate, PersonRecord
from stepwell.domain.admissions.values import ReferredItem as SentItem
from stepwell.domain.people.models import Client, ClientIdentifier, Phase
from stepwell.domain.worklist.models import Task
from stepwell.interop.fhir.referral import read_referral
from stepwell.kernel.coding import Coding, Identifier
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.platform.ledger.models import Entry


def receive(world, record, who="admissions", now=NOW, **more):
    return receive_referral(actor=world.actor(who), site=world.site, record=record, now=now, **more)


def named(path):
    return path.stem


@pytest.mark.skipif(not SYNTHEA, reason="the records that others made are not here")
def test_records_that_others_made_each_become_one_person_and_one_enquiry_with_everything_kept(world):
    assert len(SYNTHEA) == 24
    for number, path in enumerate(SYNTHEA, 1):
        arrives_whole(world, path, number)


@pytest.mark.skipif(not US_CORE_PATIENTS, reason="the records that others made are not here")
def test_the_patients_of_us_core_arrive_and_two_names_of_one_number_are_one_person(world):
    arrivals = {path.stem: receive(world, read_referral(path.read_bytes())) for path in US_CORE_PATIENTS}
    # Amy V. Shaw and Amy V. Baxter: the guide's example of a changed name, with the same medical record number
    shaw, baxter = arrivals.pop("Patient-example-targeted-provenance"), arrivals.pop("Patient-example")
    assert shaw.enquiry == baxter.enquiry
    others = {arrival.enquiry.client for arrival in arrivals.values()}
    assert len(others) == len(arrivals) == 3


def arrives_whole(world, path, number):
    record = read_referral(path.read_bytes())
    before = Client.objects.count()
    arrival = receive(world, record)
    assert arrival.enquiry is not None, path.stem
    assert Client.objects.count() == before + 1
    assert arrival.referral.items.count() == len(record.items)
    assert [tuple(pair) for pair in arrival.referral.unplaced] == [*record.unplaced]
    stored = {item.position: item for item in arrival.referral.items.all()}
    for position, sent in enumerate(record.items):
        kept = stored[position]
        assert (kept.text, kept.status, kept.value) == (sent.text, sent.status, sent.value_text)
        assert (kept.started_on, kept.ended_on, kept.recorded_at) == (sent.started_on, sent.ended_on, sent.recorded_at)
        assert kept.source_reference == sent.source_reference
        assert [tuple(coding) for coding in kept.codings] == [(c.system, c.code, c.display) for c in sent.codings]
        assert [tuple(pair) for pair in kept.detail] == [*sent.detail]
    assert person_of(arrival.referral.person) == record.person
    again = receive(world, read_referral(path.read_bytes()), now=NOW + timedelta(days=1))
    assert again.is_repeat
    assert again.enquiry == arrival.enquiry
    assert Client.objects.count() == before + 1
    assert Referral.objects.filter(site=world.site).count() == number


@pytest.mark.parametrize("path", OTHER_VERSIONS, ids=named)
def test_another_version_is_refused_by_name_before_anything_is_stored(path):
    with pytest.raises(Refused, match=r"STU3|DSTU2"):
        read_referral(path.read_bytes())


def test_the_person_is_registered_with_what_was_sent(world):
    arrival = receive(world, read_referral(small_bundle()))
    client = arrival.enquiry.client
    sent = person_of(arrival.referral.person)
    assert client.family_name == sent.family_name
    assert client.given_names == " ".join(sent.given_names)
    assert client.birth_on == sent.birth_on
    assert client.phase == Phase.ENQUIRING
    numbers = {(one.system, one.value) for one in ClientIdentifier.objects.filter(client=client)}
    assert numbers == {(one.system, one.value) for one in sent.identifiers if one.system}


def test_admissions_are_told_that_somebody_waits_for_an_answer(world):
    arrival = receive(world, referral(), source_name="Tribal clinic")
    task = Task.objects.get(kind="enquiry.answer", subject_id=str(arrival.enquiry.pk))
    assert task.title == "New enquiry"
    assert task.reason == "Came by referral. Screening is next."
    assert task.due_at == NOW + timedelta(hours=24)
    assert task.client == arrival.enquiry.client
    assert arrival.enquiry.source_name == "Tribal clinic"
    assert arrival.enquiry.owner == world.staff["admissions"]


def test_the_same_number_is_the_same_person_and_joins_the_open_enquiry(world):
    someone = person()
    first = receive(world, referral(someone))
    second = receive(world, referral(replace(someone, given_names=("Mateo",), phones=())))
    assert second.enquiry == first.enquiry
    assert second.referral != first.referral
    assert not second.needs_match
    assert Client.objects.filter(family_name=someone.family_name).count() == 1
    assert Task.objects.filter(kind="enquiry.answer", client=first.enquiry.client).count() == 1


def test_a_number_that_comes_later_is_known_the_next_time(world):
    someone = person()
    first = receive(world, referral(someone))
    other = Identifier("http://hl7.org/fhir/sid/us-ssn", "999-12-3456")
    receive(world, referral(replace(someone, identifiers=(*someone.identifiers, other))))
    third = receive(world, referral(person(identifiers=(other,), birth=someone.birth)))
    assert third.enquiry.client == first.enquiry.client


def test_a_number_without_whose_it_is_proves_nothing(world):
    number = Identifier("", "12345")
    first = receive(world, referral(person(identifiers=(number,), birth=PartialDate.parse("1971-01-01"))))
    second = receive(world, referral(person(identifiers=(number,), birth=PartialDate.parse("1982-02-02"))))
    assert first.enquiry.client != second.enquiry.client


def test_a_number_on_two_people_of_different_birth_dates_is_asked_about(world):
    filler = Identifier("http://hl7.org/fhir/sid/us-ssn", "999-99-9999")
    receive(world, referral(person(identifiers=(filler,), birth=PartialDate.parse("1971-01-01"))))
    second = receive(world, referral(person(identifiers=(filler,), birth=PartialDate.parse("1982-02-02"))))
    assert second.needs_match
    assert second.candidates[0].reasons[0] == "same identifying number"


def test_the_same_number_at_another_site_is_another_matter(world):
    someone = person()
    here = receive(world, referral(someone))
    director = world.actor("director")
    with pytest.raises(Refused, match="no post at this site"):
        receive_referral(actor=director, site=world.other_site, record=referral(someone), now=NOW)
    assert here.enquiry.site == world.site


def test_somebody_who_left_and_comes_back_is_enquiring_again(world):
    someone = person()
    first = receive(world, referral(someone))
    client = first.enquiry.client
    Client.objects.filter(pk=client.pk).update(phase=Phase.LEFT)
    Enquiry.objects.filter(pk=first.enquiry.pk).update(started_at=NOW)
    second = receive(world, referral(someone), now=NOW + timedelta(days=200))
    assert second.enquiry != first.enquiry
    assert second.enquiry.client == client
    client.refresh_from_db()
    assert client.phase == Phase.ENQUIRING


def test_a_record_that_says_the_person_died_is_kept_and_says_so_before_anybody_calls(world):
    arrival = receive(world, referral(person(deceased=True)))
    task = Task.objects.get(kind="enquiry.answer", subject_id=str(arrival.enquiry.pk))
    assert "ask the sender before anybody calls" in task.reason


def test_a_name_that_cannot_be_kept_is_refused_with_its_place_and_nothing_is_stored(world):
    for changes, where in (
        ({"family_name": "", "given_names": (), "name_text": ""}, "Patient.name"),
        ({"family_name": "x" * 121}, "Patient.name.family"),
        ({"given_names": ("x" * 60, "y" * 61)}, "Patient.name.given"),
        ({"preferred_name": "x" * 121}, "Patient.name.given"),
    ):
        with pytest.raises(Refused) as caught:
            receive(world, referral(person(**changes)))
        assert [refusal.where for refusal in caught.value.refusals] == [where]
    assert not Referral.objects.filter(site=world.site).exists()


def test_nothing_is_cut_off_however_long(world):
    long = "é" * 5000
    someone = person(
        phones=("call the day room and ask for the nurse on duty first", "555 0199"),
        emails=("x" * 300,),
        language="x" * 60,
        identifiers=(Identifier("urn:example:" + "x" * 400, "1"), Identifier("urn:example:mrn", "7" * 400)),
    )
    item = SentItem(
        ItemKind.OBSERVATION,
        codings=(Coding(long, long, long),),
        text=long,
        status=long,
        recorded=PartialDate.parse("2015-08"),
        value_text=long,
        source_reference=long,
        detail=((long, long),),
    )
    record = replace(referral(someone), items=(item,))
    arrival = receive(world, record)
    kept = ReferredItem.objects.get(referral=arrival.referral)
    assert kept.text == kept.code == kept.status == kept.value == kept.source_reference == long
    assert kept.recorded == "2015-08"
    client = arrival.enquiry.client
    assert client.phone == "555 0199"
    assert client.email == client.language == ""
    assert person_of(arrival.referral.person) == someone


def test_a_name_of_one_line_becomes_family_and_given_names(world):
    for line, family, given in (
        ("Ana María Ruiz", "Ruiz", "Ana María"),
        ("Ruiz Soto, Ana", "Ruiz Soto", "Ana"),
        ("Cher", "Cher", ""),
    ):
        client = receive(world, referral(PersonRecord(name_text=line))).enquiry.client
        assert (client.family_name, client.given_names) == (family, given)


def test_a_birth_date_known_only_as_a_year_is_not_made_up(world):
    client = receive(world, referral(person(birth=PartialDate.parse("1984")))).enquiry.client
    assert client.birth_on is None


def test_items_go_in_a_thousand_at_a_time(world, django_assert_max_num_queries):
    record = referral(items=2500)
    with django_assert_max_num_queries(40):
        arrival = receive(world, record)
    assert arrival.referral.items.count() == 2500


def test_the_ledger_says_who_took_it_in_and_nothing_about_health(world):
    arrival = receive(world, referral())
    entry = Entry.objects.get(verb="referral.received", client_id=arrival.enquiry.client_id)
    assert entry.actor_key == world.actor("admissions").key
    assert entry.detail == {"items": 2, "unplaced": 4}


def test_only_the_desk_takes_referrals_in(world):
    for who in NOT_AT_THE_DESK:
        with pytest.raises(NotAllowed):
            receive(world, referral(), who)
    assert not Referral.objects.filter(site=world.site).exists()
    for who in AT_THE_DESK:
        assert receive(world, referral(), who).enquiry is not None
