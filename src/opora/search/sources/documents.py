"""Documents, what stands in them, remarks, measures, directions, what experts recommended."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from opora.access import Actor
from opora.documents.models import Document, Remark, Row
from opora.documents.queries.visibility import documents_visible_to, remarks_visible_to
from opora.documents.rules import SEE as SEE_DOCUMENTS
from opora.documents.states import DocumentState, RemarkState
from opora.expertise.models import Recommendation
from opora.expertise.queries.visibility import entries_read_by
from opora.expertise.rules import OF_SCHOOL, READERS
from opora.expertise.states import RecommendationState
from opora.measures.models import Measure
from opora.organisations.queries import school_ids
from opora.risks.models import Direction
from opora.risks.queries.visibility import directions_visible_to
from opora.risks.rules import SEE as SEE_RISKS
from opora.risks.states import DirectionState
from opora.roadmaps.queries.visibility import works_visible_to
from opora.search.matching import Sought
from opora.search.sources.base import (
    IN_SCHOOL,
    IN_TERRITORY,
    Hit,
    Rows,
    Source,
    day_of,
    in_line,
    joined,
    may,
    newest,
)

_OF_DOCUMENT = (
    ("document__school", "document__school__territory__path"),
    ("", "document__territory__path"),
)
_HOME_OF_DOCUMENT = Coalesce("document__school__name", "document__territory__name", Value(""))


def _documents(actor: Actor, sought: Sought) -> QuerySet[Document]:
    return documents_visible_to(actor).filter(sought.within("title"))


def _document(pk: int, title: str, home: str, state: str, since: date) -> Hit:
    return Hit(in_line(title), reverse("document", args=[pk]), home, DocumentState(state).label, since)


def _rows(actor: Actor, sought: Sought) -> QuerySet[Row]:
    return Row.objects.filter(sought.within_json("content"), document__in=documents_visible_to(actor))


def _row(document: int, title: str, home: str, content: Any, changed: datetime) -> Hit:
    text = joined(*(each for each in _texts(content) if " " in each or not each.isascii()))
    return Hit(in_line(title), reverse("document", args=[document]), home, day=day_of(changed), text=text)


def _texts(content: Any) -> Iterator[str]:
    """Every text inside JSON, in order."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)


def _remarks(actor: Actor, sought: Sought) -> QuerySet[Remark]:
    return remarks_visible_to(actor).filter(sought.within("text", "quote"))


def _remark(
    pk: int, document: int, text: str, quote: str, title: str, home: str, state: str, at: datetime
) -> Hit:
    return Hit(
        in_line(text),
        reverse("document-remark", args=[document, pk]),
        home,
        RemarkState(state).label,
        day_of(at),
        joined(title, quote, text if len(text) > 160 else ""),
    )


def _measures(actor: Actor, sought: Sought) -> QuerySet[Measure]:
    """Of documents that are seen, and those that are carried out.

    Each is asked of one measure at a time: as EXISTS the database would gather them for all measures first. A measure
    lies where its document does, which narrows them by an index.
    """
    planned = Row.objects.filter(measure=OuterRef("pk"), document__in=documents_visible_to(actor))
    done = works_visible_to(actor).filter(measure=OuterRef("pk"))
    found = Measure.objects.filter(sought.within("title", "result", "resources"))
    if not actor.is_operator:
        found = found.filter(Q(school__in=school_ids(actor)) | Q(school__isnull=True))
    return found.alias(
        planned=Subquery(planned.order_by().values("pk")[:1]), done=Subquery(done.order_by().values("pk")[:1])
    ).filter(Q(planned__isnull=False) | Q(done__isnull=False))


def _measure(
    title: str, result: str, resources: str, home: str, when: str, work: int | None, document: int | None
) -> Hit:
    if work is not None:
        url = reverse("roadmap-measure", args=[work])
    else:
        url = reverse("document", args=[document]) if document is not None else ""
    note = "в дорожной карте" if work is not None else "в документе"
    return Hit(in_line(title) or "Мера без названия", url, home, note, text=joined(when, result, resources))


def _directions(actor: Actor, sought: Sought) -> QuerySet[Direction]:
    return directions_visible_to(actor).filter(sought.within("factor_title", "opinion_words"))


def _direction(pk: int, title: str, home: str, state: str, since: date, opinion: str) -> Hit:
    return Hit(title, reverse("direction", args=[pk]), home, DirectionState(state).label, since, opinion)


def _recommendations(actor: Actor, sought: Sought) -> QuerySet[Recommendation]:
    """Those of closed rounds only: before that they are nobody's."""
    return Recommendation.objects.filter(sought.within("text", "how"), entry__in=entries_read_by(actor))


def _recommendation(school: int, text: str, how: str, home: str, state: str, at: datetime) -> Hit:
    return Hit(
        in_line(text),
        reverse("expertise-school", args=[school]),
        home,
        RecommendationState(state).label,
        day_of(at),
        joined(how, text if len(text) > 160 else ""),
    )


def reads_results(actor: Actor) -> bool:
    return actor.acts_as(*READERS, *OF_SCHOOL)


SOURCES: tuple[Source, ...] = (
    Rows(
        code="documents",
        title="Документы",
        model=Document,
        matching=_documents,
        columns=(
            "pk",
            "title",
            Coalesce("school__name", "territory__name", Value("")),
            "state",
            "state_since",
        ),
        draw=_document,
        order=newest("state_since"),
        homes=(IN_SCHOOL, IN_TERRITORY),
        is_for=may(SEE_DOCUMENTS),
    ),
    Rows(
        code="texts",
        title="Тексты документов",
        model=Row,
        matching=_rows,
        columns=("document", "document__title", _HOME_OF_DOCUMENT, "content", "changed_at"),
        draw=_row,
        order=newest("changed_at"),
        homes=_OF_DOCUMENT,
        is_for=may(SEE_DOCUMENTS),
    ),
    Rows(
        code="measures",
        title="Меры",
        model=Measure,
        matching=_measures,
        columns=(
            *("title", "result", "resources", Coalesce("school__name", Value("")), "when"),
            *("work", "row__document"),
        ),
        draw=_measure,
        order=newest("ends"),
        homes=(IN_SCHOOL, ("", "row__document__territory__path")),
        is_for=may(SEE_DOCUMENTS),
    ),
    Rows(
        code="remarks",
        title="Замечания",
        model=Remark,
        matching=_remarks,
        columns=(
            *("pk", "document", "text", "quote", "document__title", _HOME_OF_DOCUMENT),
            *("state", "made_at"),
        ),
        draw=_remark,
        order=newest("made_at"),
        homes=_OF_DOCUMENT,
        is_for=may(SEE_DOCUMENTS),
    ),
    Rows(
        code="directions",
        title="Направления",
        model=Direction,
        matching=_directions,
        columns=("pk", "factor_title", "school__name", "state", "state_since", "opinion_words"),
        draw=_direction,
        order=newest("state_since"),
        homes=(IN_SCHOOL,),
        is_for=may(SEE_RISKS),
    ),
    Rows(
        code="recommendations",
        title="Рекомендации экспертов",
        model=Recommendation,
        matching=_recommendations,
        columns=("school", "text", "how", "school__name", "state", "changed_at"),
        draw=_recommendation,
        order=newest("changed_at"),
        homes=(IN_SCHOOL,),
        is_for=reads_results,
    ),
)
