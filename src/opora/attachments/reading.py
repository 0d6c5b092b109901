"""The door: bytes a person attached in, what is known of them out, or one clear refusal."""

from __future__ import annotations

import logging
from typing import Any, cast

from opora.attachments import isolation
from opora.attachments.packing import unpacked
from opora.attachments.papers import FoundTable, Kind, NotAPaper, Paper
from opora.attachments.recognising import recognise, safe_name
from opora.attachments.refusals import NOT_NOW, refused, wrong_type

# what is told to whoever reads a document that was taken long ago; the rest would blame the reader
_ALSO_FOR_READERS = NOT_NOW | {"too-many-cells", "too-much-text", "slow", "memory"}

logger = logging.getLogger(__name__)


def inspect(data: bytes, name: str) -> Paper:
    """What the file is by its content; raises NotAPaper with words for whoever attached it.

    Nothing else is raised for any bytes whatever.
    """
    kind = recognise(data)
    found = _read("inspect", kind, data)
    saved_as = safe_name(name, kind)
    notes = list(found["notes"])
    if not name.lower().endswith(f".{kind}"):
        notes.insert(0, f"По содержанию это {kind.upper()}, поэтому файл назван «{saved_as}».")
    return Paper(kind, saved_as, found["pages"], tuple(notes))


def preview(data: bytes) -> str:
    """Safe HTML of a DOCX: a fragment without h1, scripts, styles, links and addresses.

    Its tables are wrapped as the house wraps them; what was left out for length is told at the end.
    Raises NotAPaper where the document cannot be shown, for a PDF too: a browser shows it as it is.
    """
    if recognise(data) == "pdf":
        raise wrong_type("PDF", "он показывается как есть")
    return cast(str, _read_or("not-shown", "preview", data))


def tables(data: bytes) -> list[FoundTable]:
    """Tables of a DOCX in the order of the document, none of a PDF; raises NotAPaper."""
    if recognise(data) == "pdf":
        return []
    found = _read_or("not-taken-over", "tables", data)
    return [
        FoundTable(
            number=number,
            title=table["title"],
            rows=table["rows"],
            header_rows=table["header_rows"],
            columns=tuple(table["columns"]),
            bands=tuple(table["bands"]),
            nested=table["nested"],
        )
        for number, table in enumerate(unpacked(found), start=1)
    ]


def _read_or(otherwise: str, task: isolation.Task, data: bytes) -> Any:
    try:
        return _read(task, "docx", data)
    except NotAPaper as error:
        if error.code in _ALSO_FOR_READERS:
            raise
        raise refused(otherwise) from error


def _read(task: isolation.Task, kind: Kind, data: bytes) -> Any:
    """What the confined child answers; a child that did not start is told as a refusal too, and logged."""
    try:
        return isolation.read(task, kind, data)
    except (isolation.ReaderFailed, OSError) as error:
        logger.exception("the reader of attached files does not work")
        raise refused("failed") from error
