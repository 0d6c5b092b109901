"""Keeping bytes: written beside, synced, renamed; the same content is stored once."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from opora.access import Actor
from opora.files.models import StoredFile


def _path(sha256: str) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def store(*, data: bytes, name: str, content_type: str, purpose: str, by: Actor, at: datetime) -> StoredFile:
    """Keep `data` durably and return its record. Raises OSError where the disk refuses."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = _path(sha256)
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
    """The bytes of a stored file."""
    return _path(stored.sha256).read_bytes()


def forget_unused(data: bytes) -> None:
    """Remove bytes that no record points to: what a refused import left behind."""
    sha256 = hashlib.sha256(data).hexdigest()
    if not StoredFile.objects.filter(sha256=sha256).exists():
        _path(sha256).unlink(missing_ok=True)
