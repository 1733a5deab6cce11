"""TRATO_HOME: the one folder that holds everything a running Trato writes.

`home()` says where it is, `secret()` keeps generated secrets there with owner-only rights. `http_port()`,
`public_url()` and `web_workers()` read the settings that can be wrong.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from trato.project.trouble import Trouble

SECRET_BYTES = 48
MAX_PORT = 65535
MAX_WORKERS = 64


def home() -> Path:
    """The folder named by TRATO_HOME, else `.trato` in the current folder."""
    return Path(os.environ.get("TRATO_HOME") or ".trato").expanduser().resolve()


def http_port() -> int:
    """The port of pages and API: TRATO_PORT, else 8000. The live signals take the next one."""
    given = os.environ.get("TRATO_PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < MAX_PORT:
        raise Trouble(f"TRATO_PORT is not a port: {given!r}.")
    return int(given)


def public_url() -> str:
    """Where people reach Trato: TRATO_URL, without a slash at its end. Every link is built from it."""
    given = (os.environ.get("TRATO_URL") or f"http://localhost:{http_port()}").rstrip("/")
    try:
        parts = urlsplit(given)
        right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise Trouble(f"TRATO_URL is not an address like https://crm.example.com: {given!r}.")
    return given


def web_workers() -> int:
    """How many processes answer pages: TRATO_WEB_WORKERS, else half the processors, 1 to 4."""
    given = os.environ.get("TRATO_WEB_WORKERS")
    if not given:
        return max(1, min(4, (os.cpu_count() or 1) // 2))
    if not given.isdecimal() or not 0 < int(given) <= MAX_WORKERS:
        raise Trouble(f"TRATO_WEB_WORKERS is not a number from 1 to {MAX_WORKERS}: {given!r}.")
    return int(given)


def ensure_home(path: Path) -> Path:
    """Make the folder if needed; raise Trouble when nothing can be written in it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f".write-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Trouble(f"Cannot write in TRATO_HOME {path}: {error.strerror}.") from error
    return path


def folder(path: Path, *names: str) -> Path:
    """A folder in the home, made when it is missing, for its owner's eyes only."""
    found = ensure_home(path).joinpath(*names)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def secret(path: Path, name: str) -> str:
    """The secret called `name`, generated at its first use.

    Two processes may ask for it at once: the link succeeds for one of them, and both read the winner's value.
    """
    kept = folder(path, "secrets")
    file = kept / name
    if not file.exists():
        draft = kept / f".{name}-{os.getpid()}-{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(SECRET_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()
