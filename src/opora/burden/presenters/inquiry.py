"""One inquiry: what it asks, what is known, what schools answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.burden.forms.drafting import KnownForm
from opora.burden.models import Answer, Inquiry, Question, Reply
from opora.burden.presenters.words import answer_words, minutes_words, reply_chip, until
from opora.burden.queries.asking import Line, Preview
from opora.burden.queries.listing import is_awaited
from opora.burden.states import AnswerSource, InquiryState, QuestionKind, ReplyState, Way, Whom
from opora.burden.wording import spoken
from opora.history.queries import Entry
from opora.organisations.models import Organisation
from opora.ui.components import Event, Fact, Stat
from opora.ui.escaping import as_markup
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru

SCHOOLS = "школа,школы,школ"
QUESTIONS = "вопрос,вопроса,вопросов"
#: values of a fact that a page shows at once
_MOST_SHOWN = 50
#: so many questions stand beside each other on a wide screen
_MOST_ABREAST = 4


def facts(inquiry: Inquiry) -> list[Fact]:
    shown = [
        Fact("Кто спрашивает", inquiry.territory.name, inquiry.made_by_name),
        Fact("Зачем", inquiry.why),
        Fact("Ответить до", until(inquiry.due, inquiry.answer_by, inquiry.zone)),
        Fact("Кого", Whom(inquiry.whom).label, inquiry.place.name),
        Fact("Год", inquiry.cycle.title),
    ]
    if inquiry.sent_at is not None:
        shown.append(Fact("Отправлен", date_ru(inquiry.sent_at, "time"), inquiry.sent_by_name))
    if inquiry.closed_at is not None:
        shown.append(Fact("Закрыт", date_ru(inquiry.closed_at, "time"), inquiry.closed_by_name))
    return shown


def questions_table(questions: Sequence[Question], *, may_edit: bool) -> Table:
    rows = []
    for each in questions:
        kind = QuestionKind(each.kind).label + (f", {each.unit}" if each.unit else "")
        row: list[object] = [each.text, kind if each.is_required else f"{kind}, по желанию", _way(each)]
        if may_edit:
            edit = reverse("inquiry-question", args=[each.inquiry_id, each.pk])
            remove = reverse("inquiry-question-remove", args=[each.inquiry_id, each.pk])
            row.append(as_markup(f"{link(edit, 'поправить')} {link(remove, 'убрать')}"))
        rows.append(row)
    columns = [Column("Вопрос", "words"), Column("Ответ"), Column("Что с известным", "words")]
    if may_edit:
        columns.append(Column("Изменить"))
    return Table(
        "questions", "Что спросить" if may_edit else "Что спросили", columns, rows, empty="Вопросов нет."
    )


def _way(question: Question) -> str:
    match Way(question.way):
        case Way.TAKE:
            return f"взять: {question.fact_title}"
        case Way.OFFER:
            return f"показать школе: {question.fact_title}"
        case _:
            return "спросить"


def stats(inquiry: Inquiry, replies: Sequence[Reply]) -> list[Stat]:
    """How it stands, for those who see more than one school."""
    awaited = sum(is_awaited(each) for each in replies)
    answered = sum(each.state == ReplyState.ANSWERED for each in replies)
    known = sum(each.state == ReplyState.KNOWN for each in replies)
    waiting = "Не ответили" if inquiry.state == InquiryState.CLOSED else "Ждём"
    return [
        Stat("Ответили", answered, note=f"из {count_ru(len(replies) - known, 'школы,школ,школ')}"),
        Stat(waiting, awaited),
        Stat("Не пришлось спрашивать", known, ru_schools(known), "всё уже было известно"),
        Stat(
            "Ответов взято из Опоры",
            inquiry.spared_answers,
            note=f"школы не потратили около {minutes_words(inquiry.spared_minutes)} (оценка)",
        ),
    ]


def ru_schools(many: int) -> str:
    return count_ru(many, SCHOOLS).split("\N{NO-BREAK SPACE}")[-1]


def answers_table(inquiry: Inquiry, questions: Sequence[Question], replies: Sequence[Reply]) -> Table:
    """A line for each school, a column for each question. Those who are awaited first.

    Where so many questions do not fit side by side, answers in words are given room for sentences.
    """
    roomy = len(questions) > _MOST_ABREAST
    before, after = reverse("inquiry-reply", args=[0]).split("0")
    rows = []
    for reply in sorted(replies, key=lambda each: not is_awaited(each)):
        answers = {each.question_id: each for each in reply.answers.all()}
        rows.append(
            (
                link(f"{before}{reply.pk}{after}", reply.school.name),
                reply_chip(reply),
                *(_cell(answers.get(each.pk), reply) for each in questions),
            )
        )
    return Table(
        "answers",
        "Ответы школ",
        [
            *(Column("Школа", "words"), Column("Состояние")),
            *(
                Column(each.text, "words" if roomy and each.kind == QuestionKind.TEXT else "text")
                for each in questions
            ),
        ],
        rows,
        wide=True,
        empty="Ответов ваших школ здесь нет.",
    )


def _cell(answer: Answer | None, reply: Reply) -> object:
    if answer is None or answer.source == AnswerSource.OFFERED:
        return ""
    return answer_words(answer, file_url(answer, reply))


def file_url(answer: Answer, reply: Reply) -> str:
    if answer.file_id is None:
        return ""
    return reverse("inquiry-file", args=[reply.pk, answer.pk])


def known_answers(reply: Reply, answers: Sequence[Answer]) -> list[Fact]:
    """What the school need not answer, with its origin."""
    return [
        Fact(each.question.text, answer_words(each, file_url(each, reply)))
        for each in answers
        if each.source == AnswerSource.SYSTEM
    ]


def given_answers(reply: Reply, questions: Sequence[Question], answers: Sequence[Answer]) -> list[Fact]:
    """Everything that was asked of the school with what it said; None where it has not."""
    kept = {each.question_id: each for each in answers}
    return [
        Fact(
            each.text,
            answer_words(kept[each.pk], file_url(kept[each.pk], reply)) if each.pk in kept else None,
        )
        for each in questions
        if each.pk not in kept or kept[each.pk].source != AnswerSource.SYSTEM
    ]


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A question on the page of what is known: its field where there is a choice, and the values behind it."""

    text: str
    field: object | None
    repeats: Sequence[str]
    tables: Sequence[Table]


def known_lines(plan: Preview, form: KnownForm) -> list[KnownLine]:
    names = {school.pk: school for school in plan.schools}
    return [
        KnownLine(
            line.question.text,
            form[f"q{line.question.pk}"] if f"q{line.question.pk}" in form.fields else None,
            # asked twice in one inquiry, it is told once
            list(dict.fromkeys(match.fact.where.removeprefix("уже спрашивали: ") for match in line.repeats)),
            [
                _values(line, match.fact.code, match.fact.title, names, f"values-{line.question.pk}-{at}")
                for at, match in enumerate(line.offers)
            ],
        )
        for line in plan.lines
    ]


def _values(line: Line, code: str, title: str, schools: dict[int, Organisation], ident: str) -> Table:
    answers = line.answers(code)
    question = line.question
    rows = [
        (
            school.name,
            spoken(question.kind, answers[pk][0], question.unit),
            link(answers[pk][1].url, answers[pk][1].origin) if answers[pk][1].url else answers[pk][1].origin,
            date_ru(answers[pk][1].on) if answers[pk][1].on else "без даты",
        )
        for pk, school in schools.items()
        if pk in answers
    ]
    more = len(rows) - _MOST_SHOWN
    caption = title if more <= 0 else f"{title}: первые {_MOST_SHOWN}, ещё {more} возьмём так же"
    columns = [Column("Школа", "words"), Column("Что известно"), Column("Откуда"), Column("На какой день")]
    return Table(ident, caption, columns, rows[:_MOST_SHOWN])


def plan_words(plan: Preview) -> list[str]:
    """What will happen, in sentences."""
    found = [
        f"Спросим {count_ru(plan.asked, 'школу,школы,школ')}"
        f" из {len(plan.schools)}: каждая потратит до {minutes_words(plan.minutes_of_one())} (оценка)."
    ]
    if plan.spared_answers:
        taken = sum(line.question.way == Way.TAKE for line in plan.lines)
        found.append(
            f"Не пришлось спрашивать: {count_ru(taken, QUESTIONS)}, ответов {plan.spared_answers}"
            f" ≈ {minutes_words(plan.spared_minutes)} времени школ."
        )
    if plan.spared_schools:
        found.append(
            f"{count_ru(plan.spared_schools, SCHOOLS)} не получит ничего: о них всё известно."
            if plan.spared_schools == 1
            else f"{count_ru(plan.spared_schools, SCHOOLS)} не получат ничего: о них всё известно."
        )
    if not plan.asked:
        found[0] = (
            "Спрашивать никого не нужно: всё уже известно. Отправьте запрос, и ответы соберутся в таблицу."
        )
    return found


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]


def late_chip(inquiry: Inquiry, at: datetime) -> SafeString | str:
    return badge("срок прошёл", "high", "▲") if inquiry.is_late(at) else ""
