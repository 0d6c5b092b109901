"""A confirmed document brings its measures onto the roadmap; what is carried out stays."""

from datetime import date, datetime
from typing import Any

import pytest

from conftest import NOW
from documents.making import begun, chained, confirmed, direction, row
from factories.people import appointed
from opora.access import Role, WrongState
from opora.cycles.models import Cycle
from opora.documents.actions.steps import reopen
from opora.documents.actions.writing import delete_row, save_row
from opora.roadmaps.actions.steps import postpone, start
from opora.roadmaps.models import Work
from opora.roadmaps.queries.changes import changes_since
from opora.roadmaps.states import WorkState

from .conftest import Year


def test_measures_come_with_the_confirmation_and_not_before(year: Year) -> None:
    of = direction(year.own, year.cycle, "R08", "Низкая учебная мотивация")
    document = begun(year.own, year.cycle, year.school)
    chain = chained(document, year.school, of)
    assert not Work.objects.exists()
    confirmed(document, year.school, year.curator)
    work = Work.objects.get()
    assert work.measure == chain["measure"].measure
    assert (work.state, work.due, work.first_due) == (
        WorkState.PLANNED,
        date(2026, 12, 20),
        date(2026, 12, 20),
    )
    assert (work.direction, work.school, work.document) == (of, year.own, document)
    assert work.agreed["title"] == "Задания по выбору на каждом уроке"


def test_who_is_named_and_appointed_answers(year: Year) -> None:
    petrova = appointed(Role.TEACHER, year.own, surname="Петрова")
    other = appointed(Role.TEACHER, year.own, surname="Петрова", given_name="Анна")
    document = begun(year.own, year.cycle, year.school)
    for title, named in (("Одна", ["Петрова М. П."]), ("Обе", ["Петрова"]), ("Никто", ["Петровская"])):
        row(document, "measures", year.school, title=title, named=named, ends="2026-12-20")
    confirmed(document, year.school, year.curator)
    people = {work.measure.title: set(work.responsible.all()) for work in Work.objects.all()}
    assert people == {"Одна": {petrova}, "Обе": {petrova, other}, "Никто": set()}


def test_a_measure_without_words_stays_a_draft(year: Year) -> None:
    document = begun(year.own, year.cycle, year.school)
    row(document, "measures", year.school, title="", ends="2026-12-20")
    confirmed(document, year.school, year.curator)
    assert not Work.objects.exists()


def _again(year: Year, at: datetime) -> tuple[Work, str]:
    """A confirmed document that is open to the school again; its work and the code of its measure."""
    document = begun(year.own, year.cycle, year.school)
    chain = chained(document, year.school)
    confirmed(document, year.school, year.curator)
    reopen(document=document, words="Уточнить срок", by=year.coordinator, at=at)
    return Work.objects.select_related("document", "measure__row").get(), chain["measure"].code


def _reworded(work: Work, code: str, year: Year, at: datetime, **values: object) -> None:
    kept = work.document.rows.get(table="measures", code=code)
    before = {"title": "Задания по выбору на каждом уроке", "ends": "2026-12-20"}
    save_row(
        document=work.document, table="measures", code=code, revision=kept.revision, values=before | values,
        by=year.school, at=at,
    )  # fmt: skip


def test_the_term_follows_the_document_until_it_was_put_off(year: Year, at: datetime) -> None:
    work, code = _again(year, at)
    _reworded(work, code, year, at, ends="2027-02-01")
    work.refresh_from_db()
    assert work.due == date(2026, 12, 20), "not before it is confirmed"
    confirmed(work.document, year.school, year.curator)
    work.refresh_from_db()
    assert (work.due, work.first_due) == (date(2027, 2, 1), date(2026, 12, 20))

    postpone(work=work, due=date(2036, 3, 1), reason="Учитель болеет", by=year.school, at=at)
    reopen(document=work.document, words="Ещё раз", by=year.coordinator, at=at)
    _reworded(work, code, year, at, ends="2027-04-01", title="Задания по выбору")
    confirmed(work.document, year.school, year.curator)
    work.refresh_from_db()
    assert (work.due, work.agreed["title"]) == (date(2036, 3, 1), "Задания по выбору")


def test_a_measure_nobody_has_begun_goes_with_its_row(year: Year, at: datetime) -> None:
    work, code = _again(year, at)
    kept = work.document.rows.get(table="measures", code=code)
    delete_row(
        document=work.document, table="measures", code=code, revision=kept.revision, by=year.school, at=at
    )
    assert not Work.objects.exists()


def test_what_a_document_changes_is_told_of_the_year(
    year: Year, at: datetime, django_assert_num_queries: Any
) -> None:
    work, code = _again(year, at)
    other = row(work.document, "measures", year.school, title="Клуб чтения", ends="2027-03-01")
    _reworded(work, code, year, at, title="Задания на выбор", ends="2027-02-01", result="30 уроков")
    confirmed(work.document, year.school, year.curator)
    reopen(document=work.document, words="Ещё раз", by=year.coordinator, at=at)
    kept = work.document.rows.get(pk=other.pk)
    delete_row(
        document=work.document,
        table="measures",
        code=kept.code,
        revision=kept.revision,
        by=year.school,
        at=at,
    )
    since = min(NOW, at).date()
    with django_assert_num_queries(1):
        found = list(changes_since(year.own.pk, year.cycle.pk, since))
    title = work.document.title
    assert {(each.subject_kind, each.verb, each.subject_title, each.note) for each in found} == {
        ("roadmap", "внёс(ла) меры документа в дорожную карту", title, "Новых мер: 1"),
        (
            "work",
            "изменил(а) меру по документу",
            "Задания на выбор",
            "название: «Задания по выбору на каждом уроке» → «Задания на выбор»; срок: 20.12.2026 → 01.02.2027; "
            "результат; исполнители; участники",
        ),
        ("roadmap", "убрал(а) меру с дорожной карты", "Клуб чтения", f"Убрана из документа «{title}»"),
    }
    assert len(found) == 4, "measures came twice"
    # confirmed again as it was: nothing has changed
    confirmed(work.document, year.school, year.curator)
    assert changes_since(year.own.pk, year.cycle.pk, since).count() == 4
    assert not changes_since(year.neighbour.pk, year.cycle.pk, since).exists()
    past = Cycle.objects.create(
        code="2020/21", title="2020/21", starts=date(2020, 8, 1), ends=date(2021, 7, 31)
    )
    assert not changes_since(year.own.pk, past.pk, since).exists()


def test_a_measure_that_runs_is_not_removed_from_its_document(year: Year, at: datetime) -> None:
    work, code = _again(year, at)
    start(work=work, by=year.school, at=at)
    kept = work.document.rows.get(table="measures", code=code)
    with pytest.raises(WrongState, match="снимите её на карте"):
        delete_row(
            document=work.document, table="measures", code=code, revision=kept.revision, by=year.school, at=at
        )
    assert work.document.rows.filter(code=code).exists()
