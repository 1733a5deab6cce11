"""Measuring by turns: whatever else the machine does then burdens all sides alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

Work = Callable[[], object]


def by_turns(works: Sequence[Work], rounds: int, warm: int = 3) -> list[float]:
    """The median duration of each work in milliseconds, all run once a round."""
    return [statistics.median(each) for each in samples(works, rounds, warm)]


def samples(works: Sequence[Work], rounds: int, warm: int = 3) -> list[list[float]]:
    """How long each work took each time, in milliseconds, all run once a round."""
    for work in works:
        for _ in range(warm):
            work()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for place, work in enumerate(works):
            began = time.perf_counter()
            work()
            taken[place].append((time.perf_counter() - began) * 1000)
    return taken
