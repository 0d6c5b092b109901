"""Preparing an inquiry: what for, until when, what is asked and of whom, what to do with what is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from opora.access import Actor, Refused
from opora.burden.actions.common import locked, tell, touch
from opora.burden.models import Inquiry, Question
from opora.burden.rules import ASK, EDIT
from opora.burden.states import InquiryState, QuestionKind, Way, Whom
from opora.burden.wording import LONGEST_QUESTION
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory

MOST_QUESTIONS = 30
_TOO_MANY = f"Больше {MOST_QUESTIONS} вопросов — это уже не запрос, а мониторинг. Оставьте то, без чего не принять решения."


@dataclass(frozen=True, slots=True)
class About:
    """What is told of an inquiry. With an hour (`answer_by`) the day is that of the hour."""

    title: str
    why: str
    due: date | None
    answer_by: datetime | None = None
    zone: str = ""


@transaction.atomic
def begin(
    *,
    territory: Territory,
    cycle: Cycle,
    about: About,
    questions: Sequence[tuple[str, QuestionKind]],
    by: Actor,
    at: datetime,
) -> Inquiry:
    """A draft with its questions, for the schools of the territory that are helped this year; one event."""
    ASK.check(by, territory)
    inquiry = Inquiry(
        territory=territory,
        place=territory,
        cycle=cycle,
        state_since=at,
        made_at=at,
        made_by_id=by.person_id,
        made_by_name=by.name,
        made_by_role=by.capacity.title if by.capacity else "",
    )
    put(inquiry, about, at=at)
    inquiry.save()
    _append(inquiry, questions)
    tell(inquiry, "подготовил(а) запрос сведений", by=by, at=at)
    return inquiry


def put(inquiry: Inquiry, about: About, *, at: datetime) -> None:
    """Raises ValidationError where something is missing or the term is past."""
    wrong = {}
    if not about.title.strip():
        wrong["title"] = "Назовите запрос: о чём он."
    if not about.why.strip():
        wrong["why"] = "Напишите, зачем эти сведения: школа прочтёт это первым."
    day = timezone.localdate(about.answer_by) if about.answer_by is not None else about.due
    if day is None:
        wrong["due"] = "Назовите день, до которого ждёте ответа."
    elif about.answer_by is not None and about.answer_by <= at:
        wrong["answer_by"] = "Этот час уже прошёл. Назовите другой."
    elif day < timezone.localdate(at):
        wrong["due"] = "Этот день уже прошёл. Назовите другой."
    if wrong or day is None:
        raise ValidationError(wrong)
    inquiry.title = " ".join(about.title.split())
    inquiry.why = about.why.strip()
    inquiry.due, inquiry.answer_by, inquiry.zone = day, about.answer_by, about.zone


_ABOUT = ("title", "why", "due", "answer_by", "zone")


@transaction.atomic
def change(*, inquiry: Inquiry, about: About, seen: int | None = None, by: Actor, at: datetime) -> Inquiry:
    """What is told of a draft; one event."""
    inquiry = locked(inquiry.pk, seen)
    EDIT.check(by, inquiry)
    put(inquiry, about, at=at)
    touch(inquiry, *_ABOUT)
    tell(inquiry, "изменил(а) запрос сведений", by=by, at=at)
    return inquiry


@transaction.atomic
def add_questions(
    *,
    inquiry: Inquiry,
    questions: Sequence[tuple[str, QuestionKind]],
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """More questions at the end; one event."""
    inquiry = locked(inquiry.pk, seen)
    EDIT.check(by, inquiry)
    _append(inquiry, questions)
    _unlook(inquiry)
    tell(inquiry, "добавил(а) вопросы", by=by, at=at, note="; ".join(text for text, _ in questions)[:500])
    return inquiry


def _append(inquiry: Inquiry, questions: Sequence[tuple[str, QuestionKind]]) -> None:
    there = inquiry.questions.aggregate(last=Max("position"))["last"] or 0
    if not questions:
        raise ValidationError({"questions": "Напишите хотя бы один вопрос."})
    if inquiry.questions.count() + len(questions) > MOST_QUESTIONS:
        raise ValidationError({"questions": _TOO_MANY})
    if any(len(text) > LONGEST_QUESTION for text, _ in questions):
        raise ValidationError({"questions": f"Вопрос длиннее {LONGEST_QUESTION} знаков. Разделите его."})
    Question.objects.bulk_create(
        Question(inquiry=inquiry, position=there + at, text=text, kind=kind)
        for at, (text, kind) in enumerate(questions, 1)
    )


def _unlook(inquiry: Inquiry) -> None:
    """What was known is to be looked at again."""
    inquiry.looked_at = None
    touch(inquiry, "looked_at")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is put."""

    text: str
    kind: QuestionKind
    unit: str = ""
    is_required: bool = True


@transaction.atomic
def change_question(
    *, question: Question, wording: Wording, seen: int | None = None, by: Actor, at: datetime
) -> Question:
    """Other words or another kind: what was chosen of what is known is chosen anew. One event."""
    inquiry = locked(question.inquiry_id, seen)
    EDIT.check(by, inquiry)
    text = " ".join(wording.text.split())
    if not text:
        raise ValidationError({"text": "Напишите вопрос."})
    question = Question.objects.select_for_update().get(pk=question.pk)
    question.text, question.kind = text, wording.kind
    question.unit, question.is_required = wording.unit.strip(), wording.is_required
    question.way, question.fact, question.fact_title = Way.ASK, "", ""
    question.save()
    _unlook(inquiry)
    tell(inquiry, "изменил(а) вопрос", by=by, at=at, note=text)
    return question


@transaction.atomic
def remove_question(*, question: Question, seen: int | None = None, by: Actor, at: datetime) -> None:
    """One event keeps its words."""
    inquiry = locked(question.inquiry_id, seen)
    EDIT.check(by, inquiry)
    tell(inquiry, "убрал(а) вопрос", by=by, at=at, note=question.text)
    question.delete()
    _unlook(inquiry)


@transaction.atomic
def choose_schools(
    *,
    inquiry: Inquiry,
    place: Territory,
    whom: Whom,
    chosen: Collection[Organisation] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Whom a draft is for; one event."""
    inquiry = locked(inquiry.pk, seen)
    EDIT.check(by, inquiry)
    if not (place.path or "").startswith(inquiry.territory_path):
        raise Refused("Спрашивать можно школы своей территории. Выберите её из списка.")
    if whom is Whom.CHOSEN and not chosen:
        raise ValidationError({"chosen": "Отметьте хотя бы одну школу."})
    # schools marked one by one may lie anywhere in the territory
    inquiry.place, inquiry.whom = inquiry.territory if whom is Whom.CHOSEN else place, whom
    inquiry.chosen.set(chosen if whom is Whom.CHOSEN else [])
    inquiry.looked_at = None
    touch(inquiry, "place", "whom", "looked_at")
    tell(
        inquiry,
        "выбрал(а) школы для запроса",
        by=by,
        at=at,
        note=f"{inquiry.place.name}: {whom.label.lower()}",
    )
    return inquiry


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with what is known: the fact, its words."""

    way: Way
    fact: str = ""
    title: str = ""


@transaction.atomic
def choose_ways(
    *,
    inquiry: Inquiry,
    choices: Mapping[int, Choice],
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Of each question whether it is asked, offered or answered by what is known; from now on it may be sent.

    One event.
    """
    inquiry = locked(inquiry.pk, seen)
    EDIT.check(by, inquiry)
    for question in inquiry.questions.select_for_update(of=("self",)):
        choice = choices.get(question.pk, Choice(Way.ASK))
        is_known = choice.way is not Way.ASK and choice.fact != ""
        question.way = choice.way if is_known else Way.ASK
        question.fact = choice.fact if is_known else ""
        question.fact_title = choice.title if is_known else ""
        question.save(update_fields=["way", "fact", "fact_title"])
    inquiry.looked_at = at
    touch(inquiry, "looked_at")
    taken = sum(choice.way is Way.TAKE for choice in choices.values())
    tell(inquiry, "посмотрел(а), что уже известно", by=by, at=at, note=f"Взято из Опоры вопросов: {taken}.")
    return inquiry


@transaction.atomic
def delete_draft(*, inquiry: Inquiry, by: Actor, at: datetime) -> None:
    """One event keeps what it was called."""
    inquiry = locked(inquiry.pk, None)
    EDIT.check(by, inquiry)
    assert inquiry.state == InquiryState.DRAFT
    tell(inquiry, "удалил(а) непосланный запрос", by=by, at=at)
    inquiry.delete()
