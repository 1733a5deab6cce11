"""The embedded server: made, killed, recovered, stopped, and honest about what stops it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from trato.project import cluster, postgres
from trato.project.trouble import Trouble


def silent(_line: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the server's own user may pass, as in a real checkout: pytest's is for one user only."""
    folder = Path(tempfile.mkdtemp(prefix="trato-"))
    folder.chmod(0o755)
    yield folder
    postgres.stop(folder)
    shutil.rmtree(folder)


def test_a_new_home_gets_a_server_with_the_extensions_and_a_plain_role(home: Path) -> None:
    said: list[str] = []
    with psycopg.connect(postgres.ensure_running(home, said.append)) as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper, datlocprovider, datlocale, pg_encoding_to_char(encoding),"
            " current_setting('listen_addresses'), public.unaccent('Peña')"
            " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()"
        ).fetchone()
    assert row == ("trato", False, "b", "C.UTF-8", "UTF8", "", "Pena")
    assert said == ["Making the database…"]


def test_a_second_start_finds_the_server_running(home: Path) -> None:
    said: list[str] = []
    first = postgres.ensure_running(home, said.append)
    server = cluster.locate(home).postmaster()
    assert postgres.ensure_running(home, said.append) == first
    assert cluster.locate(home).postmaster() == server


def test_nobody_else_gets_at_the_socket(home: Path) -> None:
    postgres.ensure_running(home, silent)
    here = cluster.locate(home)
    assert here.socket_folder.stat().st_mode & 0o777 == 0o700
    assert here.data.stat().st_mode & 0o777 == 0o700
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        _connect_with_map(here, "# nobody\n")


def _connect_with_map(here: cluster.Cluster, people: str) -> None:
    (here.data / "pg_ident.conf").write_text(people)
    here.run(["pg_ctl", "-D", str(here.data), "reload"])
    for _attempt in range(1000):
        here.connect("postgres").close()


def test_a_killed_server_recovers_with_what_was_committed(home: Path) -> None:
    url = postgres.ensure_running(home, silent)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    server = cluster.locate(home).postmaster()
    assert server is not None
    children = server.children(recursive=True)
    server.kill()
    psutil.wait_procs([server, *children])
    with psycopg.connect(postgres.ensure_running(home, silent)) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]


def test_a_lock_whose_number_now_belongs_to_another_process_is_stale(home: Path) -> None:
    postgres.ensure_running(home, silent)
    here = cluster.locate(home)
    lock = (here.data / "postmaster.pid").read_text()
    postgres.stop(home)
    stranger = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    try:
        number = lock.split("\n", 1)[0]
        (here.data / "postmaster.pid").write_text(lock.replace(number, str(stranger.pid), 1))
        assert not here.is_running()
        postgres.ensure_running(home, silent)
        assert here.is_running()
    finally:
        stranger.communicate()


def test_stopping_leaves_no_process(home: Path) -> None:
    postgres.ensure_running(home, silent)
    server = cluster.locate(home).postmaster()
    assert server is not None
    everyone = [server, *server.children(recursive=True)]
    postgres.stop(home)
    assert not [each for each in everyone if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    postgres.stop(home)


def test_a_long_path_moves_the_socket_to_a_short_folder(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    url = postgres.ensure_running(deep, silent)
    folder = cluster.locate(deep).socket_folder
    try:
        assert len(os.fsencode(folder / cluster.SOCKET_FILE)) <= cluster.SOCKET_PATH_LIMIT
        psycopg.connect(url).close()
    finally:
        postgres.stop(deep)
        folder.rmdir()


def test_a_socket_folder_that_others_may_enter_is_refused(home: Path) -> None:
    here = cluster.locate(home)
    here.socket_folder.mkdir(parents=True)
    here.socket_folder.chmod(0o755)
    with pytest.raises(Trouble, match="is not ours alone"):
        postgres.ensure_running(home, silent)


def test_a_broken_setting_is_said_in_one_line(home: Path) -> None:
    postgres.ensure_running(home, silent)
    postgres.stop(home)
    (cluster.locate(home).data / "postgresql.auto.conf").write_text("shared_buffers = 'much'\n")
    with pytest.raises(Trouble, match="did not start") as caught:
        postgres.ensure_running(home, silent)
    assert "\n" not in str(caught.value)


def test_an_interrupted_first_start_begins_anew(home: Path) -> None:
    here = cluster.locate(home)
    here.data.mkdir(parents=True)
    (here.data / "half").write_text("made")
    postgres.ensure_running(home, silent)
    assert not (here.data / "half").exists()


def test_a_first_start_that_was_killed_while_it_wrote_begins_anew(home: Path) -> None:
    draft = home / "postgres" / cluster.HALF_MADE
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    assert not cluster.locate(home).is_made()
    psycopg.connect(postgres.ensure_running(home, silent)).close()
    assert not draft.exists()


def test_a_start_told_to_stop_during_recovery_does_not_wait_for_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres.ensure_running(home, silent)
    postgres.stop(home)
    here = cluster.locate(home)
    monkeypatch.setattr(postgres, "SAY_AFTER_SECONDS", 0.2)
    started: list[subprocess.Popen[bytes]] = []

    def recovers_for_ever(_here: object, _command: object, _output: object) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]))
        return started[0]

    def told_to_stop(_line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cluster.Cluster, "popen", recovers_for_ever)
    with pytest.raises(KeyboardInterrupt):
        postgres._start(here, told_to_stop)
    assert started[0].returncode == -signal.SIGTERM


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_root_runs_the_server_as_somebody_else(home: Path) -> None:
    postgres.ensure_running(home, silent)
    server = cluster.locate(home).postmaster()
    assert server is not None
    assert 0 not in server.uids()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_a_home_that_the_servers_user_cannot_reach_keeps_its_rights(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(cluster, "STATE_FOLDER", home / "state")
    postgres.ensure_running(closed / "home", silent)
    assert closed.stat().st_mode & 0o777 == 0o700
    assert cluster.locate(closed / "home").data.is_relative_to(home / "state")
    postgres.stop(closed / "home")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")
def test_binaries_that_the_servers_user_cannot_reach_are_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "STATE_FOLDER", home / "state")
    monkeypatch.setattr(cluster, "_may_pass", lambda _owner, path: not path.is_relative_to(cluster.BINARIES))
    umask = os.umask(0o077)
    try:
        postgres.ensure_running(home, silent)
    finally:
        os.umask(umask)
    server = cluster.locate(home).postmaster()
    assert server is not None
    assert Path(server.exe()).is_relative_to(home / "state")
    assert cluster.locate(home).data == home / "postgres" / "data"
