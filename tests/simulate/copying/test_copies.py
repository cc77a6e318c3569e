"""Copies: every table and chain, with every constraint on, and nothing of the first is changed."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models
from tests.exchange import signed

from stepwell.domain.admissions.models import Episode
from stepwell.domain.consent import actions as consent
from stepwell.domain.consent.models import Consent, Recipient
from stepwell.domain.consent.queries.disclosure import Ask, disclose_all
from stepwell.domain.consent.rules import Purpose, RecipientKind, digest_of
from stepwell.domain.measures.models import Administration
from stepwell.domain.people.models import Client, Site, Staff
from stepwell.domain.people.queries import load_actor
from stepwell.domain.planreview.models import PlanSignature, PlanVersion
from stepwell.domain.planreview.rules.snapshot import mark_of, of_stored
from stepwell.domain.week.models import Booking, Note
from stepwell.domain.worklist.models import Task
from stepwell.kernel import clock
from stepwell.kernel.errors import Refused
from stepwell.platform.accounts.models import User
from stepwell.platform.ledger.models import Entry
from stepwell.platform.ledger.verify import verify
from stepwell.simulate.copying import people, shape
from stepwell.simulate.copying.base import read_base
from stepwell.simulate.copying.copies import copies_made, make_copy, sites_to_copy
from stepwell.simulate.steps import call
from stepwell.simulate.world import Scene
from stepwell.workflows.timeline import Asked, timeline_of


@pytest.fixture
def copied(told):
    """The base, and two copies of it."""
    base = read_base(sites_to_copy())
    for number in (1, 2):
        make_copy(base, number, "7")
    return base


def every_table_is_there_thrice_and_the_ledger_is_whole(copied):
    for table in copied.tables:
        there = len(read_rows(table))
        assert there >= 3 * len(copied.rows[table.label]), table.label
    assert sum(map(len, copied.entries.values())) > 300
    assert verify().faults == ()
    assert copies_made() == {1, 2}


def test_consents_are_copied_with_who_may_receive_and_a_token_is_not(told):
    site = Site.objects.get(pk=sites_to_copy()[0])
    director = load_actor(User.objects.filter(staff__posts__role="director", staff__posts__site=site)[0].pk)
    client = Client.objects.filter(site=site).order_by("pk")[0]
    now = clock.now()
    # by the site's own day: where it is evening in Denver it is tomorrow in UTC
    today = clock.day_at(now, ZoneInfo(site.zone))
    to = consent.add_recipient(actor=director, site=site, name="Blue Mesa", kind=RecipientKind.PLAN, now=now)
    to_token = {"purpose": Purpose.PAYMENT, "scopes": ["patient.read"], "expires_on": today + timedelta(days=9)}
    _, secret = consent.issue_token(actor=director, recipient_id=to.pk, label="Claims", now=now, **to_token)
    consent.record_consent(
        actor=director, client_id=client.pk, signed=signed(to, starts_on=today, signed_on=today), now=now
    )
    disclose_all([Ask(digest_of(secret), client.pk, now)])
    assert Entry.objects.filter(verb="patient.disclosed").count() == 1
    make_copy(read_base(sites_to_copy()), 1, "7")
    assert [one.recipient.name for one in Consent.objects.all()] == ["Blue Mesa", "Blue Mesa"]
    assert Recipient.objects.values("site").distinct().count() == 2
    assert Entry.objects.filter(verb="consent.recorded").count() == 2
    assert Entry.objects.filter(subject_type="token").count() == 1
    assert Entry.objects.filter(verb="patient.disclosed").count() == 1
    assert verify().faults == ()


def every_constraint_holds(copied):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c"
            " WHERE c.contype IN ('f', 'c') AND NOT c.convalidated"
        )
        assert cursor.fetchall() == []
    for table in copied.tables:
        for field in table.model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                lost = table.model._base_manager.filter(**{f"{field.name}__isnull": False})
                target = field.related_model._base_manager.values("pk")
                assert not lost.exclude(**{f"{field.attname}__in": target}).exists(), f"{table.label}.{field.name}"


def a_copy_refers_to_itself_alone(copied):
    sites = sites_to_copy()
    others = Site.objects.filter(is_simulated=True, pk__gt=max(sites)).values("pk")
    for booking in Booking.objects.filter(session__site__in=others).select_related("client", "session__leader"):
        assert booking.client.site_id == booking.session.site_id
        assert booking.session.leader.posts.get().site_id == booking.session.site_id
    for task in Task.objects.filter(site__in=others, kind="plan.write"):
        assert Episode.objects.get(pk=task.subject_id).client_id == task.client_id
    for entry in Entry.objects.filter(verb="note.signed", actor_key__startswith="account:"):
        signed = Note.objects.get(pk=entry.subject_id)
        assert signed.booking.client_id == entry.client_id
        assert f"account:{signed.signed_by.account_id}" == entry.actor_key
        assert signed.signed_as.startswith(entry.actor_name)
    for sheet in Administration.objects.filter(client__site__in=others):
        assert set(sheet.answered_by.values()) <= {sheet.rater_id}


def a_signed_plan_says_what_stands_in_its_own_chart(copied):
    others = Site.objects.filter(is_simulated=True, pk__gt=max(sites_to_copy())).values("pk")
    versions = PlanVersion.objects.filter(client__site__in=others).select_related("signed_by", "client")
    assert versions
    for version in versions:
        said = of_stored(version.said)
        theirs = {str(pk) for pk in version.episode.problems.values_list("pk", flat=True)}
        assert (version.mark, {one.id for one in said.concerns}) == (mark_of(said), theirs)
        assert version.signed_as.startswith(version.signed_by.name)
        assert {step.owner for step in said.steps} == {version.signed_by.name}
    for one in PlanSignature.objects.filter(version__in=versions, party="client", refused_why=""):
        assert one.signed_as == f"{one.version.client.given_names} {one.version.client.family_name}"


def everybody_is_somebody_else(copied):
    names = {
        site: set() for site in (*sites_to_copy(), *Site.objects.filter(is_simulated=True).values_list("pk", flat=True))
    }
    for client in Client.objects.filter(site__in=names):
        names[client.site_id].add(client.name)
    first, *others = sites_to_copy() + [pk for pk in names if pk > max(sites_to_copy())]
    assert len(others) == 2
    for other in others:
        assert names[other]
        assert not names[other] & names[first]
    emails = list(User.objects.values_list("email", flat=True))
    assert len(emails) == len(set(emails))
    assert Staff.objects.filter(posts__site=others[0]).count() == Staff.objects.filter(posts__site=first).count()


def work_goes_on_in_a_copy(copied):
    site = Site.objects.order_by("-pk")[0]
    staff = Staff.objects.get(posts__site=site, posts__role="admissions")
    now = Entry.objects.latest("at").at
    scene = Scene(site, now, now.date())
    details = {"family_name": "Lund", "given_names": "Casey"}
    enquiry = call(scene, load_actor(staff.account_id), details, now, scene.key("late"))
    assert enquiry.site_id == site.pk
    assert verify().faults == ()


def test_a_copy_is_whole_is_somebody_elses_and_goes_on(copied, subtests):
    """Making the base and two copies takes its time: it is done once for all that is read of them."""
    for check in (
        every_table_is_there_thrice_and_the_ledger_is_whole,
        a_copy_refers_to_itself_alone,
        a_signed_plan_says_what_stands_in_its_own_chart,
        everybody_is_somebody_else,
        every_constraint_holds,
        work_goes_on_in_a_copy,
    ):
        with subtests.test(check.__name__):
            check(copied)


def test_nobody_of_a_copy_is_called_like_somebody_of_the_base_by_chance(told, monkeypatch):
    """Where few names are left to draw from, those of the base are drawn again until they are others."""
    taken = {(one.given_names, one.family_name) for one in Client.objects.filter(site__in=sites_to_copy())}
    before = [*Client.objects.values_list("pk", flat=True)]
    given = [*sorted({given for given, _ in taken}), "Yarrow"]
    family = [*sorted({family for _, family in taken}), "Zephyr"]
    monkeypatch.setattr(people, "GIVEN", (given, given, given))
    monkeypatch.setattr(people, "FAMILY", family)
    make_copy(read_base(sites_to_copy()), 1, "7")
    copied = Client.objects.exclude(pk__in=before).values_list("given_names", "family_name")
    assert copied
    assert taken.isdisjoint(copied)


def test_who_is_called_as_somebody_else_was_before_is_not_renamed_twice():
    those = [people.Renamed("Ana Ruiz", "Tess Brandt", "Ana", "Tess"), people.Renamed("Tess Brandt", "Lee Ash", "", "")]
    assert people._renamed("Ana Ruiz", those) == "Tess Brandt"
    assert people._renamed('"owner": "Tess Brandt"', those, '"owner": "{}"') == '"owner": "Lee Ash"'
    assert people._renamed("Tess Brandt, LAC", []) == "Tess Brandt, LAC"


def test_what_somebody_looked_at_of_a_timeline_is_copied_as_it_stands(told):
    site = Site.objects.get(pk=sites_to_copy()[0])
    director = load_actor(User.objects.filter(staff__posts__role="director", staff__posts__site=site)[0].pk)
    timeline_of(director, Client.objects.filter(site=site).order_by("pk")[0], Asked(), now=clock.now(), most=5)
    looked = Entry.objects.filter(verb="timeline.read", subject_type="kinds")
    before = [*looked.values_list("subject_id", flat=True)]
    make_copy(read_base(sites_to_copy()), 1, "7")
    assert sorted(looked.values_list("subject_id", flat=True)) == sorted(before * 2)
    assert verify().faults == ()


def test_a_column_that_nobody_has_spoken_of_is_refused(monkeypatch):
    monkeypatch.delitem(shape.TOLD, "worklist.Task.subject_id")
    with pytest.raises(Refused, match=r"doesn't know what becomes of worklist\.Task\.subject_id"):
        shape.tables()


def test_a_table_that_hangs_on_no_site_is_refused(monkeypatch):
    monkeypatch.delitem(shape.PATHS, "accounts.User")
    with pytest.raises(Refused, match=r"which site a row of accounts\.User"):
        shape.tables()


def test_every_model_is_copied_or_left_out():
    assert {table.label for table in shape.tables()} >= {"people.Client", "week.Note", "safety.SafetyEvent"}


def read_rows(table):
    return list(table.model._base_manager.values_list("pk", flat=True))
