"""What a run prints at its end."""

from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.faults.browser import Watch
from tests.faults.reckoning import Line


def show(lines: list[Line], watch: Watch, killed: Counter[str], slowest: float, seed: int) -> int:
    """The table, then every fault by name; the exit code."""
    console = Console(width=120)
    table = Table(title=f"Written while things broke (seed {seed})")
    for name in ("what", "acknowledged", "given up", "stored", "wrong"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for line in lines:
        table.add_row(line.what, str(line.acknowledged), str(line.unknown), str(line.stored), str(len(line.faults)))
    console.print(table)
    broken = Table(title=f"Broken with SIGKILL; the slowest recovery took {slowest:.1f} s")
    broken.add_column("what")
    broken.add_column("times", justify="right")
    for name, times in [*killed.items(), *watch.counts.items()]:
        broken.add_row(name, str(times))
    console.print(broken)
    faults = [*watch.faults, *(fault for line in lines for fault in line.faults)]
    for fault in faults[:40]:
        console.print(f"WRONG  {fault}", style="red", markup=False)
    console.print("Something was lost or doubled." if faults else "Nothing was lost, doubled or left undone.")
    return 1 if faults else 0
