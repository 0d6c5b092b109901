"""The note of a visit on one page. The helpers' line is not on it: a paper goes from hand to hand."""

from collections.abc import Sequence

from django.conf import settings

from opora.assignments.queries import Line as Assignment
from opora.printing import Align, Block, Column, Document, Heading, Paragraph, Row, Signature, Table, Title
from opora.ui.text import count_ru, date_ru
from opora.visits.models import Checked, Visit
from opora.visits.presenters.one import talked_words
from opora.visits.queries.listing import who_goes
from opora.visits.states import Mark, Way

SYNTHETIC = "Синтетические данные: школы, люди и цифры выдуманы"


def note_paper(visit: Visit, checked: Sequence[Checked], agreed: Sequence[Assignment]) -> Document:
    """Title, what was seen, the checklist, what was agreed, lines to sign on."""
    assert visit.visited_on is not None
    minutes = f", {count_ru(visit.minutes, 'минута,минуты,минут')}" if visit.minutes else ""
    talked = talked_words(visit)
    words = [
        f"Кто был: {who_goes(visit)}.",
        f"Зачем: {visit.purpose.rstrip('.')}." if visit.purpose else "",
        *([f"Разговор {talked}."] if talked else []),
    ]
    return Document(
        title=f"{visit.kind_title}: {visit.school.name}, {visit.visited_on:%d.%m.%Y}",
        date_of_data=visit.visited_on,
        blocks=(
            Title(
                visit.school.name,
                kind="ЗАПИСЬ О ПОСЕЩЕНИИ ШКОЛЫ",
                subtitle=f"{visit.kind_title}, {Way(visit.way).label}, {date_ru(visit.visited_on)}{minutes}",
            ),
            Paragraph(" ".join(filter(None, words))),
            *_said("Что увидели", visit.seen),
            *_said("О чём говорили", visit.talked),
            *_checklist(checked),
            *_agreements(agreed),
            Signature("Посетил школу", visit.noted_by_name),
            Signature("Директор школы", ""),
        ),
        footer=SYNTHETIC if settings.IS_DEMO else "",
    )


def _said(title: str, words: str) -> list[Block]:
    if not words:
        return []
    return [Heading(title, 2), *(Paragraph(line) for line in words.splitlines() if line.strip())]


def _checklist(checked: Sequence[Checked]) -> list[Block]:
    if not checked:
        return []
    rows = tuple(Row((each.title, Mark(each.mark).label, each.words or None)) for each in checked)
    columns = (Column("На что смотрели", width=3), Column("Ответ"), Column("Примечание", width=2.4))
    return [Heading("Проверочный лист", 2), Table(columns, rows, missing="", small=True)]


def _agreements(agreed: Sequence[Assignment]) -> list[Block]:
    if not agreed:
        return []
    rows = tuple(Row((each.what, each.executor, each.last_day)) for each in agreed)
    columns = (
        Column("О чём договорились", width=3),
        Column("Кто сделает", width=1.8),
        Column("До", Align.LEFT),
    )
    return [Heading("О чём договорились", 2), Table(columns, rows, missing="", small=True)]
