"""What every layout is told: the words it may meet and what to take where the file is silent."""

import datetime
from dataclasses import dataclass, field

from opora.imports.problems import Place, Problem, shown
from opora.imports.sheets import Cell
from opora.results import codes
from opora.results.layouts.header import text_of
from opora.results.layouts.shape import ProcedureRef
from opora.results.layouts.words import Heading, Vocabulary


@dataclass(slots=True)
class Context:
    """`year`: of the cycle, taken where a layout names none; `years`: those that may be imported."""

    vocabulary: Vocabulary
    years: range
    year: int | None = None
    procedure: ProcedureRef | None = None
    decided: frozenset[tuple[str, int, str]] = field(default=frozenset())

    def year_problem(self, year: int | None, place: Place, value: object) -> Problem | None:
        """Why the year cannot stand; None where it can."""
        if year is None:
            words = "Впишите год четырьмя цифрами, например 2021."
            return Problem(
                place, shown(value), codes.YEAR_WRONG, f"Год «{shown(value)}» не читается. {words}"
            )
        if year not in self.years:
            first, last = self.years.start, self.years.stop - 1
            words = f"Год {year} вне допустимых: от {first} до {last}. Исправьте год."
            return Problem(place, shown(value), codes.YEAR_WRONG, words)
        return None

    def procedure_problem(self, heading: Heading, place: Place, value: object) -> Problem:
        """Why no procedure of the catalogue is meant."""
        if heading.subject is None and heading.test is None:
            words = "Не ясно, какая это процедура. Впишите процедуру, предмет и класс, например «ВПР МА 5»."
            return Problem(
                place, shown(value or None), codes.PROCEDURE_MISSING, words, self.vocabulary.near(heading)
            )
        words = (
            f"Процедуры «{shown(value)}» нет в каталоге. Исправьте название по образцу «ВПР МА 5» "
            "или добавьте процедуру в каталог «Процедуры»."
        )
        return Problem(place, shown(value), codes.UNKNOWN_PROCEDURE, words, self.vocabulary.near(heading))


def year_of(cell: Cell, vocabulary: Vocabulary) -> tuple[int | None, bool]:
    """A year out of a cell, and whether it was a school year («2020/21» → 2021)."""
    if isinstance(cell, (datetime.date, bool)):
        return None, False
    text = text_of(cell)
    if text.isdigit():
        return (int(text), False) if len(text) == 4 else (None, False)
    heading = vocabulary.read(text)
    return heading.year, heading.school_year
