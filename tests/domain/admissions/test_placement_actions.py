"""Screening moves an enquiry on; a placement is drafted, suggested, decided by a clinician, and stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import NOW, PASSWORD, TODAY

from stepwell.domain.admissions.actions.placement import confirm_placement, mark_screened, meet_need, save_placement
from stepwell.domain.admissions.actions.protocol import COLUMNS, set_protocol
from stepwell.domain.admissions.models import Enquiry, Placement, PlacementNeed, PlacementRating
from stepwell.domain.admissions.permissions import CONFIRM_PLACEMENT, MARK_SCREENED, RATE_PLACEMENT, VIEW_ENQUIRY
from stepwell.domain.admissions.queries.placement import (
    known_findings_of,
    open_enquiry_of,
    placement_state,
    token_of,
)
from stepwell.domain.admissions.rules.drafting import Draft
from stepwell.domain.measures.actions import save_answers
from stepwell.domain.measures.rules import load_instrument
from stepwell.domain.people.actions import give_post, hire, join_care_team
from stepwell.domain.people.models import Function
from stepwell.domain.safety.models import SafetyEvent
from stepwell.domain.worklist.models import Task
from stepwell.kernel.actor import Role, system
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.accounts.actions import open_account
from stepwell.workflows.screen import complete_screening_sheet, screening_of

EVIDENCE = {number: f"Seen and heard, {number}." for number in range(1, 7)}
IOP = Draft({1: 1, 2: 1, 3: 2, 4: 1, 5: 3, 6: 2}, EVIDENCE, False, None, None, "2.1")
STOP = replace(IOP, severities={**IOP.severities, 3: 4}, chosen_level="4")
ANSWERS = {
    "audit": dict(zip([f"q{n}" for n in range(1, 11)], (2, 1, 1, 0, 0, 0, 1, 0, 0, 2), strict=True)),
    "phq-9": {f"q{n}": 1 for n in range(1, 9)} | {"q9": 0},
    "c-ssrs-screener": {"q1": 0, "q2": 0, "q6": 0},
}
WHO = (
    "counselor",
    "colleague",
    "elsewhere",
    "client",
    "stranger",
    "admissions",
    "director",
    "supervisor",
    "case manager",
)


@pytest.fixture
def enquiry(world):
    return Enquiry.objects.create(
        site=world.site, client=world.client, source="phone", received_at=NOW, owner=world.staff["admissions"]
    )


@pytest.fixture
def therapist(world):
    """A second clinician who cares for the client."""
    account = open_account(actor=system("setup"), email=f"th{world.site.pk}@example.test", password=PASSWORD, now=NOW)
    staff = hire(actor=system("setup"), account=account, name="Noor Rahimi")
    give_post(actor=system("setup"), staff=staff, site=world.site, role=Role.THERAPIST, started_on=TODAY)
    join_care_team(
        actor=world.actor("supervisor"), client=world.client, staff=staff, function=Function.THERAPIST, now=NOW
    )
    world.accounts["therapist"], world.staff["therapist"] = account, staff
    return staff


def answer(world, code, who="counselor", answers=None):
    return complete_screening_sheet(
        actor=world.actor(who),
        client_id=world.client.pk,
        code=code,
        answers=ANSWERS[code] if answers is None else answers,
        version=load_instrument(code).version,
        now=NOW,
    )


def save(world, enquiry, draft=IOP, who="counselor", token="", now=NOW, **page):
    actor = world.actor(who)
    return save_placement(actor=actor, enquiry_id=enquiry.pk, draft=draft, token=token, now=now, **page)


def confirm(world, enquiry, placement, who="counselor", now=NOW):
    return confirm_placement(
        actor=world.actor(who),
        enquiry_id=enquiry.pk,
        placement_id=placement.pk,
        revision=placement.revision,
        now=now,
    )


def open_kinds(world):
    return set(Task.objects.filter(client=world.client, done_at=None).values_list("kind", flat=True))


def test_the_last_of_three_instruments_makes_the_enquiry_screened(world, enquiry):
    for code in ("audit", "phq-9"):
        answer(world, code)
    enquiry.refresh_from_db()
    assert enquiry.screened_at is None
    assert not screening_of(world.actor("counselor"), world.client).is_finished
    answer(world, "c-ssrs-screener", who="admissions")
    enquiry.refresh_from_db()
    assert enquiry.screened_at == NOW
    task = Task.objects.get(kind="placement.decide", done_at=None)
    assert (task.subject_id, task.title, task.due_at) == (str(enquiry.pk), "Placement open", NOW + timedelta(days=1))
    assert screening_of(world.actor("counselor"), world.client).is_finished


def test_the_clock_of_the_decision_is_the_sites_own(world, enquiry):
    values = dict.fromkeys(COLUMNS, 5)
    set_protocol(actor=world.actor("director"), site_id=world.site.pk, values=values, revision=0, now=NOW)
    for code in ANSWERS:
        answer(world, code)
    assert Task.objects.get(kind="placement.decide").due_at == NOW + timedelta(hours=5)


def test_what_was_answered_before_the_enquiry_came_does_not_screen_it(world):
    for code in ANSWERS:
        answer(world, code)
    later = Enquiry.objects.create(
        site=world.site, client=world.client, source="phone", received_at=NOW + timedelta(days=30)
    )
    assert mark_screened(actor=world.actor("counselor"), client_id=world.client.pk, now=NOW) is None
    later.refresh_from_db()
    assert later.screened_at is None


def test_a_refused_finish_keeps_the_answers_and_the_event_they_raised(world, enquiry):
    with pytest.raises(Refused):
        answer(world, "c-ssrs-screener", answers={"q1": 1, "q2": 1, "q5": 1})
    assert world.client.administrations.get().answers == {"q1": 1, "q2": 1, "q5": 1}
    assert SafetyEvent.objects.filter(client=world.client, resolved_at=None).count() == 1


def test_a_draft_keeps_what_it_suggests_and_decides_nothing(world, enquiry):
    placement = save(world, enquiry)
    enquiry.refresh_from_db()
    assert (placement.suggested_level, placement.is_stop, placement.decided_at) == ("2.1", False, None)
    assert "Risk of return to use: serious" in placement.suggested_reason
    assert enquiry.placed_at is None
    assert save(world, enquiry).revision == placement.revision  # nothing changed, nothing is written


def test_a_confirmed_placement_is_kept_for_good_and_moves_the_enquiry_on(world, enquiry):
    for code in ANSWERS:
        answer(world, code)
    placement = confirm(world, enquiry, save(world, enquiry))
    enquiry.refresh_from_db()
    assert (placement.decided_by, placement.decided_at) == (world.staff["counselor"], NOW)
    assert enquiry.placed_at == NOW
    assert "placement.decide" not in open_kinds(world)
    for change in (
        lambda: Placement.objects.update(chosen_level="1"),
        lambda: PlacementRating.objects.update(severity=0),
        lambda: PlacementRating.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="decided placement"), transaction.atomic():
            change()


def test_another_level_without_a_reason_is_refused_and_the_draft_stays(world, enquiry):
    placement = save(world, enquiry, replace(IOP, chosen_level="2.5"))
    with pytest.raises(Refused) as caught:
        confirm(world, enquiry, placement)
    assert [r.where for r in caught.value.refusals] == ["reason"]
    longer = replace(IOP, chosen_level="2.5", reason="Two stays at 9 h ended in use.")
    placement = save(world, enquiry, longer, token=token_of(placement, None))
    decided = confirm(world, enquiry, placement)
    assert (decided.suggested_level, decided.chosen_level) == ("2.1", "2.5")


def test_ratings_without_evidence_are_refused_by_name(world, enquiry):
    placement = save(world, enquiry, replace(IOP, severities={1: 1, 2: 1}, evidence={1: "Seen."}))
    with pytest.raises(Refused) as caught:
        confirm(world, enquiry, placement)
    assert {r.where for r in caught.value.refusals} == {
        *(f"dimension_{n}" for n in (3, 4, 5, 6)),
        "evidence_2",
        "reason",
    }


def test_a_stop_needs_its_own_reason_for_less_care_and_stands_on_top_of_today(world, enquiry):
    placement = save(world, enquiry, replace(STOP, chosen_level="2.1", reason="He prefers it."))
    with pytest.raises(Refused, match="Immediate evaluation comes first"):
        confirm(world, enquiry, placement)
    confirm(world, enquiry, save(world, enquiry, STOP, token=token_of(placement, None)))
    task = Task.objects.get(kind="placement.evaluate_now")
    assert task.is_safety
    assert task.due_at == NOW


def test_withdrawal_that_needs_a_review_becomes_work_and_is_met_with_words(world, enquiry):
    risky = replace(IOP, uses_alcohol_or_benzodiazepine=True, seizure_or_dt_history=True)
    confirm(world, enquiry, save(world, enquiry, risky))
    need = PlacementNeed.objects.get(placement__enquiry=enquiry)
    assert need.kind == "placement.withdrawal_review"
    assert "placement.withdrawal_review" in open_kinds(world)
    with pytest.raises(Refused, match="empty"):
        meet_need(actor=world.actor("counselor"), need_id=need.pk, note=" ", now=NOW)
    with pytest.raises(Refused, match="isn't text"):  # the database would take no such sign
        meet_need(actor=world.actor("counselor"), need_id=need.pk, note="Dr. Lindqvist\x00", now=NOW)
    for _ in range(2):
        meet_need(actor=world.actor("counselor"), need_id=need.pk, note="Dr. Lindqvist saw her.", now=NOW)
    assert "placement.withdrawal_review" not in open_kinds(world)


def test_a_ciwa_score_that_cannot_be_is_refused(world, enquiry):
    with pytest.raises(Refused, match="0 to 67"):
        save(world, enquiry, replace(IOP, ciwa_ar=68))


def test_confirming_twice_is_once(world, enquiry):
    placement = save(world, enquiry)
    first = confirm(world, enquiry, placement)
    again = save(world, enquiry)  # the whole request sent a second time, from the page as it was
    assert again == first
    assert confirm(world, enquiry, again) == first
    assert Placement.objects.filter(enquiry=enquiry).count() == 1


def test_the_second_of_two_clinicians_is_told_who_decided(world, enquiry, therapist):
    token = placement_state(world.actor("therapist"), enquiry.pk).token
    confirm(world, enquiry, save(world, enquiry))
    with pytest.raises(Refused, match="Maya Okafor confirmed a placement at 9:00 am"):
        save(world, enquiry, replace(IOP, chosen_level="1", reason="Mild."), who="therapist", token=token)
    assert Placement.objects.filter(enquiry=enquiry).count() == 1


def test_a_second_window_of_ones_own_is_not_written_over_unseen_either(world, enquiry):
    save(world, enquiry, page="one", stays=True)
    with pytest.raises(Refused, match="You saved this draft in another window at"):
        save(world, enquiry, STOP, page="two", stays=True)


def test_a_page_that_saved_by_itself_is_not_stale_by_that_and_once_left_comes_too_late(world, enquiry):
    save(world, enquiry, page="one", stays=True)
    left = save(world, enquiry, STOP, page="one")
    assert left.revision == 2
    with pytest.raises(Refused, match="in another window"):
        save(world, enquiry, IOP, page="one", stays=True)
    assert Placement.objects.get(enquiry=enquiry).revision == 2


def test_a_draft_that_somebody_else_saved_is_not_written_over_unseen(world, enquiry, therapist):
    token = placement_state(world.actor("therapist"), enquiry.pk).token
    mine = save(world, enquiry)
    changed = replace(IOP, reason="I think otherwise.")
    with pytest.raises(Refused, match="Maya Okafor saved this draft"):
        save(world, enquiry, changed, who="therapist", token=token)
    token = placement_state(world.actor("therapist"), enquiry.pk).token
    theirs = save(world, enquiry, changed, who="therapist", token=token)
    assert theirs.pk == mine.pk
    with pytest.raises(Refused, match="Noor Rahimi saved this draft"):
        confirm(world, enquiry, mine)


def test_another_look_is_a_new_placement(world, enquiry):
    first = confirm(world, enquiry, save(world, enquiry))
    token = placement_state(world.actor("counselor"), enquiry.pk).token
    second = save(world, enquiry, replace(IOP, chosen_level="2.5", reason="Used twice."), token=token)
    confirm(world, enquiry, second, now=NOW + timedelta(hours=1))
    assert second.pk != first.pk
    assert [p.chosen_level for p in placement_state(world.actor("counselor"), enquiry.pk).decided] == ["2.5", "2.1"]


def test_a_closed_enquiry_is_not_placed(world, enquiry):
    Enquiry.objects.update(closed_at=NOW)
    with pytest.raises(Refused, match="closed"):
        save(world, enquiry)


def test_what_is_known_stands_beside_its_dimension_with_its_source(world, enquiry):
    answer(world, "audit", who="admissions")
    save_answers(
        actor=world.actor("counselor"),
        client_id=world.client.pk,
        code="phq-9",
        answers={"q1": 1},
        version=load_instrument("phq-9").version,
        now=NOW,
    )
    known = {
        (one.dimension.value, one.text, one.source) for one in known_findings_of(world.actor("counselor"), enquiry)
    }
    assert known == {
        (1, "AUDIT: 7, Zone I: low risk", "6 Oct 2026, Ty Marsh"),
        (5, "AUDIT: 7, Zone I: low risk", "6 Oct 2026, Ty Marsh"),
        (3, "PHQ-9: not finished yet", "6 Oct 2026, Maya Okafor"),
    }


def test_the_page_takes_the_same_queries_however_many_placements_there_are(
    world, enquiry, django_assert_max_num_queries
):
    for n in range(3):
        token = placement_state(world.actor("counselor"), enquiry.pk).token
        draft = replace(IOP, chosen_level="2.5", reason=f"Look {n}.")
        confirm(world, enquiry, save(world, enquiry, draft, token=token), now=NOW + timedelta(hours=n))
        actor = world.actor("counselor")
        with django_assert_max_num_queries(12):
            state = placement_state(actor, enquiry.pk)
            assert [need.met_by for placement in state.decided for need in placement.needs.all()] == []


@pytest.mark.parametrize("who", WHO)
def test_who_may_rate(world, enquiry, who):
    if who in ("counselor", "admissions", "supervisor"):
        assert save(world, enquiry, who=who)
        return
    with pytest.raises(NotFound if world.actor(who).may(RATE_PLACEMENT) else NotAllowed):
        save(world, enquiry, who=who)


@pytest.mark.parametrize("who", WHO)
def test_who_may_confirm(world, enquiry, who):
    placement = save(world, enquiry)
    if who in ("counselor", "supervisor"):
        assert confirm(world, enquiry, placement, who=who).decided_by == world.staff[who]
        return
    with pytest.raises(NotFound if world.actor(who).may(CONFIRM_PLACEMENT) else NotAllowed):
        confirm(world, enquiry, placement, who=who)


@pytest.mark.parametrize("who", WHO)
def test_who_may_read_a_placement(world, enquiry, who):
    actor = world.actor(who)
    if who in ("counselor", "admissions", "supervisor", "director"):
        assert placement_state(actor, enquiry.pk).enquiry == enquiry
        assert open_enquiry_of(actor, world.client) == enquiry
        return
    with pytest.raises(NotFound if actor.may(VIEW_ENQUIRY) else NotAllowed) as hidden:
        placement_state(actor, enquiry.pk)
    if isinstance(hidden.value, NotFound):
        assert hidden.value.client_id == world.client.pk


@pytest.mark.parametrize("who", WHO)
def test_who_may_finish_screening(world, enquiry, who):
    actor = world.actor(who)
    if not actor.may(MARK_SCREENED):
        with pytest.raises(NotAllowed):
            mark_screened(actor=actor, client_id=world.client.pk, now=NOW)
        return
    assert mark_screened(actor=actor, client_id=world.client.pk, now=NOW) is None
    enquiry.refresh_from_db()
    assert enquiry.screened_at is None


@pytest.mark.parametrize("who", WHO)
def test_who_may_meet_a_need(world, enquiry, who):
    confirm(world, enquiry, save(world, enquiry, STOP))
    need = PlacementNeed.objects.get(kind="placement.evaluate_now")
    actor = world.actor(who)
    if who in ("counselor", "supervisor"):
        assert meet_need(actor=actor, need_id=need.pk, note="Seen at the hospital.", now=NOW).met_at == NOW
        return
    with pytest.raises(NotFound if actor.may(CONFIRM_PLACEMENT) else NotAllowed):
        meet_need(actor=actor, need_id=need.pk, note="Seen.", now=NOW)
