"""What tests of plans are made of: the samples, a workbook of rows, plans and rows in the tables."""

import csv
import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings

from conftest import NOW
from opora.access import Actor
from opora.access.actor import operator
from opora.catalogues.kinds import register as register_kinds
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.imports.contract import Request
from opora.imports.contract import register as register_importers
from opora.imports.performing import Done, perform
from opora.organisations.models import Territory
from opora.plans.actions.plans import add_plan
from opora.plans.actions.rows import add_row
from opora.plans.content import Content
from opora.plans.importing import PlanImporter
from opora.plans.kinds import WORKS, plan_works
from opora.plans.models import Plan, PlanRow
from opora.plans.states import Part, PlanState
from opora.plans.works import Works

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "plans"
FORTY_NINE, THIRTEEN = "plan-49", "plan-13"


def expected(name: str) -> list[list[str]]:
    """Rows of a sample as they must come out: number, work, term, and the fourth column."""
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def released() -> Works:
    """The works as this version has them, without a database."""
    text = (Path(settings.DEFINITIONS_ROOT) / WORKS / "works.toml").read_text(encoding="utf-8")
    return Works.parse(tomllib.loads(text)["content"])


def definitions() -> None:
    """Works in force; plans may be loaded."""
    register_kinds([plan_works()])
    register_importers([PlanImporter()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={WORKS}, by=operator(), at=NOW)


def workbook(*rows: tuple[object, ...], merged: tuple[int, ...] = ()) -> bytes:
    """A sheet with these rows; those in `merged` have their first cell over the whole width."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("План")
        width = max(map(len, rows))
        for at, row in enumerate(rows):
            if at in merged:
                sheet.merge_range(at, 0, at, width - 1, str(row[0]))
                continue
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(at, column, value)
    return out.getvalue()


HEADING = ("№ п.п", "Описание действий", "Сроки", "Ответственные", "Отметка о выполнении")


def loaded(
    data: bytes, cycle: Cycle, by: Actor, *, name: str = "план.xlsx", dry_run: bool = False, **options: str
) -> Done:
    return perform(
        kind="plan",
        data=data,
        name=name,
        request=Request(by=by, options={"cycle": cycle.code, **options}),
        dry_run=dry_run,
        at=NOW,
    )


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def year_2021() -> Cycle:
    made, _ = Cycle.objects.get_or_create(
        code="2021", defaults={"title": "2021 год", "starts": date(2021, 1, 1), "ends": date(2021, 12, 31)}
    )
    return made


def plan(
    territory: Territory,
    cycle: Cycle,
    title: str = "План поддержки школ",
    *,
    state: PlanState = PlanState.IN_FORCE,
) -> Plan:
    made = add_plan(territory=territory, cycle=cycle, title=title, by=operator(), at=NOW)
    if state != PlanState.DRAFT:
        made.state = state
        made.save()
    return made


def row(of: Plan, what: str = "Работа", **content: Any) -> PlanRow:
    people = content.pop("people", ())
    named = [(Part.ANSWERS, each) if isinstance(each, str) else each for each in people]
    state, of.state = of.state, PlanState.IN_FORCE
    made = add_row(
        plan=of, content=Content(what=what, people=named, **{"fact": "", **content}), by=operator(), at=NOW
    )
    of.state = state
    return made
