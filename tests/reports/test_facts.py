"""What a report says by itself: every figure with its origin, nothing invented for what nobody knows."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from conftest import NOW
from factories.assignments import assignment
from factories.decisions import decision
from factories.organisations import figures
from factories.people import appointed, signed_in
from factories.roadmaps import work_of
from opora.access import Role
from opora.cycles.models import Participation
from opora.decisions.models import Decision, Outcome
from opora.decisions.states import DecisionState
from opora.organisations.models import Organisation, YearFigures
from opora.references import Reference
from opora.reports.content import Content, Figure
from opora.reports.facts import gathered
from opora.reports.facts.base import ask, joined
from opora.reports.facts.of_control import Control
from opora.reports.facts.of_control import section as control_section
from opora.risks.models import Direction
from opora.risks.states import DirectionState

from .conftest import Year
from .looking import content, part
from .making import listed, participates, profiled

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 14)


def said(found: Content, code: str) -> str:
    return "\n".join(each.text.replace("\xa0", " ") for each in part(found, code).lines)


def figure(found: Content, words: str) -> Figure:
    return next(each for _, each in found.figures if each.words == words)


def outcome(of: Decision, **said: Any) -> Outcome:
    own = {"on": date(2026, 9, 12), "source": "Журналы", "recorded_at": NOW, "recorded_by_name": "Окружная"}
    return Outcome.objects.create(decision=of, **own, **said)


def test_the_territory_is_told_in_counts_and_shares(year: Year) -> None:
    words = said(content(year), "territory")
    assert "Берёзовский округ: 3 общеобразовательные организации." in words
    assert "В утверждённом списке школ с низкими образовательными результатами (2026/27) — 2," in words
    assert "из них повторно — 1." in words
    assert "В программе «500+» участвуют 2 школы: Берёзовская школа № 1, Берёзовская школа № 2." in words
    # 600 of 900 pupils, 50 of 100 teachers
    assert "учатся 600 обучающихся — 67 % от всех на территории (2026/27 учебный год)." in words
    assert "работают 50 учителей — 50 % от всех" in words
    assert [each.what for each in part(content(year), "territory").missing] == []


def test_a_share_is_not_told_while_one_school_is_silent_and_the_silent_one_is_named(year: Year) -> None:
    coordinator = appointed(Role.SCHOOL_COORDINATOR, year.second, surname="Молчанова")
    YearFigures.objects.filter(organisation=year.second).update(pupils=None)
    found = content(year)
    assert "обучающихся" not in said(found, "territory")
    assert "50 % от всех" in said(found, "territory")
    (lack,) = part(found, "territory").missing
    assert lack.what == "Берёзовская школа № 2: число обучающихся, 2026/27 учебный год"
    assert lack.asked == f"школьный координатор {coordinator.full_name}"
    assert lack.url == f"/schools/{year.second.pk}/figures/2026/"
    # a school outside the programme makes the share unknown, not the count
    YearFigures.objects.filter(organisation=year.second).update(pupils=200)
    YearFigures.objects.filter(organisation=year.strong).delete()
    words = said(content(year), "territory")
    assert "учатся 600 обучающихся (2026/27" in words
    assert "%" not in words


def test_last_year_stands_in_where_nobody_has_told_of_this_one(year: Year) -> None:
    YearFigures.objects.update(year=2025)
    assert "67 % от всех на территории (2025/26 учебный год)" in said(content(year), "territory")
    figures(year.own, 2026, pupils=410, teachers=40)
    assert "обучающихся — " not in said(content(year), "territory")


def test_causes_stand_side_by_side(year: Year) -> None:
    found = content(year, **{f"school-{year.own.pk}": "Сменилась команда"})
    (grid,) = part(found, "causes").grids
    assert grid.heads == ("", "Берёзовская школа № 1", "Берёзовская школа № 2")
    assert not grid.is_long
    rows = {row[0]: row[1:] for row in grid.rows}
    shown = {
        name: [None if c is None else getattr(c, "shown", c) for c in cells] for name, cells in rows.items()
    }
    title = figure(found, "направления в работе").shown
    assert shown["Высокие факторы риска"] == [title, title]
    assert shown["Направления, взятые в работу"] == [title, None]
    assert shown["Причины, которые назвала школа"] == ["Смена команды", None]
    assert shown["Сильные стороны"] == ["Пилотная площадка региона", None]
    assert shown["Пояснение муниципалитета"] == ["Сменилась команда", None]
    lacks = [each.what for each in part(found, "causes").missing]
    assert lacks == ["Берёзовская школа № 2: выбранные направления риска"]


def test_what_a_curator_disputes_is_not_taken_and_what_was_activated_is_told(year: Year) -> None:
    words = "Школы взяли в работу направлений — 1, из них активировано — "
    assert f"{words}0." in said(content(year), "causes")
    taken = Direction.objects.filter(school=year.own).order_by("pk")[:1]
    Direction.objects.filter(pk__in=taken).update(state=DirectionState.UNDER_WAY)
    assert f"{words}1." in said(content(year), "causes")
    Direction.objects.filter(pk__in=taken).update(state=DirectionState.DISPUTED)
    found = content(year)
    assert "взяли в работу" not in said(found, "causes")
    assert "Направления, взятые в работу" not in [row[0] for row in part(found, "causes").grids[0].rows]


def test_who_waits_for_a_visit_is_counted_in_schools(year: Year) -> None:
    asked = ask(year.place, year.cycle, stage="first", as_on=TODAY)
    for names, words in (
        (("Лесная",), "Дольше положенного ждёт посещения 1 школа — Лесная."),
        (("Лесная", "Речная"), "Дольше положенного ждут посещения 2 школы — Лесная, Речная."),
    ):
        (last,) = control_section(asked, Control({}, (), {}, (0, 0), names, ())).lines
        assert last.text.replace("\xa0", " ") == words


def test_a_full_stop_stands_at_the_end_alone() -> None:
    assert joined(["Двоек стало меньше.", "", "Доля «2»: было 30, стало 20"]) == (
        "Двоек стало меньше; Доля «2»: было 30, стало 20"
    )
    assert joined(["Стало тише."]) == "Стало тише."


def test_many_schools_stand_below_each_other_in_an_annex(year: Year) -> None:
    for n in range(4):
        made = Organisation.objects.create(
            kind="school", name=f"Школа {n}", territory=year.place, key=f"N{n}"
        )
        participates(year.place, year.cycle, made)
    found = content(year)
    (grid,) = part(found, "causes").grids
    assert grid.is_long
    assert grid.heads[:2] == ("Школа", "Высокие факторы риска")
    assert [row[1] for row in grid.rows[2:]] == [None] * 4
    assert found.annexes[0].title == "Что привело к низким результатам"
    # the order takes the next number
    assert "(приложение 2)" in said(found, "orders")


def test_orders_are_named_with_their_annexes_and_what_must_exist_is_asked_for(year: Year) -> None:
    found = content(year)
    words = said(found, "orders")
    assert "Приказ № 16 от 02.09.2026 «О назначении ответственных» (приложение 1)" in words
    assert "издали 1 из 2 школ" in words
    assert [each.title for each in found.annexes] == [
        "Приказ №\xa016 от\xa002.09.2026 «О назначении ответственных»"
    ]
    assert "Приказ «О назначении кураторов»" in [each.what for each in part(found, "orders").missing]
    # a draft and a lapsed one are no grounds
    of = figure(found, "приказ «О назначении ответственных»")
    assert of.origin.startswith("order:")
    from opora.orders.models import Order

    Order.objects.filter(number="16").update(state="lapsed", lapsed_on=TODAY)
    assert "№ 16" not in said(content(year), "orders")


def test_support_is_told_by_what_was_done(year: Year) -> None:
    words = said(content(year), "support")
    head = "Главные направления сопровождения школ"
    # a report of a stage says that these are not of the stage alone
    assert words.startswith(f"{head} (мероприятия, посещения и совещания — с начала года):")
    whole = gathered(year.place, year.cycle, stage="", texts={}, as_on=TODAY)
    assert said(whole, "support").startswith(f"{head}:")
    assert "проведено" not in words
    assert "1 мероприятие, участников — 25" in words
    assert "«Методический десант» (07.09.2026)" in words
    assert "куратор назначен в 1 школе, кураторов — 1, соглашений школы и куратора подписано — 1." in words
    assert "Очных посещений — 1 (школ — 1)." in words
    assert "Муниципальная рабочая группа" in words
    assert "Куратор школы: Берёзовская школа № 2" in [
        each.what for each in part(content(year), "support").missing
    ]


def test_control_counts_measures_and_steps(year: Year) -> None:
    found = content(year)
    words = said(found, "control")
    assert "Школ с дорожной картой — 2, мер в них — 3, подтверждено куратором — 1," in words
    assert "ждут подтверждения — 1, с прошедшим сроком — 1." in words
    assert "Документов школ — 2: подтверждено — 2." in words
    steps, roadmaps = part(found, "control").grids
    counted = {row[0]: (row[1].value, row[2]) for row in steps.rows if isinstance(row[1], Figure)}
    assert counted["Назначен куратор"] == (1, "2")
    assert counted["Есть рисковый профиль"] == (2, "2")
    assert counted["Куратор был в школе"] == (1, "2")
    # profiles are here, so nobody active is a zero; of a survey nobody has recorded anything
    assert counted["Направления активированы"] == (0, "2")
    assert "Прошло анкетирование" not in counted
    assert ("Прошло анкетирование", None, "2") in steps.rows
    lacks = [each.what for each in part(found, "control").missing]
    assert "Прошло анкетирование: ни одной школы не отмечено" in lacks
    assert [row[0] for row in roadmaps.rows] == ["Берёзовская школа № 1", "Берёзовская школа № 2"]
    assert [each.shown for each in roadmaps.figures] == ["2", "1", "0", "1", "0", "1", "0", "1", "0", "0"]
    assert "План муниципалитета в силе" in [each.what for each in part(found, "control").missing]


def test_what_stands_beside_the_words_of_a_person(year: Year) -> None:
    found = content(year)
    worst = "\n".join(each.text for each in part(found, "problem").beside)
    assert "школ: 2" in worst
    assert "Берёзовская школа № 1: 1" in worst
    proud = "\n".join(each.text for each in part(found, "achievement").beside)
    assert "«Олимпиада» — Победа района" in proud
    assert not part(found, "problem").lines
    assert not part(found, "problem").figures  # not printed, so no figure of the letter


def test_every_figure_has_an_origin_and_an_address_that_answers(year: Year) -> None:
    found = content(year)
    assert len(found.figures) > 40
    who = signed_in(year.cast.municipal_coordinator)
    for url in sorted({each.url for _, each in found.figures} | {each.url for _, each in found.missing}):
        resolve(url.partition("?")[0])
        assert who.get(url).status_code == 200, url
    for _, each in found.figures:
        assert (each.words, each.origin, each.as_on) == (each.words or "?", each.origin or "?", TODAY)
        assert each.origin.partition(":")[2]


def test_what_is_kept_is_read_back_the_same(year: Year) -> None:
    found = content(year)
    assert Content.of(found.as_json()) == found


def test_participation_that_ended_is_no_participation(year: Year) -> None:
    Participation.objects.filter(school=year.second).update(until=date(2026, 9, 10))
    assert "участвует 1 школа: Берёзовская школа № 1." in said(content(year), "territory")


def test_a_neighbour_is_never_counted(year: Year) -> None:
    before = content(year)
    w = year.cast.world
    listed(w.neighbour_municipality, year.cycle, {w.neighbour_school: True})
    participates(w.neighbour_municipality, year.cycle, w.neighbour_school)
    work_of(w.neighbour_school, year.cycle, now=NOW)
    assert content(year) == before


def test_queries_do_not_grow_with_schools(year: Year) -> None:
    def asked() -> int:
        content(year)
        with CaptureQueriesContext(connection) as captured:
            content(year)
        return len(captured)

    few = asked()
    schools = Organisation.objects.bulk_create(
        Organisation(kind="school", name=f"Школа {n:02}", territory=year.place, key=f"N{n}")
        for n in range(14)
    )
    participates(year.place, year.cycle, *schools)
    profiled(year.cycle, *schools)
    for each in schools:
        work_of(each, year.cycle, now=NOW)
        figures(each, 2026)
    assert asked() == few
    assert few <= 80


def test_the_day_is_the_day_of_the_asking(year: Year) -> None:
    earlier = gathered(year.place, year.cycle, stage="", texts={}, as_on=date(2026, 9, 1))
    assert "Приказ № 16" not in said(earlier, "orders")
    assert "Методический десант" not in said(earlier, "support")
    assert replace(earlier, sections=()).as_on == date(2026, 9, 1)


def test_decisions_are_told_with_ground_executors_and_what_they_led_to(year: Year) -> None:
    made = decision(year.place, year.cycle, state=DecisionState.ASSESSED)
    origin = Reference("decision", made.pk, made.title, f"/decisions/{made.pk}/")
    for school in (year.own, year.second):
        assignment(school, year.cycle, executor="Завучева А. А.", origin=origin, at=NOW)
    outcome(made, words="Посещают все", figure="Посещаемость", before=62, after=91, unit="%")
    silent = decision(year.own, year.cycle, text="Купить тетради", state=DecisionState.EXECUTED)
    decision(year.strong, year.cycle, text="Не о тех школах")
    decision(year.place, year.cycle, text="Отменённое", state=DecisionState.CANCELLED)
    decision(year.place, year.cycle, text="Будущее", decided_on=date(2026, 9, 15))
    found = content(year)
    assert said(found, "decisions") == (
        "Принято управленческих решений — 2, исполнено — 2, эффект оценён — 1."
    )
    (grid,) = part(found, "decisions").grids
    rows = [[each.shown if isinstance(each, Figure) else each for each in row] for row in grid.rows]
    assert rows == [
        [
            "Открыть консультации по математике (Берёзовский округ)",
            "01.09.2026, Начальник управления",
            "По итогам анализа ВПР",
            "Завучева А. А.",
            "Посещают все; Посещаемость, %: было 62, стало 91",
        ],
        [
            "Купить тетради (Берёзовская школа № 1)",
            "01.09.2026, Начальник управления",
            "По итогам анализа ВПР",
            None,
            "исполнено",
        ],
    ]
    client = signed_in(year.cast.municipal_coordinator)
    for each in part(found, "decisions").figures:
        assert client.get(each.url).status_code == 200, each.url
    (lacking,) = part(found, "decisions").missing
    assert lacking.what == "К чему привело: 1 исполненное решение".replace("1 и", "1\xa0и")
    assert lacking.url == f"/decisions/{silent.pk}/"
