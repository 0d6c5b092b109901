"""Two versions of a row side by side: what I wrote and what stands there meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opora.documents.exchange import dump_row
from opora.documents.models import Row
from opora.documents.queries.content import as_measure
from opora.documents.words import FIELD_TITLES


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs. `theirs` is what another person saved, `mine` what was typed here."""

    title: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Clash:
    """What a form goes on from when somebody else has saved meanwhile; of a row that is gone a new one begins."""

    differences: list[Difference]
    revision: str
    code: str


def clash_of(mine: Mapping[str, Any], theirs: Row | None) -> Clash:
    """The fields that differ, in the order of the form."""
    if theirs is None:
        return Clash([], "", "")
    kept: Mapping[str, Any] = theirs.content
    if theirs.measure is not None:
        kept = dump_row(as_measure(theirs.code, theirs.content.get("task", ""), theirs.measure))
    differences = [
        Difference(title, _said(kept.get(name)), _said(mine.get(name)))
        for name, title in FIELD_TITLES.items()
        if _said(kept.get(name)) != _said(mine.get(name))
    ]
    return Clash(differences, str(theirs.revision), theirs.code)


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
