"""Taking a file in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from opora.access import Actor, Refused
from opora.files import actions as files
from opora.imports import models
from opora.imports.actions.checking import ask_for_check, open_workbook
from opora.imports.actions.settling import tell
from opora.imports.contract import importer_of
from opora.imports.models import ImportRun
from opora.imports.rules import acts_for_schools, home_path
from opora.imports.sheets.kinds import recognise
from opora.imports.sheets.workbook import Limits, Workbook

ACCEPTS = "application/octet-stream"


def start_run(
    *,
    kind: str,
    data: bytes,
    name: str,
    options: Mapping[str, str],
    is_pasted: bool = False,
    by: Actor,
    at: datetime,
) -> ImportRun:
    """Keep the file and check it: at once if it is small, else a job does. Writes a StoredFile and a run.

    Raises Refused where the actor may not import this kind, Unreadable where the bytes are plainly no table
    (nothing is kept then), OSError where the disk refuses.
    """
    refusal = importer_of(kind).may_import(by)
    if refusal is not None:
        raise Refused(refusal)
    if by.person_id is None:
        raise Refused("С самой машины файлы загружают командой opora import.")
    workbook = _read_if_small(data, name, is_pasted=is_pasted)
    try:
        with transaction.atomic():
            run = _new_run(kind, data, name, is_pasted=is_pasted, options=options, by=by, at=at)
            ask_for_check(run, by=by, at=at, workbook=workbook)
            tell(run, "добавил(а) файл для загрузки", by=by, at=at, note=importer_of(kind).title)
    except BaseException:
        files.forget_unused(data)
        raise
    return run


def _read_if_small(data: bytes, name: str, *, is_pasted: bool) -> Workbook | None:
    if len(data) <= models.SMALL_BYTES:
        return open_workbook(data, name, is_pasted=is_pasted)
    if not is_pasted:
        # what is no table at all is told at once, whatever its size
        recognise(data, Limits())
    return None


def _new_run(
    kind: str,
    data: bytes,
    name: str,
    *,
    is_pasted: bool,
    options: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> ImportRun:
    assert by.person_id is not None, "asked before"
    file = files.store(data=data, name=name, content_type=ACCEPTS, purpose=f"import:{kind}", by=by, at=at)
    return ImportRun(
        kind=kind,
        file=file,
        is_pasted=is_pasted,
        options=dict(options),
        created_at=at,
        created_by_id=by.person_id,
        created_by_name=by.name,
        appointment_id=by.capacity.appointment_id if by.capacity else None,
        territory_path=home_path(by),
        is_from_school=acts_for_schools(by),
        state_since=at,
    )
