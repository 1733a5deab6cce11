"""How many requests a caller may make a second, kept exactly for all of this machine's processes.

Each caller has one number (GCRA): the moment at which its bucket will be full again. The numbers lie in a file that
all processes map, a slot a caller; a slot is locked while it is read and written. Two callers that fall on the
same slot push each other out, which is rare (65,536 slots) and errs in the caller's favour.
"""

from __future__ import annotations

import fcntl
import math
import mmap
import os
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

SLOTS = 65_536
_SLOT = struct.Struct("<Qd")
_SIZE = SLOTS * _SLOT.size


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a caller's rate. `wait` is 0 when the request may go on, else the seconds to wait."""

    limit: int
    remaining: int
    reset: float
    wait: float = 0.0

    @property
    def headers(self) -> Mapping[str, str]:
        found = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(math.ceil(self.reset)),
        }
        return found | ({"Retry-After": str(max(1, math.ceil(self.wait)))} if self.wait else {})


def next_state(full_at: float, rate: int, now: float) -> tuple[float, Allowance]:
    """The bucket's new state and what it allows: `rate` requests at once, and `rate` a second after that."""
    if not now <= full_at <= now + 1:
        full_at = now
    one = 1 / rate
    after = full_at + one
    if after > now + 1 + 1e-9:
        return full_at, Allowance(rate, 0, full_at - now, after - now - 1)
    return after, Allowance(rate, max(0, int((now + 1 - after) * rate + 1e-6)), after - now)


class Limiter:
    """The slots, in the file `path`, or in this process alone when there is none to be had."""

    def __init__(self, path: Path | None) -> None:
        self._thread = threading.Lock()
        self._file = None if path is None else _open(path)
        self._slots = mmap.mmap(-1 if self._file is None else self._file, _SIZE)

    def take(self, caller: UUID, rate: int, now: float) -> Allowance:
        """Count one request of the caller, whose rate is above 0."""
        place = (caller.int % SLOTS) * _SLOT.size
        mark = (caller.int >> 16) & 0xFFFF_FFFF_FFFF_FFFF
        with self._thread:
            if self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_EX, _SLOT.size, place)
            try:
                owner, full_at = _SLOT.unpack_from(self._slots, place)
                full_at, allowance = next_state(full_at if owner == mark else 0.0, rate, now)
                _SLOT.pack_into(self._slots, place, mark, full_at)
            finally:
                if self._file is not None:
                    fcntl.lockf(self._file, fcntl.LOCK_UN, _SLOT.size, place)
        return allowance


def _open(path: Path) -> int | None:
    """A descriptor of the file, made and grown as needed; None where nothing can be written."""
    try:
        found = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.ftruncate(found, _SIZE)
    except OSError:
        return None
    return found
