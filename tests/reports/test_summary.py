"""The year in sum: participants, the plan with its marks, expertise, recommendations."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from docx import Document as Word

from conftest import NOW
from factories.people import Cast
from factories.reports import IN_SUM, SECOND, asked_for, draft, issued, submitted
from factories.scored import scored_at
from opora.access.actor import operator
from opora.expertise.models import Entry, Recommendation
from opora.files.actions import read
from opora.plans.actions.plans import add_plan, move_plan
from opora.plans.actions.rows import add_row
from opora.plans.content import Content as RowContent
from opora.plans.models import Plan
from opora.plans.states import Part, PlanState
from opora.reports import actions
from opora.reports.commands import stage_report
from opora.reports.content import Content, Section
from opora.reports.facts import gathered
from opora.reports.kinds import SUMMARY, called, subject
from opora.reports.models import Report
from opora.reports.queries.waiting import waiting_for

from .conftest import Year
from .looking import asked, post, text

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def planned(year: Year, rows: int = 1) -> Plan:
    """A plan of the territory in force; its rows are over by their term."""
    plan = add_plan(territory=year.place, cycle=year.cycle, title="План поддержки", by=operator(), at=NOW)
    for n in range(1, rows + 1):
        given = RowContent(
            what=f"Работа {n}",
            number=f"{n}.",
            term="до 01.09.2020",
            people=[(Part.DOES, "кураторы"), (Part.ANSWERS, "методист")],
            school_ids=[],
            fact="",
        )
        add_row(plan=plan, content=given, by=operator(), at=NOW)
    move_plan(plan=plan, target=PlanState.IN_FORCE, by=operator(), at=NOW)
    return plan


def scored(year: Year) -> None:
    people: Cast = year.cast
    scored_at(year.place, year.own, year.cycle, people.expert, people.curator, now=NOW)


def content(year: Year, as_on: date = TODAY) -> Content:
    return gathered(year.place, year.cycle, stage=SUMMARY, texts={}, as_on=as_on)


def part(found: Content, code: str) -> Section:
    section = found.section(code)
    assert section is not None
    return section


def test_it_has_its_own_name_heading_and_sections(year: Year) -> None:
    assert called(IN_SUM.title) == "Итоговая справка за год"
    assert subject(SUMMARY, IN_SUM.title, "2026/27").startswith("Информационная справка по результатам")
    assert [each.code for each in content(year).sections] == [
        *("territory", "plan", "support", "expertise", "achievement", "advice", "next")
    ]


def test_participants_stand_in_a_table(year: Year) -> None:
    (grid,) = part(content(year), "territory").grids
    assert grid.caption == "Участники"
    rows = [[getattr(cell, "shown", cell) for cell in row] for row in grid.rows]
    assert [row[0] for row in rows] == ["Берёзовская школа № 1", "Берёзовская школа № 2"]
    assert [row[1:3] for row in rows] == [["«500+»", "повторно"], ["«500+»", "в списке"]]
    assert rows[0][3] and year.cast.curator.name.split()[0] in str(rows[0][3])
    assert [figure.origin for figure in grid.figures] == [f"school:{year.own.pk}", f"school:{year.second.pk}"]


def test_the_plan_is_told_row_by_row_with_its_marks(year: Year) -> None:
    nothing = part(content(year), "plan")
    assert (nothing.grids, len(nothing.missing)) == ((), 1)
    plan = planned(year, rows=2)
    section = part(content(year), "plan")
    (grid,) = section.grids
    first = [getattr(cell, "shown", cell) for cell in grid.rows[0]]
    assert first == ["1. Работа 1", "до 01.09.2020", "кураторы, методист", "просрочено"]
    mark = grid.figures[0]
    row = plan.rows.order_by("position")[0]
    assert (mark.origin, mark.url) == (f"plan-row:{row.pk}", reverse("plan-row", args=[plan.pk, row.pk]))
    assert "План «План поддержки»: по фактам выполнено 0 из 2 строк, просрочено — 2." in section.lines[0].text
    # closed, it is still the plan of the year; a draft is not
    move_plan(plan=plan, target=PlanState.CLOSED, by=operator(), at=NOW)
    assert part(content(year), "plan").grids
    move_plan(plan=plan, target=PlanState.IN_FORCE, by=operator(), at=NOW)
    assert not grid.is_long
    Plan.objects.all().delete()
    planned(year, rows=9)
    found = content(year)
    assert part(found, "plan").grids[0].is_long
    assert [each.title for each in found.annexes] == ["План «План поддержки»"]


def test_expertise_and_what_experts_recommend(year: Year) -> None:
    assert part(content(year), "expertise").missing
    scored(year)
    found = content(year)
    section = part(found, "expertise")
    entry = Entry.objects.exclude(zone="").get(round__cycle=year.cycle, school=year.own)
    assert "оценено документов — 1" in section.lines[0].text
    (grid,) = section.grids
    assert [getattr(cell, "shown", cell) for cell in grid.rows[0]][:1] == ["Берёзовская школа № 1"]
    assert grid.figures[0].shown.startswith(f"{entry.points} из ")
    advice = Recommendation.objects.get()
    assert advice.text.rstrip(".") in part(found, "advice").lines[1].text
    assert "Берёзовская школа № 1" in part(found, "advice").lines[1].text
    Recommendation.objects.update(state="dropped", how="Не нужна")
    assert part(content(year), "advice").lines == ()


def test_it_goes_the_whole_way_to_the_letter(year: Year) -> None:
    planned(year)
    scored(year)
    who = year.cast.municipal_coordinator
    url = post(who, reverse("report-new"), stage=SUMMARY)
    page = text(who, url)
    assert "Ваши рекомендации" in page
    assert "Ключевая проблема" not in page
    pk = int(url.rstrip("/").rpartition("/")[2])
    submit = reverse("report-submit", args=[pk])
    assert "Что изменилось за год" in text(who, submit)
    given = {"advice": "Кураторам: бывать в школах чаще", "achievement": "Школы приняли свои дефициты"}
    post(who, url, seen=0, **given, next="Открыть методическую службу")
    post(who, submit, seen=1)
    post(who, reverse("report-issue", args=[pk]), number="101", date=TODAY.isoformat(), seen=2)
    made = Report.objects.get(pk=pk)
    assert made.docx is not None
    assert "Итоговая справка за год" in made.docx.name
    word = Word(BytesIO(read(made.docx)))
    words = "\n".join(each.text for each in word.paragraphs).replace("\xa0", " ")
    cells = {cell.text.replace("\xa0", " ") for t in word.tables for row in t.rows for cell in row.cells}
    for told in (
        *("Выполнение плана мероприятий", "Результаты экспертизы", "Рекомендации"),
        *("Кураторам: бывать в школах чаще", "Открыть методическую службу"),
    ):
        assert told in words, told
    assert {"Берёзовская школа № 1", "1. Работа 1", "просрочено"} <= cells
    assert any("Информационная справка по результатам" in each for each in {*cells, words})


def test_each_form_asks_for_its_own_words(year: Year) -> None:
    made = draft(year.place, year.cycle, IN_SUM, now=NOW, advice="")
    with pytest.raises(ValidationError, match="Ваши рекомендации"):
        actions.submit(report=made, seen=made.revision, by=operator(), at=NOW)
    # one of a form: the year in sum stands beside the letter of a stage
    assert submitted(year.place, year.cycle, SECOND, now=NOW).pk != made.pk


def test_it_is_asked_for_and_waits_near_the_end_of_the_year(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = year.cast.municipal_coordinator
    region = year.cast.world.region
    asked_for(region, year.cycle, year.place, stage=IN_SUM, due=date(2026, 12, 1), now=NOW)
    (waiting,) = waiting_for(who)
    assert waiting.title == "Отчёт по запросу: Итоговая справка за год"
    issued(year.place, year.cycle, IN_SUM, now=NOW)
    assert waiting_for(who) == []
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=340))
    titles = [each.title for each in waiting_for(year.cast.neighbour_municipal_coordinator)]
    assert "Отчёт по этапу: Итоговая справка за год" in titles


def test_the_command_draws_it(year: Year, tmp_path: Path) -> None:
    planned(year)
    drawn = stage_report(
        territory="M1",
        cycle="2026",
        stage=SUMMARY,
        file=str(tmp_path / "справка.docx"),
        by=operator(),
        on=TODAY,
    )
    assert drawn.told["stage"] == SUMMARY
    assert {"plan", "territory"} <= {each["section"] for each in drawn.told["figures"]}
    assert drawn.title.startswith("Итоговая справка за год, Берёзовский округ")


def test_queries_do_not_grow(year: Year) -> None:
    who, made = year.cast.municipal_coordinator, draft(year.place, year.cycle, IN_SUM, now=NOW)
    plan = planned(year, rows=1)
    scored(year)
    page = reverse("report", args=[made.pk])
    few = asked(who, page)
    for n in range(12):
        given = RowContent(
            what=f"Ещё {n}", number=f"9{n}", term="до 01.09.2020", people=[], school_ids=[], fact=""
        )
        add_row(plan=plan, content=given, by=operator(), at=NOW)
    assert asked(who, page) == few
