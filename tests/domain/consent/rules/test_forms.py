"""Each kind of consent says what 42 CFR §2.31 and §2.35 ask for, and may cover what it may cover."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.consent.rules import (
    EVERYBODY_FOR_CARE,
    TREATING_MEMBERS,
    ItemKind,
    Purpose,
    RecipientKind,
    UntilEvent,
    in_class,
)
from stepwell.domain.consent.rules.forms import (
    FORMS,
    Element,
    FormKind,
    Statement,
    Wanted,
    draft_refusals,
    why_not_yet,
)
from stepwell.domain.consent.rules.signature import same_name
from stepwell.domain.consent.rules.words import Facts, digest_of_text, text_of

TODAY = date(2026, 10, 6)


def sound(kind):
    """A draft of this kind that is in order."""
    form = FORMS[kind]
    return Wanted(
        form=kind,
        recipient_kind=sorted(form.recipients)[0],
        is_class=False,
        kinds=[sorted(form.kinds)[0]],
        purposes=[sorted(form.purposes)[0]],
        until_on=None,
        until_event=UntilEvent.END_OF_TREATMENT,
        revocable_event="the end of probation" if kind == FormKind.JUSTICE else "",
        participants=["Mesa Clinic"] if kind == FormKind.INTERMEDIARY else [],
    )


def wheres(wanted):
    return [one.where for one in draft_refusals(wanted, today=TODAY)]


@pytest.mark.parametrize("kind", FormKind)
def test_a_sound_draft_of_each_kind_is_one(kind):
    assert wheres(sound(kind)) == []


@pytest.mark.parametrize("kind", FormKind)
@pytest.mark.parametrize(
    ("change", "where", "element"),
    [
        ({"kinds": []}, "kinds", Element.AMOUNT),
        ({"purposes": []}, "purposes", Element.PURPOSE),
        ({"recipient_kind": ""}, "recipient", Element.RECIPIENT),
        ({"until_event": ""}, "until", Element.EXPIRY),
        ({"until_on": TODAY}, "until", Element.EXPIRY),
        ({"until_event": "some day"}, "until", Element.EXPIRY),
    ],
)
def test_what_lacks_an_element_is_refused_with_its_name(kind, change, where, element):
    found = draft_refusals(replace(sound(kind), **change), today=TODAY)
    assert [one.where for one in found] == [where]
    assert element.value in found[0].what


def test_a_kind_that_isnt_known_is_none():
    assert wheres(replace(sound(FormKind.CARE), form="everything")) == ["form"]


@pytest.mark.parametrize("kind", sorted(set(FormKind) - {FormKind.COUNSELING_NOTES}))
def test_counseling_notes_stand_in_no_other_consent(kind):
    wanted = replace(sound(kind), kinds=[ItemKind.COUNSELING_NOTES])
    assert "Counseling notes" in draft_refusals(wanted, today=TODAY)[0].what


def test_a_consent_for_counseling_notes_covers_nothing_else():
    wanted = replace(sound(FormKind.COUNSELING_NOTES), kinds=[ItemKind.COUNSELING_NOTES, ItemKind.PLAN])
    assert set(wheres(wanted)) == {"kinds"}


@pytest.mark.parametrize("kind", sorted(set(FormKind) - {FormKind.PROCEEDINGS}))
def test_proceedings_stand_in_no_other_consent(kind):
    wanted = replace(sound(kind), purposes=[*sound(kind).purposes, Purpose.PROCEEDINGS])
    assert "purposes" in wheres(wanted)


@pytest.mark.parametrize("kind", FormKind)
def test_only_treatment_payment_and_operations_may_have_no_end(kind):
    refused = wheres(replace(sound(kind), until_event=UntilEvent.NONE))
    assert refused == ([] if kind in (FormKind.CARE, FormKind.PAYER, FormKind.INTERMEDIARY) else ["until"])


def test_a_last_day_that_is_over_is_refused_and_todays_isnt():
    ended = replace(sound(FormKind.CARE), until_event="", until_on=TODAY - timedelta(days=1))
    assert wheres(ended) == ["until_on"]
    assert wheres(replace(ended, until_on=TODAY)) == []


@pytest.mark.parametrize("kind", FormKind)
def test_a_recipient_that_doesnt_fit_is_refused(kind):
    unfit = set(RecipientKind) - FORMS[kind].recipients
    for one in unfit:
        assert wheres(replace(sound(kind), recipient_kind=one)) == ["recipient"]
    assert wheres(replace(sound(kind), is_class=True, recipient_kind="everybody")) == ["recipient"]


def test_the_one_consent_for_care_names_its_class():
    assert wheres(replace(sound(FormKind.CARE), is_class=True, recipient_kind=EVERYBODY_FOR_CARE)) == []


@pytest.mark.parametrize(
    ("named", "refused"),
    [
        (["Mesa Clinic", "Plains Hospital"], []),
        ([TREATING_MEMBERS], []),
        ([], ["members"]),
        (["Mesa Clinic", TREATING_MEMBERS], ["members"]),
    ],
)
def test_a_consent_for_an_exchange_names_its_members_or_those_who_treat_the_client(named, refused):
    """42 CFR §2.31(a)(4)(ii)."""
    assert wheres(replace(sound(FormKind.INTERMEDIARY), participants=named)) == refused


@pytest.mark.parametrize("kind", sorted(set(FormKind) - {FormKind.INTERMEDIARY}))
def test_nobody_else_has_members(kind):
    assert wheres(replace(sound(kind), participants=["Mesa Clinic"])) == ["members"]


@pytest.mark.parametrize(("named", "is_told"), [([TREATING_MEMBERS], True), (["Mesa Clinic"], False)])
def test_the_right_to_a_list_is_told_where_members_arent_named(named, is_told):
    """42 CFR §2.24."""
    facts = Facts(
        FormKind.INTERMEDIARY, "North", "Mesa Exchange", ["plan"], ["TREAT"], None, "none", participants=named
    )
    text = dict(text_of(facts))
    assert text["Which of its members"] == named
    assert ("Who got it there" in text) is is_told


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"revocable_event": ""}, ["revocable_on"]),
        ({"revocable_event": "   "}, ["revocable_on"]),
        ({"revocable_on": TODAY}, ["revocable_on"]),  # a day and an event
        ({"revocable_event": "", "revocable_on": TODAY}, []),
        ({"revocable_event": "", "revocable_on": TODAY, "until_event": "", "until_on": TODAY}, []),
        (
            {"revocable_event": "", "revocable_on": date(2027, 1, 1), "until_event": "", "until_on": TODAY},
            ["revocable_on"],
        ),
    ],
)
def test_a_consent_under_2_35_says_from_when_it_can_be_taken_back(change, refused):
    assert wheres(replace(sound(FormKind.JUSTICE), **change)) == refused


@pytest.mark.parametrize("kind", sorted(set(FormKind) - {FormKind.JUSTICE}))
def test_every_other_consent_can_be_taken_back_at_any_time(kind):
    assert wheres(replace(sound(kind), revocable_on=TODAY)) == ["revocable_on"]
    assert Statement.REVOKE in FORMS[kind].statements


@pytest.mark.parametrize(
    ("on", "event", "met", "may"),
    [
        (None, "", None, True),
        (TODAY, "", None, True),
        (TODAY + timedelta(days=1), "", None, False),
        (None, "the end of probation", None, False),
        (None, "the end of probation", TODAY, True),
        (None, "the end of probation", TODAY + timedelta(days=1), False),
    ],
)
def test_it_is_taken_back_when_its_terms_allow(on, event, met, may):
    against = why_not_yet(revocable_on=on, revocable_event=event, met_on=met, today=TODAY)
    assert (against is None) is may


@given(st.sets(st.sampled_from(list(ItemKind))), st.sets(st.sampled_from(list(Purpose))), st.sampled_from(FormKind))
def test_no_draft_that_passes_mixes_what_may_not_be_mixed(kinds, purposes, kind):
    wanted = replace(sound(kind), kinds=kinds, purposes=purposes)
    if not draft_refusals(wanted, today=TODAY):
        assert ItemKind.COUNSELING_NOTES not in kinds or len(kinds) == 1
        assert Purpose.PROCEEDINGS not in purposes or len(purposes) == 1


@pytest.mark.parametrize("kind", FormKind)
def test_the_text_says_every_element_and_every_statement(kind):
    wanted = sound(kind)
    facts = Facts(
        kind, "North", "Blue Mesa", wanted.kinds, wanted.purposes, None, wanted.until_event,
        revocable_event=wanted.revocable_event,
    )  # fmt: skip
    text = text_of(facts)
    headings = [heading for heading, _ in text]
    for heading in ("Who shares", "What they share", "Who receives it", "What for", "Taking it back", "How long"):
        assert heading in headings
    whole = " ".join(line for _, lines in text for line in lines)
    assert "{" not in whole
    assert ("I can't take this back at any time" in whole) is (kind == FormKind.JUSTICE)
    assert ("as HIPAA allows" in whole) is (Statement.REDISCLOSURE in FORMS[kind].statements)


def test_another_day_is_another_text():
    facts = Facts("care", "North", "All", ["plan"], ["TREAT"], TODAY, "")
    dated = replace(facts, until_on=None, until_event="none")
    later = Facts("justice", "North", "Court", ["plan"], ["PATRQT"], TODAY, "", revocable_on=TODAY)
    marks = {digest_of_text(text_of(one)) for one in (facts, dated, later)}
    assert len(marks) == 3


@pytest.mark.parametrize(
    ("typed", "same"),
    [("Ana Reyes", True), ("  ana   REYES ", True), ("Aná Reyes", True), ("Ana", False), ("", False), ("  ", False)],
)
def test_a_name_is_the_same_however_it_is_typed(typed, same):
    assert same_name(typed, "Ana Reyes", "Ana María Reyes") is same


def test_the_class_for_care_holds_who_cares_pays_and_helps_and_nobody_else():
    inside = {kind for kind in RecipientKind if in_class(kind, EVERYBODY_FOR_CARE)}
    assert inside == {RecipientKind.PROVIDER, RecipientKind.PLAN, RecipientKind.LABORATORY, RecipientKind.VENDOR}
    assert in_class("health plan", "health plan")
    assert not in_class("", "")
