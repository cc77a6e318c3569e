"""Setting up what a program offers: once, by the director, with a warning where a week is short."""

import pytest

from stepwell.domain.catalog.actions import add_day_template, add_place, add_service, open_track
from stepwell.domain.catalog.queries import open_tracks, segments_of
from stepwell.domain.catalog.rules import DEFAULT_DAY, Segment
from stepwell.kernel.actor import system
from stepwell.kernel.errors import NotAllowed, Refused

NOT_THEM = ["counselor", "colleague", "elsewhere", "client", "stranger", "admissions", "supervisor", "case manager"]


def a_track(world, **said):
    director = world.actor("director")
    template = add_day_template(actor=director, site=world.site, name="Evening")
    given = {
        "name": "Evening IOP",
        "level_code": "2.1",
        "standard_code": "asam-2.1-adult",
        "template": template,
        "days_a_week": 3,
        "weeks": 12,
    }
    return open_track(actor=director, site=world.site, **{**given, **said})


def test_a_template_keeps_its_segments_in_order(world):
    template = add_day_template(actor=world.actor("director"), site=world.site, name="Evening")
    assert segments_of(template) == DEFAULT_DAY


def test_a_track_prescribes_the_clinical_time_of_its_days(world):
    opened = a_track(world)
    assert opened.track.prescribed_weekly_minutes == 3 * 180
    assert opened.warning is None
    assert [track.name for track in open_tracks(world.actor("counselor"), world.site)] == ["Evening IOP"]


def test_a_week_under_the_standard_is_opened_and_warned_about(world):
    warning = a_track(world, days_a_week=2).warning
    assert warning is not None
    assert warning.missing_minutes == 180
    assert warning.words == "6 h a week is under the 9 h of ASAM 2.1, adult."


def test_the_same_thing_twice_is_once(world):
    assert a_track(world).track == a_track(world).track
    setup = system("setup")
    assert add_place(actor=setup, site=world.site, name="Room 2") == add_place(
        actor=setup, site=world.site, name=" Room 2 "
    )


def test_another_thing_of_the_same_name_is_refused(world):
    director = world.actor("director")
    a_track(world)
    with pytest.raises(Refused, match="it differs"):
        a_track(world, weeks=8)
    add_place(actor=director, site=world.site, name="Room 2", seats=10)
    with pytest.raises(Refused, match="10 seats"):
        add_place(actor=director, site=world.site, name="Room 2", seats=12)
    with pytest.raises(Refused, match="day of this name"):
        add_day_template(
            actor=director, site=world.site, name="Evening", segments=(Segment("Group", 60, clinical=True),)
        )


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"level_code": " "}, "level_code"),
        ({"days_a_week": 8}, "days_a_week"),
        ({"weeks": 0}, "weeks"),
        ({"standard_code": "none"}, "standard_code"),
        ({"name": ""}, "name"),
    ],
)
def test_what_a_track_lacks_is_named(world, said, where):
    with pytest.raises(Refused) as refused:
        a_track(world, **said)
    assert refused.value.refusals[0].where == where


def test_a_day_of_breaks_alone_is_refused(world):
    with pytest.raises(Refused, match="clinical"):
        add_day_template(
            actor=world.actor("director"),
            site=world.site,
            name="Rest",
            segments=(Segment("Break", 30, clinical=False),),
        )


@pytest.mark.parametrize("who", NOT_THEM)
def test_nobody_but_the_director_sets_up_the_catalog(world, who):
    with pytest.raises(NotAllowed):
        add_service(actor=world.actor(who), site=world.site, name="Skills")


def test_the_director_of_one_site_sets_up_no_other(world):
    with pytest.raises(NotAllowed):
        add_service(actor=world.actor("director"), site=world.other_site, name="Skills")
