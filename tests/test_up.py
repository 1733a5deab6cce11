"""`./trato up` as a person runs it: it starts, greets, answers, survives losses and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
import pytest

from trato.project import cluster, postgres

ROOT = Path(__file__).resolve().parent.parent


class Running:
    """A started Trato and what it has printed."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        environment = {**os.environ, "TRATO_HOME": str(home), "TRATO_PORT": str(port), "TRATO_WEB_WORKERS": "1"}
        environment.pop("DATABASE_URL", None)
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [str(ROOT / "trato"), "up"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def until(self, words: str) -> str:
        """The first line that holds these words; fails with all lines when the process ends before."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if words in line:
                return line.rstrip()
        raise AssertionError("\n".join(self.lines))

    def family(self) -> list[psutil.Process]:
        own = psutil.Process(self.process.pid).children(recursive=True)
        server = cluster.locate(self.home).postmaster()
        return [*own, *([server, *server.children(recursive=True)] if server else [])]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout is not None
        self.lines += self.process.stdout.read().splitlines()
        return self.process.wait()

    def status(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as response:
            return int(response.status)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o755)
    yield folder
    postgres.stop(folder)


@pytest.fixture(scope="module")
def port() -> int:
    """Two free ports in a row."""
    for first in range(18200, 18400):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", first))
                two.bind(("127.0.0.1", first + 1))
            except OSError:
                continue
            return first
    raise AssertionError("no two free ports")


@pytest.fixture
def running(home: Path, port: int) -> Iterator[Running]:
    trato = Running(home, port)
    try:
        trato.until("Ctrl-C stops it.")
        yield trato
    finally:
        if trato.process.poll() is None:
            trato.stop()
        if trato.process.stdout:
            trato.process.stdout.close()


def gone(processes: list[psutil.Process]) -> bool:
    return not [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_it_greets_answers_and_leaves_nothing(running: Running) -> None:
    welcome = "\n".join(running.lines)
    assert f"Trato is ready: http://localhost:{running.port}" in welcome
    assert (running.status("/healthz"), running.status("/readyz")) == (200, 200)
    family = running.family()
    assert len(family) > 4
    assert running.stop() == 0
    assert running.lines[-1] == "Stopped."
    assert gone(family)


def test_the_link_signs_in_once(running: Running) -> None:
    found = re.search(r"\(works once\): (\S+)", "\n".join(running.lines))
    assert found
    link = found.group(1).replace("localhost", "127.0.0.1")
    for expected in ("/", "/sign-in"):
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(link) as response:
            assert (expected == "/sign-in") == ("/sign-in" in response.url), response.url


def test_a_second_start_in_the_same_home_is_refused_in_one_line(running: Running) -> None:
    environment = {**os.environ, "TRATO_HOME": str(running.home), "TRATO_PORT": str(running.port)}
    second = subprocess.run([str(ROOT / "trato"), "up"], env=environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr == f"Trato already runs in {running.home} (process {running.process.pid}).\n"


def test_whatever_dies_is_started_again(running: Running) -> None:
    server = cluster.locate(running.home).postmaster()
    assert server is not None
    children = psutil.Process(running.process.pid).children()
    server.kill()
    running.until("The database has stopped; starting it again.")
    for child in children:
        child.kill()
    for name in ("web", "live", "worker"):
        running.until(f"The {name} process has ended; starting it again.")
    while not is_ready(running):
        assert running.process.poll() is None
    assert running.stop() == 0


def is_ready(running: Running) -> bool:
    try:
        return running.status("/readyz") == 200
    except OSError:
        return False
