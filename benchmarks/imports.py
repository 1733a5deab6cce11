"""An import of 100,000 contacts into the demo company, in a process of its own; nothing of it is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.company import ROOT
from benchmarks.report import Figure

SPEED_BAR, MEMORY_BAR = 4_000.0, 300.0


def measure(home: Path) -> Iterator[Figure]:
    """Rows a second, and the memory of the process with that of its server process."""
    command = [sys.executable, "-m", "benchmarks.importing", str(home)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    told = json.loads(done.stdout.splitlines()[-1])
    note = f"{told['seconds']:.0f} s; " + ", ".join(
        f"{count:,} {name}" for name, count in told["counts"].items() if count
    )
    yield Figure(
        group="Import",
        name="100,000 contacts",
        ours=told["speed"],
        unit="rows/s",
        bar=SPEED_BAR,
        at_least=True,
        note=note,
    )
    note = f"{told['process']:.0f} MiB of the process, {told['server']:.0f} MiB private to its server process"
    memory = told["process"] + told["server"]
    yield Figure(group="Import", name="memory of it", ours=memory, unit="MiB", bar=MEMORY_BAR, note=note)
