"""The processes that `trato up` owns: started in a group of their own, restarted when they die, stopped together.

A Ctrl-C reaches only `trato up`, which then stops them in order. Should `trato up` itself be killed, the kernel
sends each of them the signal to stop (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from trato.project.trouble import Trouble

PATIENCE_SECONDS = 20.0
RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Child:
    """One process, with what is needed to start it again."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.starts = [moment for moment in self.starts if time.monotonic() - moment < RESTART_WINDOW_SECONDS]
        if len(self.starts) > RESTARTS:
            raise Trouble(f"The {self.name} process keeps dying; its last lines are above.")
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env=self.environment,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  # no threads here
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """To the whole group, so that no grandchild stays behind."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def ask_to_stop(self) -> None:
        """Its main process only: that one knows in which order its own children go."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


def stop_all(children: list[Child]) -> None:
    """Ask all of them, wait, then insist."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"The {child.name} process does not stop; ending it.", file=sys.stderr)
        finally:
            child.signal(signal.SIGKILL)
            child.process.wait()


def adopt_orphans() -> None:
    """Become the parent of whatever our children leave behind, such as the database server that `pg_ctl` starts.

    In a container the first process often buries nobody, and the dead would stay in the process table.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def bury_orphans() -> None:
    """Take the dead out of the process table; those that live on are left alone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
