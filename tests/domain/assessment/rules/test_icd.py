"""Every code that is offered stands in the tabular list of ICD-10-CM, is complete, and is what we call it."""

import pytest
import simple_icd_10_cm as tabular

from stepwell.domain.assessment.rules.conditions import LABELS
from stepwell.domain.assessment.rules.diagnosis import DISORDERS, Severity, code_of
from stepwell.domain.assessment.rules.substances import BY_CODE, PRODUCTS, SUBSTANCES

# What the list calls them otherwise, or doesn't say.
NAMED = {"opioids": "Opioid use disorder", "stimulants": "Other or unspecified stimulant use disorder"}
NAMED |= {"hallucinogens": "Other hallucinogen use disorder"}
UNNAMED = {("sedatives", "F13.20")}


def cases():
    for substance in SUBSTANCES:
        for verdict in DISORDERS:
            for product in ("", *dict(PRODUCTS)) if substance.code == "tobacco" else ("",):
                yield substance, verdict, code_of(substance, verdict, product)


@pytest.mark.parametrize("code", sorted({code for _, _, code in cases()} | set(LABELS)))
def test_a_code_is_in_the_list_and_complete(code):
    assert tabular.is_valid_item(code)
    assert tabular.is_leaf(code)


@pytest.mark.parametrize("substance", [one for one in SUBSTANCES if one.code != "tobacco"], ids=lambda one: one.code)
def test_the_list_itself_says_which_severity_and_remission_a_code_is_for(substance):
    name = NAMED.get(substance.code, substance.disorder)
    for verdict in DISORDERS:
        code = code_of(substance, verdict)
        remission = f", in {verdict.remission} remission" if verdict.remission else ""
        said = {term.replace("hypnotic, or", "hypnotic or") for term in tabular.get_inclusion_term(code)}
        assert f"{name}, {verdict.severity}{remission}" in said or (substance.code, code) in UNNAMED


@pytest.mark.parametrize("severity", list(Severity))
def test_tobacco_has_one_code_for_each_severity(severity):
    assert f"Tobacco use disorder, {severity}" in tabular.get_inclusion_term("F17.200")
    for kind in ("cigarettes", "chewing", "other"):
        code = code_of(BY_CODE["tobacco"], next(one for one in DISORDERS if one.severity is severity), kind)
        assert kind.removesuffix("s") in tabular.get_description(code)


def test_a_condition_is_called_much_as_in_the_list():
    """The first letters of one word in common at least: a slip of the code would show."""
    own = {"F60.3", "F63.0", "F50.819", "F84.0"}
    for code, label in LABELS.items():
        words = f"{tabular.get_description(code)} {' '.join(tabular.get_inclusion_term(code))}".casefold()
        assert code in own or any(word[:5] in words for word in label.casefold().split() if word not in ("disorder,",))
