"""A document with all that its pages and rules ask of it, and one row of it: a statement each."""

from typing import cast

from opora.catalogues.models import Definition, Version
from opora.cycles.models import Cycle
from opora.documents.models import Document, Row
from opora.documents.queries.joined import Joined, Part
from opora.files.models import StoredFile
from opora.measures.models import Measure
from opora.organisations.models import Organisation, Territory
from opora.risks.models import Direction

_OF_SCHOOL = (
    *("inn", "locality", "is_legal_entity", "distance_km", "address", "phone", "email", "site"),
    *("letterhead", "closed_on", "school_kind", "sort_name"),
)
_DOCUMENT = Joined(
    (
        Part("document", Document),
        Part("school", Organisation, "document", "school", _OF_SCHOOL),
        Part("place", Territory, "school", "territory", ("sort_name",)),
        Part("territory", Territory, "document", "territory", ("sort_name",)),
        Part("cycle", Cycle, "document", "cycle"),
        Part("direction", Direction, "document", "direction"),
        Part("version", Version, "document", "version", ("content",)),
        Part("definition", Definition, "version", "definition"),
        Part("file", StoredFile, "document", "file"),
    ),
    "document.id = %(document)s",
)
_ALONE = Joined((Part("document", Document),), "document.id = %(document)s")
_OF_ROW = (Part("row", Row), Part("measure", Measure, "row", "measure"))
_ROWS = Joined(_OF_ROW, 'row.document_id = %(document)s ORDER BY row."table", row.position, row.id')
_BY_CODE = Joined(
    _OF_ROW, 'row.document_id = %(document)s AND row."table" = %(table)s AND row.code = %(code)s'
)
_BY_TOKEN = Joined(
    _OF_ROW, 'row.document_id = %(document)s AND row."table" = %(table)s AND row.token = %(token)s'
)


def load(pk: int, *, lock: bool = False) -> Document | None:
    """With its school, territory, year, direction, kind and file; None where there is no such document.

    With `lock` nobody else changes it until the transaction ends.
    """
    return cast(Document | None, _DOCUMENT.one({"document": pk}, lock=lock))


def hold(document: Document) -> Document | None:
    """The same document as it stands now, locked; what is joined to it is not read again."""
    found = cast(Document | None, _ALONE.one({"document": document.pk}, lock=True))
    if found is not None:
        found._state.fields_cache = document._state.fields_cache
    return found


def rows_of(document: Document) -> list[Row]:
    """In order of tables and positions, measures joined. One query."""
    return _ROWS.every({"document": document.pk})


def row_by_code(document: Document, table: str, code: str) -> Row | None:
    """A row with its measure."""
    found = _BY_CODE.one({"document": document.pk, "table": table, "code": code})
    return _of(document, found)


def row_by_token(document: Document, table: str, token: str) -> Row | None:
    """The row that a form has made already."""
    found = _BY_TOKEN.one({"document": document.pk, "table": table, "token": token})
    return _of(document, found)


def _of(document: Document, found: Row | None) -> Row | None:
    if found is not None:
        found.document = document
    return found
