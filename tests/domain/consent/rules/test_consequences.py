"""Before a consent is taken back it is told who loses what."""

from dataclasses import replace
from datetime import UTC, datetime

from stepwell.domain.consent.rules import EVERYBODY_FOR_CARE, Terms
from stepwell.domain.consent.rules.consequences import Party, losses

NOW = datetime(2026, 10, 6, 15, 0, tzinfo=UTC)
PLAN = Party(1, "Blue Mesa", "health plan", (("Claims", "HPAYMT"), ("Quality", "HOPERAT")))
CLINIC = Party(2, "Alder Clinic", "treating provider", (("Chart", "TREAT"),))
MOTHER = Party(3, "Ida Reyes", "family or friend")
TERMS = Terms(7, 1, "", ["HPAYMT"], ["identity", "attendance"], NOW, None, "none", None)


def told(revoked, others=(), parties=(PLAN, CLINIC, MOTHER)):
    return losses(revoked, others, parties, treatment_ended=False, now=NOW)


def test_the_one_that_is_named_loses_everything_and_its_system_for_that_purpose():
    (loss,) = told(TERMS)
    assert loss.name == "Blue Mesa"
    assert len(loss.lost) == 2
    assert loss.kept == ()
    assert loss.systems == ("Claims",)
    assert loss.stops_claims
    assert not loss.closes_pages


def test_another_consent_that_covers_the_same_keeps_it():
    other = replace(TERMS, consent_id=8, kinds=["identity"])
    (loss,) = told(TERMS, [other])
    assert [len(loss.lost), len(loss.kept)] == [1, 1]
    assert loss.systems == ()
    assert not loss.stops_claims


def test_a_class_is_told_one_by_one_by_name():
    everybody = replace(TERMS, recipient_id=None, recipient_kind=EVERYBODY_FOR_CARE, purposes=["TREAT", "HPAYMT"])
    assert [one.name for one in told(everybody)] == ["Alder Clinic", "Blue Mesa"]


def test_family_sees_nothing_on_its_pages():
    (loss,) = told(replace(TERMS, recipient_id=3, purposes=["PATRQT"]))
    assert loss.closes_pages
