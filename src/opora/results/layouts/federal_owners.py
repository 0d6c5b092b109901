"""Whose a row of a federal table is: a comparison group, a school with its login, one of its classes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from opora.imports.problems import Problem, shown
from opora.imports.sheets import Cell
from opora.results import codes
from opora.results.layouts.columns import is_total
from opora.results.layouts.header import is_blank, number_of, text_of
from opora.results.layouts.shape import Found, Owner
from opora.results.layouts.words import plain

_LOGIN = re.compile(r"\(\s*([a-zа-я]+[-_]?\d{2,}|\d{4,})\s*\)", re.IGNORECASE)
_CLASS = re.compile(r"^(?:класс\s*)?(1[01]|[1-9])\s*[-«\"]?\s*([а-яё])?[»\"]?(?:\s*класс)?$", re.IGNORECASE)
_CLASS_AT_END = re.compile(r"[\s,](1[01]|[1-9])\s*[-«\"]?([а-яё])[»\"]?(?:\s*класс)?$", re.IGNORECASE)
_PLACE = re.compile(
    r"выборка|\bобл(аст)?|\bкрай\b|\bкрая\b|республик|\bокруг|\bрайон|\bр-н|^г\.|^город|муниципал|\bго\b|\bмо\b|росси"
)


@dataclass(slots=True)
class Whose:
    """Remembers the last school while its classes follow."""

    found: Found
    schools: int | None
    school: Owner | None = None

    def of(self, row: Sequence[Cell], index: int) -> tuple[Owner, str] | None:
        """The owner and class label of a row; None for blank rows, totals and notes."""
        if not any(not is_blank(cell) for cell in row[1:]):
            return None
        return self.named(row, index)

    def named(self, row: Sequence[Cell], index: int) -> tuple[Owner, str] | None:
        """The owner by the first cell alone."""
        name = text_of(row[0]) if row else ""
        if not name:
            return None
        if is_total(name) or plain(name).startswith("макс"):
            return None
        if match := _CLASS.match(name):
            if self.school is None:
                words = f"Над классом «{shown(name)}» нет строки школы. Добавьте её или загрузите выгрузку целиком."
                place = self.found.sheet.place(index, 0)
                self.found.problems.append(Problem(place, shown(name), codes.SCHOOL_MISSING, words))
                return None
            return self.school, f"{match[1]}{(match[2] or '').upper()}" if match[2] else ""
        login = _LOGIN.search(name)
        label = ""
        if login and (match := _CLASS_AT_END.search(name[login.end() :])):
            label = f"{match[1]}{match[2].upper()}"
        bare = _LOGIN.sub(" ", name[: login.end()] if login else name).strip(" ,;")
        owner = Owner(bare, login[1] if login else "", is_group=not login and self._is_group(row, bare))
        if not owner.is_group:
            self.school = owner
        return owner, label

    def _is_group(self, row: Sequence[Cell], name: str) -> bool:
        column = self.schools
        count = number_of(row[column]) if column is not None and column < len(row) else None
        if count is not None and count > 1:
            return True
        return bool(_PLACE.search(plain(name))) and "школ" not in plain(name)
