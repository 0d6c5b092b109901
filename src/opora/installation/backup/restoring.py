"""Restoring a backup: everything is built and compared beside the present, then put in its place."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import opora
from opora.installation.addresses import Address
from opora.installation.backup import archive, databases
from opora.installation.backup.archive import DUMP, FILES, Manifest
from opora.installation.backup.making import back_up
from opora.installation.home import PRIVATE_FOLDER, Home
from opora.installation.postgres import binaries
from opora.installation.postgres.locks import hold
from opora.installation.problems import InstallationProblem, told

FORMER = ".former-files-"


@dataclass(frozen=True)
class RestoreReport:
    """What came back, and where the former content was saved before it was replaced."""

    made_at: str
    version: str
    tables: int
    rows: int
    files: int
    previous: Path | None


def restore(
    home: Home, url: str, source: Path, *, replace: bool = False, at: datetime | None = None
) -> RestoreReport:
    """Bring back a backup into an empty installation, or with `replace` over a present one.

    Before anything is touched every member is compared with its hash; the dump is then loaded into
    a new database whose rows are counted; only then databases and files change places. Any failure
    before that leaves everything as it was. Close your own connections first.

    Raises InstallationProblem.
    """
    address = Address.parse(url)
    _refuse_newer(source, archive.read_manifest(source))
    lock = hold(home.locks / "restoring")
    if lock is None:
        raise InstallationProblem("Другое восстановление ещё идёт: дождитесь его конца и повторите.")
    with lock:
        draft = _draft(home)
        try:
            _finish_interrupted(home, address)
            manifest = archive.unpack(source, draft)
            previous = _make_room(home, address, replace=replace, at=at)
            _bring_in(home, address, draft, manifest)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return RestoreReport(
        made_at=manifest.made_at,
        version=manifest.version,
        tables=len(manifest.tables),
        rows=sum(manifest.tables.values()),
        files=len(manifest.members) - 1,
        previous=previous,
    )


def _refuse_newer(source: Path, manifest: Manifest) -> None:
    if _numbers(manifest.version) > _numbers(opora.__version__):
        raise archive.from_newer(source)
    if _numbers(manifest.postgresql)[0] > binaries.for_tools().major:
        raise archive.from_newer(source)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit()) or (0,)


def _draft(home: Home) -> Path:
    """A folder on the disk of the files, so that putting them in place is a rename."""
    try:
        for unfinished in home.path.glob(".restoring-*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=".restoring-", dir=home.path))
    except OSError as error:
        raise told(error, home.path) from error


def _make_room(home: Home, address: Address, *, replace: bool, at: datetime | None) -> Path | None:
    """Where the present content was saved; None if there was none."""
    with databases.connected(address) as connection:
        empty = not databases.row_counts(connection)
    if empty and not any(path.is_file() for path in home.files.rglob("*")):
        return None
    if not replace:
        raise InstallationProblem(
            "В этой установке уже есть данные: восстановите копию в новую папку OPORA_HOME"
            " или повторите с ключом --replace (прежние данные будут сначала сохранены). Ничего не изменено."
        )
    at = at or datetime.now(UTC)
    name = f"before-restore-{at:%Y%m%d-%H%M%S}.zip"
    return back_up(home, address.url(), home.backups / name, at=at).path


def _bring_in(home: Home, address: Address, draft: Path, manifest: Manifest) -> None:
    databases.drop_unfinished(address)
    databases.refuse_if_used(address)
    fresh, old = databases.create_like(address), databases.name_for_replaced()
    former = home.path / f"{FORMER}{old}"
    try:
        databases.load(address, fresh, draft / DUMP)
        _compare(address, fresh, manifest)
        with databases.swapping(address, fresh, old=old):
            # Inside the transaction: if the files cannot move, the databases do not either.
            _move_in(home, draft, former)
    except BaseException:
        _settle_files(home, former, replaced=False)
        databases.drop(address, fresh)
        raise
    _settle_files(home, former, replaced=True)
    databases.drop(address, old)


def _finish_interrupted(home: Home, address: Address) -> None:
    """A restore killed at the very swap: the databases tell which way the files must go.

    The former files are named after the former database, and go first: as long as it is there,
    the swap was done.
    """
    for former in home.path.glob(f"{FORMER}*"):
        old = former.name.removeprefix(FORMER)
        replaced = databases.exists(address, old)
        _settle_files(home, former, replaced=replaced)
        if replaced:
            databases.drop(address, old)


def _compare(address: Address, fresh: str, manifest: Manifest) -> None:
    with databases.connected(address, database=fresh) as connection:
        if databases.row_counts(connection) != dict(manifest.tables):
            raise InstallationProblem(
                "После восстановления число строк не совпало с записанным в копии: возьмите другую копию."
                " Ничего не изменено."
            )
        connection.execute("analyze")


def _move_in(home: Home, draft: Path, former: Path) -> None:
    try:
        home.files.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        home.files.rename(former)
        (draft / FILES).rename(home.files)
        home.files.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise told(error, home.files) from error


def _settle_files(home: Home, former: Path, *, replaced: bool) -> None:
    """Forget the former files once the databases have changed places, else bring them back."""
    if not former.exists():
        return
    if replaced:
        shutil.rmtree(former, ignore_errors=True)
        return
    if home.files.exists():
        shutil.rmtree(home.files)  # what had come from the archive, which still has it
    former.rename(home.files)
