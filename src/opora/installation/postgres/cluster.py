"""Where the database of an installation lies, and how a new one is made."""

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from opora.installation.home import PASSAGE, PRIVATE_FOLDER, Home
from opora.installation.postgres import binaries as programs
from opora.installation.postgres.accounts import Account, server_account
from opora.installation.postgres.binaries import Binaries
from opora.installation.postgres.failures import explained
from opora.installation.postgres.locks import hold
from opora.installation.problems import InstallationProblem, told

ROLE = "opora"
DATABASE = "opora"
OWNER = "postgres"
NEEDED_BYTES = 160 * 1024 * 1024

# Written once into postgresql.conf, where the operator may change them.
SETTINGS = {
    "max_connections": "80",  # web workers and jobs of a small machine, with room for a dump
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short: compiling costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",  # failures.py reads them
    # People's data must not reach the log: neither statements nor the values of a broken constraint.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}
ROLES = f"create role {ROLE} login createdb;\ncreate database {DATABASE} owner {ROLE};\n"
ENTRANCE = "local all all peer map=opora\n"


@dataclass(frozen=True)
class Cluster:
    """The folder with the database itself and, beside it, the locks and the state of its server."""

    folder: Path
    log: Path

    @property
    def data(self) -> Path:
        return self.folder / "cluster"

    @property
    def disposable(self) -> Path:
        return self.folder / "disposable"

    @property
    def clients(self) -> Path:
        return self.folder / "clients.lock"

    @property
    def keeper(self) -> Path:
        return self.folder / "keeper.lock"

    @property
    def starting(self) -> Path:
        return self.folder / "starting.lock"

    @property
    def state(self) -> Path:
        return self.folder / "state.json"


def find(home: Home) -> Cluster | None:
    """The place already chosen for this installation's database, None before the first start."""
    log = home.logs / "postgresql.log"
    try:
        return Cluster(Path(_record(home).read_text(encoding="utf-8").strip()), log)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise told(error, _record(home)) from error


def place(home: Home) -> Cluster:
    """The database's place; at the first start it is chosen and recorded.

    It lies inside the installation unless the server's account cannot walk there: root's own
    folder, say. Then it lies under /var/lib, under a name that no other installation ever had.
    """
    home.prepare()
    lock = hold(home.locks / "placing", patience=60)
    if lock is None:
        raise _busy(home)
    with lock:
        found = find(home)
        if found is None:
            folder = home.data if server_account().can_reach(home.data) else _elsewhere(home)
            _write_record(home, folder)
            found = Cluster(folder, home.logs / "postgresql.log")
    if not found.folder.is_dir():
        raise InstallationProblem(
            f"Не нашли папку базы данных {found.folder}: верните её на место"
            f" или, чтобы начать заново, удалите файл {_record(home)}."
        )
    return found


def create(cluster: Cluster, binaries: Binaries, account: Account, *, durable: bool) -> None:
    """Make the database; it appears in its place complete or not at all."""
    for unfinished in cluster.folder.glob(".making-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    if shutil.disk_usage(cluster.folder).free < NEEDED_BYTES:
        raise InstallationProblem(
            f"Для новой базы нужно {NEEDED_BYTES // 2**20} МБ, а на диске с папкой {cluster.folder}"
            " столько нет: освободите место и повторите."
        )
    draft = cluster.folder / f".making-{secrets.token_hex(4)}"
    try:
        draft.mkdir(mode=PRIVATE_FOLDER)
        if account.demoted:
            os.chown(draft, account.uid, account.gid)
        _fill(draft, binaries, account, durable=durable)
        if not durable:
            cluster.disposable.touch()
        draft.rename(cluster.data)
    except OSError as error:
        raise told(error, cluster.folder) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path, binaries: Binaries, account: Account, *, durable: bool) -> None:
    settings = [f"--set={name}={value}" for name, value in SETTINGS.items()]
    # The build has no ICU, and the system's locales differ from machine to machine: the builtin
    # provider sorts and folds alike everywhere.
    _run(
        binaries, account, draft, "initdb", f"--pgdata={draft}", f"--username={OWNER}", "--auth=peer",
        "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        "--no-sync", "--no-instructions", *settings,
    )  # fmt: skip
    (draft / "pg_hba.conf").write_text(ENTRANCE, encoding="utf-8")
    _write_entrance(draft, account)
    _run(
        binaries, account, draft, "postgres", "--single", "-j", "-D", str(draft),
        "-c", "fsync=off", "-c", "log_min_messages=error", "postgres", text=ROLES.replace("\n", "\n\n"),
    )  # fmt: skip
    if durable:
        _run(binaries, account, draft, "initdb", "--sync-only", f"--pgdata={draft}")


def _write_entrance(draft: Path, account: Account) -> None:
    # Only the account itself and root, who may become it anyway, are let in by the socket.
    rows = [f"opora {person} {role}\n" for person in sorted({account.name, "root"}) for role in (ROLE, OWNER)]
    (draft / "pg_ident.conf").write_text("".join(rows), encoding="utf-8")


def _run(
    binaries: Binaries, account: Account, draft: Path, name: str, *arguments: str, text: str = ""
) -> None:
    done = binaries.run(name, *arguments, account=account, text=text)
    if done.returncode:
        words = (done.stderr + done.stdout).strip()
        raise explained(words, draft.parent) or InstallationProblem(
            f"Не получилось создать базу данных в {draft.parent}: {words[-300:]}"
        )


def _record(home: Home) -> Path:
    return home.data / "location"


def _write_record(home: Home, folder: Path) -> None:
    try:
        draft = _record(home).with_name(".location")
        draft.write_text(f"{folder}\n", encoding="utf-8")
        draft.replace(_record(home))
    except OSError as error:
        raise told(error, _record(home)) from error


def _elsewhere(home: Home) -> Path:
    shelf = programs.SHARED / "clusters"
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        for folder in (programs.SHARED, shelf):
            folder.chmod(0o755)
        # Random, so that a deleted installation's data never come back under a new one.
        folder = Path(tempfile.mkdtemp(prefix=f"{home.path.name.lstrip('.') or 'opora'}-", dir=shelf))
        folder.chmod(PASSAGE)
        (folder / "home").write_text(f"{home.path}\n", encoding="utf-8")
    except OSError as error:
        raise told(error, shelf) from error
    return folder


def _busy(home: Home) -> InstallationProblem:
    return InstallationProblem(f"Папку {home.path} уже минуту занимает другой запуск Опоры: повторите позже.")
