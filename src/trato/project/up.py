"""`trato up`: one process tree that is the whole product.

In order: look whether it can work, start the database, let a child bring the schema and the first organization up to
date, start web, live and worker, wait until pages answer, print the address. Then watch until somebody says stop.
This process imports no Django, so that it costs next to nothing while it waits.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from trato.project import cluster, postgres, preflight
from trato.project.home import ensure_home, home, http_port, web_workers
from trato.project.processes import Child, stop_all
from trato.project.trouble import Trouble

WATCH_SECONDS = 0.5
READY_SECONDS = 120.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def up() -> None:
    """Run Trato until it is told to stop. Raises Trouble when it cannot."""
    address, port = os.environ.get("TRATO_BIND") or "127.0.0.1", http_port()
    preflight.settings_are_sound()
    folder = ensure_home(home())
    with _signals_raise(), preflight.only_one(folder):
        preflight.disk_has_room(folder)
        for each in (port, port + 1):
            preflight.port_is_free(address, each)
        children: list[Child] = []
        try:
            _start_database(folder)
            welcome = prepare(progress)
            web, *others = _children(folder, address, port)
            _start(children, web)
            _wait_until_ready(children, address, port)
            say_welcome(welcome)
            for child in others:
                _start(children, child)
            _watch(folder, children)
        except Stopped:
            print("Stopping…", flush=True)
        finally:
            stop_all(children)
            if not os.environ.get("DATABASE_URL"):
                postgres.stop(folder)
    print("Stopped.", flush=True)


def say_welcome(welcome: dict[str, str]) -> None:
    print(f"\nTrato is ready: {welcome['url']}", flush=True)
    if welcome.get("link"):
        print(f"Sign in as {welcome['email']} (works once): {welcome['link']}", flush=True)
    print("Ctrl-C stops it.", flush=True)


def progress(line: str) -> None:
    print(line, flush=True)


def _start_database(folder: Path) -> None:
    url = os.environ.get("DATABASE_URL")
    if url:
        preflight.database_answers(url, progress)
    else:
        postgres.ensure_running(folder, progress)


def prepare(progress: postgres.Progress) -> dict[str, str]:
    """Migrate and make the first organization in a child, which takes Django's memory with it when it ends."""
    command = [sys.executable, "-m", "trato.project.prepare"]
    welcome: dict[str, str] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            for line in process.stdout or ():
                if line.startswith("{"):
                    welcome = json.loads(line)
                else:
                    progress(line.rstrip())
        except Stopped:
            process.kill()
            raise
    if "trouble" in welcome:
        raise Trouble(welcome["trouble"])
    if process.returncode or not welcome:
        raise Trouble("Preparing the database failed; the reason is above.")
    return welcome


def _start(children: list[Child], child: Child) -> None:
    """Listed before it starts, so that it is stopped whenever a signal comes."""
    children.append(child)
    child.start()


def _children(folder: Path, address: str, port: int) -> list[Child]:
    """Web first: people wait for it, and on few processors the others would only slow it down."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "trato.project.settings", "TRATO_HOME": str(folder)}
    environment.setdefault("MALLOC_ARENA_MAX", "2")  # glibc keeps a heap for each thread otherwise
    granian = [sys.executable, "-m", "granian", "--host", address, "--log-level", "error", "--no-ws"]
    granian += ["--workers-kill-timeout", "3"]
    web = ["--interface", "wsgi", "--port", str(port), "--workers", str(web_workers()), "--blocking-threads", "4"]
    live = ["--interface", "asgi", "--port", str(port + 1), "--workers", "1"]
    return [
        Child("web", [*granian, *web, "trato.project.wsgi:application"], environment),
        Child("live", [*granian, *live, "trato.kernel.live.app:app"], environment),
        Child("worker", [sys.executable, "-m", "trato.project.worker"], environment),
    ]


def _wait_until_ready(children: list[Child], address: str, port: int) -> None:
    host = f"[{address}]" if ":" in address else {"0.0.0.0": "127.0.0.1"}.get(address, address)  # noqa: S104  # asked, not bound
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(f"http://{host}:{port}/readyz"):
        _restart_dead(children)
        if time.monotonic() > deadline:
            raise Trouble(f"The pages did not answer within {READY_SECONDS:.0f} s.")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  # our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _watch(folder: Path, children: list[Child]) -> None:
    """Until stopped: whatever dies is started again, the database first."""
    embedded = None if os.environ.get("DATABASE_URL") else cluster.locate(folder)
    while True:
        if embedded is not None and not embedded.is_running():
            progress("The database has stopped; starting it again.")
            postgres.ensure_running(folder, progress)
        _restart_dead(children)
        time.sleep(WATCH_SECONDS)


def _restart_dead(children: list[Child]) -> None:
    for child in children:
        if child.has_died():
            progress(f"The {child.name} process has ended; starting it again.")
            child.signal(signal.SIGKILL)
            child.start()


@contextmanager
def _signals_raise() -> Iterator[None]:
    """SIGTERM and SIGHUP stop us the same way as Ctrl-C. Only the first one does: stopping itself is bounded in time,
    and a second Ctrl-C in the middle of it would leave processes behind."""
    told = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal told
        if not told:
            told = True
            raise Stopped

    before: dict[int, Any] = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
