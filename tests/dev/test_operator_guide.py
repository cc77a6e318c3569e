"""Every setting that the code reads stands in the operator's guide."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Between our own processes; nobody sets it by hand.
OURS = {"STEPWELL_DIE_WITH_PARENT"}


def test_the_guide_names_every_setting():
    sources = [ROOT / "src/stepwell" / name for name in ("settings.py", "run.py", "cli.py")]
    read = {name for source in sources for name in re.findall(r"STEPWELL_[A-Z_]+", source.read_text())}
    guide = (ROOT / "docs/guides/operator.md").read_text()
    assert sorted(name for name in read - OURS if name not in guide) == []
