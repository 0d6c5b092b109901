"""The list of documents, and of schools without one, as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date

from opora.cycles.models import Cycle
from opora.documents.outline import Outline
from opora.documents.presenters.deadlines import term_words
from opora.documents.presenters.listing import missing_words, term_of_missing
from opora.documents.queries.deadlines import Awaited, Term
from opora.documents.queries.listing import Line
from opora.documents.queries.missing import Missing
from opora.documents.states import MOVES, DocumentState
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx

_TERM = (Column("Срок"), Column("О сроке", width=1.6))


def documents_workbook(rows: Sequence[Line], kinds: Mapping[str, str], *, title: str, today: date) -> bytes:
    """What the list shows with its filters, every page of it."""
    columns = (
        Column("Код школы", as_typed=True),
        *(Column("Чей", width=2.4), Column("Муниципалитет", width=1.6), Column("Вид", width=1.6)),
        *(Column("Документ", width=2.4), Column("Состояние"), Column("С какого дня"), Column("Чей ход")),
        *_TERM,
        *(Column("Ждут исправления", Align.RIGHT), Column("Приложен файлом"), Column("Неполный")),
    )
    return _workbook(columns, [_document(row, kinds) for row in rows], "Документы", title, today)


def _document(row: Line, kinds: Mapping[str, str]) -> Row:
    state = DocumentState(row.state)
    return Row(
        (
            *(row.key, row.owner, row.place, kinds.get(row.kind, row.kind), row.title),
            *(state.label, row.since, _move(row), *_term(row.term)),
            *(row.waiting, "да" if row.is_attached else None, "да" if row.is_incomplete else None),
        )
    )


def _move(row: Line) -> str | None:
    whose = MOVES[DocumentState(row.state)]
    if whose is None:
        return None
    of_territory = {"ход школы": "ход муниципалитета", "ход куратора": "ход региона"}
    return of_territory.get(whose, whose) if row.of_territory else whose


def missing_workbook(
    rows: Sequence[Missing],
    kind: Outline | None,
    cycle: Cycle,
    terms: Mapping[Awaited, Term],
    *,
    title: str,
    today: date,
) -> bytes:
    """Schools that have not begun a document, every page of the list."""
    columns = (
        Column("Код школы", as_typed=True),
        *(Column("Школа", width=2.4), Column("Муниципалитет", width=1.6), Column("Чего нет", width=3)),
        *_TERM,
    )
    lines = [
        Row(
            (
                *(row.key, row.name, row.place, missing_words(row, kind)),
                *_term(term_of_missing(row, kind, cycle, terms)),
            )
        )
        for row in rows
    ]
    return _workbook(columns, lines, "Без документа", title, today)


def _term(term: Term | None) -> tuple[date | None, str | None]:
    return (term.due, term_words(term)) if term else (None, None)


def _workbook(columns: tuple[Column, ...], rows: Sequence[Row], name: str, title: str, today: date) -> bytes:
    sheet = Sheet(name, Table(columns=columns, rows=tuple(rows), missing="", small=True), frozen_columns=2)
    return write_xlsx([sheet], date_of_data=today, title=title)
