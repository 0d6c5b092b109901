"""What each column of a table with headings is: whose, what, when, and which figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from opora.imports.problems import Problem
from opora.imports.sheets import Cell
from opora.results import codes
from opora.results.layouts.context import Context
from opora.results.layouts.header import number_of
from opora.results.layouts.shape import MARKS, PERCENT_OF, Columns, Found, Measure
from opora.results.layouts.words import measure_of, plain, says_count

# rows looked at to tell people from percents
SAMPLED = 500


class Part(StrEnum):
    """What a column of the left side names."""

    SCHOOL = "school"
    KEY = "key"
    TERRITORY = "territory"
    PROCEDURE = "procedure"
    SUBJECT = "subject"
    GRADE = "grade"
    CLASS = "class"
    YEAR = "year"


_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (Part.KEY, re.compile(r"^(код|логин|ключ)\b(?!.*(предмет|процедур|муницип|территор|регион))")),
    (Part.TERRITORY, re.compile(r"муниципал|территори|\bрайон\b|городской округ|\bмо\b|\bате\b")),
    (Part.SCHOOL, re.compile(r"\bшкол[аы]?\b|\bо[оу]\b|организаци|учрежден")),
    (Part.PROCEDURE, re.compile(r"процедур|вид работы|испытани|экзамен|^работа$|^тест$")),
    (Part.SUBJECT, re.compile(r"предмет|дисциплин")),
    (Part.GRADE, re.compile(r"параллель")),
    (Part.CLASS, re.compile(r"\bкласс\b|литер")),
    (Part.YEAR, re.compile(r"\bгод\b")),
)
_TOTAL = re.compile(
    r"^(итого|всего|в среднем|среднее|средн\w+ (по|значен)|по (району|округу|муницип|территор))"
)


def part_of(label: str) -> Part | None:
    """The part a (plain) heading names; counts and percents name none."""
    if re.search(r"кол-?во|количеств|число|%|процент", label):
        return None
    return next((part for part, pattern in _PARTS if pattern.search(label)), None)


def is_total(name: str) -> bool:
    return bool(_TOTAL.search(plain(name)))


@dataclass(slots=True)
class Plan:
    """Which column is what. `bare`: mark columns whose heading does not say people or percents."""

    parts: dict[Part, int] = field(default_factory=dict)
    measures: dict[Measure, int] = field(default_factory=dict)
    bare: frozenset[Measure] = frozenset()
    ignored: list[tuple[int, str]] = field(default_factory=list)
    twice: list[tuple[int, str]] = field(default_factory=list)
    first_row: int = 0

    def is_long(self, context: Context) -> bool:
        """Whether it says who, what (unless the person named the procedure) and how many."""
        names_who = Part.SCHOOL in self.parts or Part.KEY in self.parts
        names_what = Part.PROCEDURE in self.parts or Part.SUBJECT in self.parts
        return names_who and (names_what or context.procedure is not None) and bool(self.measures)


def plan_of(titles: Sequence[str]) -> Plan:
    """What each column is, by its heading."""
    plan = Plan()
    bare: set[Measure] = set()
    for column, title in enumerate(titles):
        label = plain(title)
        if not label:
            continue
        part, measure = part_of(label), measure_of(label)
        if part is not None:
            if part in plan.parts:
                plan.twice.append((column, title))
            plan.parts.setdefault(part, column)
        elif measure is not None:
            if measure in plan.measures:
                plan.twice.append((column, title))
            plan.measures.setdefault(measure, column)
            if measure in MARKS and not says_count(label):
                bare.add(measure)
        else:
            plan.ignored.append((column, title))
    plan.bare = frozenset(bare)
    return plan


def columns_of(found: Found, plan: Plan, rows: Sequence[Sequence[Cell]]) -> Columns:
    """Measures with the unit of bare marks decided by the figures themselves."""
    measures = dict(plan.measures)
    if plan.bare and all(mark in plan.bare for mark in MARKS):
        unit = _unit(plan, rows)
        if unit == "percent":
            for mark in MARKS:
                measures[PERCENT_OF[mark]] = measures.pop(mark)
        elif unit is None:
            place = found.sheet.place(max(plan.first_row - 1, 0), measures[Measure.MARK_2])
            words = (
                "Не ясно, что в столбцах «2», «3», «4», «5»: люди или проценты. "
                "Допишите в заголовок «чел.» или «%» и загрузите файл снова."
            )
            found.problems.append(Problem(place, None, codes.UNIT_UNKNOWN, words, ("чел.", "%")))
    return tuple(measures.items())


def _unit(plan: Plan, rows: Sequence[Sequence[Cell]]) -> str | None:
    """«count» or «percent», whichever most of the rows confirm; None where they do not tell."""
    at = [plan.measures[mark] for mark in MARKS]
    participants = plan.measures.get(Measure.PARTICIPANTS)
    counts = percents = fractions = 0
    for row in rows[plan.first_row : plan.first_row + SAMPLED]:
        figures = [
            figure
            for figure in (number_of(row[column]) if column < len(row) else None for column in at)
            if figure is not None
        ]
        if len(figures) < len(at):
            continue
        total = sum(figures, Decimal(0))
        is_whole = all(figure == figure.to_integral_value() for figure in figures)
        n = number_of(row[participants]) if participants is not None and participants < len(row) else None
        counts += is_whole if n is None else total == n
        percents += abs(total - 100) <= 2 and total != n
        fractions += not is_whole
    if percents > counts or (percents and fractions):
        return "percent"
    if counts and not fractions:
        return "count"
    return "count" if not percents and not fractions else None
