"""The lines above a federal table: subject, class, date, maximum score."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from opora.imports.problems import Problem, shown
from opora.imports.sheets import Cell
from opora.results import codes
from opora.results.layouts.context import Context
from opora.results.layouts.header import is_blank, text_of
from opora.results.layouts.shape import Found, ProcedureRef
from opora.results.layouts.words import plain

_MAXIMUM = re.compile(r"макс\w*\.?\s*(первичн\w*\s*)?балл\w*\D{0,5}(\d+)?")
_DATE = re.compile(r"\b\d{1,2}[./]\d{1,2}[./](20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Title:
    """What the lines above the table say."""

    procedure: ProcedureRef
    year: int
    maximum: int | None


def read_title(found: Found, rows: Sequence[Sequence[Cell]], top: int, context: Context) -> Title | None:
    """Subject, class and year from the lines above; what is missing is told."""
    year = next((c.year for row in rows for c in row if isinstance(c, datetime.date)), None)
    text = plain(
        " ; ".join(text_of(cell) for row in rows for cell in dict.fromkeys(row) if not is_blank(cell))
    )
    maximum = _MAXIMUM.search(text)
    text = _MAXIMUM.sub(" ", text)
    if match := _DATE.search(text):
        year = int(match[1])
        text = _DATE.sub(" ", text)
    text = re.sub(
        r"статистика по отметкам|распределение первичных баллов|выполнение заданий|"
        r"сравнение отметок с отметками по журналу|\bдата\b",
        " ; ",
        text,
    )
    whole = context.vocabulary.read(f"{text} ; {plain(found.sheet.name)}")
    named = re.search(r"предмет\s*[:;]*\s*([^;]+)", text)
    heading = context.vocabulary.read(f"впр {named[1]}") if named else whole
    grade = re.search(
        r"\b(1[01]|[1-9])\s*-?\s*(?:й\s*)?класс|(?:класс|параллель)\w*\s*[:;]*\s*(1[01]|[1-9])\b", text
    )
    level = int(grade[1] or grade[2]) if grade else heading.grade or whole.grade
    procedure = context.vocabulary.procedures.get(
        (whole.test or "vpr", heading.subject or whole.subject or "", level)
    )
    procedure = procedure or context.procedure
    year = year or whole.year or context.year
    if procedure is not None and year is not None:
        place = found.sheet.place(max(top - 1, 0), 0)
        if problem := context.year_problem(year, place, year):
            found.problems.append(problem)
            return None
        points = int(maximum[2]) if maximum and maximum[2] else None
        return Title(procedure, year, points)
    lacks = "предмета" if not (heading.subject or whole.subject) else "класса" if level is None else ""
    words = (
        (
            f"В шапке нет {lacks}."
            if lacks
            else f"Такой процедуры нет в каталоге: {heading.subject}, {level} класс."
        )
        + " Верните строки шапки выгрузки («Предмет: Математика», «5 класс», «Дата: …») или выберите процедуру при загрузке."
    )
    code = codes.TITLE_INCOMPLETE if lacks else codes.UNKNOWN_PROCEDURE
    found.problems.append(
        Problem(found.sheet.place(max(top - 1, 0)), shown(text), code, words, context.vocabulary.near(whole))
    )
    return None
