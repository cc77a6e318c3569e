"""`./dev audit` says what is known against what is locked, and never calls clean what nobody looked up."""

import json
import re
import tomllib
from pathlib import Path

from tools.dev.auditing import BROKEN, CLEAN, FOUND, NOT_LOOKED_UP, verdict

ROOT = Path(__file__).resolve().parents[2]
FINE = {"name": "one", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "two", "skip_reason": "Dependency not found and could not be audited: two (2.0)"}
BAD = {
    "name": "three",
    "version": "3.0",
    "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["3.1"]}],
}
NO_NETWORK = ("", "Traceback\nrequests.exceptions.ConnectionError: Failed to resolve")


def answer(*packages: dict) -> tuple[str, str]:
    return json.dumps({"dependencies": list(packages), "fixes": []}), "No known vulnerabilities found"


def audited(**services: tuple[str, str]) -> tuple[int, str]:
    said: list[str] = []
    code = verdict(services.__getitem__, "the.lock", said.append, services=tuple(services))
    return code, "\n".join(said)


def test_what_every_service_answers_well_for_is_clean():
    code, said = audited(first=answer(FINE))
    assert code == CLEAN
    assert "the 1 packages of the.lock" in said


def test_a_known_vulnerability_is_named_with_what_mends_it():
    code, said = audited(first=answer(FINE, BAD, UNKNOWN))
    assert code == FOUND
    assert "three 3.0: PYSEC-2026-1, CVE-2026-1; mended in 3.1" in said


def test_where_nobody_can_be_reached_it_says_so_and_is_not_clean():
    code, said = audited(first=NO_NETWORK, second=NO_NETWORK)
    assert code == NOT_LOOKED_UP
    assert "'first' could not be reached" in said
    assert "'second' could not be reached" in said
    assert "says nothing for or against" in said


def test_a_service_that_knows_none_of_the_packages_has_not_cleared_them():
    code, said = audited(first=answer(UNKNOWN), second=answer(FINE, UNKNOWN))
    assert code == NOT_LOOKED_UP
    assert "knew nothing of 1 of 2 packages" in said


def test_the_second_service_is_asked_where_the_first_is_out_of_reach():
    assert audited(first=NO_NETWORK, second=answer(FINE))[0] == CLEAN
    assert audited(first=answer(UNKNOWN), second=answer(BAD))[0] == FOUND


def test_a_lock_that_cannot_be_read_is_no_fault_of_the_network():
    code, said = audited(first=("", "ERROR: requirement one is not pinned"))
    assert code == BROKEN
    assert "not pinned" in said


def test_every_direct_dependency_is_locked_as_one_of_ours():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    direct = {re.split(r"[\[<>=~]", one)[0] for one in project["project"]["dependencies"]}
    # a package's lines are its name, its hashes and what it is needed by
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.txt").read_text())
    ours = {block.split("==")[0].split("[")[0] for block in blocks if "stepwell (pyproject.toml)" in block}
    assert ours == direct
