"""What somebody is given who can't start yet: what is kept, by whom, and what stops the clock of 48 hours."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.cast import EVERYBODY, NOW, TODAY
from tests.domain.admissions.test_referral_queries import receive

from stepwell.domain.admissions.actions.meanwhile import give_interim
from stepwell.domain.admissions.models import InterimService
from stepwell.domain.admissions.queries.handover import get_handover
from stepwell.domain.admissions.rules.meanwhile import Interim, InterimKind, check_interim
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

DAY = timedelta(days=1)


def give(world, enquiry, kind=InterimKind.NALOXONE, words="", on=TODAY, who="admissions", key=None):
    return give_interim(
        actor=world.actor(who), enquiry_id=enquiry.pk, interim=Interim(kind, on, words), key=key or uuid4(), now=NOW
    )


def test_the_clock_asks_for_one_of_the_three_that_the_rule_names():
    named = {kind for kind in InterimKind if kind.is_regulated}
    assert named == {InterimKind.INFECTIONS, InterimKind.INFECTION_CARE, InterimKind.PREGNANCY}
    assert len({kind.label for kind in InterimKind}) == len(InterimKind)


@pytest.mark.parametrize(
    ("interim", "told"),
    [
        (Interim(InterimKind.OTHER, TODAY, " "), "It isn't said what."),
        (Interim(InterimKind.CONTACT, TODAY + DAY), "before they asked for help, or still to come"),
        (Interim(InterimKind.CONTACT, TODAY - 3 * DAY), "before they asked for help, or still to come"),
        (Interim(InterimKind.CONTACT, TODAY, "x" * 2001), "longer than 2000"),
        (Interim(InterimKind.CONTACT, TODAY, "a\0b"), "isn't text"),
    ],
)
def test_what_is_wrong_is_said(interim, told):
    with pytest.raises(Refused, match=told):
        check_interim(interim, asked_on=TODAY - 2 * DAY, today=TODAY)


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(Refused) as caught:
        check_interim(Interim(InterimKind.OTHER, date(2020, 1, 1)), asked_on=TODAY, today=TODAY)
    assert [one.where for one in caught.value.refusals] == ["given_on", "words"]


@pytest.mark.parametrize("who", EVERYBODY)
def test_desk_and_clinicians_of_the_site_record_it_and_nobody_else(world, who):
    enquiry = receive(world)
    if who in ("admissions", "director", "supervisor"):
        assert give(world, enquiry, who=who).given_by == world.staff[who]
        return
    # clinicians see the enquiries of the people that they care for
    with pytest.raises((NotAllowed, NotFound)):
        give(world, enquiry, who=who)
    assert not InterimService.objects.exists()


def test_what_is_sent_twice_is_there_once_and_what_differs_is_told_so(world):
    enquiry, key = receive(world), uuid4()
    assert give(world, enquiry, key=key) == give(world, enquiry, key=key)
    assert Entry.objects.filter(verb="interim.given", subject_id=str(enquiry.pk)).count() == 1
    with pytest.raises(Refused, match="with other words"):
        give(world, enquiry, InterimKind.CONTACT, key=key)
    with pytest.raises(Refused, match="with other words"):
        give(world, receive(world), key=key)


def test_the_latest_stands_first_on_the_page_of_the_enquiry(world):
    enquiry = receive(world, now=NOW - 3 * DAY)
    for on in (TODAY - DAY, TODAY):
        give(world, enquiry, InterimKind.CONTACT, on=on)
    sheet = get_handover(world.actor("admissions"), enquiry.pk)
    assert [one.given_on for one in sheet.interims] == [TODAY, TODAY - DAY]
