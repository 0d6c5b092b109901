"""Keeping bytes: written beside, synced, renamed; the same content is stored once."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from opora.access import Actor
from opora.files.models import StoredFile


def _path(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def _hold(sha256: str) -> None:
    """Until the end of the transaction nobody else writes or removes this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


@transaction.atomic
def store(*, data: bytes, name: str, content_type: str, purpose: str, by: Actor, at: datetime) -> StoredFile:
    """Keep `data` durably and return its record. Raises OSError where the disk refuses."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
    _hold(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    return StoredFile.objects.create(
        sha256=sha256,
        name=name[-200:],
        content_type=content_type,
        size=len(data),
        purpose=purpose,
        stored_at=at,
        stored_by_id=by.person_id,
        stored_by_name=by.name,
    )


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError where they were removed."""
    return _path(stored.sha256).read_bytes()


@transaction.atomic
def forget_unused(data: bytes) -> None:
    """Remove bytes that no record points to: what a refused import left behind."""
    sha256 = hashlib.sha256(data).hexdigest()
    _hold(sha256)
    _unlink_unless_needed(sha256)


@transaction.atomic
def remove(*, stored: StoredFile, at: datetime) -> None:
    """Give the bytes up and keep the record: what it was called, who gave it. Repeatable.

    The bytes stay while another record with the same content needs them.
    """
    _hold(stored.sha256)
    stored.removed_at = stored.removed_at or at
    stored.save(update_fields=["removed_at"])
    # the last thing of the transaction: cut short before it, the next removal does it
    _unlink_unless_needed(stored.sha256)


def _unlink_unless_needed(sha256: str) -> None:
    if not StoredFile.objects.filter(sha256=sha256, removed_at=None).exists():
        _path(sha256).unlink(missing_ok=True)
