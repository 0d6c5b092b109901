"""Makers of documents: the definitions as they come with the version, directions, documents in a state."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from conftest import NOW
from opora.access import Actor
from opora.access.actor import operator
from opora.catalogues.models import Version
from opora.catalogues.seeding import seed_from_files
from opora.catalogues.states import VersionState
from opora.cycles.models import Cycle
from opora.documents.actions.beginning import begin
from opora.documents.actions.steps import Mark, confirm, open_version, send
from opora.documents.actions.writing import save_row
from opora.documents.kinds import DOCUMENTS, RULES, SHEETS
from opora.documents.models import Document, Row
from opora.documents.queries.definitions import expert_sheet
from opora.organisations.models import Organisation
from opora.risks.models import Direction
from opora.risks.states import DirectionState


def definitions() -> None:
    """The three kinds of definitions of documents, published as an installation has them."""
    root = Path(settings.DEFINITIONS_ROOT)
    seed_from_files(root=root, only={DOCUMENTS, RULES, SHEETS}, by=operator("Установка"), at=NOW)


def kind(code: str) -> Version:
    """The published version of a kind of document."""
    return Version.objects.select_related("definition").get(
        definition__kind=DOCUMENTS, definition__code=code, state=VersionState.PUBLISHED
    )


def direction(school: Organisation, cycle: Cycle, code: str, title: str, **values: Any) -> Direction:
    return Direction.objects.create(
        school=school,
        cycle=cycle,
        factor_code=code,
        factor_title=title,
        state_since=date(2026, 9, 1),
        **({"state": DirectionState.ACTIVE, "level": "high"} | values),
    )


def begun(school: Organisation, cycle: Cycle, by: Actor, version: Version | None = None) -> Document:
    return begin(version=version or kind("medium-term"), cycle=cycle, school=school, by=by, at=NOW)


def row(document: Document, table: str, by: Actor, **values: Any) -> Row:
    """A new row of the chain."""
    return save_row(document=document, table=table, values=values, by=by, at=NOW)


def chained(document: Document, by: Actor, direction: Direction | None = None) -> dict[str, Row]:
    """A cause, a goal, a task, a measure, an indicator and a result, each hanging on the one before."""
    of = {"direction": f"d{direction.pk}"} if direction else {}
    cause = row(document, "causes", by, text="На уроках математики нечего делать сильным", **of)
    goal = row(document, "goals", by, text="Уменьшить долю отвечающих «неинтересно» до 30 %", **of)
    task = row(document, "tasks", by, text="Дать задания по выбору", goal=goal.code, causes=[cause.code])
    measure = row(
        document, "measures", by, title="Задания по выбору на каждом уроке", task=task.code,
        ends="2026-12-20", executors=["teacher"], participants=["pupils"], result="24 урока с выбором",
    )  # fmt: skip
    indicator = row(
        document, "indicators", by, of=goal.code, title="Доля «неинтересно»", unit="%", target="30"
    )
    result = row(
        document, "results", by, text="Ребёнок выбирает", goals=[goal.code], indicators=[indicator.code]
    )
    return {
        "cause": cause, "goal": goal, "task": task, "measure": measure, "indicator": indicator, "result": result,
    }  # fmt: skip


def marks(document: Document, points: int = 1) -> list[Mark]:
    sheet = expert_sheet(document.territory_path)
    return [Mark(each.code, points, "Есть, но кратко") for each in sheet.criteria]


def confirmed(document: Document, school: Actor, curator: Actor) -> Document:
    """Sent by the school, opened and confirmed by the curator."""
    version = send(document=document, by=school, at=NOW)
    open_version(version=version, by=curator, at=NOW)
    confirm(document=document, marks=marks(document), by=curator, at=NOW)
    return Document.objects.select_related("school__territory", "territory", "cycle").get(pk=document.pk)
