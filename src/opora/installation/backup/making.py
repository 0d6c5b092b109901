"""Making a backup."""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import opora
from opora.installation.addresses import Address
from opora.installation.backup import archive, databases
from opora.installation.backup.archive import DUMP, FILES, FORMAT, Manifest, Writer
from opora.installation.home import PRIVATE_FILE, PRIVATE_FOLDER, Home
from opora.installation.problems import told

APPLICATION = "opora"


@dataclass(frozen=True)
class BackupReport:
    """What was saved. `rows` and `tables` of the database, `files` of uploads, `size` in bytes."""

    path: Path
    size: int
    tables: int
    rows: int
    files: int


def back_up(home: Home, url: str, target: Path, *, at: datetime | None = None) -> BackupReport:
    """Save the database and the files into one new file; `target` is that file or a folder for it.

    The dump and its counts are of one moment; files are read after it, and an upload is never
    changed, so every file that the dump knows of is there. The finished archive is read once more
    and compared before it gets its name. The secret key is not in it.

    Raises InstallationProblem.
    """
    at = at or datetime.now(UTC)
    path = target / f"opora-{at:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        _write(home, Address.parse(url), draft, at)
        manifest = archive.verify(draft)
        draft.replace(path)
        _settle(path.parent)
        size = path.stat().st_size
    except OSError as error:
        raise told(error, path) from error
    finally:
        draft.unlink(missing_ok=True)
    return BackupReport(
        path=path,
        size=size,
        tables=len(manifest.tables),
        rows=sum(manifest.tables.values()),
        files=len(manifest.members) - 1,
    )


def _write(home: Home, address: Address, draft: Path, at: datetime) -> None:
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w+b") as stream:
        with zipfile.ZipFile(stream, "w", allowZip64=True) as packed:
            writer = Writer(packed, at)
            tables, version = _add_database(address, writer)
            for file in _uploads(home.files):
                _add_file(home, file, writer)
            writer.finish(
                Manifest(
                    format=FORMAT, application=APPLICATION, version=opora.__version__, postgresql=version,
                    made_at=at.isoformat(), tables=tables, members=writer.members,
                )
            )  # fmt: skip
        stream.flush()
        os.fsync(stream.fileno())


def _add_database(address: Address, writer: Writer) -> tuple[dict[str, int], str]:
    with databases.connected(address) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        with databases.dump(address, str(row[0])) as stream:
            writer.add(DUMP, stream, packed=False)
        return databases.row_counts(connection), databases.version(connection)


def _uploads(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _add_file(home: Home, file: Path, writer: Writer) -> None:
    try:
        source = file.open("rb")
    except FileNotFoundError:
        return  # an upload in progress that came to nothing
    with source:
        writer.add(f"{FILES}/{file.relative_to(home.files).as_posix()}", source, packed=True)


def _settle(folder: Path) -> None:
    """A name too has to reach the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
