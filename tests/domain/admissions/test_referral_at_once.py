"""The same at the same moment, in real transactions: one person, one enquiry, one answer."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.cast import NOW, make_world
from tests.referrals import person, referral

from stepwell.domain.admissions.actions.enquiry import open_enquiry
from stepwell.domain.admissions.actions.referral import link_referral, receive_referral, register_referred
from stepwell.domain.admissions.models import Enquiry, Referral
from stepwell.domain.people.models import Client
from stepwell.kernel.coding import Identifier

pytestmark = pytest.mark.usefixtures("committed")


def all_at_once(*work: Callable[[], Any]) -> list[Any]:
    """Each in a thread with a connection of its own, let go together; what each gave, in their order."""
    start, given = threading.Barrier(len(work)), [None] * len(work)

    def run(place: int, one: Callable[[], Any]) -> None:
        try:
            start.wait()
            given[place] = one()
        except BaseException as error:  # shown by the test
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, one)) for place, one in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not [one for one in given if isinstance(one, BaseException)], given
    return given


@pytest.fixture
def world(committed):
    return make_world()


def test_the_same_file_four_times_at_once_is_one_person(world):
    record, actor = referral(items=300), world.actor("admissions")
    arrivals = all_at_once(
        *[lambda: receive_referral(actor=actor, site=world.site, record=record, now=NOW) for _ in range(4)]
    )
    assert Client.objects.filter(site=world.site, family_name=record.person.family_name).count() == 1
    assert Referral.objects.filter(site=world.site).count() == 1
    assert len({arrival.enquiry.pk for arrival in arrivals}) == 1
    assert sorted(arrival.is_repeat for arrival in arrivals) == [False, True, True, True]


def test_two_files_about_one_person_at_once_are_one_person_with_one_enquiry(world):
    someone, actor = person(), world.actor("admissions")
    records = [referral(someone) for _ in range(3)]
    all_at_once(
        *[partial(receive_referral, actor=actor, site=world.site, record=record, now=NOW) for record in records]
    )
    client = Client.objects.get(site=world.site, family_name=someone.family_name)
    assert Enquiry.objects.filter(client=client).count() == 1
    assert Referral.objects.filter(client=client).count() == 3


def test_yes_and_no_at_once_is_one_answer(world):
    someone, actor = person(), world.actor("director")
    known = receive_referral(actor=actor, site=world.site, record=referral(someone), now=NOW).enquiry.client
    twin = replace(someone, identifiers=(Identifier("urn:example:other", str(uuid4())),))
    asked = receive_referral(actor=actor, site=world.site, record=referral(twin), now=NOW).referral
    arrivals = all_at_once(
        lambda: register_referred(actor=actor, referral_id=asked.pk, considered=[known.pk], now=NOW),
        lambda: link_referral(actor=actor, referral_id=asked.pk, client_id=known.pk, now=NOW),
        lambda: register_referred(actor=actor, referral_id=asked.pk, considered=[known.pk], now=NOW),
    )
    assert len({arrival.enquiry.pk for arrival in arrivals}) == 1
    assert sorted(arrival.is_repeat for arrival in arrivals) == [False, True, True]
    assert Client.objects.filter(site=world.site, family_name=someone.family_name).count() <= 2


def test_the_same_call_at_once_is_one_person(world):
    actor, key = world.actor("admissions"), uuid4()
    details = {"given_names": "Casey", "family_name": "Lund"}
    arrivals = all_at_once(
        *[lambda: open_enquiry(actor=actor, site=world.site, details=details, key=key, now=NOW) for _ in range(3)]
    )
    assert {arrival.enquiry.pk for arrival in arrivals} == {key}
    assert Client.objects.filter(site=world.site, family_name="Lund").count() == 1
