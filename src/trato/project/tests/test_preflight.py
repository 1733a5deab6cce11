"""One clear line for each thing that keeps Trato from starting."""

import contextlib
import os
import re
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from trato.project import cli, cluster, home, postgres, preflight
from trato.project.database import UNREADABLE_URL, django_database
from trato.project.doctor import SETTINGS, doctor
from trato.project.trouble import Trouble


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that the command line answers with."""
    assert cli.main(list(arguments)) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    return line.strip()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRATO_HOME", str(tmp_path))
    for name in ("DATABASE_URL", "TRATO_URL", "TRATO_PORT", "TRATO_BIND", "TRATO_WEB_WORKERS"):
        monkeypatch.delenv(name, raising=False)


def test_a_taken_port(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("TRATO_PORT", str(port))
        assert refused(capsys, "up") == f"Cannot listen on 127.0.0.1:{port}: Address already in use. Set TRATO_PORT."


def test_the_live_port_counts_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("TRATO_PORT", str(port - 1))
        assert refused(capsys, "up").startswith(f"Cannot listen on 127.0.0.1:{port}:")


def test_a_second_start_in_the_same_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with preflight.only_one(tmp_path):
        assert refused(capsys, "up") == f"Trato already runs in {tmp_path} (process {os.getpid()})."


def test_the_lock_of_a_killed_start_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "up.lock").write_text("999999")
    with preflight.only_one(tmp_path):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=5 * 2**20))
    line = f"The disk of {tmp_path} is full: 5 MB free, 300 MB needed."
    assert refused(capsys, "up") == line
    assert refused(capsys, "org", "list") == line
    assert not doctor(settings=False)
    assert f"WRONG  disk: {line}" in capsys.readouterr().out


def test_what_is_there_needs_less_room_than_what_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = cluster.locate(tmp_path).data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("18")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=60 * 2**20))
    preflight.disk_has_room(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=40 * 2**20))
    with pytest.raises(Trouble, match=f"The disk of {tmp_path} is full: 40 MB free, 50 MB needed."):
        preflight.disk_has_room(tmp_path)


def test_a_command_that_fails_leaves_no_server_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done: list[str] = []

    def fails(_home: Path, _progress: object) -> None:
        raise Trouble("no")

    monkeypatch.setattr(postgres, "ensure_running", fails)
    monkeypatch.setattr(postgres, "stop", lambda _home: done.append("stopped"))
    assert cli.main(["org", "list"]) == 1
    assert done == ["stopped"]


def test_a_folder_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRATO_HOME", str(tmp_path / "file" / "home"))
    assert refused(capsys, "up") == f"Cannot write in TRATO_HOME {tmp_path}/file/home: Not a directory."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o500)
    assert refused(capsys, "up") == f"Cannot write in TRATO_HOME {tmp_path}: Permission denied."


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("secret words", UNREADABLE_URL),
        ("postgresql://someone@127.0.0.1:1/nothing", "DATABASE_URL does not lead to a database: "),
        ("postgresql:///trato?host=/nowhere", "DATABASE_URL does not lead to a database: "),
    ],
)
def test_a_wrong_database_address(
    url: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert refused(capsys, "org", "list").startswith(line)


def test_a_port_that_is_no_number(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRATO_PORT", "http")
    assert refused(capsys, "up") == "TRATO_PORT is not a port: 'http'."


@pytest.mark.parametrize(
    "url",
    [
        "crm.example.com",
        "http:/crm.example.com",
        "https://",
        "https://crm.example.com:port",
        "https://crm.example.com:0",
        "https://crm.example.com/crm",
        "https://ana@crm.example.com",
        "ftp://crm.example.com",
        "https://[::1",
    ],
)
def test_an_address_that_links_cannot_be_built_from(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TRATO_URL", url)
    line = f"TRATO_URL is not an address like https://crm.example.com: {url.rstrip('/')!r}."
    assert refused(capsys, "up") == line
    assert refused(capsys, "org", "list") == line
    assert not list(tmp_path.iterdir())
    assert not doctor(settings=False)
    assert f"WRONG  address: {line}" in capsys.readouterr().out


def test_an_address_loses_the_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRATO_URL", "https://crm.example.com:8443/")
    assert home.public_url() == "https://crm.example.com:8443"
    monkeypatch.delenv("TRATO_URL")
    monkeypatch.setenv("TRATO_PORT", "8765")
    assert home.public_url() == "http://localhost:8765"


@pytest.mark.parametrize("number", ["0", "many", "-1", "1000"])
def test_a_wrong_number_of_workers(
    number: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRATO_WEB_WORKERS", number)
    assert refused(capsys, "up") == f"TRATO_WEB_WORKERS is not a number from 1 to 64: {number!r}."


def test_an_address_to_listen_on_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket.socket, "bind", unknown)
    with pytest.raises(Trouble) as caught:
        preflight.port_is_free("no.such.name", 8000)
    assert str(caught.value) == "Cannot listen on no.such.name:8000: Name or service not known. Set TRATO_BIND."


def server(version: int) -> contextlib.AbstractContextManager[SimpleNamespace]:
    return contextlib.nullcontext(SimpleNamespace(info=SimpleNamespace(server_version=version)))


def test_a_database_that_recovers_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[object] = [
        psycopg.OperationalError("connection failed: FATAL:  the database system is starting up"),
        psycopg.OperationalError(
            "connection failed: FATAL:  the database system is not yet accepting connections\n"
            "DETAIL:  Consistent recovery state has not been yet reached."
        ),
        psycopg.OperationalError("connection failed: FATAL:  the database system is in recovery mode"),
        server(180001),
    ]

    def connect(_url: str, **_options: object) -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(psycopg, "connect", connect)
    monkeypatch.setattr(preflight, "POLL_SECONDS", 0)
    said: list[str] = []
    preflight.database_answers("postgresql:///trato", said.append)
    assert said == ["The database is recovering; waiting for it…"]
    assert not answers


def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psycopg, "connect", lambda _url, **_options: server(170004))
    with pytest.raises(Trouble, match=r"^Trato needs PostgreSQL 18 or newer; this is 17\.$"):
        preflight.database_answers("postgresql:///trato", print)


def test_the_settings_are_listed_and_the_database_kept_to_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:s3cret@db.example/crm")
    monkeypatch.setenv("TRATO_URL", "https://crm.example.com")
    assert cli.main(["doctor", "--settings"]) == 0
    said = capsys.readouterr().out
    assert "s3cret" not in said
    assert re.search(r"^DATABASE_URL +set, not shown ", said, re.MULTILINE)
    assert re.search(r"^TRATO_URL +https://crm\.example\.com ", said, re.MULTILINE)


def test_every_setting_that_is_read_is_listed() -> None:
    source = Path(preflight.__file__).parent.parent
    read = {
        name
        for file in source.rglob("*.py")
        if "tests" not in file.parts
        for name in re.findall(r"environ(?:\.get)?[(\[]\"((?:TRATO|DATABASE)_[A-Z_]+)", file.read_text())
    }
    assert read == {name for name, _default, _meaning in SETTINGS}


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    first = home.secret(tmp_path, "django")
    assert home.secret(tmp_path, "django") == first
    assert len(first) >= 64
    assert (tmp_path / "secrets" / "django").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert [file.name for file in (tmp_path / "secrets").iterdir()] == ["django"]


def test_a_database_address_as_django_hears_it() -> None:
    made = django_database("postgresql://ana:s%20ecret@db.example:5433/crm?sslmode=require")
    options = made.pop("OPTIONS")
    assert options.pop("pool")["max_lifetime"] <= 600
    assert options == {"sslmode": "require"}
    assert (made["NAME"], made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "crm",
        "ana",
        "s ecret",
        "db.example",
        "5433",
    )


def test_an_address_that_is_none() -> None:
    with pytest.raises(Trouble, match="DATABASE_URL cannot be read"):
        django_database("mysql://x")
