import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture
def inside(tmp_path: Path) -> set[str]:
    """The names of all files in a wheel of this tree."""
    command = [sys.executable, "-c", BUILD, str(tmp_path)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(tmp_path / made.stdout.split()[-1]) as wheel:
        return set(wheel.namelist())


def test_a_wheel_brings_every_file_of_the_package_its_licenses_and_the_command(inside: set[str]) -> None:
    package = ROOT / "src" / "stepwell"
    files = {
        f"stepwell/{path.relative_to(package)}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - inside == set()
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in inside)
    assert any(name.endswith("dist-info/entry_points.txt") for name in inside)


def test_a_wheel_brings_nothing_else(inside: set[str]) -> None:
    others = {name.split("/")[0] for name in inside} - {"stepwell"}
    assert len(others) == 1
    assert others.pop().endswith(".dist-info")
