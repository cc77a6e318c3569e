"""An assessment is drafted by several, taken over from a referral, signed by a clinician, and stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import NOW
from tests.domain.assessment.cases import whole
from tests.referrals import referral

from stepwell.domain.admissions.models import Enquiry, ReferredItem
from stepwell.domain.assessment.actions import add_addendum, save_assessment, sign_assessment, take_over
from stepwell.domain.assessment.models import Addendum, Assessment, Diagnosis, TakenItem
from stepwell.domain.assessment.permissions import SIGN_ASSESSMENT, VIEW_ASSESSMENT, WRITE_ASSESSMENT
from stepwell.domain.assessment.queries import (
    assessment_of,
    assessment_state,
    latest_assessment,
    signed_diagnoses,
    zone_to_assess,
)
from stepwell.domain.assessment.rules.content import Answer, Content
from stepwell.kernel.errors import NotAllowed, NotFound, Refused
from stepwell.platform.ledger.models import Entry

WHO = (
    "counselor", "colleague", "elsewhere", "client", "stranger", "admissions", "director", "supervisor",
    "case manager", "nurse", "peer", "billing",
)  # fmt: skip
SAID = Content({"presenting": Answer("I want to sleep again.")})


@pytest.fixture
def enquiry(world):
    return Enquiry.objects.create(site=world.site, client=world.client, source="phone", received_at=NOW)


@pytest.fixture
def sent(world, enquiry):
    """Two conditions that a referrer sent for this enquiry."""
    from stepwell.domain.admissions.actions.referral import receive_referral
    from stepwell.domain.admissions.models import Referral

    desk = {"actor": world.actor("admissions"), "site": world.site, "now": NOW, "source_name": "St. Anna"}
    made = receive_referral(record=referral(), **desk).referral
    Referral.objects.filter(pk=made.pk).update(client=world.client, enquiry=enquiry)
    return list(ReferredItem.objects.filter(referral=made).order_by("position"))


def save(world, enquiry, content=SAID, who="counselor", token="0", now=NOW, **page):
    return save_assessment(actor=world.actor(who), enquiry_id=enquiry.pk, content=content, token=token, now=now, **page)


def sign(world, enquiry, kept, who="counselor", now=NOW):
    return sign_assessment(
        actor=world.actor(who), enquiry_id=enquiry.pk, assessment_id=kept.pk, revision=kept.revision, now=now
    )


def signed(world, enquiry):
    return sign(world, enquiry, save(world, enquiry, whole()))


def able(attempt):
    """Who of `WHO` may, by whether it is refused at the door."""
    may = []
    for who in WHO:
        try:
            with transaction.atomic():
                attempt(who)
                may.append(who)
                transaction.set_rollback(True)
        except (NotAllowed, NotFound):
            pass
    return may


def test_before_the_start_admissions_the_care_team_and_the_supervisor_write(world, enquiry):
    assert able(lambda who: save(world, enquiry, who=who)) == ["counselor", "admissions", "supervisor"]


def test_a_clinician_signs(world, enquiry):
    kept = save(world, enquiry, whole())
    assert able(lambda who: sign(world, enquiry, kept, who)) == ["counselor", "supervisor"]


def test_reading_is_for_who_writes_and_the_director(world, enquiry):
    save(world, enquiry)
    readers = able(lambda who: assessment_state(world.actor(who), enquiry.pk))
    assert readers == ["counselor", "admissions", "director", "supervisor"]


def test_after_the_start_admissions_reads_no_more(world, enquiry):
    save(world, enquiry)
    Enquiry.objects.filter(pk=enquiry.pk).update(started_at=NOW)
    type(world.client).objects.filter(pk=world.client.pk).update(phase="in treatment")
    assert "admissions" not in able(lambda who: assessment_state(world.actor(who), enquiry.pk))
    assert "admissions" not in able(lambda who: save(world, enquiry, whole(), who=who, token="1"))
    assert assessment_of(world.actor("admissions"), enquiry) == (False, None)


def test_after_the_signature_writers_add(world, enquiry):
    signed(world, enquiry)
    may = able(lambda who: add_addendum(actor=world.actor(who), enquiry_id=enquiry.pk, words="More.", now=NOW))
    assert may == ["counselor", "admissions", "supervisor"]
    assert {VIEW_ASSESSMENT.name, WRITE_ASSESSMENT.name, SIGN_ASSESSMENT.name} == {
        f"assessment.{verb}_assessment" for verb in ("view", "write", "sign")
    }


def test_a_draft_is_kept_and_read_back(world, enquiry):
    save(world, enquiry, whole())
    state = assessment_state(world.actor("supervisor"), enquiry.pk)
    assert state.content.uses == whole().uses
    assert state.assessment.saved_by == world.staff["counselor"]
    assert (state.token, state.is_signed) == ("1", False)


def test_the_same_again_is_no_new_save(world, enquiry):
    save(world, enquiry)
    assert save(world, enquiry, token="1", now=NOW + timedelta(hours=1)).revision == 1


def test_a_draft_that_somebody_else_saved_is_not_written_over_unseen(world, enquiry):
    save(world, enquiry)
    with pytest.raises(Refused, match=r"Maya Okafor saved this draft at 9:00 am"):
        save(world, enquiry, whole(), who="supervisor", token="0")
    assert save(world, enquiry, whole(), who="supervisor", token="1").revision == 2


def test_a_second_window_of_ones_own_is_not_written_over_unseen_either(world, enquiry):
    save(world, enquiry, page="one", stays=True)
    with pytest.raises(Refused, match=r"You saved this draft in another window at 9:00 am"):
        save(world, enquiry, whole(), page="two", stays=True)


def test_a_page_that_saved_by_itself_is_not_stale_by_that(world, enquiry):
    save(world, enquiry, page="one", stays=True)
    assert save(world, enquiry, whole(), page="one").revision == 2


@pytest.mark.parametrize("left_with", [whole(), SAID])
def test_what_a_page_still_had_on_its_way_when_it_was_left_comes_too_late(world, enquiry, left_with):
    save(world, enquiry, page="one", stays=True)
    save(world, enquiry, left_with, page="one")
    if left_with == SAID:
        save(world, enquiry, whole(), token="1", page="two", stays=True)
    with pytest.raises(Refused, match="in another window"):
        save(world, enquiry, Content(), page="one", stays=True)
    assert assessment_state(world.actor("counselor"), enquiry.pk).content == whole()


def test_a_closed_enquiry_takes_no_draft(world, enquiry):
    Enquiry.objects.filter(pk=enquiry.pk).update(closed_at=NOW)
    with pytest.raises(Refused, match="closed"):
        save(world, enquiry)


def test_what_a_referrer_sent_is_offered_and_taken_over_with_its_source(world, enquiry, sent):
    offers = assessment_state(world.actor("counselor"), enquiry.pk).offers
    assert [one.words for one in offers] == ["Finding 0, active, since 2019", "Finding 1, active, since 2019"]
    take_over(actor=world.actor("counselor"), enquiry_id=enquiry.pk, item_id=sent[0].pk, now=NOW)
    state = assessment_state(world.actor("counselor"), enquiry.pk)
    assert state.content.answer("medical").words == (
        "Finding 0, active, since 2019 (from the referral of 6 Oct 2026, St. Anna)"
    )
    assert [one.key for one in state.offers] == [sent[1].pk]
    taken = TakenItem.objects.get()
    assert (taken.source, taken.taken_by) == ("from the referral of 6 Oct 2026, St. Anna", world.staff["counselor"])


def test_taking_over_twice_is_once(world, enquiry, sent):
    for _ in range(2):
        take_over(actor=world.actor("counselor"), enquiry_id=enquiry.pk, item_id=sent[0].pk, now=NOW)
    assert TakenItem.objects.count() == 1
    assert Assessment.objects.get().revision == 1


def test_what_was_sent_for_somebody_else_is_not_there(world, enquiry, sent):
    other = referral()
    from stepwell.domain.admissions.actions.referral import receive_referral

    desk = {"actor": world.actor("admissions"), "site": world.site, "now": NOW, "source_name": "Other"}
    foreign = ReferredItem.objects.filter(referral=receive_referral(record=other, **desk).referral).first()
    with pytest.raises(NotFound):
        take_over(actor=world.actor("counselor"), enquiry_id=enquiry.pk, item_id=foreign.pk, now=NOW)


def test_a_signature_makes_diagnoses_and_counts_as_assessed(world, enquiry):
    done = signed(world, enquiry)
    assert (done.signed_as, done.signed_at) == ("Maya Okafor, LAC", NOW)
    assert [one.code for one in Diagnosis.objects.order_by("position")] == ["F10.20", "F43.10"]
    assert Entry.objects.filter(verb="enquiry.assessed", client_id=world.client.pk).count() == 1
    enquiry.refresh_from_db()
    assert (enquiry.assessed_at, enquiry.assessed_by) == (NOW, world.staff["counselor"])
    assert [one.code for one in signed_diagnoses(world.actor("counselor"), world.client)] == ["F10.20", "F43.10"]
    assert latest_assessment(world.actor("counselor"), world.client) == done
    assert assessment_of(world.actor("counselor"), enquiry) == (True, done)


def test_signed_diagnoses_are_offered_to_the_plan_before_what_a_referrer_said(world, enquiry, sent):
    from stepwell.domain.careplan.queries import known_conditions

    save(world, enquiry, whole())
    assert [one.title for one in known_conditions(world.actor("counselor"), world.client)] == ["Finding 0", "Finding 1"]
    sign(world, enquiry, Assessment.objects.get())
    known = known_conditions(world.actor("counselor"), world.client)
    assert [one.coding.code for one in known[:2]] == ["F10.20", "F43.10"]
    assert len(known) == 4


def test_what_is_missing_keeps_it_from_being_signed(world, enquiry):
    kept = save(world, enquiry)
    with pytest.raises(Refused) as refused:
        sign(world, enquiry, kept)
    assert "words_summary" in [one.where for one in refused.value.refusals]
    assert Diagnosis.objects.count() == 0


def test_nothing_saved_is_not_signed(world, enquiry):
    with pytest.raises(Refused, match="Nothing is saved yet"):
        sign(world, enquiry, Assessment(client=world.client, enquiry=enquiry))


def test_a_draft_that_changed_since_it_was_read_is_not_signed(world, enquiry):
    read = save(world, enquiry, whole())
    said = {**whole().answers, "money": Answer("Debts.")}
    save(world, enquiry, replace(whole(), answers=said), who="supervisor", token="1")
    read.revision = 1
    with pytest.raises(Refused, match="Ingrid Lindqvist saved this draft"):
        sign(world, enquiry, read)


def test_signing_twice_is_once_and_the_second_clinician_is_told(world, enquiry):
    done = signed(world, enquiry)
    assert sign(world, enquiry, done, now=NOW + timedelta(hours=1)).signed_at == NOW
    with pytest.raises(Refused, match="Maya Okafor, LAC signed this assessment on 6 Oct 2026 at 9:00 am"):
        sign(world, enquiry, done, who="supervisor")
    with pytest.raises(Refused, match="add it as an addendum"):
        save(world, enquiry, SAID, who="supervisor", token="1")


def test_an_addendum_stands_below_with_its_author(world, enquiry):
    signed(world, enquiry)
    more = {"enquiry_id": enquiry.pk, "words": " His sister called. ", "now": NOW + timedelta(days=1)}
    first = add_addendum(actor=world.actor("supervisor"), **more)
    assert (first.words, first.added_as) == ("His sister called.", "Ingrid Lindqvist, LAC")
    assert add_addendum(actor=world.actor("supervisor"), **more) == first
    add_addendum(actor=world.actor("counselor"), **more)
    assert Addendum.objects.count() == 2


@pytest.mark.parametrize("words", ["", "  "])
def test_an_empty_addendum_is_refused(world, enquiry, words):
    signed(world, enquiry)
    with pytest.raises(Refused, match="empty"):
        add_addendum(actor=world.actor("counselor"), enquiry_id=enquiry.pk, words=words, now=NOW)


def test_a_draft_takes_no_addendum(world, enquiry):
    save(world, enquiry)
    with pytest.raises(Refused, match="isn't signed yet"):
        add_addendum(actor=world.actor("counselor"), enquiry_id=enquiry.pk, words="More.", now=NOW)


def test_the_database_keeps_what_was_signed(world, enquiry, sent):
    take_over(actor=world.actor("counselor"), enquiry_id=enquiry.pk, item_id=sent[0].pk, now=NOW)
    done = sign(world, enquiry, save(world, enquiry, whole(), token="1"))
    add_addendum(actor=world.actor("counselor"), enquiry_id=enquiry.pk, words="More.", now=NOW)
    attempts = (
        lambda: Assessment.objects.filter(pk=done.pk).update(content={}),
        lambda: Assessment.objects.filter(pk=done.pk).update(signed_at=None, signed_by=None),
        lambda: Diagnosis.objects.update(code="F10.10"),
        lambda: Diagnosis.objects.first().delete(),
        lambda: Diagnosis.objects.create(
            assessment=done, position=9, system="s", code="F29", display="P", certainty="confirmed"
        ),
        lambda: TakenItem.objects.update(words="Other"),
        lambda: Addendum.objects.update(words="Less."),
        lambda: Addendum.objects.first().delete(),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_look_is_written_down_and_the_ledger_holds_no_words(world, enquiry):
    signed(world, enquiry)
    assessment_state(world.actor("director"), enquiry.pk)
    assert Entry.objects.filter(verb="assessment.read", client_id=world.client.pk).count() == 1
    details = str(list(Entry.objects.filter(verb__startswith="assessment.").values_list("detail", flat=True)))
    assert "Said about" not in details


def test_the_page_asks_as_often_whatever_was_sent(world, enquiry, sent, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as asked:
        assessment_state(world.actor("counselor"), enquiry.pk)
    few = len(asked)
    item = sent[0]
    for position in range(10, 40):
        item.pk, item.position, item.text = None, position, f"Other {position}"
        item.save(force_insert=True)
    with django_assert_max_num_queries(few):
        state = assessment_state(world.actor("counselor"), enquiry.pk)
    assert len(state.offers) == 32


def test_who_may_open_it_may_say_that_they_edit_it(world, enquiry):
    assert zone_to_assess(world.actor("counselor"), enquiry.pk) == "America/Denver"
    with pytest.raises(NotFound):
        zone_to_assess(world.actor("colleague"), enquiry.pk)
