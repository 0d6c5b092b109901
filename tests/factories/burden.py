"""Inquiries, made by the way a page makes them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from opora.access import Actor
from opora.access.actor import operator
from opora.attachments.materials import Material
from opora.burden import actions
from opora.burden.actions import About, Choice
from opora.burden.models import Inquiry, Reply
from opora.burden.states import QuestionKind, Way, Whom
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory

PNG = Material("png", "план.png", b"\x89PNG\r\n\x1a\n")
ASKED = (
    ("Сколько обучающихся?", QuestionKind.NUMBER),
    ("Есть ли в школе спортивный клуб?", QuestionKind.YES_NO),
)


def draft_inquiry(
    territory: Territory,
    cycle: Cycle,
    schools: Sequence[Organisation],
    *,
    questions: Sequence[tuple[str, QuestionKind]] = ASKED,
    by: Actor | None = None,
    at: datetime,
    **more: Any,
) -> Inquiry:
    """To these schools; a week to answer."""
    who = by or operator()
    about = {"title": "Кадры на осень", "why": "Готовим заявку на курсы."} | more
    made = actions.begin(
        territory=territory,
        cycle=cycle,
        about=About(**{"due": timezone.localdate(at) + timedelta(days=7), **about}),
        questions=questions,
        by=who,
        at=at,
    )
    return actions.choose_schools(
        inquiry=made, place=territory, whom=Whom.CHOSEN, chosen=schools, by=who, at=at
    )


def looked(inquiry: Inquiry, *ways: tuple[Way, str], by: Actor | None = None, at: datetime) -> Inquiry:
    """What is known was looked at; `ways` of the questions in their order, the others are asked."""
    questions = inquiry.questions.order_by("position")
    choices = {
        question.pk: Choice(way, fact, fact) for question, (way, fact) in zip(questions, ways, strict=False)
    }
    return actions.choose_ways(inquiry=inquiry, choices=choices, by=by or operator(), at=at)


def sent_inquiry(
    territory: Territory,
    cycle: Cycle,
    schools: Sequence[Organisation],
    *ways: tuple[Way, str],
    by: Actor | None = None,
    at: datetime,
    **more: Any,
) -> Inquiry:
    made = looked(draft_inquiry(territory, cycle, schools, by=by, at=at, **more), *ways, by=by, at=at)
    return actions.send(inquiry=made, by=by or operator(), at=at)


def reply_of(inquiry: Inquiry, school: Organisation) -> Reply:
    return inquiry.replies.select_related("inquiry__territory", "school__territory").get(school=school)


def answered(reply: Reply, *values: str, by: Actor | None = None, at: datetime, **more: Any) -> Reply:
    """The values of the questions in their order."""
    asked: Collection[int] = reply.inquiry.questions.order_by("position").values_list("pk", flat=True)
    return actions.answer(
        reply=reply, values=dict(zip(asked, values, strict=False)), by=by or operator(), at=at, **more
    )


def burden_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address name prefix: kwargs}: a draft, one that is answered, one that waits, one of a merged school."""
    draft = draft_inquiry(territory, cycle, [school], at=now)
    question = draft.questions.order_by("position")[0]
    seen = looked(draft_inquiry(territory, cycle, [school], at=now), at=now)
    sent = sent_inquiry(territory, cycle, [school], at=now)
    with_file = (*ASKED, ("Приложите план", QuestionKind.FILE))
    asked = reply_of(sent_inquiry(territory, cycle, [school], questions=with_file, at=now), school)
    paper = asked.inquiry.questions.order_by("position")[2]
    done = answered(asked, "12", "yes", files={paper.pk: PNG}, at=now)
    waiting = reply_of(sent, school)
    one = {"pk": draft.pk}
    return {
        "inquiry-question-remove": {**one, "question_pk": question.pk},
        "inquiry-questions": one,
        "inquiry-question": {**one, "question_pk": question.pk},
        "inquiry-send": {"pk": seen.pk},
        "inquiry-close": {"pk": sent.pk},
        "inquiry-term": {"pk": sent.pk},
        "inquiry-return": {"pk": done.pk},
        "inquiry-file": {"pk": done.pk, "answer_pk": done.answers.get(question=paper).pk},
        "inquiry-excuse": {"pk": waiting.pk},
        "inquiry-successor": {"pk": waiting.pk},
        "inquiry-reply": {"pk": waiting.pk},
        "inquiry": one,
        "burden-school": {"pk": school.pk},
    }
