"""The program's words: a draft that nobody outside sees, published by who may, and never overwritten unread."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import EVERYBODY, NOW, TODAY

from stepwell.domain.outreach.actions import Content, bring_back_words, publish_words, save_words
from stepwell.domain.outreach.models import Edition
from stepwell.domain.outreach.queries import desk, find_edition, public_editions, public_rates, sites_to_edit
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

CONTENT = Content(about="A small house.", rate_day=25_000, rates_from=TODAY)
LATER = NOW + timedelta(hours=1)


def save(world, content=CONTENT, revision=0, who="director", site=None):
    given = {"site_id": (site or world.site).pk, "content": content, "revision": revision, "now": NOW}
    return save_words(actor=world.actor(who), **given)


def publish(world, revision, who="director"):
    return publish_words(actor=world.actor(who), site_id=world.site.pk, revision=revision, now=NOW)


def bring_back(world, number, revision, who="director"):
    given = {"site_id": world.site.pk, "number": number, "revision": revision, "now": NOW}
    return bring_back_words(actor=world.actor(who), **given)


def test_a_draft_is_seen_by_nobody_outside_until_it_is_published(world):
    draft = save(world)
    assert (public_editions(), public_rates(NOW)) == ([], [])
    published = publish(world, draft.revision)
    assert public_editions() == [published]
    assert [(site, rates.day) for site, rates in public_rates(NOW)] == [(world.site, 25_000)]


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_a_director_edits_publishes_and_goes_back(world, who):
    if who == "director":
        assert sites_to_edit(world.actor(who)) == [world.site]
        return
    made = publish(world, save(world).revision)
    actor = world.actor(who)
    for act in (
        lambda: save(world, revision=2, who=who),
        lambda: publish(world, 2, who),
        lambda: bring_back(world, made.number, 2, who),
        lambda: desk(actor, world.site.pk),
        lambda: find_edition(actor, world.site.pk, made.number),
        lambda: sites_to_edit(actor),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()


def test_another_sites_words_are_not_there(world):
    with pytest.raises(NotFound):
        save(world, site=world.other_site)
    with pytest.raises(NotFound):
        desk(world.actor("director"), world.other_site.pk)


def test_a_stale_save_is_refused_with_who_and_when_also_after_publishing(world):
    draft = save(world)
    with pytest.raises(Refused, match="saved this meanwhile") as refused:
        save(world, replace(CONTENT, about="Other."), revision=0)
    assert world.actor("director").name in str(refused.value)
    publish(world, draft.revision)
    for stale in (0, draft.revision):
        with pytest.raises(Refused, match="published this meanwhile"):
            save(world, revision=stale)
    with pytest.raises(Refused, match="There is no draft to publish"):
        publish(world, draft.revision + 1)


def test_earlier_editions_stay_and_can_be_gone_back_to(world):
    first = publish(world, save(world).revision)
    second = publish(world, save(world, replace(CONTENT, about="A large house."), revision=2).revision)
    assert [one.number for one in desk(world.actor("director"), world.site.pk).published] == [2, 1]
    draft = bring_back(world, first.number, second.revision)
    assert (draft.number, draft.about, draft.published_at) == (3, "A small house.", None)
    assert public_editions()[0].about == "A large house."
    again = bring_back(world, second.number, draft.revision)
    assert (again.pk, again.about) == (draft.pk, "A large house.")
    with pytest.raises(NotFound):
        bring_back(world, 9, again.revision)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"about": "x" * 3001}, "about"),
        ({"reach": "a\0"}, "reach"),
        ({"rate_day": 0}, "rate_day"),
        ({"rate_day": 10_000_001}, "rate_day"),
        ({"rate_day": None}, "rate_day"),
        ({"rates_from": None}, "rates_from"),
    ],
)
def test_what_cant_be_kept_is_said_at_its_field(world, change, where):
    with pytest.raises(Refused) as refused:
        save(world, replace(CONTENT, **change))
    assert where in [one.where for one in refused.value.refusals]
    assert not Edition.objects.exists()


def test_the_ledger_says_who_published_and_none_of_the_words(world):
    made = publish(world, save(world).revision)
    said = [vars(one) for one in Entry.objects.filter(subject_type="edition", subject_id=str(made.pk))]
    assert [one["verb"] for one in said] == ["public_words.saved", "public_words.published"]
    assert "house" not in str(said)


def test_rates_of_tomorrow_leave_those_of_today_standing(world):
    publish(world, save(world).revision)
    coming = replace(CONTENT, rate_day=30_000, rates_from=TODAY + timedelta(days=2))
    publish(world, save(world, coming, revision=2).revision)
    assert public_rates(NOW)[0][1].day == 25_000
    assert public_rates(NOW + timedelta(days=3))[0][1].day == 30_000


def test_reading_takes_two_statements_however_many_sites_there_are(world, django_assert_num_queries):
    publish(world, save(world).revision)
    with django_assert_num_queries(2):
        public_editions()
    with django_assert_num_queries(1):
        public_rates(NOW)
    director = world.actor("director")
    with django_assert_num_queries(2):
        desk(director, world.site.pk)
