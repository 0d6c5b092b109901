"""A roadmap out as XLSX, filled in, and in again: all or nothing, repeatable, places of errors."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from factories.people import appointed, signed_in
from factories.roadmaps import work_of
from opora.access import Actor, Role
from opora.files.actions import store
from opora.imports.contract import Report, Request
from opora.imports.sheets import read_workbook
from opora.measures.models import Measure
from opora.roadmaps.importers import RoadmapImporter
from opora.roadmaps.models import Work
from opora.roadmaps.states import WorkState

from .conftest import Year

TODAY = timezone.localdate()


def _exported(year: Year) -> Any:
    answer = signed_in(year.school).get(reverse("roadmap", args=[year.own.pk]) + "?as=xlsx")
    return load_workbook(BytesIO(answer.content))


def _put(book: Any, row: int, **values: Any) -> None:
    sheet = book.worksheets[0]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    titles = {"due": "Срок", "why": "Почему перенесли", "state": "Состояние", "done": "Выполнена",
              "words": "Что сделано", "cost": "Стоимость, ₽", "starts": "Начало", "number": "№", "title": "Мера",
              "people": "Отвечают", "result": "Ожидаемый результат", "resources": "Ресурсы",
              "participants": "Участники", "when": "Срок словами"}  # fmt: skip
    for name, value in values.items():
        sheet.cell(row, columns[titles[name]]).value = value


def _data(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _loaded(data: bytes, by: Actor, at: datetime, *, check: bool = False) -> Report:
    importer, workbook, request = RoadmapImporter(), read_workbook(data, "roadmap.xlsx"), Request(by=by)
    if check:
        return importer.check(workbook, request, lambda *_: None)
    file = store(data=data, name="roadmap.xlsx", content_type="", purpose="test", by=by, at=at)
    return importer.apply(workbook, request, file=file, at=at, progress=lambda *_: None)


def test_what_was_exported_changes_nothing(year: Year, at: datetime) -> None:
    for state in WorkState:
        work_of(
            year.own, year.cycle, state.label, due=TODAY + timedelta(days=9), state=state, now=at, cost=10
        )
    before = list(Work.objects.values_list("pk", "revision"))
    report = _loaded(_data(_exported(year)), year.school, at)
    assert (report.problems, report.counts.same, report.counts.changed) == ((), 6, 0)
    assert list(Work.objects.values_list("pk", "revision")) == before


def _three(year: Year, at: datetime) -> tuple[bytes, list[Work]]:
    works = [
        work_of(year.own, year.cycle, title, due=TODAY + timedelta(days=day), now=at)
        for day, title in enumerate(("Одна", "Другая", "Третья"), start=3)
    ]
    book = _exported(year)
    _put(book, 2, state="выполнена", done=TODAY - timedelta(days=1), words="Провели 12 занятий", cost=1500)
    _put(book, 3, due=TODAY + timedelta(days=60), why="Карантин", starts="01.09.2026")
    _put(book, 4, state="выполняется")
    return _data(book), works


def test_what_was_filled_in_is_done_by_the_actions_of_the_page(year: Year, at: datetime) -> None:
    data, works = _three(year, at)
    checked = _loaded(data, year.school, at, check=True)
    assert (checked.problems, checked.counts.changed) == ((), 3)
    assert {work.state for work in Work.objects.all()} == {WorkState.PLANNED}, "a check writes nothing"
    _loaded(data, year.school, at)
    for work in works:
        work.refresh_from_db()
    done, moved, begun = works
    assert (done.state, done.report, done.cost) == (WorkState.REPORTED, "Провели 12 занятий", 1500)
    assert (moved.state, moved.due, moved.starts) == (
        WorkState.POSTPONED, TODAY + timedelta(days=60), date(2026, 9, 1),
    )  # fmt: skip
    assert moved.postponements.get().reason == "Карантин"
    assert begun.state == WorkState.RUNNING
    again = _loaded(data, year.school, at)
    assert (again.problems, again.counts.same) == ((), 3)


def test_one_refused_row_keeps_all_back(year: Year, at: datetime) -> None:
    data, _ = _three(year, at)
    book = load_workbook(BytesIO(data))
    _put(book, 3, why=None)
    report = _loaded(_data(book), year.school, at)
    (problem,) = report.problems
    assert (problem.code, problem.place.cell) == ("roadmap-refused", "F3")
    assert "Напишите почему" in problem.message
    assert {work.state for work in Work.objects.all()} == {WorkState.PLANNED}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"number": 999999}, "roadmap-unknown-measure"),
        ({"number": "двенадцать"}, "roadmap-unknown-measure"),
        ({"number": "9" * 40}, "roadmap-unknown-measure"),
        ({"starts": "когда-нибудь"}, "roadmap-bad-day"),
        ({"cost": "дорого"}, "roadmap-bad-cost"),
        ({"cost": -5}, "roadmap-refused"),
        ({"state": "отменена"}, "roadmap-bad-state"),
        ({"state": "выполнена", "words": "Да"}, "roadmap-refused"),
        ({"state": "выполнена", "done": TODAY + timedelta(days=2), "words": "Да"}, "roadmap-refused"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(
    year: Year, at: datetime, values: dict[str, Any], code: str
) -> None:
    work_of(year.own, year.cycle, due=TODAY + timedelta(days=9), now=at)
    book = _exported(year)
    _put(book, 2, **values)
    report = _loaded(_data(book), year.school, at)
    assert [problem.code for problem in report.problems] == [code]
    assert report.problems[0].place.row == 2


def test_what_is_not_taken_from_the_file_is_told(year: Year, at: datetime) -> None:
    # what the program exported differs in nothing, however it is written
    work = work_of(
        year.own, year.cycle, "Клуб\n  чтения", due=TODAY + timedelta(days=9), now=at,
        responsible=appointed(Role.TEACHER, year.own, surname="Словесникова"),
    )  # fmt: skip
    Measure.objects.filter(pk=work.measure_id).update(
        result="Читают\nвсе", resources="Библиотека", participants=["pupils", "parents"], when="весна"
    )
    assert _loaded(_data(_exported(year)), year.school, at).problems == ()

    book = _exported(year)
    _put(book, 2, title="Клуб", people="Учителева М. П.", result="Читают", resources="Зал", participants="ученики",
         when="осень", cost=700)  # fmt: skip
    report = _loaded(_data(book), year.school, at)
    assert [(each.code, each.stops, each.value) for each in report.problems] == [
        ("roadmap-column-kept", False, words)
        for words in ("Клуб", "осень", "Учителева М. П.", "ученики", "Читают", "Зал")
    ]
    title, _, people, *_ = report.problems
    assert title.place.cell == "B2"
    assert title.message == (
        "Осталось «Клуб чтения». Слова меры меняют в документе: исправьте там и отправьте его на подтверждение."
    )
    assert people.message.endswith("Кто отвечает, меняют на странице меры.")
    work.refresh_from_db()
    assert (report.counts.changed, work.cost) == (1, 700)


def test_another_schools_measure_is_not_there(year: Year, at: datetime) -> None:
    work_of(year.own, year.cycle, now=at)
    book, stranger = _exported(year), work_of(year.neighbour, year.cycle, now=at)
    _put(book, 2, number=stranger.pk, state="выполняется")
    assert _loaded(_data(book), year.school, at).problems[0].code == "roadmap-unknown-measure"


def test_the_template_is_recognised_and_only_a_school_loads(year: Year, at: datetime) -> None:
    importer = RoadmapImporter()
    assert (
        _loaded(importer.template(), year.school, at, check=True).problems[0].code
        == "roadmap-unknown-measure"
    )
    assert importer.may_import(year.school) is None
    assert importer.may_import(year.curator)
    assert _loaded(b"a;b\n1;2\n", year.school, at, check=True).problems[0].code == "roadmap-no-headings"
