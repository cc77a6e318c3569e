import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tools.dev import environment
from tools.dev.environment import NotInstalledError, child_environ, ensure, name_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file that asks for nothing: no network, and all the steps."""
    path = tmp_path / "requirements.txt"
    path.write_text("# nothing yet\n")
    return path


@pytest.fixture
def said() -> list[str]:
    return []


def test_environment_is_made_once_and_then_found(tmp_path: Path, lock: Path, said: list[str]) -> None:
    first = ensure(lock, tmp_path / "cache", said.append)
    assert len(said) == 2
    second = ensure(lock, tmp_path / "cache", said.append)
    assert second == first
    assert len(said) == 2
    prefix = subprocess.check_output([first.python, "-c", "import sys; print(sys.prefix)"], text=True)
    assert prefix.strip() == str(first.folder)
    assert not list(first.folder.parent.glob(".building-*"))


def test_change_of_the_lock_makes_another_and_the_old_one_goes_after_a_month(
    tmp_path: Path, lock: Path, said: list[str]
) -> None:
    cache = tmp_path / "cache"
    recent = cache / "environments" / "requirements-recent"
    forgotten = cache / "environments" / "requirements-forgotten"
    for folder in (recent, forgotten):
        folder.mkdir(parents=True)
        (folder / "used").touch()
    os.utime(forgotten / "used", (0, 0))
    before = name_for(lock)
    lock.write_text("# something else\n")
    assert name_for(lock) != before
    ensure(lock, cache, said.append)
    assert recent.exists()
    assert not forgotten.exists()


def test_half_built_environment_is_thrown_away_and_built_again(tmp_path: Path, lock: Path, said: list[str]) -> None:
    environments = tmp_path / "cache" / "environments"
    half = environments / f".building-{name_for(lock)}-1"
    (half / "bin").mkdir(parents=True)
    found = ensure(lock, tmp_path / "cache", said.append)
    assert not half.exists()
    assert os.access(found.python, os.X_OK)


def test_only_what_the_hash_says_is_installed_and_anything_else_leaves_nothing(
    tmp_path: Path, lock: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A wheel made on the spot, and no registry to ask.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "word = 'here'\n")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    lock.write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(NotInstalledError, match="DO NOT MATCH THE HASHES"):
        ensure(lock, tmp_path / "cache", said.append)
    assert [path for path in (tmp_path / "cache" / "environments").iterdir() if path.is_dir()] == []
    lock.write_text(f"tiny==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    found = ensure(lock, tmp_path / "cache", said.append)
    assert subprocess.check_output([found.python, "-c", "import tiny; print(tiny.word)"], text=True).strip() == "here"


def test_settings_of_the_callers_python_and_pip_do_not_reach_in(
    tmp_path: Path, lock: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PYTHONPATH": "/nowhere", "PIP_USER": "1", "PIP_TARGET": "/nowhere", "PIP_REQUIRE_VIRTUALENV": "1",
        "VIRTUAL_ENV": "/nowhere", "PYTHONOPTIMIZE": "2",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    found = ensure(lock, tmp_path / "cache", said.append)
    child = child_environ({**os.environ, "PIP_INDEX_URL": "kept"}, found, tmp_path)
    assert child["PYTHONPATH"] == str(tmp_path / "src")
    assert child["PIP_INDEX_URL"] == "kept"
    assert not {"PYTHONHOME", "VIRTUAL_ENV", "PYTHONOPTIMIZE"} & set(child)


def test_two_starts_at_once_make_one(tmp_path: Path, lock: Path) -> None:
    code = "import sys; from pathlib import Path; from tools.dev.environment import ensure; "
    code += "print(ensure(Path(sys.argv[1]), Path(sys.argv[2]), lambda line: print('say', line)).folder)"
    command = [sys.executable, "-c", code, str(lock), str(tmp_path / "cache")]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    starts = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [start.communicate(timeout=60)[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert sum("say Installing" in answer for answer in answers) == 1
    assert len({answer.splitlines()[-1] for answer in answers}) == 1


def test_environment_that_a_running_process_holds_is_never_removed(tmp_path: Path, lock: Path, said: list[str]) -> None:
    cache = tmp_path / "cache"
    held = ensure(lock, cache, said.append)
    os.utime(held.folder / "used", (0, 0))
    lock.write_text("# newer\n")
    ensure(lock, cache, said.append)
    assert held.folder.exists()


def test_cache_lies_where_others_can_reach_it_when_root_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert environment.cache_folder({}) == Path("/var/cache/stepwell")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert environment.cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/stepwell")
    assert environment.cache_folder({"STEPWELL_CACHE": "/mine"}) == Path("/mine")


def test_old_python_is_told_what_it_needs(tmp_path: Path) -> None:
    code = "import sys; sys.version_info = (3, 9, 2); exec(compile(open(sys.argv[1]).read(), 'dev', 'exec'))"
    command = [sys.executable, "-c", code, str(ROOT / "dev")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "Stepwell needs Python 3.11 or newer, and this is 3.9" in done.stderr
