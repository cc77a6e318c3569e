import subprocess
from pathlib import Path

import pytest
from tools.dev import commands, postgres
from tools.dev.environment import Environment, NotInstalledError

NO_CLUSTER = "create_main_cluster = false\n"


class Machine:
    """A Debian in a folder: what apt was asked, and what it would have read in the file about clusters."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "programs"
        self.configuration = folder / "createcluster.conf"
        self.asked: list[str] = []
        self.read_at_installation = ""
        self.brings = "#create_main_cluster = true\n"
        self.fails_at = "nothing"

    def run(self, command: list[str], **_rest: object) -> subprocess.CompletedProcess[str]:
        last = command[-1]
        self.asked.append(last)
        if last == self.fails_at:
            return subprocess.CompletedProcess(command, 100, "", "E: Unable to locate package")
        if last == "postgresql-common" and self.brings:
            self.configuration.write_text(self.brings)
        if last == "postgresql-15":
            self.read_at_installation = self.configuration.read_text()
            (self.programs / "15" / "bin").mkdir(parents=True)
            (self.programs / "15" / "bin" / "postgres").touch()
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setattr(postgres, "_PROGRAMS", made.programs)
    monkeypatch.setattr(postgres, "_CONFIGURATION", made.configuration)
    monkeypatch.setattr(postgres.subprocess, "run", made.run)
    monkeypatch.setattr(postgres.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    return made


def find(version: str = "15") -> str:
    return postgres.find_or_install(version, {}, lambda _line: None)


def test_root_gets_it_installed_and_debian_makes_no_cluster_with_it(machine: Machine) -> None:
    assert find() == str(machine.programs / "15" / "bin")
    assert machine.asked[-2:] == ["postgresql-common", "postgresql-15"]
    assert machine.read_at_installation == NO_CLUSTER


def test_what_the_machine_said_about_clusters_is_said_again_afterwards(machine: Machine) -> None:
    find()
    assert machine.configuration.read_text() == "#create_main_cluster = true\n"


def test_file_that_was_not_there_is_not_left_behind(machine: Machine) -> None:
    machine.brings = ""
    find()
    assert machine.read_at_installation == NO_CLUSTER
    assert not machine.configuration.exists()


def test_what_is_there_already_is_used_and_nothing_is_installed(machine: Machine) -> None:
    find()
    machine.asked.clear()
    assert find() == str(machine.programs / "15" / "bin")
    assert machine.asked == []


def test_failed_installation_says_what_apt_said_and_leaves_the_file_as_it_was(machine: Machine) -> None:
    machine.fails_at = "postgresql-15"
    with pytest.raises(NotInstalledError, match=r"(?s)PostgreSQL 15 could not be installed.*Unable to locate package"):
        find()
    assert machine.configuration.read_text() == "#create_main_cluster = true\n"


def test_who_is_not_root_is_told_what_root_has_to_do(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 1000)
    with pytest.raises(NotInstalledError, match=r"As root: apt-get install postgresql-15.*STEPWELL_TEST_PROGRAMS"):
        find()
    assert machine.asked == []


def test_without_apt_one_is_told_to_name_a_folder(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.shutil, "which", lambda _name: None)
    with pytest.raises(NotInstalledError, match=r"only where there is apt-get.*STEPWELL_TEST_PROGRAMS"):
        find()


@pytest.mark.parametrize("version", ["", "14", "fifteen", "15.2", "-m"])
def test_what_is_no_version_we_run_on_is_refused(machine: Machine, version: str) -> None:
    with pytest.raises(NotInstalledError, match=r"such as --postgres 15"):
        find(version)
    assert machine.asked == []


def test_suite_is_told_which_server_was_chosen(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[tuple[list[str], str]] = []

    def run(command: list[str], *, env: dict[str, str], **_rest: object) -> subprocess.CompletedProcess[str]:
        given.append((command, env["STEPWELL_TEST_PROGRAMS"]))
        return subprocess.CompletedProcess(command, 0)

    find()
    monkeypatch.setattr(commands.browser, "find_or_install", lambda *_given: "/usr/bin/chromium")
    monkeypatch.setattr(commands, "_environment", _environment)
    monkeypatch.setattr(commands.subprocess, "run", run)
    assert commands.main(["test", "--postgres", "15", "-q"]) == 0
    command, programs = given[0]
    assert programs == str(machine.programs / "15" / "bin")
    assert command[-1] == "-q"
    assert "--postgres" not in command
    assert commands.main(["test", "--postgres", "14"]) == 1
    assert len(given) == 1
    assert "Not started" in capsys.readouterr().err


def _environment(_lock: str) -> tuple[object, dict[str, str]]:
    return Environment(Path("/environment")), {"STEPWELL_CACHE": "/cache"}
