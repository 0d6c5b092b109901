"""The profile of one school: what it says at once, on a tap and on paper, and how sure it is."""

import io
from datetime import date

import docx
import pypdf

from conftest import NOW
from factories.people import school_of, signed_in
from opora.cycles.models import Cycle
from opora.indicators.values import SchoolProfile
from opora.risks.actions import Basis, Visit, store_profiles, verify
from opora.risks.models import Direction, GivenLevel
from opora.risks.states import Outcome

from .conftest import Year
from .looking import names, text
from .making import TITLES, direction, factor, profile_of, profiled, version


def test_nothing_is_shown_before_a_profile_is_computed(year: Year) -> None:
    coordinator = year.cast.municipal_coordinator
    assert "до этого результатов не видит никто" in text(coordinator, "/risks/").lower()
    words = text(year.cast.school_head, f"/risks/schools/{year.own.pk}/")
    assert "Профиля этой школы пока нет" in words
    for address in ("heatmap.xlsx", "factors/R08/"):
        text(coordinator, f"/risks/{address}", 404)
    text(year.cast.school_head, f"/risks/schools/{year.own.pk}/profile.pdf", 404)
    text(year.cast.school_head, f"/risks/schools/{year.own.pk}/choose/", 409)


def test_a_school_without_answers_gets_clear_words(year: Year) -> None:
    profiled(year.own, year.cycle)
    words = text(year.cast.school_head, f"/risks/schools/{year.own.pk}/")
    assert "пока нельзя ничего сказать" in words
    assert words.count("Данных нет: на вопросы не ответили") == 4


def test_the_profile_says_value_level_interval_and_why_something_is_hidden(found: Year) -> None:
    GivenLevel.objects.create(
        cycle=found.cycle,
        school=found.own,
        factor_code="R11",
        level="high",
        source="ФИОКО.xlsx",
        loaded_at=NOW,
        loaded_by_name="Окружная",
    )
    words = text(found.cast.school_head, f"/risks/schools/{found.own.pk}/")
    for said in (
        "72,4",
        "66–78",
        "▲",
        "Ответивших мало",
        "мало ответов",
        "Дано извне",
        "Каталог факторов, версия 1",
    ):
        assert said in words
    assert words.index("Учебная мотивация") < words.index("Риск неуспешности") < words.index("Оснащение")


def test_what_needs_attention_comes_first_and_the_rest_on_a_tap(found: Year) -> None:
    words = text(found.cast.school_head, f"/risks/schools/{found.own.pk}/")
    first, rest = words.split('<details class="card">')
    assert names(first, "Учебная мотивация", "Риск неуспешности", "Оснащение") == [
        *("Учебная мотивация", "Риск неуспешности")
    ]
    assert "Ещё 2\N{NO-BREAK SPACE}фактора: 1 с низким риском, 1 не показываем" in rest
    # nothing high or middle: everything known stands at once
    calm = profiled(found.neighbour, found.cycle, R01=12.0, R08=20.0)
    Direction.objects.filter(school=found.neighbour).delete()
    words = text(found.cast.regional_coordinator, f"/risks/schools/{calm.school_id}/")
    assert words.index("20,0") < words.index("Ещё 2\N{NO-BREAK SPACE}фактора: 2 не показываем")


def test_a_low_risk_that_the_school_took_stands_among_the_first(found: Year) -> None:
    direction(found.own, found.cycle, code="R01")
    words = text(found.cast.school_head, f"/risks/schools/{found.own.pk}/")
    assert "Ещё 1\N{NO-BREAK SPACE}фактор: 1 не показываем" in words


def test_school_and_curator_stand_beside_the_profile_also_before_they_spoke(found: Year) -> None:
    page = f"/risks/schools/{found.own.pk}/"
    words = text(found.cast.school_head, page)
    assert "ещё не решила" in words
    chosen = direction(found.own, found.cycle)
    words = text(found.cast.school_head, page)
    assert "не сказала, согласна ли" in words
    assert "визита ещё не было" in words
    visit = Visit(date(2026, 9, 13), Outcome.CONFIRMED, seen=True)
    verify(direction=chosen, visit=visit, by=found.cast.curator, at=NOW)
    assert "подтвердил" in text(found.cast.school_head, page)


def test_how_sure_we_are_is_said_in_plain_words(year: Year) -> None:
    basis = Basis(cycle=year.cycle, version=version(), engine="duckdb", titles=TITLES)
    factors = (factor("R01", 50.0, 9), factor("R08", 70.0, 12, disagree=True), factor("R11", 40.0))
    store_profiles(basis, [SchoolProfile(year.own.pk, factors)], on=date(2026, 9, 10))
    words = text(year.cast.school_head, f"/risks/schools/{year.own.pk}/")
    for said in (
        "считали всего из 9, цифра приблизительная",
        "ответов в группе не больше 12, цифра приблизительная; обучающиеся и педагоги отвечают по-разному",
    ):
        assert f"<small>{said}</small>" in words
    page = text(year.cast.school_head, f"/risks/schools/{year.own.pk}/factors/R08/")
    assert "Сравните доли ниже и поговорите с каждой группой." in page


def test_levels_from_outside_are_shown_where_we_have_no_profile(year: Year) -> None:
    GivenLevel.objects.create(
        cycle=year.cycle,
        school=year.own,
        factor_code="R11",
        level="high",
        source="ФИОКО.xlsx",
        loaded_at=NOW,
        loaded_by_name="Окружная",
    )
    words = text(year.cast.school_head, f"/risks/schools/{year.own.pk}/")
    assert "Профиля этой школы пока нет" in words
    assert '<th scope="row">Риск неуспешности</th>' in words
    assert "мы их не пересчитываем" in words


def test_medians_are_told_of_four_other_schools_and_no_fewer(found: Year) -> None:
    url = f"/risks/schools/{found.own.pk}/"
    assert "Рядом с другими школами" not in text(found.cast.school_head, url)
    for number, value in enumerate((10.0, 30.0, 50.0)):
        profiled(school_of(found.place, f"K{number}", f"Школа {number}"), found.cycle, R08=value)
    words = text(found.cast.school_head, url)
    # 20, 10, 30, 50 in the municipality; 90 too in the region
    assert '<td class="n" data-l="Муниципалитет">25</td><td class="n" data-l="Регион">30</td>' in words
    assert found.second.name not in words
    # the one school of the demonstration's kind has nobody alike: said once, no column of dashes
    assert 'data-l="Похожие школы"' not in words
    assert "Похожих школ с профилем меньше четырёх: с ними не сравниваем." in words
    assert "<li>Учебная мотивация: 72, в середине ряда\N{NO-BREAK SPACE}25</li>" in words


def test_a_school_learns_the_name_of_who_is_strong_and_nothing_else(found: Year) -> None:
    words = text(found.cast.school_head, f"/risks/schools/{found.own.pk}/factors/R08/")
    assert f"<b>{found.second.name}</b>" in words
    assert "20,0" not in words
    assert found.neighbour.name not in words
    low = text(found.cast.school_head, f"/risks/schools/{found.own.pk}/factors/R01/")
    assert found.second.name not in low


def test_what_changed_is_weighed_against_the_error(year: Year) -> None:
    before = Cycle.objects.create(
        code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31)
    )
    profiled(year.own, before, date(2025, 12, 1), R01=50.0, R08=76.0, R11=80.0)
    profiled(year.own, year.cycle, R01=12.0, R08=72.0, R12=40.0)
    head = year.cast.school_head
    words = text(head, f"/risks/schools/{year.own.pk}/")
    assert "риск снизился на 38" in words
    assert "1\N{NO-BREAK SPACE}фактор изменился" in words
    assert '<td class="n" data-l="2025/26">50,0</td>' in words
    assert "За год изменился сам способ расчёта" not in words
    older = text(head, f"/risks/schools/{year.own.pk}/?cycle=2025")
    assert "80,0" in older
    assert "Что изменилось" not in older
    text(head, f"/risks/schools/{year.own.pk}/?cycle=1999", 404)


def test_another_way_of_reckoning_is_told_beside_the_change(year: Year) -> None:
    before = Cycle.objects.create(
        code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31)
    )
    profiled(year.own, before, date(2025, 12, 1), R01=50.0)
    basis = Basis(cycle=year.cycle, version=version(bound_high=70), engine="duckdb", titles=TITLES)
    store_profiles(basis, [profile_of(year.own, R01=12.0)], on=date(2026, 9, 10))
    words = text(year.cast.school_head, f"/risks/schools/{year.own.pk}/")
    assert "За год изменился сам способ расчёта (каталог факторов): сравнивайте осторожно." in words


def test_the_paper_says_the_same_on_two_pages_at_most(found: Year) -> None:
    client = signed_in(found.cast.school_head)
    page = f"/risks/schools/{found.own.pk}/profile"
    read = docx.Document(io.BytesIO(client.get(f"{page}.docx").content))
    rows = [[cell.text for cell in row.cells][:5] for row in read.tables[0].rows]
    assert rows == [
        ["Фактор", "Риск", "Интервал", "Уровень", "Из скольких"],
        ["Учебная мотивация", "72,4", "66–78", "▲ высокий", "40"],
        ["Риск неуспешности", "47,9", "42–54", "■ средний", "40"],
        ["Оснащение", "12,0", "6–18", "● низкий", "40"],
        ["Участие родителей", "—", "—", "мало ответов", "—"],
    ]
    assert len(read.inline_shapes) == 1
    pdf = pypdf.PdfReader(io.BytesIO(client.get(f"{page}.pdf").content))
    assert len(pdf.pages) == 1
    # the words of the picture and the row of the table
    assert pdf.pages[0].extract_text().count("66–78") == 2


def test_the_picture_agrees_with_its_number(year: Year) -> None:
    head, page = year.cast.school_head, f"/risks/schools/{year.own.pk}/"
    for values, words in (
        ({"R08": 72.0}, "Показан 1\N{NO-BREAK SPACE}фактор, не показано 3."),
        ({"R08": 72.0, "R01": 70.0}, "Показано 2\N{NO-BREAK SPACE}фактора, не показано 2."),
    ):
        profiled(year.own, year.cycle, **values)
        assert words in text(head, page)
