"""The starting set of services has codes that the document names, and none that are made up."""

import pytest

from stepwell.domain.catalog.rules.services import BILLING_CODES, STARTING_SET, check_service
from stepwell.kernel.errors import Refused


def test_the_starting_set_passes_its_own_check_and_names_known_codes_only():
    for one in STARTING_SET:
        assert check_service(one.kind, one.code, one.credential) == (one.kind, one.code, one.credential)
        assert one.code in {"", *(known.code for known in BILLING_CODES)}
    assert len({one.name for one in STARTING_SET}) == len(STARTING_SET)


def test_a_code_is_stored_as_it_is_billed():
    assert check_service("other", " h0006 ", " A  license ") == ("other", "H0006", "A license")


def test_everything_that_is_wrong_with_a_service_is_said_at_once():
    with pytest.raises(Refused) as refused:
        check_service("none", "x-1", "a" * 81)
    assert [one.where for one in refused.value.refusals] == ["kind", "code", "credential"]
