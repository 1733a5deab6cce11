"""The figures of a run, on the screen and in RESULTS.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measure: ours and its floor in the same unit, or ours alone beside a fixed bar."""

    group: str
    name: str
    who: str = ""
    ours: float
    floor: float | None = None
    unit: str = "ms"
    bar: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def value(self) -> float:
        """What is held against the bar: the ratio to the floor, or the figure itself."""
        return self.ours if self.floor is None else self.ours / self.floor

    @property
    def met(self) -> bool | None:
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def line(figure: Figure) -> str:
    """One row of the table."""
    floor = "" if figure.floor is None else _number(figure.floor)
    ratio = "" if figure.floor is None else f"{figure.value:.2f} ×"
    sign = "≥" if figure.at_least else "≤"
    bar = "" if figure.bar is None else f"{sign} {figure.bar:,g}" + (" ×" if figure.floor is not None else "")
    met = {True: "yes", False: "**no**", None: ""}[figure.met]
    ours = f"{_number(figure.ours)} {figure.unit}".strip()
    return f"| {figure.name} | {figure.who} | {ours} | {floor} | {ratio} | {bar} | {met} | {figure.note} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def write(figures: Iterable[Figure], scale: str) -> None:
    """RESULTS.md anew."""
    found = list(figures)
    judged = [each for each in found if each.met is not None]
    unmet = [each for each in judged if not each.met]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    head = [
        "# Results of `make bench`",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · demo company at scale {scale} · {os.cpu_count()} processors"
        f" ({_processor()}), {memory:.0f} GiB · {platform.system()} {platform.release()} · Python {platform.python_version()}",
        "",
        f"Bars met: {len(judged) - len(unmet)} of {len(judged)}. Medians; ours and the floor are measured by turns in the"
        " same run, with everything on this one machine. Load average at the end:"
        f" {os.getloadavg()[0]:.1f}.",
        "",
    ]
    parts = [*head]
    for group in dict.fromkeys(each.group for each in found):
        parts += [
            f"## {group}",
            "",
            "| figure | as | ours | floor | ratio | bar | met | |",
            "| --- | --- | ---: | ---: | ---: | --- | --- | --- |",
        ]
        parts += [line(each) for each in found if each.group == group]
        parts.append("")
    RESULTS.write_text("\n".join(parts).rstrip() + "\n", encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((each.partition(":")[2].strip() for each in lines if each.startswith("model name")), platform.machine())
