"""Import of territories and organisations; `register_file.exporting` writes the same columns."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from opora.access import Actor
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Option, Preview, Progress, Report, Request
from opora.imports.problems import NOWHERE, Problem
from opora.imports.sheets.workbook import Workbook
from opora.organisations.passport import PassportItem, passport_items
from opora.organisations.queries import territories_visible_to
from opora.organisations.register_file import codes
from opora.organisations.register_file.exporting import template
from opora.organisations.register_file.places import Fate
from opora.organisations.register_file.planning import Plan, plan_register
from opora.organisations.register_file.reading import Reading, read_register
from opora.organisations.register_file.writing import write
from opora.organisations.rules import may_keep_register

_PREVIEW_ROWS = 30
_CREATED_NAMED = 500
_WORDS = {Fate.NEW: "добавится", Fate.CHANGED: "изменится", Fate.SAME: "без изменений"}


class OrganisationsImporter(Importer):
    """Known by the key, never doubled; an empty cell changes nothing; a second run changes nothing."""

    kind = "organisations"
    title = "Организации и территории"

    def may_import(self, by: Actor) -> str | None:
        if may_keep_register(by):
            return None
        return "Список организаций загружают муниципальный и региональный координаторы. Обратитесь к ним."

    def options(self, by: Actor) -> Sequence[Option]:
        places = territories_visible_to(by).order_by("path").values_list("code", "name")
        return (
            Option(
                "territory",
                "Территория новых организаций",
                tuple((code, name) for code, name in places),
                "Для строк, где код территории не вписан.",
                required=False,
            ),
        )

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        reading, plan = _planned(workbook, request)
        progress(reading.rows, reading.rows)
        return _report(reading, plan)

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        reading, plan = _planned(workbook, request)
        report = _report(reading, plan)
        if report.is_refused:
            return report
        try:
            with transaction.atomic():
                write(plan, by=request.by, at=at, source=file.name, progress=progress)
        except IntegrityError:
            message = "Пока шла загрузка, кто-то изменил те же организации. Загрузите файл ещё раз."
            clash = Problem(NOWHERE, None, codes.CLASH, message)
            return Report(report.layout, Counts(), report.rows, (*report.problems, clash))
        return report

    def template(self) -> bytes:
        return template(passport_items())


def _planned(workbook: Workbook, request: Request) -> tuple[Reading, Plan]:
    items = _items(request.by)
    reading = read_register(workbook, request, items)
    home = request.options.get("territory", "")
    return reading, plan_register(reading, by=request.by, items=items, home=home)


def _items(by: Actor) -> tuple[PassportItem, ...]:
    """The passport of the actor's own territory, which may have decided it otherwise."""
    paths = by.scope.territory_paths if by.scope else ()
    return passport_items(paths[0] if paths else "")


def _report(reading: Reading, plan: Plan) -> Report:
    fates = [step.fate for step in plan.steps] + [place.fate for place in plan.places.mentioned]
    created = [place.name for place in plan.places.mentioned if place.fate is Fate.NEW]
    created += [step.organisation.name for step in plan.steps if step.fate is Fate.NEW]
    return Report(
        layout="Организации и территории",
        counts=Counts(fates.count(Fate.NEW), fates.count(Fate.CHANGED), fates.count(Fate.SAME)),
        rows=reading.rows,
        problems=(*reading.problems, *plan.problems),
        preview=_preview(plan),
        created=tuple(created[:_CREATED_NAMED]),
    )


def _preview(plan: Plan) -> Preview:
    # what changes first: what stays the same needs no eyes
    steps = sorted(plan.steps, key=lambda step: step.fate is Fate.SAME)[:_PREVIEW_ROWS]
    return Preview(
        ("Код", "Название", "Территория", "Что будет", "Подробно"),
        tuple(
            (
                step.organisation.key,
                step.organisation.name,
                step.place.name,
                _WORDS[step.fate],
                "; ".join(str(change) for change in step.changes),
            )
            for step in steps
        ),
    )
