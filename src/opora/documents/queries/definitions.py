"""The definitions that a document is written and checked by."""

from typing import Any

from opora.catalogues import queries as catalogues
from opora.catalogues.models import Version
from opora.documents.checks.rulebook import Rulebook
from opora.documents.checks.sheet import Sheet
from opora.documents.kinds import DOCUMENTS, RULES, SHEETS
from opora.documents.outline import Outline

RULES_CODE, SHEET_CODE = "rules", "sheet"


def outlines(territory_path: str) -> dict[int, Outline]:
    """The kinds of documents in force for a territory, by the id of their version. One query."""
    found = catalogues.all_current(DOCUMENTS, territory_path)
    return {each.version_id: Outline.parse(each.code, each.title, each.content) for each in found}


_kept: dict[str, Outline] = {}


def outline_of(version: Version) -> Outline:
    """What the kind contains in this version; its definition is to be joined.

    What was published never changes: it is read once for the process.
    """
    key = f"{version.definition.code}:{version.content_hash}"
    if key not in _kept:
        definition = version.definition
        _kept[key] = Outline.parse(definition.code, definition.title, version.content)
    return _kept[key]


def rulebook(territory_path: str) -> Rulebook:
    """The rules in force. One query, two where they were not met before. Raises NotPublished."""
    found = catalogues.in_force(RULES, RULES_CODE, territory_path, Rulebook.parse)
    if found is None:
        raise catalogues.NotPublished(RULES)
    return found


def _sheet(content: Any) -> Sheet:
    return Sheet.parse("Экспертный лист", content)


def expert_sheet(territory_path: str) -> Sheet:
    """The sheet in force, as `rulebook`."""
    found = catalogues.in_force(SHEETS, SHEET_CODE, territory_path, _sheet)
    if found is None:
        raise catalogues.NotPublished(SHEETS)
    return found
