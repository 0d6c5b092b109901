"""A plan as DOCX and PDF: a landscape table whose heading repeats on every page."""

from collections.abc import Sequence
from datetime import date

from opora.plans.execution import RULE, execution
from opora.plans.models import Plan
from opora.plans.printouts.workbook import people_of
from opora.plans.queries.listing import approved_words
from opora.plans.queries.rows import RowView
from opora.plans.states import Part, PlanState, Told
from opora.printing import Align, Block, Column, Document, Orientation, Paragraph, Row, Section, Table, Title

_PARTS = ((Part.DOES, "исполняет"), (Part.HELPS, "помогает"), (Part.ANSWERS, "отвечает"))


def plan_document(plan: Plan, rows: Sequence[RowView], *, today: date) -> Document:
    """Number, work, term, people, mark. The mark says what the facts say, then the words beside it."""
    has_people = any(each.people for each in rows)
    columns = (
        *(Column("№ п.п", width=0.5), Column("Описание действий", width=3), Column("Сроки", width=1.2)),
        *((Column("Ответственные", width=1.6),) if has_people else ()),
        Column("Отметка о выполнении", width=2.4),
    )
    lines: list[Row | Section] = []
    section = ""
    for each in rows:
        if each.row.section != section:
            section = each.row.section
            lines.append(Section(section or "Без раздела"))
        who = (_people(each),) if has_people else ()
        lines.append(Row((each.row.number, each.row.what, each.row.term, *who, mark_words(each, plan))))
    approved = approved_words(plan.approved_by, plan.order_number, plan.order_date)
    subtitle = f"{plan.territory.name}, {plan.cycle.title}"
    blocks: tuple[Block, ...] = (
        Title(plan.title, subtitle=subtitle),
        *((Paragraph(f"Утверждён: {approved}", Align.RIGHT),) if approved else ()),
        *_share(plan, rows, today),
        Table(columns=columns, rows=tuple(lines), missing="", small=True),
    )
    return Document(
        title=plan.title,
        date_of_data=today,
        blocks=blocks,
        orientation=Orientation.LANDSCAPE,
        footer=f"{plan.title}. Данные на {today:%d.%m.%Y}",
    )


def _share(plan: Plan, rows: Sequence[RowView], today: date) -> tuple[Paragraph, ...]:
    """How much is carried out, and how that is counted; nothing of a draft."""
    if plan.state == PlanState.DRAFT:
        return ()
    found = execution((each.stand for each in rows), today=today)
    return (Paragraph(f"Исполнение: {found.words}. {RULE}"),)


def _people(each: RowView) -> str:
    """By part where a row has several, else the names alone."""
    by_part = [(word, people_of(each, part)) for part, word in _PARTS]
    filled = [(word, names) for word, names in by_part if names]
    if len(filled) == 1 and filled[0][0] == "отвечает":
        return filled[0][1]
    return "\n".join(f"{word}: {names.replace(chr(10), ', ')}" for word, names in filled)


def mark_words(each: RowView, plan: Plan) -> str:
    """What the facts say, what somebody said, the words beside; a draft has nothing to be marked by."""
    said = []
    if plan.state != PlanState.DRAFT:
        figure = each.stand.figure
        said.append(f"{each.stand.words}: {figure.words}" if figure else each.stand.words)
    if each.row.told_words:
        way = "Перенесено" if each.row.told_how == Told.NEXT_YEAR else "Со слов"
        said.append(f"{way} ({each.row.told_by_name}): {each.row.told_words}")
    if each.row.mark:
        said.append(each.row.mark)
    return "\n".join(said)
