"""Exam results as a kind of import: check, then write all or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Option, Preview, Progress, Report, Request
from opora.imports.problems import Place, Problem
from opora.imports.sheets import Workbook
from opora.organisations.actions import create_organisation
from opora.organisations.models import Organisation
from opora.organisations.queries import territories_visible_to
from opora.organisations.states import OrganisationKind
from opora.results import codes
from opora.results.actions import Batch, Written, compare, sync_procedures, take_turn, write
from opora.results.blanks import long_blank
from opora.results.drafting import Draft, NewSchool, draw_up
from opora.results.drafting.options import CREATE_THEM, NEW_SCHOOLS
from opora.results.models import Procedure
from opora.results.rules import IMPORT

PREVIEW_COLUMNS = ("Школа", "Процедура", "Год", "Класс", "Участников", "«2»", "Высокие")


class ResultsImporter(Importer):
    """ВПР, ОГЭ, ЕГЭ and the like, in any of the known layouts."""

    kind: ClassVar[str] = "results"
    title: ClassVar[str] = "Результаты процедур"
    resolvable_codes: ClassVar[frozenset[str]] = codes.RESOLVABLE
    recognises: ClassVar[tuple[str, ...]] = (
        "Сводная таблица муниципалитета: пара столбцов «% 2» и «% высоких» на каждую процедуру и год.",
        "Длинная таблица: строка на школу, процедуру и год.",
        "Выгрузки федеральной системы ВПР: статистика по отметкам, распределение первичных баллов, "
        "выполнение заданий, сравнение с журналом.",
    )
    asks_for_columns: ClassVar[bool] = True
    shown_at: ClassVar[tuple[tuple[str, str], ...]] = (("Результаты", "results"),)

    def may_import(self, by: Actor) -> str | None:
        return IMPORT.refusal(by, None)

    def options(self, by: Actor) -> Sequence[Option]:
        cycles = tuple(Cycle.objects.values_list("code", "title"))
        territories = tuple(territories_visible_to(by).values_list("code", "name"))
        procedures = tuple(Procedure.objects.values_list("code", "title"))
        return (
            Option(
                "cycle",
                "Программный год",
                cycles,
                "Если в таблице нет года, мы возьмём год, в который он заканчивается.",
                initial=cycles[0][0] if cycles else "",
            ),
            Option("territory", "Территория", territories, "Где искать школы из файла.", required=False),
            Option(
                "new_schools",
                NEW_SCHOOLS,
                (("refuse", "не принимать файл"), ("create", CREATE_THEM)),
                initial="refuse",
            ),
            Option(
                "procedure", "Процедура", procedures, "Выберите, если её нет в самой таблице.", required=False
            ),
        )

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        draft = draw_up(workbook, request, progress)
        if draft.is_refused:
            return _report(draft, Written(0, 0, 0))
        return _report(draft, compare(draft.batch))

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        IMPORT.check(request.by, None)
        # before anything is read: what another import writes meanwhile must be seen
        take_turn()
        sync_procedures(by=request.by, at=at)
        draft = draw_up(workbook, request, progress)
        if draft.is_refused:
            return _report(draft, Written(0, 0, 0))
        created = _create_schools(draft, by=request.by, at=at)
        territory = draft.options.territory if draft.options else None
        _, written = write(
            batch=draft.batch,
            file=file,
            file_name=file.name if file else "",
            layout=draft.layout,
            territory_path=(territory.path or "") if territory else "",
            by=request.by,
            at=at,
        )
        return replace(_report(draft, written), created=tuple(created))

    def template(self) -> bytes:
        return long_blank()


def _report(draft: Draft, written: Written) -> Report:
    return Report(
        layout=draft.layout,
        counts=Counts(new=written.new, changed=written.changed, same=written.same),
        rows=draft.rows,
        problems=(*draft.problems, *_corrected(written)),
        preview=Preview(PREVIEW_COLUMNS, tuple(draft.shown)),
        mapping=draft.mapping,
        created=tuple(school.name for school in draft.new_schools),
    )


def _corrected(written: Written) -> list[Problem]:
    """Figures that a person corrected by hand: a file does not undo it."""
    words = (
        "Цифра исправлена вручную, и файл говорит другое. Мы оставили исправленную. "
        "Если верна цифра из файла, исправьте её на странице школы."
    )
    return [
        Problem(Place(sheet, row), None, codes.CORRECTED_BY_HAND, words, stops=False)
        for sheet, row in written.corrected
    ]


def _create_schools(draft: Draft, *, by: Actor, at: datetime) -> list[str]:
    """The new schools written, and their real ids put into the batch."""
    ids: dict[int, int] = {}
    for new in draft.new_schools:
        made = create_organisation(
            kind=OrganisationKind.SCHOOL, territory=new.territory, key=_key(new), name=new.name, by=by, at=at
        )
        ids[new.id] = made.pk
    if ids:
        _renumber(draft.batch, ids)
    return [school.name for school in draft.new_schools]


def _key(new: NewSchool) -> str:
    """The key from the file, else the next free one of the territory."""
    if new.key:
        return new.key
    number = Organisation.objects.filter(territory=new.territory).count() + 1
    while Organisation.objects.filter(key=f"{new.territory.code}-{number:03d}").exists():
        number += 1
    return f"{new.territory.code}-{number:03d}"


def _renumber(batch: Batch, ids: dict[int, int]) -> None:
    batch.facts = [(ids.get(row[0], row[0]), *row[1:]) for row in batch.facts]
    for detail in batch.details:
        if detail["school_id"] is not None:
            detail["school_id"] = ids.get(detail["school_id"], detail["school_id"])
