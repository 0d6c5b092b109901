"""Chosen schools side by side: one row a question, one column a school; the same as a sheet."""

from collections.abc import Callable, Sequence

from django.urls import reverse

from opora.organisations.forms.filters import year_label
from opora.organisations.passport import PassportItem
from opora.organisations.queries.comparison import Compared
from opora.organisations.states import MeritKind
from opora.printing import Column as SheetColumn
from opora.printing import Row as SheetRow
from opora.printing import Sheet, write_xlsx
from opora.printing import Table as SheetTable
from opora.ui import markup
from opora.ui.tables import Column, Table
from opora.ui.text import percent

type Line = tuple[str, list[object]]


def lines(schools: Sequence[Compared], items: Sequence[PassportItem], year: int | None) -> list[Line]:
    """(question, an answer per school); None is «нет данных»."""
    of_year = f", {year_label(year)}" if year else ""

    def line(title: str, answer: Callable[[Compared], object]) -> Line:
        return title, [answer(school) for school in schools]

    return [
        line("Территория", lambda s: s.territory),
        line("Вид", lambda s: s.school_kind or None),
        line("Где", lambda s: s.locality or None),
        line("До центра, км", lambda s: s.distance_km),
        line("Юридическое лицо", lambda s: "да" if s.is_legal_entity else "нет"),
        line(f"Обучающиеся{of_year}", lambda s: s.pupils),
        line(f"Учителя{of_year}", lambda s: s.teachers),
        line("Учителя до 35 лет", lambda s: _of_teachers(s.teachers_under_35, s)),
        line("Учителя старше 55 лет", lambda s: _of_teachers(s.teachers_over_55, s)),
        line("Директор", lambda s: s.head or None),
        line("Директоров в истории", lambda s: s.heads_known or None),
        *(line(item.title, lambda s, code=item.code: _context(s, code)) for item in items),  # type: ignore[misc]
        *(line(kind.label, lambda s, kind=kind: "; ".join(s.merits[kind]) or None) for kind in MeritKind),  # type: ignore[misc]
    ]


def _of_teachers(part: int | None, school: Compared) -> object:
    if part is None or not school.teachers:
        return part
    return f"{part} из {school.teachers}, {percent(part / school.teachers)}"


def _context(school: Compared, code: str) -> object:
    share = school.context.get(code)
    return None if share is None else percent(share, 1)


def comparison_table(schools: Sequence[Compared], items: Sequence[PassportItem], year: int | None) -> Table:
    """Headings link to the cards; rows without any answer are left out."""
    heads = [Column(school.name) for school in schools]
    cards: Line = (
        "Карточка",
        [markup.link(reverse("school", args=[s.id]), f"Открыть: {s.name}") for s in schools],
    )
    kept = [
        (title, answers)
        for title, answers in lines(schools, items, year)
        if any(a is not None for a in answers)
    ]
    return Table(
        "comparison",
        "Сравнение школ",
        [Column("Показатель"), *heads],
        [(title, *answers) for title, answers in [*kept, cards]],
        wide=True,
        # on a phone: each question, and under it the schools one below another
        stacks=True,
    )


def comparison_sheet(schools: Sequence[Compared], items: Sequence[PassportItem], year: int | None) -> bytes:
    table = SheetTable(
        columns=(
            SheetColumn("Показатель", width=2),
            *(SheetColumn(school.name, width=2) for school in schools),
        ),
        rows=tuple(
            SheetRow((title, *answers))  # type: ignore[arg-type]
            for title, answers in lines(schools, items, year)
        ),
        caption="Сравнение школ",
    )
    return write_xlsx([Sheet("Сравнение", table)])
