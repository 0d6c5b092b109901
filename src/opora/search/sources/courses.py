"""Roadmaps: what schools say was done, the stages of their year, what shows that measures were done."""

from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from opora.access import Actor
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.queries.visibility import checkpoints_visible_to, evidence_visible_to, works_visible_to
from opora.roadmaps.rules import SEE
from opora.roadmaps.states import CheckpointState, EvidenceKind, WorkState
from opora.search.matching import Sought
from opora.search.sources.base import IN_SCHOOL, Hit, Rows, Source, day_of, in_line, joined, may, newest


def _works(actor: Actor, sought: Sought) -> QuerySet[Work]:
    return works_visible_to(actor).filter(sought.within("report", "pride"))


def _work(pk: int, title: str, report: str, pride: str, school: str, state: str, since: date) -> Hit:
    return Hit(
        in_line(title) or "Мера без названия",
        reverse("roadmap-measure", args=[pk]),
        school,
        WorkState(state).label.lower(),
        since,
        joined(report, pride),
    )


def _checkpoints(actor: Actor, sought: Sought) -> QuerySet[Checkpoint]:
    return checkpoints_visible_to(actor).filter(sought.within("title", "words", "conclusion"))


def _checkpoint(
    pk: int, title: str, words: str, conclusion: str, school: str, state: str, due: date | None
) -> Hit:
    return Hit(
        in_line(title),
        reverse("roadmap-checkpoint", args=[pk]),
        school,
        CheckpointState(state).label.lower(),
        due,
        joined(words, conclusion),
    )


def _of_evidence() -> QuerySet[Work]:
    return Work.objects.filter(evidence=OuterRef("pk")).order_by("pk")


def _evidence(actor: Actor, sought: Sought) -> QuerySet[Evidence]:
    """What was not taken back and shows some measure: it is read on the page of the measure."""
    found = evidence_visible_to(actor).filter(sought.within("title"), withdrawn_at=None)
    return found.alias(of=Subquery(_of_evidence().values("pk")[:1])).filter(of__isnull=False)


def _shown(work: int, title: str, measure: str, kind: str, school: str, at: datetime) -> Hit:
    return Hit(
        in_line(title),
        reverse("roadmap-measure", args=[work]),
        school,
        EvidenceKind(kind).label.lower(),
        day_of(at),
        measure,
    )


SOURCES: tuple[Source, ...] = (
    Rows(
        code="works",
        title="Сделанное по мерам",
        model=Work,
        matching=_works,
        columns=("pk", "measure__title", "report", "pride", "school__name", "state", "state_since"),
        draw=_work,
        order=newest("state_since"),
        homes=(IN_SCHOOL,),
        is_for=may(SEE),
    ),
    Rows(
        code="checkpoints",
        title="Этапы дорожных карт",
        model=Checkpoint,
        matching=_checkpoints,
        columns=("pk", "title", "words", "conclusion", "school__name", "state", "due"),
        draw=_checkpoint,
        order=newest("state_since"),
        homes=(IN_SCHOOL,),
        is_for=may(SEE),
    ),
    Rows(
        code="evidence",
        title="Подтверждения мер",
        model=Evidence,
        matching=_evidence,
        columns=(
            Subquery(_of_evidence().values("pk")[:1]),
            "title",
            Subquery(_of_evidence().values("measure__title")[:1]),
            *("kind", "school__name", "made_at"),
        ),
        draw=_shown,
        order=newest("made_at"),
        homes=(IN_SCHOOL,),
        is_for=may(SEE),
    ),
)
