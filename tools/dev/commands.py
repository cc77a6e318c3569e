"""The subcommands of `./dev`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.dev import auditing, browser, catalog, checks, locking, postgres
from tools.dev.environment import Environment, NotInstalledError, cache_folder, child_environ, ensure, interpreter

ROOT = Path(__file__).resolve().parents[2]
RUN_LOCK, DEV_LOCK = "requirements.txt", "requirements-dev.txt"

_HELP = {
    "run": "start a demo program: database, web server, worker (data in STEPWELL_DATA, port in STEPWELL_PORT)",
    "test": "run every test; --postgres 15 on that version of Debian's; what follows goes to pytest",
    "check": "style, types, layers, dependencies, templates, migrations, glossary, words, file sizes",
    "audit": "known vulnerabilities of what requirements.txt locks; ends with 3 where no service could be asked",
    "faults": "break the running program while people write, and count what is left (kills, disk, hosts)",
    "rehearse": "back the demo up on the embedded PostgreSQL and restore it into Debian's 15",
    "bench": "measure speed and scale, as ratios in one run; --help tells the options",
    "doors": "send odd inputs to every form and address: ./dev doors [HOW_MANY] [--seed S]",
    "shots": "render every page of the walk into PNG files in FOLDER",
    "weights": "what each page of the walk weighs: requests and bytes, first visit and second",
    "wheel": "build the wheel of this tree into FOLDER, without the network",
    "lock": "write requirements.txt and requirements-dev.txt anew from pyproject.toml",
    "translate": "make what gettext reads of each catalog in src/stepwell/locale",
    "stepwell": "the command line of Stepwell itself",
}


def say(line: str) -> None:
    """Progress, apart from what a command answers."""
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """What `./dev ARGUMENTS` does; the exit code."""
    parser = argparse.ArgumentParser(prog="./dev", description="Stepwell: run it, test it, check it.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, text in _HELP.items():
        commands.add_parser(name, help=text, add_help=False)
    # Only the first word is ours; everything after it belongs to the command.
    chosen = str(parser.parse_args(arguments[:1]).command)
    rest = list(arguments[1:])
    actions: dict[str, Callable[[list[str]], int]] = {
        "run": lambda given: _become_stepwell(["run", *given]),
        "stepwell": _become_stepwell,
        "test": _test,
        "check": _check,
        "audit": _audit,
        "faults": _faults,
        "rehearse": _rehearse,
        "bench": _bench,
        "doors": _doors,
        "shots": _shots,
        "weights": _weights,
        "wheel": _wheel,
        "lock": _lock,
        "translate": lambda _: catalog.compile_all(ROOT, say),
    }
    try:
        return actions[chosen](rest)
    except NotInstalledError as failed:
        say(str(failed))
        return 1
    except KeyboardInterrupt:
        return 130


def _environment(lock: str) -> tuple[Environment, dict[str, str]]:
    cache = cache_folder(os.environ)
    found = ensure(ROOT / lock, cache, say)
    environ = child_environ(os.environ, found, ROOT)
    # Tools keep their caches out of the checkout, which may belong to somebody else.
    environ.setdefault("RUFF_CACHE_DIR", str(cache / "ruff"))
    environ.setdefault("MYPY_CACHE_DIR", str(cache / "mypy"))
    environ["STEPWELL_CACHE"] = str(cache)
    return found, environ


def _become_stepwell(arguments: list[str]) -> int:
    """Replace this process, so that whoever ends it ends Stepwell itself."""
    found, environ = _environment(RUN_LOCK)
    os.execve(found.python, [found.python, "-m", "stepwell", *arguments], environ)


def _test(arguments: list[str]) -> int:
    found, environ = _environment(DEV_LOCK)
    if arguments[:1] == ["--postgres"]:
        version, arguments = "".join(arguments[1:2]), arguments[2:]
        environ["STEPWELL_TEST_PROGRAMS"] = postgres.find_or_install(version, os.environ, say)
    chromium = browser.find_or_install(os.environ, say)
    command = [found.python, "-m", "pytest", "-o", f"cache_dir={environ['STEPWELL_CACHE']}/pytest"]
    if not any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
        command += ["-n", environ.get("STEPWELL_TEST_WORKERS") or str(max(2, os.cpu_count() or 2))]
    if chromium:
        environ["STEPWELL_CHROMIUM"] = chromium
        return subprocess.run([*command, *arguments], cwd=ROOT, env=environ, check=False).returncode
    lack = f"no Chromium was found. To get it, as root: {browser.INSTALL}"
    if os.environ.get("CI") == "true":
        say(f"Not started: the tests in a real browser can't run, because {lack}")
        return 1
    command += without_browser(arguments)
    code = subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
    say(f"\nNot run: the tests in a real browser (marked `browser`), because {lack}")
    return code


def without_browser(arguments: Sequence[str]) -> list[str]:
    """Pytest's arguments with the browser's tests left out, whatever the caller chose with -m."""
    kept, chosen = [], []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "-m":
            chosen.append(next(waiting, ""))
        elif argument.startswith("-m") and not argument.startswith("--"):
            chosen.append(argument[2:].lstrip("="))
        else:
            kept.append(argument)
    # pytest itself listens to the last one only.
    wanted = [f"({chosen[-1]})"] if chosen and chosen[-1] else []
    return [*kept, "-m", " and ".join([*wanted, "not browser"])]


def _check(arguments: list[str]) -> int:
    found, environ = _environment(DEV_LOCK)
    return checks.run_all(ROOT, found.python, environ, only=arguments, say=print)


def _audit(_arguments: list[str]) -> int:
    found, environ = _environment(DEV_LOCK)
    return auditing.audit(ROOT / RUN_LOCK, found.python, environ, cache_folder(os.environ), print)


def _faults(arguments: list[str]) -> int:
    found, environ = _environment(DEV_LOCK)
    environ["PYTHONPATH"] += os.pathsep + str(ROOT)
    return subprocess.run(
        [found.python, "-m", "tests.faults", *arguments], cwd=ROOT, env=environ, check=False
    ).returncode


def _rehearse(_arguments: list[str]) -> int:
    found, environ = _environment(DEV_LOCK)
    programs = postgres.find_or_install("15", os.environ, say)
    environ["PYTHONPATH"] += os.pathsep + str(ROOT)
    return subprocess.run([found.python, "-m", "tools.rehearse_backup", programs], env=environ, check=False).returncode


def _shots(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        say("Which folder? ./dev shots FOLDER")
        return 2
    return _in_browser(["-m", "tools.shots", str(Path(arguments[0]).absolute())])


def _weights(arguments: list[str]) -> int:
    return _in_browser(["-m", "tools.weights"])


def _in_browser(module: list[str]) -> int:
    """A tool that looks at the demo with Chromium."""
    found, environ = _environment(DEV_LOCK)
    chromium = browser.find_or_install(os.environ, say)
    if chromium is None:
        say(f"No Chromium was found. To get it, as root: {browser.INSTALL}")
        return 1
    environ["STEPWELL_CHROMIUM"] = chromium
    environ["PYTHONPATH"] += os.pathsep + str(ROOT)
    return subprocess.run([found.python, *module], cwd=ROOT, env=environ, check=False).returncode


def _bench(arguments: list[str]) -> int:
    found, environ = _environment(DEV_LOCK)
    environ["PYTHONPATH"] += os.pathsep + str(ROOT)
    return subprocess.run([found.python, "-m", "bench", *arguments], cwd=ROOT, env=environ, check=False).returncode


def _doors(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev doors", description="Odd inputs at every door; more goes to pytest.")
    parser.add_argument("how_many", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options, rest = parser.parse_known_args(arguments)
    os.environ |= {"STEPWELL_ODD_INPUTS": str(options.how_many), "STEPWELL_ODD_SEED": str(options.seed)}
    return _test(["tests/doors/test_odd_inputs.py", "-q", "--timeout", "3600", "--dist", "worksteal", *rest])


def _wheel(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        say("Which folder? ./dev wheel FOLDER")
        return 2
    found, environ = _environment(DEV_LOCK)
    # Environments have no pip of their own; the builder is locked with the rest, so nothing is fetched.
    pip = [interpreter(), "-m", "pip", "--python", found.python, "--disable-pip-version-check"]
    options = ["--no-index", "--no-build-isolation", "--no-deps", "--wheel-dir", str(Path(arguments[0]).absolute())]
    return subprocess.run([*pip, "wheel", *options, str(ROOT)], env=environ, check=False).returncode


def _lock(arguments: list[str]) -> int:
    return locking.lock_all(ROOT, cache_folder(os.environ), arguments, say)
