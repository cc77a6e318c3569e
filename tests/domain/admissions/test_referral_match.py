"""Could this be the same person? A person decides, once."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests.cast import NOW
from tests.referrals import NOT_AT_THE_DESK, person, referral

from stepwell.domain.admissions.actions.enquiry import open_enquiry
from stepwell.domain.admissions.actions.referral import link_referral, receive_referral, register_referred
from stepwell.domain.admissions.models import Enquiry, Referral
from stepwell.domain.admissions.queries.referral import get_match, waiting_referrals
from stepwell.domain.people.models import Client, ClientIdentifier
from stepwell.domain.worklist.models import Task
from stepwell.kernel.coding import Identifier
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry


@pytest.fixture
def asked(world):
    """A referral that looks like somebody who is here: the same name and birth date, another number."""
    someone = person()
    known = receive(world, referral(someone)).enquiry.client
    twin = replace(someone, identifiers=(Identifier("urn:example:other", f"X-{uuid4()}"),))
    arrival = receive(world, referral(twin))
    assert arrival.needs_match
    assert arrival.enquiry is None
    return arrival.referral, known, twin


def receive(world, record):
    return receive_referral(actor=world.actor("admissions"), site=world.site, record=record, now=NOW)


def test_the_question_shows_who_it_might_be_and_why(world, asked):
    referral_, known, twin = asked
    match = get_match(world.actor("admissions"), referral_.pk)
    assert match.person == twin
    assert [candidate.client for candidate in match.candidates] == [known]
    assert "born on the same day" in match.candidates[0].reasons
    assert Entry.objects.filter(verb="look_alikes.list_read", detail__contains={"clients": [str(known.pk)]}).exists()


def test_until_it_is_answered_there_is_no_enquiry_and_it_waits_on_the_board(world, asked):
    referral_, known, _ = asked
    assert Enquiry.objects.filter(client=known).count() == 1
    assert referral_ in waiting_referrals(world.actor("admissions"))
    assert waiting_referrals(world.actor("counselor")) == []
    assert waiting_referrals(world.actor("elsewhere")) == []


def test_yes_the_same_person_links_it_and_learns_the_number(world, asked):
    referral_, known, twin = asked
    arrival = link_referral(actor=world.actor("admissions"), referral_id=referral_.pk, client_id=known.pk, now=NOW)
    assert arrival.enquiry.client == known
    assert Client.objects.filter(family_name=twin.family_name).count() == 1
    assert ClientIdentifier.objects.get(value=twin.identifiers[0].value).client == known
    assert waiting_referrals(world.actor("admissions")) == []


def test_no_somebody_new_registers_them(world, asked):
    referral_, known, twin = asked
    arrival = register_referred(
        actor=world.actor("admissions"), referral_id=referral_.pk, considered=[known.pk], now=NOW
    )
    assert arrival.enquiry.client != known
    assert Client.objects.filter(family_name=twin.family_name).count() == 2
    assert Task.objects.filter(kind="enquiry.answer", client=arrival.enquiry.client).count() == 1


def test_the_second_answer_gets_the_first_ones(world, asked):
    referral_, known, _ = asked
    actor = world.actor("admissions")
    first = register_referred(actor=actor, referral_id=referral_.pk, now=NOW)
    again = register_referred(actor=actor, referral_id=referral_.pk, now=NOW)
    late = link_referral(actor=actor, referral_id=referral_.pk, client_id=known.pk, now=NOW)
    assert first.enquiry == again.enquiry == late.enquiry
    assert again.is_repeat
    assert late.is_repeat
    assert Client.objects.filter(family_name=known.family_name).count() == 2


def test_the_same_file_again_asks_the_same_question(world, asked):
    referral_, _, twin = asked
    again = receive(world, referral(twin, fingerprint=referral_.fingerprint))
    assert again.needs_match
    assert again.is_repeat
    assert again.referral == referral_


def test_somebody_who_came_meanwhile_is_asked_about_first(world, asked):
    referral_, known, twin = asked
    actor = world.actor("admissions")
    other = receive(world, referral(replace(twin, identifiers=())))
    register_referred(actor=actor, referral_id=other.referral.pk, now=NOW)
    with pytest.raises(Refused, match="meanwhile"):
        register_referred(actor=actor, referral_id=referral_.pk, considered=[known.pk], now=NOW)
    assert Referral.objects.get(pk=referral_.pk).client is None


def test_only_who_was_asked_about_can_be_chosen(world, asked):
    referral_, _, _ = asked
    with pytest.raises(NotFound) as caught:
        link_referral(actor=world.actor("admissions"), referral_id=referral_.pk, client_id=world.client.pk, now=NOW)
    assert caught.value.client_id == world.client.pk
    with pytest.raises(NotFound):
        link_referral(actor=world.actor("admissions"), referral_id=referral_.pk, client_id=uuid4(), now=NOW)


def test_only_the_desk_decides(world, asked):
    referral_, known, _ = asked
    for actor in map(world.actor, NOT_AT_THE_DESK):
        with pytest.raises(NotAllowed):
            get_match(actor, referral_.pk)
        with pytest.raises(NotAllowed):
            link_referral(actor=actor, referral_id=referral_.pk, client_id=known.pk, now=NOW)
        with pytest.raises(NotAllowed):
            register_referred(actor=actor, referral_id=referral_.pk, now=NOW)
    director = world.actor("director")
    arrival = link_referral(actor=director, referral_id=referral_.pk, client_id=known.pk, now=NOW)
    assert arrival.enquiry.client == known


def call(world, details, who="admissions", **more):
    return open_enquiry(actor=world.actor(who), site=world.site, details=details, now=NOW, **more)


def test_a_call_from_somebody_new_opens_an_enquiry(world):
    arrival = call(world, {"family_name": "Pike", "given_names": " Jonah ", "phone": "555 0101"}, source_name="Father")
    assert arrival.enquiry.client.given_names == "Jonah"
    assert arrival.enquiry.source == "phone"
    assert arrival.enquiry.source_name == "Father"
    assert Task.objects.get(subject_id=str(arrival.enquiry.pk)).reason == "Came by phone. Screening is next."


def test_a_caller_who_looks_like_a_client_is_asked_about_first(world):
    client = world.client
    details = {"family_name": client.family_name, "given_names": "Ana", "birth_on": client.birth_on}
    asked = call(world, details)
    assert asked.needs_match
    assert [candidate.client for candidate in asked.candidates] == [client]
    assert not Enquiry.objects.filter(site=world.site).exists()
    same = call(world, details, same_as=client.pk)
    assert same.enquiry.client == client
    new = call(world, details, is_new=True)
    assert new.enquiry.client != client


def test_the_same_call_sent_twice_is_one_person(world):
    details, key = {"family_name": "Lund", "given_names": "Casey"}, uuid4()
    first, second = call(world, details, key=key), call(world, details, key=key)
    assert first.enquiry == second.enquiry
    assert second.is_repeat
    assert Client.objects.filter(site=world.site, family_name="Lund").count() == 1


def test_what_cannot_be_kept_of_a_call_is_refused_at_its_field(world):
    for details, where in (
        ({"family_name": " ", "given_names": ""}, "given_names"),
        ({"given_names": "x" * 121}, "given_names"),
        ({"given_names": "A\0b"}, "given_names"),
        ({"given_names": "Ana", "birth_on": NOW.date().replace(year=2030)}, "birth_on"),
    ):
        with pytest.raises(Refused) as caught:
            call(world, details)
        assert [refusal.where for refusal in caught.value.refusals] == [where]


def test_only_the_desk_opens_an_enquiry(world):
    for who in NOT_AT_THE_DESK:
        with pytest.raises(NotAllowed):
            call(world, {"given_names": "Casey"}, who)
    with pytest.raises(Refused, match="no post at this site"):
        open_enquiry(actor=world.actor("director"), site=world.other_site, details={"given_names": "Casey"}, now=NOW)
