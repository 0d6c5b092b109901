"""One thing of nearly every kind in one place, each with a word that stands nowhere else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from factories import organisations
from factories.assignments import assignment
from factories.decisions import decision
from factories.events import event_of, forms_published
from factories.meetings import group, meeting
from factories.orders import draft, order
from factories.people import actor, appointed
from factories.roadmaps import work_of
from factories.scored import scored_at
from factories.search_asked import asked_at
from factories.writing import kind_of_document
from opora.access import Role
from opora.access.actor import operator
from opora.catalogues import kinds
from opora.catalogues.models import Version
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.documents.models import Document, DocumentVersion, Remark, Row
from opora.documents.states import Audience, DocumentState, Kept
from opora.events.catalogue import KIND as FORMS
from opora.expertise.models import Recommendation
from opora.measures.models import Measure
from opora.objections.models import Objection
from opora.objections.states import SubjectKind
from opora.organisations.models import Organisation, Territory
from opora.plans.models import Plan, PlanRow
from opora.plans.states import Level, PlanState
from opora.risks.models import Direction
from opora.risks.states import DirectionState
from opora.visits.kinds import KINDS, RHYTHMS, visit_kinds, visit_rhythms
from opora.visits.models import Visit
from opora.visits.states import VisitState, Way


@dataclass(frozen=True, slots=True)
class Thing:
    """`url` is the page on which somebody who may read the words reads them."""

    kind: str
    word: str
    url: str


def definitions(*, now: datetime) -> None:
    """What documents, visits and events rest on, in force."""
    kinds.register([visit_kinds(), visit_rhythms()])
    only = {"documents", "programme-rules", "expert-sheets", KINDS, RHYTHMS}
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only=only, by=operator(), at=now)
    forms_published(now=now)
    assert FORMS


class Words:
    """Words that are nobody's and far from each other: twelve consonants by the number."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return "".join(Random(f"{self.place}{self.made}").choices("бвгджзклмнпрстфх", k=12))


def things_at(
    territory: Territory, school: Organisation, cycle: Cycle, place: str, *, now: datetime
) -> list[Thing]:
    """Everything; `place` is a letter of its own. Definitions are published already."""
    word = Words(place)
    found: list[Thing] = []

    def keep(kind: str, said: str, url: str, *args: Any) -> None:
        found.append(Thing(kind, said, reverse(url, args=args)))

    said = word()
    keep("schools", said, "school", organisations.school(f"Школа {said}", territory).pk)
    said = word()
    keep("people", said, "person", appointed(Role.TEACHER, school, surname=said.capitalize()).pk)
    said = word()
    keep("groups", said, "group", group(school, f"Группа {said}").pk)
    _of_documents(school, cycle, word, keep, now)
    _of_rounds(territory, school, cycle, word, keep, now)
    for home in (school, territory):
        said = word()
        keep("orders", said, "order", order(home, cycle, title=f"О мерах {said}").pk)
        said = word()
        keep("orders", said, "order", draft(home, cycle, title=f"О проекте {said}").pk)
        said = word()
        keep("decisions", said, "decision", decision(home, cycle, text=f"Провести {said}").pk)
        said = word()
        keep(
            "assignments",
            said,
            "assignment",
            assignment(home, cycle, what=f"Сделать {said}", executor="Отдел", at=now).pk,
        )
        said = word()
        agenda = ((f"О вопросе {said}", "Петрова А. И."),)
        begins = now + timedelta(days=1)
        keep("meetings", said, "meeting", meeting(home, cycle, starts_at=begins, at=now, agenda=agenda).pk)
        said = word()
        keep("events", said, "event", event_of(home, cycle, title=f"Семинар {said}", now=now).pk)
    _of_visits(school, cycle, word, keep, now)
    _of_plans(territory, cycle, word, keep, now)
    asked_at(territory, school, cycle, word, keep, now=now)
    said = word()
    objection = Objection.objects.create(
        school=school, subject_kind=SubjectKind.LISTING, subject_id=1, subject_title="ШНОР, 2026",
        statement=f"Было больше {said}.", raised_at=now, raised_by_name="Школьная", answer_due=date(2036, 1, 1),
    )  # fmt: skip
    keep("objections", said, "objection", objection.pk)
    return found


def _of_documents(school: Organisation, cycle: Cycle, word: Words, keep: Any, now: datetime) -> None:
    """A draft and a confirmed one with a row and a measure each, remarks for the school and among helpers."""
    for state in (DocumentState.DRAFT, DocumentState.CONFIRMED):
        said = word()
        made = document(school, cycle, state, f"Программа {said}", now=now)
        keep("documents", said, "document", made.pk)
        said = word()
        Row.objects.create(
            document=made, table="goals", code="g1", position=0, content={"text": f"Цель {said}"},
            changed_at=now, changed_by_name="Школа",
        )  # fmt: skip
        keep("texts", said, "document", made.pk)
        said = word()
        measure = Measure.objects.create(cycle=cycle, school=school, title=f"Занятия {said}")
        Row.objects.create(
            document=made, table="measures", code="m1", position=0, measure=measure, changed_at=now,
            changed_by_name="Школа",
        )  # fmt: skip
        keep("measures", said, "document", made.pk)
    version = DocumentVersion.objects.create(
        document=made, number=1, kept_for=Kept.SENT, content={"format": "opora-programme/1", "kind": "x"},
        made_at=now, made_by_name="Школа",
    )  # fmt: skip
    for audience in Audience:
        said = word()
        remark = Remark.objects.create(
            document=made, version=version, row="g1", text=f"Почему {said}?", seen_by=audience, made_at=now,
            made_by_name="Кураторова",
        )  # fmt: skip
        keep("remarks", said, "document-remark", made.pk, remark.pk)
    said = word()
    keep("measures", said, "roadmap-measure", work_of(school, cycle, f"Встречи {said}", now=now).pk)
    said = word()
    direction = Direction.objects.create(
        school=school, cycle=cycle, factor_code="R08", factor_title=f"Направление {said}",
        state_since=date(2026, 9, 1), state=DirectionState.ACTIVE, level="high",
    )  # fmt: skip
    keep("directions", said, "direction", direction.pk)


def document(
    school: Organisation, cycle: Cycle, state: DocumentState, title: str, *, now: datetime
) -> Document:
    """A document of a kind of its own, in a state, without a step on the way there."""
    return Document.objects.create(
        cycle=cycle, kind=f"of-search-{state}", school=school, version=kind_of_document("medium-term"), title=title,
        state=state, state_since=timezone.localdate(now), made_at=now, made_by_name="Школа", changed_at=now,
        changed_by_name="Школа",
    )  # fmt: skip


def _of_rounds(
    territory: Territory, school: Organisation, cycle: Cycle, word: Words, keep: Any, now: datetime
) -> None:
    """A round under way, and a closed one with what was recommended."""
    scored_at(
        territory,
        school,
        cycle,
        actor(Role.EXPERT, territory, surname="Оценщикова"),
        actor(Role.CURATOR, school, surname="Вожатова"),
        now=now,
    )
    said = word()
    Recommendation.objects.filter(school=school).update(text=f"Привлечь {said}")
    keep("recommendations", said, "expertise-school", school.pk)


def _of_visits(school: Organisation, cycle: Cycle, word: Words, keep: Any, now: datetime) -> None:
    """Notes that are open to the school and not, the line of helpers, and a purpose that all read."""
    version = Version.objects.get(definition__kind=KINDS, definition__code="curator", state="published")
    for field, is_open in (("seen", True), ("seen", False), ("private", True), ("purpose", False)):
        said = word()
        made = Visit.objects.create(
            cycle=cycle, school=school, kind="curator", kind_title="Посещение куратора", version=version,
            way=Way.PRESENCE, state=VisitState.DONE, made_at=now, made_by_name="Кураторова",
            visited_on=timezone.localdate(now), noted_at=now, noted_by_name="Кураторова",
            is_open_to_school=is_open, **{field: f"Говорили о {said}"},
        )  # fmt: skip
        keep("visits", said, "visit", made.pk)


def _of_plans(territory: Territory, cycle: Cycle, word: Words, keep: Any, now: datetime) -> None:
    for state in (PlanState.DRAFT, PlanState.IN_FORCE):
        said = word()
        made = Plan.objects.create(
            territory=territory, cycle=cycle, level=Level.MUNICIPAL, title=f"План {said}", state=state,
            state_since=timezone.localdate(now), made_at=now, made_by_name="Окружная", changed_at=now,
            changed_by_name="Окружная",
        )  # fmt: skip
        keep("plans", said, "plan", made.pk)
        said = word()
        row = PlanRow.objects.create(
            plan=made,
            position=1,
            number="1",
            what=f"Работа {said}",
            changed_at=now,
            changed_by_name="Окружная",
        )
        keep("plan-rows", said, "plan-row", made.pk, row.pk)
