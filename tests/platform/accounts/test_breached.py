"""What was found in a breach is no password here, where the operator keeps a list."""

from hashlib import sha1

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from stepwell.platform.accounts.breached import is_listed

KNOWN = "correct horse battery staple"


def written(path, passwords, end="\n"):
    hashes = sorted(sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in passwords)
    path.write_text(end.join(f"{one}:{number + 1}" for number, one in enumerate(hashes)) + end)
    return path


def test_a_password_of_the_list_is_refused_and_another_is_taken(tmp_path, settings):
    validate_password(KNOWN)
    settings.BREACHED_PASSWORDS = str(written(tmp_path / "list", [KNOWN, "another", "a third"]))
    with pytest.raises(ValidationError, match="found in a breach"):
        validate_password(KNOWN)
    validate_password("the river takes its time")


@tries(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(listed=st.sets(st.text(min_size=1, max_size=9), min_size=1, max_size=40), other=st.text(max_size=9))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whatever_stands_there_is_found_and_nothing_else(tmp_path, end, listed, other):
    path = written(tmp_path / "list", listed, end)
    assert all(is_listed(path, one) for one in listed)
    assert is_listed(path, other) == (other in listed)


def test_the_last_line_needs_no_end(tmp_path):
    path = written(tmp_path / "list", [KNOWN, "another"])
    path.write_text(path.read_text().rstrip())
    assert is_listed(path, KNOWN)
    assert is_listed(path, "another")
