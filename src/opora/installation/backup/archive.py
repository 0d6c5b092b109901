"""The form of a backup: a ZIP with the dump, the files and, last, a manifest of them all."""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from opora.installation.home import PRIVATE_FILE, PRIVATE_FOLDER
from opora.installation.problems import InstallationProblem, disk_is_full, told

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
CHUNK = 1024 * 1024
MANIFEST_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True)
class Member:
    """What one file of the archive must be."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `tables` counts the rows of each, at the dump's own snapshot."""

    format: int
    application: str
    version: str
    postgresql: str
    made_at: str
    tables: Mapping[str, int]
    members: Mapping[str, Member]


class Writer:
    """Writes members one after another, each in one pass, and remembers what they were."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive = archive
        self._at = at
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: IO[bytes], *, packed: bool) -> None:
        """Copy `source` to its end. `packed` saves room on what is not compressed already."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(self._entry(name, packed=packed), "w", force_zip64=True) as member:
            while chunk := source.read(CHUNK):
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = Member(size=size, sha256=digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
        self._archive.writestr(self._entry(MANIFEST, packed=True), text.encode())

    def _entry(self, name: str, *, packed: bool) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, date_time=self._at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = (0o100000 | PRIVATE_FILE) << 16
        return entry


def read_manifest(source: Path) -> Manifest:
    """What the archive says of itself. Raises InstallationProblem if it is none of ours."""
    try:
        with zipfile.ZipFile(source) as archive:
            if archive.getinfo(MANIFEST).file_size > MANIFEST_LIMIT:
                raise damaged(source)
            told_of = json.loads(archive.read(MANIFEST))
        if int(told_of["format"]) > FORMAT:
            raise from_newer(source)
        members = {str(name): Member(**about) for name, about in told_of.pop("members").items()}
        return Manifest(members=members, **told_of)
    except OSError as error:
        raise told(error, source) from error
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError) as error:
        raise damaged(source) from error


def verify(source: Path) -> Manifest:
    """Read every byte and compare it with the manifest."""
    manifest = read_manifest(source)
    _walk(source, manifest, into=None)
    return manifest


def unpack(source: Path, into: Path) -> Manifest:
    """Write every member below `into`, comparing on the way. The folder is the caller's to remove."""
    manifest = read_manifest(source)
    needed = sum(member.size for member in manifest.members.values())
    if shutil.disk_usage(into).free < needed:
        raise disk_is_full(into)
    _walk(source, manifest, into=into)
    (into / FILES).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return manifest


def damaged(source: Path) -> InstallationProblem:
    return InstallationProblem(
        f"Копия {source} повреждена или это не копия Опоры: возьмите другой файл. Ничего не изменено."
    )


def from_newer(source: Path) -> InstallationProblem:
    return InstallationProblem(
        f"Копия {source} сделана более новой версией: обновите Опору и повторите. Ничего не изменено."
    )


def _walk(source: Path, manifest: Manifest, *, into: Path | None) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            expected = [*manifest.members, MANIFEST]
            if sorted(names) != sorted(expected) or not all(map(_is_safe, names)) or DUMP not in names:
                raise damaged(source)
            for name, member in manifest.members.items():
                with archive.open(name) as stream:
                    if _copied(stream, member, into / name if into else None) != member:
                        raise damaged(source)
    except OSError as error:
        raise told(error, into or source) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(source) from error


def _copied(stream: IO[bytes], member: Member, target: Path | None) -> Member:
    """What was read; stops past the promised size, so that a bomb does not fill the disk."""
    digest, size = hashlib.sha256(), 0
    if target is None:
        output: IO[bytes] | None = None
    else:
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        output = os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb")
    try:
        while size <= member.size and (chunk := stream.read(CHUNK)):
            size += len(chunk)
            digest.update(chunk)
            if output is not None:
                output.write(chunk)
        if output is not None:
            output.flush()
            os.fsync(output.fileno())
    finally:
        if output is not None:
            output.close()
    return Member(size=size, sha256=digest.hexdigest())


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    if name in (DUMP, MANIFEST):
        return True
    return (
        not path.is_absolute() and ".." not in path.parts and path.parts[0] == FILES and len(path.parts) > 1
    )
