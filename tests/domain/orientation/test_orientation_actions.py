"""The packet is written, published, read and signed: by whom, once, and kept as it was read."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import EVERYBODY, NOW, TODAY
from tests.clinic import admit_one, make_clinic
from tests.orienting import mark_of, signature_of

from stepwell.domain.admissions.models import Enquiry, Source
from stepwell.domain.orientation.actions import (
    publish_packet,
    record_signed_paper,
    save_packet,
    sign_orientation,
    sign_orientation_here,
)
from stepwell.domain.orientation.models import Orientation, Packet
from stepwell.domain.orientation.queries import last_signed, own_reading, packet_desk, packet_sites, reading_of
from stepwell.domain.worklist.models import Task
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.orientation import is_owed

DAY = timedelta(days=1)


def save(world, words=None, revision=0, who="director"):
    return save_packet(
        actor=world.actor(who), site_id=world.site.pk, words=words or {"day": "Nine."}, revision=revision, now=NOW
    )


def publish(world, revision, who="director"):
    return publish_packet(actor=world.actor(who), site_id=world.site.pk, revision=revision, now=NOW)


def sign(world, now=NOW, **change):
    return sign_orientation(actor=world.actor("client"), typed=signature_of(world, **change), now=now)


def paper(world, who="counselor", **change):
    said = {"signed_on": TODAY, "witness": "Bea Lund", "read": mark_of(world), **change}
    return record_signed_paper(actor=world.actor(who), client_id=world.client.pk, now=NOW, **said)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_director_writes_and_publishes_it_and_nobody_else(world, who):
    if who == "director":
        assert publish(world, save(world, who=who).revision, who=who).published_by == world.staff[who]
        assert packet_sites(world.actor(who)) == [world.site]
        return
    with pytest.raises((NotAllowed, NotFound)):
        save(world, who=who)
    draft = save(world)
    with pytest.raises((NotAllowed, NotFound)):
        publish(world, draft.revision, who=who)


def test_a_draft_is_read_by_no_client_until_it_is_published(world):
    before = mark_of(world)
    draft = save(world, {"day": "We begin at nine."})
    assert mark_of(world) == before
    publish(world, draft.revision)
    assert mark_of(world) != before
    assert dict(own_reading(world.actor("client"), NOW).text)["What a day is like"] == "We begin at nine."


def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(world):
    draft = save(world)
    with pytest.raises(Refused, match="saved or published this meanwhile"):
        save(world, {"day": "Ten."})
    save(world, {"day": "Ten."}, revision=draft.revision)
    with pytest.raises(Refused, match="meanwhile"):
        publish(world, draft.revision)
    assert Packet.objects.get().words == {"day": "Ten."}


def test_after_publishing_a_save_begins_the_next_edition_and_the_published_one_stays(world):
    published = publish(world, save(world).revision)
    with pytest.raises(Refused, match="no draft to publish"):
        publish(world, published.revision)
    draft = save(world, {"day": "Ten."}, revision=published.revision)
    assert (draft.number, published.number) == (2, 1)
    desk = packet_desk(world.actor("director"), world.site.pk)
    assert (desk.draft, list(desk.published), desk.current) == (draft, [published], draft)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Packet.objects.filter(pk=published.pk).update(words={})


def test_the_client_signs_on_their_phone_once_and_what_they_read_is_kept(world):
    signed = sign(world)
    assert sign(world) == signed
    assert (signed.signed_how, signed.signed_on, signed.witness) == ("phone", TODAY, "")
    publish(world, save(world).revision)
    kept = Orientation.objects.get()
    assert kept.said == signed.said
    assert own_reading(world.actor("client"), NOW).has_changed
    assert Entry.objects.filter(verb="orientation.signed", client_id=world.client.pk).count() == 1
    for change in (lambda: Orientation.objects.update(signed_as="X"), lambda: Orientation.objects.all().delete()):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"agrees": False}, "haven't said yet that you agree"),
        ({"name": "Bo Lind"}, "isn't your name"),
        ({"read": "old"}, "words have changed"),
    ],
)
def test_what_is_no_signature_is_refused(world, change, told):
    with pytest.raises(Refused, match=told):
        sign(world, **change)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_team_and_the_desk_go_through_it_with_a_client_and_nobody_else(world, who):
    # a peer, a nurse and a case manager go through it with the clients they care for; this one isn't theirs
    able = ("counselor", "director", "supervisor", "admissions")
    actor = world.actor(who)
    if who in able:
        signed = sign_orientation_here(actor=actor, client_id=world.client.pk, typed=signature_of(world), now=NOW)
        assert (signed.signed_how, signed.witness, signed.recorded_by) == ("room", actor.name, world.staff[who])
        return
    with pytest.raises((NotAllowed, NotFound)):
        reading_of(actor, world.client.pk, NOW)


def test_who_comes_back_signs_again(world):
    sign(world, now=NOW - 30 * DAY)
    Enquiry.objects.create(site=world.site, client=world.client, source=Source.PHONE, received_at=NOW)
    assert is_owed(world.client, last_signed(world.actor("client"), world.client))
    signed = sign(world)
    assert Orientation.objects.count() == 2
    assert not is_owed(world.client, signed)


def test_a_signed_paper_has_a_witness_and_a_day_that_has_come(world):
    with pytest.raises(Refused, match="later than today"):
        paper(world, signed_on=TODAY + DAY)
    with pytest.raises(Refused, match="who saw it signed"):
        paper(world, witness=" ")
    signed = paper(world, signed_on=TODAY - DAY)
    assert (signed.signed_how, signed.signed_on, signed.witness) == ("paper", TODAY - DAY, "Bea Lund")
    assert last_signed(world.actor("counselor"), world.client) == signed


def test_who_starts_without_having_signed_is_work_for_the_case_manager_until_they_sign(world):
    clinic = make_clinic(world, people=0)
    client = admit_one(clinic).client
    task = Task.objects.get(kind="orientation.sign", subject_id=str(client.pk))
    assert (task.owner, task.done_at) == (world.staff["case manager"], None)
    reading = reading_of(world.actor("case manager"), client.pk, NOW)
    typed = signature_of(world, name=f"{client.given_names} {client.family_name}", read=reading.read)
    sign_orientation_here(actor=world.actor("case manager"), client_id=client.pk, typed=typed, now=NOW)
    task.refresh_from_db()
    assert task.done_at == NOW
