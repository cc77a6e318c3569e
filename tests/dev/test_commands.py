import os
import subprocess
import sys
from pathlib import Path

import pytest
from tools.dev import browser, checks, commands
from tools.dev.commands import without_browser
from tools.dev.environment import Environment
from tools.dev.locking import sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ["-m", "not browser"]),
        (["tests/kernel", "-x"], ["tests/kernel", "-x", "-m", "not browser"]),
        (["-m", "slow or quick"], ["-m", "(slow or quick) and not browser"]),
        (["-mslow", "-k", "name"], ["-k", "name", "-m", "(slow) and not browser"]),
    ],
)
def test_browser_tests_are_left_out_whatever_else_was_chosen(given: list[str], expected: list[str]) -> None:
    assert without_browser(given) == expected


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What would have been started, with nothing installed and no browser found."""
    seen: list[list[str]] = []

    def run(command: list[str], **_rest: object) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(commands, "ensure", lambda *_given: Environment(tmp_path))
    monkeypatch.setattr(commands.browser, "find_or_install", lambda *_given: None)
    monkeypatch.setattr(commands.subprocess, "run", run)
    monkeypatch.delenv("CI", raising=False)
    return seen


def test_without_a_browser_the_rest_runs_and_the_end_says_what_did_not(
    ran: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["test", "tests/kernel"]) == 3
    assert ran[0][-2:] == ["-m", "not browser"]
    assert "-n" in ran[0]
    closing = capsys.readouterr().err.splitlines()[-1]
    assert closing.startswith("Not run: the tests in a real browser")
    assert "apt-get install" in closing


def test_missing_browser_fails_where_everything_must_run(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert commands.main(["test"]) == 1
    assert ran == []


def test_browser_that_was_named_but_is_not_there_is_not_replaced_by_another() -> None:
    assert browser.find({"STEPWELL_CHROMIUM": "/nowhere/chromium"}) is None
    assert browser.find({"STEPWELL_CHROMIUM": "/bin/sh"}) == "/bin/sh"


@pytest.mark.parametrize(
    ("there", "found"),
    [({"chromium", "chromium-headless-shell"}, "chromium-headless-shell"), ({"chromium"}, "chromium"), (set(), None)],
)
def test_the_browser_without_a_window_is_preferred_and_a_whole_one_will_do(
    there: set[str], found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser.shutil, "which", lambda name, path=None: name if name in there else None)
    assert browser.find({}) == found


def test_all_checks_run_and_every_failure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    three = {
        "fine": ["-c", "pass"],
        "first": ["-c", "raise SystemExit('because of this')"],
        "second": ["-c", "raise SystemExit('and of that')"],
    }
    monkeypatch.setattr(checks, "CHECKS", three)
    said: list[str] = []
    assert checks.run_all(tmp_path, sys.executable, os.environ, only=[], say=said.append) == 1
    text = "\n".join(said)
    assert "because of this" in text
    assert "and of that" in text
    assert said[-1].strip() == "2 of 3 checks failed: first, second"
    assert checks.run_all(tmp_path, sys.executable, os.environ, only=["fine"], say=said.append) == 0
    assert checks.run_all(tmp_path, sys.executable, os.environ, only=["none"], say=said.append) == 2


def test_pips_sources_reach_uv_under_its_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    found = sources({"index-url": "https://a.example/simple", "find-links": "/one /two", "cert": "/ca.pem"})
    assert found == {
        "UV_DEFAULT_INDEX": "https://a.example/simple",
        "UV_FIND_LINKS": "/one,/two",
        "SSL_CERT_FILE": "/ca.pem",
    }


def test_help_names_every_command() -> None:
    text = subprocess.check_output([sys.executable, str(ROOT / "dev"), "--help"], text=True, cwd="/")
    assert all(name in text for name in ("run", "test", "check", "shots", "lock", "stepwell"))
