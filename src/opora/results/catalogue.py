"""The catalogue of procedures as plain data: which exams there are, how their subjects are written.

The content of a published version of «procedures» (`definitions/procedures/procedures.toml` seeds it):
`subjects` [{name, synonyms}] and `procedures` [{code, test, subject, grade, title, is_mandatory, low, …}].
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class DeclaredProcedure:
    """A test × subject × grade. `low_below`/`high_from` are scores where a procedure has no marks."""

    code: str
    test: str
    subject: str
    grade: int | None
    title: str
    is_mandatory: bool
    low_below: int | None
    high_from: int | None

    @property
    def has_marks(self) -> bool:
        return self.low_below is None

    @property
    def low_words(self) -> str:
        """What «low» means: «отметка «2»» or «ниже 27 баллов»."""
        return "отметка «2»" if self.low_below is None else f"ниже {self.low_below} баллов"

    @property
    def high_words(self) -> str:
        return "отметки «4» и «5»" if self.high_from is None else f"от {self.high_from} баллов"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`subjects`: {name: synonyms}."""

    subjects: Mapping[str, tuple[str, ...]]
    procedures: tuple[DeclaredProcedure, ...]


def parse(content: Mapping[str, Any]) -> Catalogue:
    """The catalogue from a definition's content. Raises KeyError for a row without code or test."""
    return Catalogue(
        subjects={row["name"]: tuple(row.get("synonyms") or ()) for row in content["subjects"]},
        procedures=tuple(
            DeclaredProcedure(
                code=row["code"],
                test=row["test"],
                subject=row["subject"],
                grade=row.get("grade"),
                title=row["title"],
                is_mandatory=bool(row.get("is_mandatory")),
                low_below=row.get("low_below"),
                high_from=row.get("high_from"),
            )
            for row in content["procedures"]
        ),
    )


@cache
def seeded(root: Path | None = None) -> Catalogue:
    """The catalogue as the file in the repository seeds it."""
    folder = root or Path(settings.DEFINITIONS_ROOT)
    text = (folder / "procedures" / "procedures.toml").read_text("utf-8")
    return parse(tomllib.loads(text)["content"])
