"""A placement in the fourth edition: drafted, decided, begun again in the other one, and what comes of it elsewhere."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.cast import EVERYBODY, NOW
from tests.clinic import make_clinic, place_one
from tests.domain.admissions.test_way_actions import begin, hold, open_work, stage

from stepwell.domain.admissions.actions.placement import confirm_placement, meet_need, save_placement
from stepwell.domain.admissions.actions.protocol import COLUMNS, set_protocol
from stepwell.domain.admissions.models import Enquiry, Placement, PlacementNeed, PlacementRating
from stepwell.domain.admissions.queries.handover import get_handover
from stepwell.domain.admissions.queries.history import placement_history
from stepwell.domain.admissions.queries.placement import placement_state
from stepwell.domain.admissions.queries.protocol import protocols
from stepwell.domain.admissions.rules.drafting import SAFE_PLACE, Draft
from stepwell.domain.admissions.rules.history import FourthRow, Row
from stepwell.domain.admissions.rules.levels import Edition
from stepwell.domain.admissions.rules.route import Route
from stepwell.domain.admissions.rules.stages import Stage
from stepwell.domain.team.actions.agenda import open_meeting
from stepwell.kernel.errors import NotAllowed, Refused
from stepwell.platform.ledger.models import Entry
from stepwell.workflows.timeline import Asked, timeline_of

LATER = NOW + timedelta(minutes=5)
FOURTH = Draft(
    edition=Edition.FOURTH,
    codes={1: "0", 2: "A, 0", 3: "A", 4: "B", 5: "A"},
    minimums={1: "any", 2: "any", 3: "1.5", 4: "2.1", 5: "1.5"},
    evidence={number: f"Seen and heard, {number}." for number in range(1, 7)},
    uses_alcohol_or_benzodiazepine=False,
    chosen_level="2.1",
)
THIRD = Draft(dict.fromkeys(range(1, 7), 2), FOURTH.evidence, False, chosen_level="2.1", reason="As I judge.")


def ratings_of(enquiry):
    return PlacementRating.objects.filter(placement__enquiry=enquiry)


@pytest.fixture
def enquiry(world):
    return Enquiry.objects.create(
        site=world.site, client=world.client, source="phone", received_at=NOW, owner=world.staff["admissions"]
    )


def save(world, enquiry, draft=FOURTH, who="supervisor", now=LATER, token=None):
    actor = world.actor(who)
    token = placement_state(actor, enquiry.pk).token if token is None else token
    return save_placement(actor=actor, enquiry_id=enquiry.pk, draft=draft, token=token, now=now)


def decide(world, enquiry, draft=FOURTH, now=LATER):
    saved = save(world, enquiry, draft, now=now)
    return confirm_placement(
        actor=world.actor("supervisor"), enquiry_id=enquiry.pk, placement_id=saved.pk, revision=saved.revision, now=now
    )


def least(**changed):
    return replace(FOURTH, minimums=FOURTH.minimums | {int(one[1:]): code for one, code in changed.items()})


def set_edition(world, edition, who="director", revision=0):
    values = dict.fromkeys(COLUMNS, 5)
    actor = world.actor(who)
    return set_protocol(actor=actor, site_id=world.site.pk, values=values, revision=revision, edition=edition, now=NOW)


def test_a_draft_keeps_what_was_typed_and_what_it_comes_to(world, enquiry):
    placement = save(world, enquiry)
    assert (placement.edition, placement.suggested_level, placement.is_stop) == ("asam-4", "2.1", False)
    assert placement_state(world.actor("supervisor"), enquiry.pk).going_on == FOURTH
    assert save(world, enquiry).revision == placement.revision  # nothing changed, nothing is written
    told = Entry.objects.filter(verb="placement.saved").latest("pk").detail
    assert (told["edition"], told["rated"]) == ("asam-4", 5)


def test_a_decision_keeps_its_edition_for_good(world, enquiry):
    decided = decide(world, enquiry)
    set_edition(world, Edition.FOURTH)
    set_edition(world, Edition.THIRD, revision=1)
    decided.refresh_from_db()
    assert (decided.edition, decided.chosen_level) == ("asam-4", "2.1")
    with pytest.raises(DatabaseError, match="decided placement"), transaction.atomic():
        PlacementRating.objects.update(minimum="3.7")


def test_no_rating_is_of_both_editions(world, enquiry):
    save(world, enquiry)
    with pytest.raises(IntegrityError, match="rating_of_one_edition"), transaction.atomic():
        ratings_of(enquiry).filter(dimension=4).update(severity=2)


def test_begun_in_the_other_edition_nothing_of_the_first_is_left(world, enquiry):
    first = save(world, enquiry, THIRD)
    second = save(world, enquiry, FOURTH)
    assert second.pk == first.pk
    assert not ratings_of(enquiry).filter(severity__isnull=False).exists()
    save(world, enquiry, FOURTH.begun_in(Edition.THIRD))
    assert not ratings_of(enquiry).exclude(codes="", minimum="", evidence="").exists()
    state = placement_state(world.actor("supervisor"), enquiry.pk)
    assert state.going_on.edition is Edition.THIRD
    assert state.going_on.uses_alcohol_or_benzodiazepine is False


def test_a_draft_of_the_other_edition_is_not_written_over_unseen(world, enquiry):
    token = placement_state(world.actor("counselor"), enquiry.pk).token
    save(world, enquiry, THIRD, who="counselor")
    with pytest.raises(Refused, match="Maya Okafor saved this draft"):
        save(world, enquiry, FOURTH, token=token)
    assert Placement.objects.get(enquiry=enquiry).edition == "asam-3"


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_director_sets_the_edition_that_placements_begin_in(world, enquiry, who):
    if who != "director":
        with pytest.raises(NotAllowed):
            set_edition(world, Edition.FOURTH, who=who)
        return
    assert placement_state(world.actor("supervisor"), enquiry.pk).going_on == Draft()
    set_edition(world, Edition.FOURTH)
    assert protocols(world.actor("supervisor"), [world.site.pk])[world.site.pk].edition is Edition.FOURTH
    assert placement_state(world.actor("supervisor"), enquiry.pk).going_on == Draft(edition=Edition.FOURTH)
    assert set_edition(world, Edition.FOURTH, revision=1).revision == 1
    save(world, enquiry, THIRD)  # one that is there goes on in its own
    assert placement_state(world.actor("supervisor"), enquiry.pk).going_on.edition is Edition.THIRD


def test_somebody_who_is_placed_at_2_1_in_it_starts_here(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    decide(world, enquiry)
    hold(world, enquiry, clinic)
    episode = begin(world, enquiry, clinic)
    assert (episode.level_code, episode.level_reason) == ("2.1", "")


def test_medically_managed_care_that_is_not_here_leads_to_a_handover(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    decide(world, enquiry, replace(least(d1="1.7", d4="1.5"), chosen_level="1.7"))
    assert "enquiry.hand_over" in open_work(enquiry)
    sheet = get_handover(world.actor("admissions"), enquiry.pk)
    assert (sheet.route, sheet.level.label) == (Route.MORE, "Outpatient with medical care")
    with pytest.raises(Refused, match=r"1\.7 \(Outpatient with medical care\)"):
        hold(world, enquiry, clinic)
    with pytest.raises(Refused, match=r"1\.7 \(Outpatient with medical care\)"):
        begin(world, enquiry, clinic)
    assert stage(world, enquiry) is Stage.PLACED


def test_where_a_residence_was_the_least_nobody_starts_before_it_is_settled_where_they_stay(world):
    clinic, enquiry = make_clinic(world, people=0), place_one(world)
    decide(world, enquiry, replace(least(d5="3.1"), reason="Has a room with a sister; no bed before March."))
    need = PlacementNeed.objects.get(kind=SAFE_PLACE)
    with pytest.raises(Refused, match="isn’t settled"):
        begin(world, enquiry, clinic)
    meet_need(actor=world.actor("supervisor"), need_id=need.pk, note="Moves to the sister's today.", now=LATER)
    assert begin(world, enquiry, clinic).level_code == "2.1"


def test_the_history_has_each_edition_for_itself_by_the_same_queries(world, query_count):
    enquiry = place_one(world)
    for number, draft in enumerate((FOURTH, replace(least(d4="1.5"), chosen_level="1.5"), THIRD), 1):
        decide(world, enquiry, draft, now=NOW + timedelta(hours=number))
    actor = world.actor("supervisor")
    with query_count(6):
        history = placement_history(actor, enquiry.client_id)
    third, fourth = history.parts
    assert [(part.edition, len(part.placements)) for part in history.parts] == [(Edition.THIRD, 2), (Edition.FOURTH, 2)]
    assert [edition for _, edition in history.changes] == [Edition.FOURTH, Edition.THIRD]
    assert all(isinstance(row, Row) for row in third.rows)
    assert all(isinstance(row, FourthRow) for row in fourth.rows)
    assert [cell.change for cell in fourth.rows[3].cells] == ["", "less care than before"]
    assert fourth.rows[5].cells[0].words == "Seen and heard, 6."


def test_the_timeline_says_the_edition(world):
    enquiry = place_one(world)
    decide(world, enquiry)
    told = timeline_of(world.actor("supervisor"), enquiry.client, Asked(), now=LATER, most=50)
    values = [one.value for one in told.rows if one.what == "Level decided"]
    assert values == ["level 2.1, fourth edition", "level 2.1, third edition"]


def test_a_level_that_changed_comes_on_the_teams_agenda(world):
    clinic = make_clinic(world, people=1)
    decide(world, clinic.episodes[0].enquiry, replace(least(d4="2.5"), chosen_level="2.5"))
    opened = open_meeting(actor=world.actor("supervisor"), site_id=world.site.pk, now=LATER)
    assert ["level of care", "Level 2.5 was decided; the stay is at 2.1."] in opened.items.get().reasons
