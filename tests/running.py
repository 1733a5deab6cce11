"""A Trato that really runs, for tests that look at it from outside: as a person at a terminal or in a browser."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import psutil

from trato.project import cluster

ROOT = Path(__file__).resolve().parent.parent


class Running:
    """A started Trato and what it has printed."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.url = f"http://localhost:{port}"
        environment = {**os.environ, "TRATO_HOME": str(home), "TRATO_PORT": str(port), "TRATO_WEB_WORKERS": "1"}
        environment.pop("DATABASE_URL", None)
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [str(ROOT / "trato"), "up"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def until(self, *words: str) -> None:
        """Read on until each of these was said, in whatever order; fails with all lines when the process ends first."""
        assert self.process.stdout is not None
        missing = set(words)
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            missing -= {each for each in missing if each in line}
            if not missing:
                return
        raise AssertionError("\n".join(self.lines))

    def family(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid).children(recursive=True)
        server = cluster.locate(self.home).postmaster()
        return [*own, *([server, *server.children(recursive=True)] if server else [])]

    def ask(self, *words: str) -> str:
        """What a command of `./trato` in the same home prints."""
        environment = {**os.environ, "TRATO_HOME": str(self.home), "TRATO_PORT": str(self.port)}
        environment.pop("DATABASE_URL", None)
        command = [str(ROOT / "trato"), *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    def link(self) -> str:
        """The address that signs the administrator in, once."""
        found = re.search(r"\(works once\): (\S+)", "\n".join(self.lines))
        assert found, self.lines
        return found.group(1)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout is not None
        self.lines += self.process.stdout.read().splitlines()
        return self.process.wait()

    def close(self) -> None:
        """Whatever happened, leave no process behind."""
        if self.process.poll() is None:
            self.stop()
        if self.process.stdout:
            self.process.stdout.close()

    def status(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
            return int(response.status)


def two_free_ports() -> int:
    """The first of two free ports in a row."""
    for first in range(18200 + os.getpid() % 500 * 4, 32000, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", first))
                two.bind(("127.0.0.1", first + 1))
            except OSError:
                continue
            return first
    raise AssertionError("no two free ports")
