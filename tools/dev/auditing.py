"""What is known against the packages that are locked to run: pip-audit, believed only where a service has answered.

By itself pip-audit calls a lock clean whose packages no service knew anything of, such as behind a mirror that has the
files and not their advisories. Here that is another answer, with another exit code.
"""

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

CLEAN, FOUND, BROKEN, NOT_LOOKED_UP = 0, 1, 2, 3
# Asked in this order, until one has answered for every package.
SERVICES = ("pypi", "osv")
_OPTIONS = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--desc", "off"]
_NETWORK = ("ConnectionError", "Timeout", "ServiceError", "SSLError", "ProxyError", "HTTPError", "JSONDecodeError")

Ask = Callable[[str], tuple[str, str]]
"""A service's name in; what pip-audit wrote to its output and to its errors."""


def audit(lock: Path, python: str, environ: Mapping[str, str], cache: Path, say: Callable[[str], None]) -> int:
    """Look every package of `lock` up, and say what was found. 0: nothing, 1: something, 3: nobody could be asked."""

    def ask(service: str) -> tuple[str, str]:
        command = [python, "-m", "pip_audit", "-r", str(lock), *_OPTIONS]
        command += ["--vulnerability-service", service, "--cache-dir", str(cache / "pip-audit")]
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        return done.stdout, done.stderr

    return verdict(ask, lock.name, say)


def verdict(ask: Ask, lock: str, say: Callable[[str], None], services: Sequence[str] = SERVICES) -> int:
    """The answer in words, and its exit code."""
    for service in services:
        output, errors = ask(service)
        try:
            packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
        except (ValueError, KeyError, TypeError):
            last = (errors.strip().splitlines() or ["it said nothing"])[-1]
            if not any(word in last for word in _NETWORK):
                say(f"pip-audit couldn't read {lock}: {last}")
                return BROKEN
            say(f"The service '{service}' could not be reached.")
            continue
        known = [one for one in packages if one.get("vulns")]
        if known:
            _tell(known, lock, say)
            return FOUND
        unknown = [str(one["name"]) for one in packages if "skip_reason" in one]
        if packages and not unknown:
            say(f"Nothing is known against the {len(packages)} packages of {lock} (asked: {service}).")
            return CLEAN
        say(f"The service '{service}' knew nothing of {len(unknown)} of {len(packages)} packages of {lock}.")
    say(f"Not looked up: no service could be asked about all of {lock}. That says nothing for or against it.")
    return NOT_LOOKED_UP


def _tell(known: list[dict[str, Any]], lock: str, say: Callable[[str], None]) -> None:
    for one in known:
        for vulnerability in one["vulns"]:
            mended = " or ".join(vulnerability.get("fix_versions") or []) or "no version yet"
            names = ", ".join([vulnerability["id"], *vulnerability.get("aliases", [])])
            say(f"{one['name']} {one['version']}: {names}; mended in {mended}")
    say(f"{len(known)} packages of {lock} have known vulnerabilities. A newer one: ./dev lock --upgrade-package NAME")
