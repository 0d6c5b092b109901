"""What the page shows with its filters, every page of it."""

from collections.abc import Sequence

from opora.overview.presenters.cells import CELLS, About
from opora.overview.presenters.signs import Place, sentence
from opora.overview.standing import Line
from opora.overview.states import Group, Step
from opora.printing import Column, Row, Sheet, Table, write_xlsx


def overview_workbook(
    lines: Sequence[Line], steps: Sequence[Step], groups: Sequence[Group], place: Place, *, title: str
) -> bytes:
    """Schools by steps with what is seen of each, a column a group."""
    columns = (
        *(Column("Школа", width=2.4), Column("Территория", width=1.6), Column("Куратор", width=1.6)),
        *(Column(str(step.label), width=1.4) for step in steps),
        *(Column(str(group.label), width=3) for group in groups),
    )
    rows = tuple(
        Row(
            (
                *(line.school.name, line.school.place, ", ".join(line.school.curators) or None),
                *(_cell(line, step, place.about) for step in steps),
                *(_sentences(line, group, place) for group in groups),
            )
        )
        for line in lines
    )
    sheet = Sheet("Обзор", Table(columns=columns, rows=rows, missing="", small=True), frozen_columns=1)
    return write_xlsx([sheet], title=title, date_of_data=place.about.today)


def _cell(line: Line, step: Step, about: About) -> str:
    said = CELLS[step](line, about)
    return f"{said.words}, {said.note}" if said.note else said.words


def _sentences(line: Line, group: Group, place: Place) -> str | None:
    return ". ".join(sentence(line, each, place)[0] for each in line.in_group(group)) or None
