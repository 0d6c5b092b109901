"""A plan from a file: what is written, that it never doubles, that it comes out as it went in."""

import io
from datetime import date
from zipfile import ZipFile

import pytest

from conftest import NOW
from factories.people import actor, school_of
from opora.access import Refused, Role
from opora.access.actor import operator
from opora.history.models import Event
from opora.imports.contract import Request, importer_of
from opora.imports.problems import any_stops
from opora.imports.reports import Counts, Report
from opora.imports.sheets import read_workbook
from opora.plans.actions.plans import move_plan
from opora.plans.importing import PlanReport
from opora.plans.models import Plan, PlanRow
from opora.plans.printouts.workbook import plan_workbook
from opora.plans.queries.rows import rows_of
from opora.plans.reading import read
from opora.plans.spoken import findings_of, in_words
from opora.plans.states import Level, Part, PlanState

from .conftest import Year
from .making import FORTY_NINE, HEADING, THIRTEEN, expected, loaded, sample, workbook, year_2021

SMALL = workbook(
    HEADING,
    ("1.", "Создание рабочих групп в школах №№ 1, 2", "февраль 2027", "Окружная М.П.", ""),
    ("2.", "Заседание рабочей группы", "март 2027", "Директорова М.П.\nкураторы", "По плану"),
)


def rows(plan: Plan) -> list[list[str]]:
    return [list(row) for row in plan.rows.order_by("position").values_list("number", "what", "term", "mark")]


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv"])
def test_the_plan_of_49_rows_goes_in_and_comes_out_row_for_row(year: Year, kind: str) -> None:
    cycle = year_2021()
    name = f"{FORTY_NINE}.{kind}"
    done = loaded(sample(name), cycle, operator(), name=name, territory=year.place.code)
    assert (done.status, done.report.rows) == ("applied", 49)
    assert [(each.code, each.value) for each in done.report.problems] == [
        ("plan-school-number", "7, 14, 27, 32, 37, 39")
    ]
    plan = Plan.objects.get()
    assert rows(plan) == expected(FORTY_NINE)
    assert (plan.territory, plan.cycle, plan.level, plan.state) == (
        year.place,
        cycle,
        Level.MUNICIPAL,
        PlanState.DRAFT,
    )
    out = plan_workbook(plan, rows_of([plan], today=NOW.date()), today=NOW.date())
    again = read(read_workbook(out, "выгрузка.xlsx"))
    assert [[row.number, row.what, row.term, row.mark] for row in again.rows] == expected(FORTY_NINE)


def test_the_plan_of_13_rows_with_its_people(year: Year) -> None:
    name = f"{THIRTEEN}.docx"
    year.cycle.starts, year.cycle.ends = date(2021, 9, 1), date(2022, 8, 31)
    year.cycle.save()
    done = loaded(sample(name), year.cycle, operator(), name=name, territory=year.place.code)
    assert done.status == "applied"
    plan = Plan.objects.get()
    people = {row.number: [named.name for named in row.responsible.all()] for row in plan.rows.all()}
    assert people["6"] == ["Белкина Ж.О.", "Лазорева В.П.", "Яблокова Д.В."]
    named = PlanRow.objects.get(number="4").responsible.get()
    assert (named.part, named.role) == (Part.ANSWERS, Role.SCHOOL_HEAD)
    assert findings_of("plan", done.report) == [
        {
            "rule": "before-its-ground",
            "rows": ["13", "1", "2", "3", "4"],
            "message": (
                "Анализ эффективности мер (строка 13) — Декабрь 2021 года, а первые меры плана (строки 1, 2, 3, 4) — "
                "Февраль 2022 года: оценивать ещё нечего."
            ),
        }
    ]


def test_a_row_is_written_with_what_was_read_in_it(year: Year) -> None:
    coordinator, head = year.cast.municipal_coordinator, year.cast.school_head
    done = loaded(SMALL, year.cycle, coordinator)
    assert (done.status, done.report.problems, done.report.created) == (
        "applied",
        (),
        ("План мероприятий: Берёзовский округ",),
    )
    first, second = Plan.objects.get().rows.all()
    assert (first.starts, first.ends, first.kind_of_work) == (
        date(2027, 2, 1),
        date(2027, 2, 28),
        "working-group",
    )
    assert (first.fact, first.fact_of) == ("groups-schools", "working")
    assert set(first.schools.all()) == {year.own, year.second}
    assert first.responsible.get().person_id == coordinator.person_id
    assert [(each.part, each.name, each.person_id, each.role) for each in second.responsible.all()] == [
        (Part.ANSWERS, "Директорова М.П.", head.person_id, ""),
        (Part.ANSWERS, "кураторы", None, Role.CURATOR),
    ]
    event = Event.objects.get(subject_kind="plan")
    assert (event.verb, event.note) == ("загрузил(а) план из файла", "новых строк 2, изменено 0, прежних 0")


def test_a_dry_run_writes_nothing_and_says_everything(year: Year) -> None:
    done = loaded(SMALL, year.cycle, year.cast.municipal_coordinator, dry_run=True)
    assert (done.status, done.report.counts.new, Plan.objects.count()) == ("dry-run", 2, 0)
    assert isinstance(done.report, PlanReport) and done.report.findings == ()
    assert done.report.preview is not None
    assert done.report.preview.rows[0] == (
        *("1.", "Создание рабочих групп в школах №№ 1, 2", "февраль 2027"),
        *("01.02.2027–28.02.2027", "новая", ""),
    )


def test_the_same_file_again_changes_nothing(year: Year) -> None:
    by = year.cast.municipal_coordinator
    loaded(SMALL, year.cycle, by)
    before = list(PlanRow.objects.values())
    again = loaded(SMALL, year.cycle, by, name="другое имя.xlsx")
    assert (again.status, again.report.counts.same, again.report.counts.to_write) == ("applied", 2, 0)
    assert list(PlanRow.objects.values()) == before and Plan.objects.count() == 1


def test_a_changed_file_changes_rows_and_keeps_what_it_does_not_know(year: Year) -> None:
    by = year.cast.municipal_coordinator
    loaded(SMALL, year.cycle, by)
    first, second = Plan.objects.get().rows.all()
    PlanRow.objects.filter(pk=first.pk).update(
        fact="", fact_of="", mark="Созданы", told_how="done", told_words="Да", told_at=NOW, told_by_name="Я"
    )
    data = workbook(
        HEADING,
        ("1.", "Новая работа", "январь 2027", "", ""),
        ("2.", "Создание рабочих групп в школах №№ 1, 2", "до 15.03.2027", "Окружная М.П.", ""),
    )
    done = loaded(data, year.cycle, by, dry_run=False, title="")
    counts = done.report.counts
    assert (done.status, counts.new, counts.changed, counts.same) == ("applied", 1, 1, 0)
    assert [each.code for each in done.report.problems] == ["plan-row-left"]
    assert not any_stops(done.report.problems)
    new, changed, left = Plan.objects.get().rows.all()
    assert (new.what, changed.pk, left.pk) == ("Новая работа", first.pk, second.pk)
    assert (changed.number, changed.ends, changed.mark, changed.told_words, changed.fact) == (
        *("2.", date(2027, 3, 15), "Созданы", "Да", ""),
    )
    event = Event.objects.filter(subject_kind="plan").latest("id")
    assert event.details == {
        "changes": ["строка 1: номер: «1.» → «2.»; срок: «февраль 2027» → «до 15.03.2027»"]
    }


def test_a_title_names_another_plan(year: Year) -> None:
    by = year.cast.municipal_coordinator
    for title in ("План поддержки", "План объективности", "ПЛАН  поддержки"):
        assert loaded(SMALL, year.cycle, by, title=title).status == "applied"
    assert sorted(Plan.objects.values_list("title", flat=True)) == ["План объективности", "План поддержки"]


def test_a_file_that_knows_no_people_takes_none_away(year: Year) -> None:
    by = year.cast.municipal_coordinator
    loaded(SMALL, year.cycle, by)
    data = workbook(
        ("№", "Мероприятие", "Сроки"), ("1.", "Создание рабочих групп в школах №№ 1, 2", "май 2027")
    )
    assert loaded(data, year.cycle, by).status == "applied"
    first = Plan.objects.get().rows.first()
    assert first is not None and first.responsible.count() == 1 and first.term == "май 2027"


def test_schools_by_name_where_there_is_a_column(year: Year) -> None:
    by = year.cast.municipal_coordinator
    head = ("№", "Мероприятие", "Сроки", "Школы")
    data = workbook(head, ("1", "Работа", "март", "Берёзовская школа № 2; S1"))
    assert loaded(data, year.cycle, by).status == "applied"
    row = PlanRow.objects.get()
    assert set(row.schools.all()) == {year.own, year.second}
    wrong = loaded(workbook(head, ("1", "Работа", "март", "Еловская школа")), year.cycle, by)
    assert [(each.code, each.place.cell) for each in wrong.report.problems] == [("plan-unknown-school", "B2")]
    assert wrong.status == "refused"


def test_a_number_that_two_schools_have_is_chosen_by_hand(year: Year) -> None:
    school_of(year.place, "S9", "Вечерняя школа № 2")
    done = loaded(SMALL, year.cycle, year.cast.municipal_coordinator)
    assert [(each.code, each.stops) for each in done.report.problems] == [("plan-school-number", False)]
    row = Plan.objects.get().rows.first()
    assert row is not None and list(row.schools.all()) == [year.own]


def test_a_refused_file_writes_nothing_and_still_says_what_the_guard_found(year: Year) -> None:
    data = workbook(HEADING, ("19", "Активация рисковых направлений", "до 06.03.2027", "", ""),
                    ("16", "Анализ рисковых профилей", "10.03.2027", "", ""), ("20", "", "март", "", ""))  # fmt: skip
    done = loaded(data, year.cycle, year.cast.municipal_coordinator)
    assert (done.status, Plan.objects.count()) == ("refused", 0)
    doubts = findings_of("plan", done.report) or []
    assert [each["rule"] for each in doubts] == ["number-missing", "before-its-ground", "no-responsible"]
    assert "Активация" in in_words(doubts)


def test_where_the_plan_belongs_is_never_guessed(year: Year) -> None:
    by = operator()
    done = loaded(SMALL, year.cycle, by)
    problem = done.report.problems[0]
    assert (done.status, problem.code) == ("refused", "plan-bad-option")
    assert problem.allowed is not None and "M1 (Берёзовский округ)" in problem.allowed
    assert loaded(SMALL, year.cycle, by, territory="XX").report.problems[0].code == "plan-bad-option"
    foreign = loaded(SMALL, year.cycle, year.cast.municipal_coordinator, territory="M2")
    assert "план другой территории" in foreign.report.problems[0].message


def test_the_only_municipality_needs_no_name(year: Year) -> None:
    for place in (year.cast.world.neighbour_municipality, year.cast.world.foreign_municipality):
        place.organisations.all().delete()
        place.delete()
    assert loaded(SMALL, year.cycle, operator()).status == "applied"
    assert Plan.objects.get().territory == year.place


def test_a_year_that_is_not_there(year: Year) -> None:
    done = importer_of("plan").check(
        read_workbook(SMALL, "план.xlsx"),
        Request(by=year.cast.municipal_coordinator),
        lambda _done, _total: None,
    )
    assert [each.code for each in done.problems] == ["plan-bad-option"]


def test_a_closed_plan_stays_as_it_is(year: Year) -> None:
    by = year.cast.municipal_coordinator
    loaded(SMALL, year.cycle, by)
    plan = Plan.objects.get()
    for target in (PlanState.IN_FORCE, PlanState.CLOSED):
        plan = move_plan(plan=plan, target=target, by=by, at=NOW)
    done = loaded(SMALL, year.cycle, by)
    assert (done.status, [each.code for each in done.report.problems]) == ("refused", ["plan-closed"])


def test_the_regional_plan_is_the_regions(year: Year) -> None:
    assert loaded(SMALL, year.cycle, year.cast.regional_coordinator).status == "applied"
    plan = Plan.objects.get()
    assert (plan.territory, plan.level) == (year.region, Level.REGIONAL)


@pytest.mark.parametrize("role", [Role.CURATOR, Role.SCHOOL_HEAD, Role.METHODIST, Role.EXPERT, Role.OBSERVER])
def test_who_does_not_write_plans_loads_none(year: Year, role: Role) -> None:
    scope = year.own if role in (Role.CURATOR, Role.SCHOOL_HEAD) else year.place
    with pytest.raises(Refused, match="План пишут координатор"):
        loaded(SMALL, year.cycle, actor(role, scope))


def test_the_template_is_a_plan(year: Year) -> None:
    data = importer_of("plan").template()
    found = read(read_workbook(data, "шаблон.xlsx"))
    assert [row.number for row in found.rows] == ["1.", "2.", "3."] and found.problems == []
    assert ZipFile(io.BytesIO(data)).testzip() is None


def test_other_imports_have_no_findings() -> None:
    report = Report(layout="", counts=Counts(), rows=0)
    assert findings_of("results", report) is None
    assert findings_of("plan", report) == []
