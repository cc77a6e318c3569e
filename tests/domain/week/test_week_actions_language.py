"""A group that is held in a language: who joins is asked about it, and who starts in the track goes where theirs is."""

from datetime import date, time

import pytest
from tests.cast import NOW
from tests.clinic import FIRST_ON, admit_one, make_clinic
from tests.domain.week.test_week_actions_regroup import split
from tests.domain.week.test_week_actions_series import another

from stepwell.domain.people.models import Client
from stepwell.domain.week.actions import enroll, merge_series, say_language
from stepwell.domain.week.models import Enrollment
from stepwell.domain.week.queries.stays import open_series
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry


def held_in(clinic, language, series=None, who="director"):
    series = series or clinic.series
    return say_language(actor=clinic.world.actor(who), series_id=series.pk, language=language)


def prefers(client, language):
    Client.objects.filter(pk=client.pk).update(language=language)


def join(clinic, series, person=0, **more):
    asked = {"series": series, "client": clinic.clients[person], "episode": clinic.episodes[person]}
    return enroll(actor=clinic.world.actor("director"), joined_on=date(2026, 10, 12), now=NOW, **asked, **more)


@pytest.fixture
def clinic(world):
    return make_clinic(world, people=2)


@pytest.fixture
def morning(clinic):
    series = another(clinic, starts_at_time=time(9), weeks=None)
    held_in(clinic, "Spanish", series)
    return series


def test_who_prefers_another_language_joins_with_a_reason_only(clinic, morning):
    prefers(clinic.clients[0], "English")
    with pytest.raises(Refused, match=r"held in Spanish\. Their record says English") as refused:
        join(clinic, morning)
    assert refused.value.refusals[0].where == "despite"
    assert join(clinic, morning, despite="Speaks both.").despite == "Speaks both."


@pytest.mark.parametrize("language", ["", "es-MX", "Español"])
def test_who_speaks_it_or_hasnt_said_is_asked_nothing(clinic, morning, language):
    prefers(clinic.clients[0], language)
    assert join(clinic, morning).despite == ""


def test_who_belongs_stays_and_is_asked_nothing_again_when_the_group_is_split(clinic):
    goes = clinic.clients[0]
    prefers(goes, "English")
    held_in(clinic, "Spanish")
    assert Enrollment.objects.filter(client=goes, left_on=None).count() == 1
    done = split(clinic, [goes])
    assert done.into.language == "Spanish"
    assert Enrollment.objects.filter(client=goes, series=done.into).exists()


def test_two_groups_in_two_languages_are_merged_with_a_reason_only(clinic, morning):
    prefers(clinic.clients[0], "English")
    prefers(clinic.clients[1], "Spanish")
    asked = {"series_id": clinic.series.pk, "into_id": morning.pk, "from_on": date(2026, 10, 12), "now": NOW}
    with pytest.raises(Refused, match="held in Spanish"):
        merge_series(actor=clinic.world.actor("director"), **asked)
    merge_series(actor=clinic.world.actor("director"), despite="Everybody follows it.", **asked)
    assert Enrollment.objects.filter(series=morning, left_on=None).count() == 2


def test_who_starts_goes_to_the_groups_of_the_track_in_their_language(clinic):
    """Also where both meet at the same time; and to all of them where none is in theirs."""
    actor = clinic.world.actor("director")
    other = another(clinic, weekdays=clinic.series.weekdays, weeks=None, first_on=FIRST_ON)
    held_in(clinic, "Spanish", other)
    held_in(clinic, "English")
    for language, groups in (("Spanish", {other}), ("English", {clinic.series}), ("", {clinic.series})):
        assert set(open_series(actor, clinic.track, FIRST_ON, language)) == groups
    held_in(clinic, "Spanish")
    assert len(open_series(actor, clinic.track, FIRST_ON, "Hmong")) == 1
    assert admit_one(clinic, 5).client.bookings.exists()


def test_only_who_plans_the_week_says_it_and_the_same_again_is_nothing(clinic):
    for who in ("counselor", "front desk"):
        with pytest.raises((NotAllowed, NotFound)):
            held_in(clinic, "Spanish", who=who)
    with pytest.raises(Refused, match="too long"):
        held_in(clinic, "x" * 41)
    held_in(clinic, "Spanish")
    held_in(clinic, " Spanish ")
    assert Entry.objects.filter(verb="series.language_said", subject_id=str(clinic.series.pk)).count() == 1
