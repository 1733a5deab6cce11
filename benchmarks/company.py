"""Where measuring happens: a home of its own with the whole product running in it. Without Django, which reads its settings
from the environment that `running` makes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wire import Wire

ROOT = Path(__file__).parent.parent
START_SECONDS = 600.0
STOP_SECONDS = 60.0


@dataclass(frozen=True)
class Product:
    """The running product. `process` is `trato up`, whose children are web, live and worker."""

    process: subprocess.Popen[bytes]
    port: int


def free_ports() -> int:
    """A port whose next one is free as well."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def running(home: Path) -> Iterator[Product]:
    """`trato up` in that home, on ports of its own, until the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_ports()
    os.environ.update({"TRATO_HOME": str(home), "TRATO_PORT": str(port), "TRATO_URL": f"http://localhost:{port}"})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
    command = [sys.executable, "-m", "trato.project.cli", "up"]
    with (home / "bench.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, home / "bench.log")
            yield Product(process, port)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"Trato did not start:\n{log.read_text(errors='replace')[-2000:]}")
        try:
            with Wire(port) as wire:
                if wire.ask("GET", "/readyz").status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("Trato did not start in time.")
