"""A made-up program: told twice the same, whole or not at all, and never beside a real one."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.db import transaction

from stepwell.domain.admissions.models import Episode, Placement
from stepwell.domain.availability.models import WorkingTimes
from stepwell.domain.meals.models import Diet
from stepwell.domain.people.actions import open_site
from stepwell.domain.people.models import Client, Site
from stepwell.domain.planreview.models import PlanSignature, PlanVersion
from stepwell.domain.prevention.models import OutsideMeeting, SkillUse
from stepwell.domain.team.models import MeetingDay
from stepwell.domain.week.models import Note, Series, Session, Status
from stepwell.kernel.actor import system
from stepwell.kernel.errors import Refused
from stepwell.platform.keyring.cipher import decrypt
from stepwell.platform.keyring.field import EncryptedTextField
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import verify
from stepwell.simulate.copying.base import read_base
from stepwell.simulate.copying.copies import sites_to_copy
from stepwell.simulate.copying.ledger import UUIDS
from stepwell.simulate.copying.shape import Way
from stepwell.simulate.program import Plan, check_plan, make_site, sites_made

PLAN = Plan(seed=7, sites=1, clients=6, months=1, today=date(2026, 11, 20))


def digest():
    """Everything that was told, without what the database numbers by itself: ids, and the hashes over them. Words under
    the keyring count as they read: each time they are another token.

    Accounts are left out, whose passwords are salted, and so are the chains of Stepwell's own parts, which sites share.
    """
    base = read_base(sites_to_copy())
    lines = []
    for table in base.tables:
        kept = [place for place, column in enumerate(table.columns) if column.way in (Way.KEPT, Way.MADE_UP)]
        rows = base.rows[table.label] if table.label != "accounts.User" else []
        sealed = {
            table.place(one.column) for one in table.model._meta.concrete_fields if isinstance(one, EncryptedTextField)
        }
        lines += sorted(
            f"{table.label}: {[decrypt(row[one]) if one in sealed and row[one] else row[one] for one in kept]}"
            for row in rows
        )
    for entries in base.entries.values():
        chain = [(str(one.at), one.actor_name, one.verb, one.subject_type) for one in entries]
        lines.append(str(chain))
    return sha256(UUIDS.sub("-", "\n".join(sorted(lines))).encode()).hexdigest(), len(lines)


def told_once(plan):
    with transaction.atomic():
        make_site(plan, 0, lambda: None)
        said = digest()
        transaction.set_rollback(True)
    return said


def test_the_same_plan_is_the_same_program_and_another_seed_another(nobody):
    plan = replace(PLAN, clients=3)
    first = told_once(plan)
    assert first[1] > 300
    assert told_once(plan) == first
    assert told_once(replace(plan, seed=8, clients=1)) != first


def test_what_is_told_is_a_living_program(told):
    site = Site.objects.get(pk=sites_to_copy()[0])
    assert Client.objects.filter(site=site).count() == PLAN.clients
    stays = Episode.objects.filter(track__site=site)
    assert stays.exists()
    for stay in stays.filter(ended_on__isnull=False):
        assert stay.end_reason
    assert {*Placement.objects.filter(enquiry__site=site).values_list("edition", flat=True)} == {"asam-3"}
    held = Session.objects.filter(site=site, on__lt=PLAN.today, bookings__canceled_at__isnull=True)
    assert held.exists()
    assert not held.filter(bookings__status=Status.BOOKED, bookings__canceled_at__isnull=True).exists()
    notes = Note.objects.filter(booking__session__site=site)
    assert notes.filter(signed_at__isnull=False).count() > 5
    for session in held.distinct():
        words = list(notes.filter(booking__session=session).values_list("response", flat=True))
        assert len(words) == len(set(words))
        assert session.bookings.filter(canceled_at__isnull=True).count() <= session.series.capacity
    planned = stays.filter(problems__isnull=False).distinct()
    signed = PlanVersion.objects.filter(client__site=site)
    assert signed.values("episode").distinct().count() > planned.count() / 2
    assert PlanSignature.objects.filter(version__in=signed, party="client").exists()
    for made in (SkillUse, OutsideMeeting):
        assert made.objects.filter(client__site=site).exists()
    leads = set(Series.objects.filter(site=site).values_list("leader_id", flat=True))
    assert leads <= set(WorkingTimes.objects.filter(site=site).values_list("staff_id", flat=True))
    assert Diet.objects.filter(client__site=site).exists()
    assert MeetingDay.objects.filter(site=site).exists()
    assert verify().faults == ()
    assert sites_made(told) == 1


def test_every_second_site_is_rated_in_the_fourth_edition(nobody):
    plan = replace(PLAN, sites=2)
    make_site(plan, 1, lambda: None)
    site = Site.objects.get(pk=sites_to_copy()[0])
    assert site.admissions_protocol.edition == "asam-4"
    decided = Placement.objects.filter(enquiry__site=site)
    assert {(one.edition, one.chosen_level, one.decided_at is not None) for one in decided} == {("asam-4", "2.1", True)}
    assert Episode.objects.filter(track__site=site).exists()


def test_a_site_that_is_broken_off_is_not_there(nobody):
    def stop():
        raise KeyboardInterrupt

    before = Client.objects.count(), Site.objects.count(), Entry.objects.count()
    with pytest.raises(KeyboardInterrupt):
        make_site(PLAN, 0, stop)
    assert (Client.objects.count(), Site.objects.count(), Entry.objects.count()) == before
    assert sites_made(PLAN) == 0


def test_another_plan_does_not_go_on_where_this_one_stopped(told):
    with pytest.raises(Refused, match="another made-up program"):
        sites_made(Plan(seed=8, sites=1, clients=6, months=1, today=PLAN.today))


def test_a_real_program_is_not_touched(db):
    open_site(actor=system("setup"), name="A real place", zone="America/Denver")
    with pytest.raises(Refused, match="holds a real program"):
        sites_made(PLAN)


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ({"sites": 0}, "a site, a client at each, and a month"),
        ({"clients": 1, "sites": 2}, "a site, a client at each, and a month"),
        ({"months": 0}, "a site, a client at each, and a month"),
        ({"months": 25}, "at most 24 months"),
        ({"clients": 5000}, "at most 400 people"),
    ],
)
def test_what_can_not_be_told_is_refused(numbers, why):
    said = {"seed": 1, "sites": 1, "clients": 10, "months": 6, "today": PLAN.today} | numbers
    with pytest.raises(Refused, match=why):
        check_plan(Plan(**said))


def test_clients_are_spread_over_the_sites():
    plan = Plan(seed=1, sites=3, clients=10, months=6, today=PLAN.today)
    assert [plan.clients_of(site) for site in range(3)] == [4, 3, 3]
    assert plan.days == 183
