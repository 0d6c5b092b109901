"""Lists of inquiries, the table of answers of one, a school's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet

from opora.access import Actor
from opora.burden.models import Answer, Inquiry, Question, Reply
from opora.burden.queries.visibility import inquiries_visible_to, replies_visible_to
from opora.burden.states import OPEN_REPLIES, ReplyState
from opora.organisations.queries import school_ids


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose above the list; empty is «all»."""

    words: str = ""
    state: str = ""
    cycle_id: int | None = None
    path: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An inquiry in the list. Replies are counted of the schools that the actor sees; closed schools are not awaited."""

    pk: int
    title: str
    territory: str
    state: str
    made_by: str
    sent_at: datetime | None
    due: date
    answer_by: datetime | None
    zone: str
    schools: int
    known: int
    answered: int
    awaited: int
    spared_answers: int
    spared_minutes: int


def found_by(actor: Actor, chosen: Chosen) -> QuerySet[Inquiry]:
    found = inquiries_visible_to(actor)
    for word in chosen.words.split():
        found = found.filter(Q(title__icontains=word) | Q(questions__text__icontains=word)).distinct()
    if chosen.state:
        found = found.filter(state=chosen.state)
    if chosen.cycle_id is not None:
        found = found.filter(cycle=chosen.cycle_id)
    if chosen.path:
        found = found.filter(territory__path__startswith=chosen.path)
    if chosen.is_urgent:
        found = found.filter(answer_by__isnull=False)
    return found


def rows_of(actor: Actor, found: QuerySet[Inquiry], *, start: int = 0, size: int | None = None) -> list[Row]:
    """Drafts first, then the newest. One query."""
    own = Q() if actor.is_operator else Q(replies__school__in=school_ids(actor))

    def counted(condition: Q) -> Count:
        return Count("replies", filter=own & condition, distinct=True)

    rows = (
        # the words of a filter may join questions: counting starts anew
        Inquiry.objects.filter(pk__in=found.order_by().values("pk"))
        .annotate(
            schools=counted(Q(replies__isnull=False)),
            known=counted(Q(replies__state=ReplyState.KNOWN)),
            answered=counted(Q(replies__state=ReplyState.ANSWERED)),
            awaited=counted(Q(replies__state__in=OPEN_REPLIES, replies__school__closed_on=None)),
        )
        .order_by(F("sent_at").desc(nulls_first=True), "-pk")
        .values_list(
            *(
                "pk",
                "title",
                "territory__name",
                "state",
                "made_by_name",
                "sent_at",
                "due",
                "answer_by",
                "zone",
            ),
            *("schools", "known", "answered", "awaited", "spared_answers", "spared_minutes"),
        )
    )
    end = None if size is None else start + size
    return [Row(*row) for row in rows[start:end]]


def replies_of(actor: Actor, inquiry: Inquiry) -> list[Reply]:
    """Replies of the schools that the actor sees, with their answers, in order of names. Two queries."""
    answers = Answer.objects.select_related("question", "file").order_by("question__position", "pk")
    return list(
        replies_visible_to(actor)
        .filter(inquiry=inquiry)
        .select_related("school__territory", "school__merged_into", "inquiry__territory")
        .prefetch_related(Prefetch("answers", queryset=answers))
        .order_by("school__sort_name", "pk")
    )


def questions_of(inquiry: Inquiry) -> Sequence[Question]:
    return list(inquiry.questions.order_by("position", "pk"))


def answers_of(reply: Reply) -> dict[int, Answer]:
    """By question. One query."""
    return {each.question_id: each for each in reply.answers.select_related("file")}


def is_awaited(reply: Reply) -> bool:
    """Somebody still waits for it: of a closed school nobody does."""
    return reply.state in OPEN_REPLIES and reply.school.is_open
