"""Doubtful cells, decided in the preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from opora.imports.actions import CellDecision
from opora.imports.contract import Resolution
from opora.imports.forms.turn import TurnForm, named
from opora.imports.problems import Problem

#: cells decided on one page; more are better corrected in the file
MOST_CELLS = 100

LEAVE, EMPTY, TYPED, AS_IN_FILE = "", "empty", "typed", "as-in-file"
_ALLOWED = "allowed:"


@dataclass(frozen=True, slots=True)
class CellLine:
    """A doubtful cell: its place, what stands there, why it is doubtful, and the two fields that decide."""

    place: str
    value: str | None
    message: str
    choice: forms.BoundField
    typed: forms.BoundField


class CellsForm(TurnForm):
    """Doubtful cells, each: not decided yet, left empty, or a value; decided ones may go back to the file's.

    Sent by its button `all_empty`, every doubtful cell is left empty, those beyond one page too.
    """

    def __init__(
        self, *args: Any, doubtful: Sequence[Problem], decided: Sequence[Resolution], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cells = one_per_cell(doubtful)
        self._doubtful = cells[:MOST_CELLS]
        self._beyond = cells[MOST_CELLS:]
        self._decided = decided
        for number, problem in enumerate(self._doubtful):
            choice, typed = f"Решение: {problem.place}", f"Значение: {problem.place}"
            self.fields[f"choice{number}"] = forms.ChoiceField(
                label=choice, choices=_choices(problem), required=False, widget=named(forms.Select, choice)
            )
            self.fields[f"typed{number}"] = forms.CharField(
                label=typed,
                required=False,
                max_length=200,
                widget=named(forms.TextInput, typed, placeholder="своё значение"),
            )
        for number, cell in enumerate(decided):
            undo = f"Вернуть как в файле: {place_of(cell)}"
            self.fields[f"undo{number}"] = forms.BooleanField(
                label=undo, required=False, widget=named(forms.CheckboxInput, undo)
            )

    @property
    def beyond(self) -> int:
        """How many doubtful cells did not fit on the page."""
        return len(self._beyond)

    @property
    def _all_empty(self) -> bool:
        return "all_empty" in self.data

    def lines(self) -> list[CellLine]:
        """In the order of the file; the same reason as of the cell before is not told again."""
        before = ["", *(problem.message for problem in self._doubtful)]
        return [
            CellLine(
                str(problem.place),
                problem.value,
                "" if problem.message == before[number] else problem.message,
                self[f"choice{number}"],
                self[f"typed{number}"],
            )
            for number, problem in enumerate(self._doubtful)
        ]

    def decided_lines(self) -> list[tuple[str, str, forms.BoundField]]:
        """(place, what was decided, the box that takes it back)."""
        return [
            (place_of(cell), "пусто" if cell.value is None else str(cell.value), self[f"undo{number}"])
            for number, cell in enumerate(self._decided)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._all_empty:
            return cleaned
        for number in range(len(self._doubtful)):
            choice, typed = cleaned.get(f"choice{number}"), cleaned.get(f"typed{number}")
            if choice == TYPED and not typed:
                self.add_error(f"typed{number}", "Впишите значение или выберите другое решение.")
            if typed and choice not in {LEAVE, TYPED, None}:
                self.add_error(f"typed{number}", "Выберите одно: вписанное значение или решение из списка.")
        if not self.errors and not self.decisions:
            self.add_error(None, "Решите хотя бы одну ячейку.")
        return cleaned

    @property
    def decisions(self) -> list[CellDecision]:
        if self._all_empty:
            return [CellDecision(_cell(problem, None)) for problem in (*self._doubtful, *self._beyond)]
        made = [
            CellDecision(cell, as_in_file=True)
            for number, cell in enumerate(self._decided)
            if self.cleaned_data.get(f"undo{number}")
        ]
        for number, problem in enumerate(self._doubtful):
            choice, typed = self.cleaned_data.get(f"choice{number}"), self.cleaned_data.get(f"typed{number}")
            if typed:
                made.append(CellDecision(_cell(problem, typed)))
            elif choice == EMPTY:
                made.append(CellDecision(_cell(problem, None)))
            elif choice and choice.startswith(_ALLOWED):
                made.append(CellDecision(_cell(problem, choice.removeprefix(_ALLOWED))))
        return made


def one_per_cell(problems: Sequence[Problem]) -> list[Problem]:
    """The first problem of each cell, in the given order."""
    return list({problem.place: problem for problem in reversed(problems)}.values())[::-1]


def place_of(cell: Resolution) -> str:
    return f"лист «{cell.sheet}», ячейка {cell.column}{cell.row}"


def _choices(problem: Problem) -> list[tuple[str, str]]:
    allowed = [(f"{_ALLOWED}{value}", value) for value in (problem.allowed or ())[:20]]
    return [(LEAVE, "не решено"), (EMPTY, "оставить пустой"), *allowed, (TYPED, "вписать значение")]


def _cell(problem: Problem, value: str | None) -> Resolution:
    place = problem.place
    assert place.sheet is not None and place.row is not None and place.column is not None
    return Resolution(place.sheet, place.row, place.column, value)
