"""What the pages show, as workbooks."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from opora.burden.models import Answer, Inquiry, Question, Reply
from opora.burden.presenters.ledger import NOTE
from opora.burden.presenters.listing import answered
from opora.burden.presenters.words import hours, until
from opora.burden.queries.ledger import School, SchoolYear, Sum
from opora.burden.queries.listing import Row as InquiryRow
from opora.burden.queries.listing import is_awaited
from opora.burden.sources import ASKER_TITLES, KIND_TITLES, SPENT_TITLES, Asker, Load
from opora.burden.states import GIVEN, AnswerSource, InquiryState, QuestionKind, ReplyState
from opora.burden.wording import spoken
from opora.printing import Column, Row, Sheet, Table, Value, write_xlsx


def schools_workbook(schools: Sequence[School], sums: Mapping[int, Sum], title: str, *, today: date) -> bytes:
    """A line for each school, hours by who asks."""
    columns = (
        Column("Код школы", as_typed=True),
        *(Column("Школа", width=2.4), Column("Территория", width=1.6)),
        *(Column(f"{ASKER_TITLES[asker]}, ч") for asker in Asker),
        *(Column("Всего, ч"), Column("Запросов"), Column("Ученики и родители, ч")),
    )
    rows = tuple(
        Row(
            (
                *(school.key, school.name, school.territory),
                *(hours(sums[school.pk].staff[asker]) for asker in Asker),
                *(hours(sums[school.pk].total), sums[school.pk].requests, hours(sums[school.pk].others)),
            )
        )
        for school in schools
    )
    sheet = Sheet(
        "Нагрузка",
        Table(columns=columns, rows=rows, missing="", small=True, empty="Школ нет"),
        frozen_columns=2,
    )
    return write_xlsx([sheet], date_of_data=today, title=f"{title}. {NOTE}")


def year_workbook(year: SchoolYear, loads: Sequence[Load], *, today: date) -> bytes:
    """The requests of a school one by one."""
    columns = (
        *(
            Column("Когда"),
            Column("Что спросили", width=3),
            Column("Вид", width=1.4),
            Column("Кто", width=1.6),
        ),
        *(Column("Чьё время", width=1.4), Column("Минут, оценка")),
    )
    rows = tuple(
        Row(
            (
                *(load.on, load.what, KIND_TITLES[load.kind], load.asked_by or ASKER_TITLES[load.asker]),
                *(SPENT_TITLES[load.spent], load.minutes),
            )
        )
        for load in loads
    )
    sheet = Sheet("Запросы", Table(columns=columns, rows=rows, missing="", small=True, empty="Запросов нет"))
    title = f"Что спросили у школы: {year.school.name}, {year.cycle.title}. {NOTE}"
    return write_xlsx([sheet], date_of_data=today, title=title)


def inquiries_workbook(rows: Sequence[InquiryRow], *, today: date) -> bytes:
    columns = (
        *(
            Column("Запрос", width=3),
            Column("Кто спрашивает", width=1.6),
            Column("Состояние"),
            Column("Отправлен"),
        ),
        *(
            Column("Ответить до", width=1.6),
            Column("Ответили"),
            Column("Ждём"),
            Column("Ответов взято из Опоры"),
        ),
        Column("Школы не потратили, мин"),
    )
    lines = tuple(
        Row(
            (
                *(row.title, row.territory, InquiryState(row.state).label),
                timezone.localdate(row.sent_at) if row.sent_at else None,
                until(row.due, row.answer_by, row.zone),
                *(answered(row) or None, row.awaited, row.spared_answers, row.spared_minutes),
            )
        )
        for row in rows
    )
    sheet = Sheet(
        "Запросы",
        Table(columns=columns, rows=lines, missing="", small=True, empty="Запросов нет"),
        frozen_columns=1,
    )
    return write_xlsx([sheet], date_of_data=today, title="Запросы сведений")


def answers_workbook(
    inquiry: Inquiry, questions: Sequence[Question], replies: Sequence[Reply], *, today: date
) -> bytes:
    """A line for each school: its answers, after each where it is from."""
    columns = (
        *(Column("Код школы", as_typed=True), Column("Школа", width=2.4), Column("Состояние", width=1.4)),
        *(each for question in questions for each in _columns(question)),
        *(Column("Кто ответил", width=1.4), Column("Примечание", width=2)),
    )
    sheet = Sheet(
        "Ответы",
        Table(
            columns=columns,
            rows=tuple(_answers_row(questions, reply) for reply in replies),
            missing="",
            small=True,
            empty="Ответов нет",
        ),
        frozen_columns=2,
    )
    return write_xlsx([sheet], date_of_data=today, title=inquiry.title)


def _columns(question: Question) -> tuple[Column, Column]:
    unit = f", {question.unit}" if question.unit else ""
    return Column(f"{question.text}{unit}", width=2), Column("Откуда", width=1.6)


def _answers_row(questions: Sequence[Question], reply: Reply) -> Row:
    answers = {each.question_id: each for each in reply.answers.all() if each.source in GIVEN}
    state = ReplyState(reply.state).label
    if (
        not reply.school.is_open
        and not is_awaited(reply)
        and reply.state in {ReplyState.AWAITED, ReplyState.RETURNED}
    ):
        state = "школа закрыта"
    cells = [cell for each in questions for cell in _cells(each, answers.get(each.pk))]
    return Row(
        (
            reply.school.key,
            reply.school.name,
            state,
            *cells,
            reply.answered_by_name or None,
            reply.note or None,
        )
    )


def _cells(question: Question, answer: Answer | None) -> tuple[Value, Value]:
    if answer is None:
        return None, None
    return _value(question.kind, answer.value), answer.origin or AnswerSource(answer.source).label


def _value(kind: str, value: str) -> Value:
    """A number as a number, a day as a day."""
    if kind == QuestionKind.NUMBER:
        try:
            return float(Decimal(value))
        except InvalidOperation:
            return value
    return date.fromisoformat(value) if kind == QuestionKind.DATE else spoken(kind, value)
