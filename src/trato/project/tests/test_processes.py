"""Children are restarted, stopped in bounded time, and take their own children with them."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from trato.project import processes
from trato.project.processes import Child, stop_all
from trato.project.trouble import Trouble

STUBBORN = """
import pathlib, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
signal.pause()
"""


def child(code: str, *arguments: str) -> Child:
    return Child("test", [sys.executable, "-c", code, *arguments], dict(os.environ))


def test_a_process_that_keeps_dying_is_given_up() -> None:
    dying = child("raise SystemExit(3)")
    for _attempt in range(processes.RESTARTS + 1):
        dying.start()
        assert dying.process is not None
        dying.process.wait()
        assert dying.has_died()
    with pytest.raises(Trouble, match="keeps dying"):
        dying.start()


def test_stopping_insists_and_leaves_no_grandchild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.2)
    stubborn = child(STUBBORN, str(tmp_path / "pid"))
    stubborn.start()
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert not stubborn.has_died()
    grandchild = psutil.Process(int((tmp_path / "pid").read_text()))
    stop_all([stubborn])
    assert stubborn.has_died()
    psutil.wait_procs([grandchild], timeout=30)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform != "linux", reason="a signal of the Linux kernel")
def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    code = (
        "import signal, sys; from trato.project.processes import Child;"
        "c = Child('x', [sys.executable, '-c', 'import signal; signal.pause()'], {}); c.start();"
        "print(c.process.pid, flush=True); signal.pause()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
    ) as parent:
        assert parent.stdout is not None
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    psutil.wait_procs([orphan], timeout=30)
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
