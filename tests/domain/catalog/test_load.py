"""What somebody takes on, and which kinds of hours they may lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW

from stepwell.domain.catalog.rules.load import Load, check_load, languages_from, may_lead
from stepwell.kernel.errors import NotAllowed, NotFound, Refused

DBT = "Training in DBT skills"


@pytest.mark.parametrize(
    ("needed", "letters", "load", "may"),
    [
        ("", "LAC", Load(), True),
        ("", " ", Load(), False),
        (DBT, "LAC", Load(), False),
        (DBT, "LAC", Load(credentials=frozenset({"training in  DBT skills"})), True),
        ("LCSW or LPC", "LPC, LAC", Load(), True),
        ("LCSW / LPC", "LAC", Load(), False),
        ("LAC", "LACE", Load(), False),
    ],
)
def test_who_may_lead_has_what_the_service_asks_for(needed, letters, load, may):
    assert may_lead(needed, letters, load) is may


def test_odd_limits_and_credentials_nobody_asks_for_are_refused_at_once():
    with pytest.raises(Refused) as refused:
        check_load(Load(0, 501, frozenset({"a hat"}), ("x" * 41,)), [DBT])
    assert [one.where for one in refused.value.refusals] == ["weekly_hours", "caseload", "credentials", "languages"]
    check_load(Load(24 * 60, 0, frozenset({DBT})), [DBT])
    check_load(Load(), [])


def test_languages_stand_between_commas_each_once_as_it_was_written_first():
    assert languages_from(" Spanish,  Hmong;español, ,\nSomali") == ("Spanish", "Hmong", "Somali")
    assert languages_from(" , ") == ()


@given(st.sets(st.sampled_from(["LAC", "LCSW", "LPC", "RN"])), st.sampled_from(["LAC", "LCSW or RN"]))
def test_one_more_credential_never_takes_a_group_away(letters, needed):
    assert may_lead(needed, ", ".join(letters), Load()) <= may_lead(needed, ", ".join({*letters, "RN"}), Load())


@pytest.mark.django_db
def test_a_director_says_it_once_for_their_own_site(world):
    from stepwell.domain.catalog.actions import add_service, say_load
    from stepwell.domain.catalog.queries import credentials_asked, loads_at

    director, colleague = world.actor("director"), world.staff["colleague"]
    add_service(actor=director, site=world.site, name="DBT skills", credential=DBT)
    assert credentials_asked(world.site) == [DBT]
    load = Load(20 * 60, 12, frozenset({DBT}))
    said = {"site": world.site, "staff_id": colleague.pk, "load": load}
    assert say_load(actor=director, **said).pk == say_load(actor=director, **said).pk
    assert loads_at(world.site) == {colleague.pk: load}
    for who in ("supervisor", "counselor", "elsewhere"):
        with pytest.raises((NotAllowed, NotFound)):
            say_load(actor=world.actor(who), **said)
    with pytest.raises(NotFound):
        say_load(actor=director, **{**said, "staff_id": world.staff["elsewhere"].pk})


@pytest.mark.django_db
def test_who_lacks_what_a_group_asks_for_leads_it_neither_once_nor_for_good(world):
    from tests.clinic import make_clinic

    from stepwell.domain.catalog.actions import say_load
    from stepwell.domain.week.actions import change_sessions, foresee_change, lead_session, start_series
    from stepwell.domain.week.rules.phases import Change, Scope

    clinic = make_clinic(world, people=0)
    clinic.service.credential = DBT
    clinic.service.save()
    director, colleague = world.actor("director"), world.staff["colleague"]
    ahead, now = clinic.sessions[4], {"actor": director, "now": NOW}
    change = {"session_id": ahead.pk, "scope": Scope.LATER, "change": Change(leader_id=colleague.pk)}
    with pytest.raises(Refused, match=DBT):
        lead_session(session_id=ahead.pk, staff_id=colleague.pk, **now)
    assert DBT in str(foresee_change(**change, **now).refusals[0])
    started = {
        "track": clinic.track, "service": clinic.service, "template": clinic.template, "name": "Another",
        "leader": colleague, "place": clinic.other_place, "weekdays": [4],
        "starts_at_time": ahead.series.starts_at_time, "first_on": ahead.on, "weeks": 2, "capacity": 4,
    }  # fmt: skip
    with pytest.raises(Refused, match=DBT):
        start_series(**started, **now)
    say_load(actor=director, site=world.site, staff_id=colleague.pk, load=Load(credentials=frozenset({DBT})))
    assert lead_session(session_id=ahead.pk, staff_id=colleague.pk, **now).leader == colleague
    assert change_sessions(**change, **now).puts
    assert start_series(**started, **now).leader == colleague
