"""`./trato up` as a person runs it: it starts, greets, answers, survives losses and leaves nothing behind."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, expect

from tests.running import ROOT, Running, two_free_ports
from trato.project import cluster


@pytest.fixture
def running(site_home: Path) -> Iterator[Running]:
    trato = Running(site_home, two_free_ports())
    try:
        trato.until("Ctrl-C stops it.")
        yield trato
    finally:
        trato.close()


def gone(processes: list[psutil.Process]) -> bool:
    """Not even as dead that nobody buried: the first process buries orphans, soon after."""
    return not psutil.wait_procs(processes, timeout=10)[1]


def test_it_greets_answers_and_leaves_nothing(running: Running) -> None:
    welcome = "\n".join(running.lines)
    assert f"Trato is ready: http://localhost:{running.port}" in welcome
    assert (running.status("/healthz"), running.status("/readyz")) == (200, 200)
    family = running.family()
    assert len(family) > 4
    assert running.stop() == 0
    assert running.lines[-1] == "Stopped."
    assert gone(family)


def test_the_link_signs_in_once(running: Running, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(running.link())
    page.get_by_role("main").get_by_role("button").click()
    expect(page).to_have_url(f"{running.url}/")
    stranger = browser.new_context().new_page()
    stranger.goto(running.link())
    with stranger.expect_response(lambda answer: answer.request.method == "POST") as answer:
        stranger.get_by_role("main").get_by_role("button").click()
    assert answer.value.status == 410


def test_a_second_start_in_the_same_home_is_refused_in_one_line(running: Running) -> None:
    environment = {**os.environ, "TRATO_HOME": str(running.home), "TRATO_PORT": str(running.port)}
    second = subprocess.run([str(ROOT / "trato"), "up"], env=environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr == f"Trato already runs in {running.home} (process {running.process.pid}).\n"


def test_whatever_dies_is_started_again(running: Running) -> None:
    server = cluster.locate(running.home).postmaster()
    assert server is not None
    children: list[psutil.Process] = []
    while len(children) < 3:
        children = [each for each in psutil.Process(running.process.pid).children() if each.name() != "postgres"]
    server.kill()
    running.until("The database has stopped; starting it again.")
    for child in children:
        child.kill()
    running.until(*(f"The {name} process has ended; starting it again." for name in ("web", "live", "worker")))
    while not is_ready(running):
        assert running.process.poll() is None
    assert running.stop() == 0


def is_ready(running: Running) -> bool:
    try:
        return running.status("/readyz") == 200
    except OSError:
        return False
