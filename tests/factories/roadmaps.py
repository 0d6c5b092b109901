"""Measures on a school's roadmap, made directly: no document is written, no rights are asked."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from factories.people import person
from factories.writing import kind_of_document
from opora.cycles.models import Cycle
from opora.documents.models import Document, Row
from opora.documents.states import DocumentState
from opora.measures.models import Measure
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.states import EvidenceKind, WorkState


def programme_of(
    school: Organisation, cycle: Cycle, *, now: datetime, kind: str = "roadmap-of-tests"
) -> Document:
    """A confirmed document with one indicator, made when first asked for."""
    made, is_new = Document.objects.get_or_create(
        cycle=cycle,
        kind=kind,
        school=school,
        defaults={
            "version": kind_of_document("medium-term"), "title": "Среднесрочная программа", "made_at": now,
            "made_by_name": "Школа", "changed_at": now, "changed_by_name": "Школа", "state_since": now.date(),
            "state": DocumentState.CONFIRMED,
        },
    )  # fmt: skip
    if is_new:
        content = {
            "title": "Доля учеников с «2» по математике",
            "unit": "%",
            "baseline": "30",
            "target": "20",
        }
        Row.objects.create(
            document=made, table="indicators", code="i1", position=0, content=content, changed_at=now,
            changed_by_name="Школа",
        )  # fmt: skip
    return made


def work_of(
    school: Organisation,
    cycle: Cycle,
    title: str = "Консультации по математике",
    *,
    due: date | None = None,
    state: WorkState = WorkState.PLANNED,
    responsible: Person | None = None,
    now: datetime,
    **values: Any,
) -> Work:
    """A measure with its course."""
    document = programme_of(school, cycle, now=now)
    measure = Measure.objects.create(
        cycle=cycle,
        school=school,
        title=title,
        ends=due,
        executors=["deputy"],
        result="Пропусков меньше на 10 %",
    )
    made = Work.objects.create(
        measure=measure, document=document, school=school, cycle=cycle, state=state, due=due, first_due=due,
        state_since=timezone.localdate(now), agreed={"title": title}, **values,
    )  # fmt: skip
    if responsible is not None:
        made.responsible.add(responsible)
    return made


def roadmap_at(school: Organisation, cycle: Cycle, *, now: datetime) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}."""
    far = timezone.localdate() + timedelta(days=3650)
    gone = person("Ушедшая")
    planned = work_of(school, cycle, due=far, responsible=gone, now=now)
    reported = work_of(school, cycle, "Олимпиада", due=far, state=WorkState.REPORTED, now=now)
    confirmed = work_of(school, cycle, "Семинар", due=far, state=WorkState.CONFIRMED, now=now)
    dropped = work_of(school, cycle, "Поездка", due=far, state=WorkState.DROPPED, now=now)
    shown = Evidence.objects.create(
        school=school, cycle=cycle, kind=EvidenceKind.LINK, title="Сайт", link="https://school.example/",
        made_at=now, made_by_name="Школа",
    )  # fmt: skip
    shown.works.add(planned)
    day = timezone.localdate(now)
    stage = Checkpoint.objects.create(
        school=school, cycle=cycle, code="first", title="Этап 1", due=far, state_since=day
    )
    sent = Checkpoint.objects.create(
        school=school, cycle=cycle, code="second", title="Этап 2", due=far, state_since=day, state="sent",
        words="Сделали", sent_at=now, sent_by_name="Школа",
    )  # fmt: skip
    return {
        "roadmap": {"pk": school.pk, "code": "first"},
        "roadmap-measure": {"pk": planned.pk},
        "roadmap-hand-over": {"pk": school.pk, "person_pk": gone.pk},
        "roadmap-decide": {"pk": reported.pk},
        "roadmap-undo": {"pk": confirmed.pk},
        "roadmap-take-back": {"pk": dropped.pk},
        "roadmap-evidence": {"pk": shown.pk},
        "roadmap-checkpoint": {"pk": stage.pk},
        "roadmap-checkpoint-close": {"pk": sent.pk},
    }
