"""`stepwell import patients`: a thousand bundles, beside plain JSON parsing of the same files."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

from bench.operations import REFERRAL
from stepwell.domain.people.models import Site
from stepwell.platform.accounts.models import User

HOW_MANY = 1000


def measure(environ: dict[str, str], admissions: int) -> str:
    """A line for the table's end: bundles a second, and how many times as long as parsing alone."""
    site = Site.objects.order_by("pk")[0]
    with tempfile.TemporaryDirectory() as folder:
        files = _write(Path(folder) / "patients")
        began = time.perf_counter()
        for file in files:
            orjson.loads(file.read_bytes())
        parsed = time.perf_counter() - began
        began = time.perf_counter()
        _import(environ, Path(folder), site.name, User.objects.get(pk=admissions).email)
        took = time.perf_counter() - began
        size = sum(file.stat().st_size for file in files)
    return (
        f"import patients: {len(files):,} bundles, {size / 1e6:.1f} MB, in {took:.1f} s: {len(files) / took:.0f} a"
        f" second, the command's start included; parsing them alone {len(files) / parsed:,.0f} a second,"
        f" {took / parsed:.0f} times as fast"
    )


def _write(folder: Path) -> list[Path]:
    """As many people as there are files, each with a number of their own."""
    folder.mkdir()
    bundle = REFERRAL.read_bytes()
    files = []
    for number in range(HOW_MANY):
        file = folder / f"{number:04}.json"
        born = f'"birthDate": "{1930 + number % 70}-0{1 + number % 9}-1{number % 9}"'.encode()
        whole = bundle.replace(b'"Lund"', b'"Folder%d"' % number).replace(b"R-20417", b"B-%06d" % number)
        files.append(file)
        file.write_bytes(whole.replace(b'"birthDate": "1990-04-17"', born))
    return files


def _import(environ: dict[str, str], folder: Path, site: str, email: str) -> None:
    command = [sys.executable, "-m", "stepwell", "import", "patients", str(folder / "patients")]
    command += ["--site", site, "--as", email, "--report", str(folder / "report.csv")]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"import patients: {done.stdout}{done.stderr}")
