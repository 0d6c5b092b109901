"""The list of documents narrowed: by school, curator, deadline; schools that have begun nothing; as a workbook."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import NOW
from factories.people import Cast, actor, signed_in
from opora.access import Role
from opora.cycles.models import Cycle, Participation, Programme
from opora.cycles.states import Level, Mode
from opora.documents.actions.beginning import begin
from opora.documents.actions.steps import archive
from opora.documents.models import Deadline, Document
from opora.identification.models import ListEntry, YearList
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Organisation

from .conftest import Year
from .making import begun, direction, kind


def _list(year: Year, *schools: Organisation, kind: ListKind = ListKind.LOW, approved: bool = True) -> None:
    """A list of the municipality on which these schools stand."""
    approval = {"state": ListState.APPROVED, "approved_at": NOW, "approved_by_name": "Окружная"}
    made = YearList.objects.create(
        kind=kind, cycle=year.cycle, territory=year.place, drawn_at=NOW, drawn_by_name="Окружная",
        **(approval if approved else {}),
    )  # fmt: skip
    for number, school in enumerate(schools):
        ListEntry.objects.create(
            year_list=made, school=school, position=number, school_name=school.name,
            territory_name=year.place.name, listed=True, by_rule=True,
        )  # fmt: skip


def _rows(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


@pytest.fixture
def second(year: Year) -> Organisation:
    return year.cast.world.second_school


@pytest.fixture
def both(year: Year, second: Organisation) -> tuple[Document, Document]:
    """A draft of each of the two schools of the municipality."""
    other = actor(Role.SCHOOL_COORDINATOR, second, surname="Вторая")
    return (
        begun(year.own, year.cycle, year.cast.school_coordinator),
        begun(second, year.cycle, other, kind("concept")),
    )


def _titles(browser: Client, query: str) -> list[str]:
    text = browser.get(f"/documents/?{query}").text
    return [
        title
        for title in ("Среднесрочная программа развития", "Концепция развития")
        if f">{title}</a>" in text
    ]


MEDIUM, CONCEPT = "Среднесрочная программа развития", "Концепция развития"


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [MEDIUM, CONCEPT]),
        ("q=№+1", [MEDIUM]),
        ("q=БЕРЕЗОВСКАЯ", [MEDIUM, CONCEPT]),
        ("q=s2", [CONCEPT]),
        ("q=нет+такой", []),
        ("kind=concept", [CONCEPT]),
        ("kind=такого-нет", [MEDIUM, CONCEPT]),
        ("curator=999999", [MEDIUM, CONCEPT]),
        ("curator=1;drop", [MEDIUM, CONCEPT]),
        ("show=late", []),
        ("state=draft&q=№+1", [MEDIUM]),
        ("state=review", []),
    ],
)
def test_the_list_is_narrowed_and_nothing_chosen_can_be_wrong(
    year: Year, query: str, found: list[str]
) -> None:
    assert _titles(signed_in(year.cast.municipal_coordinator), query) == found


def test_a_curator_is_chosen_among_those_of_the_scope(
    year: Year, both: tuple[Document, Document], second: Organisation
) -> None:
    cast: Cast = year.cast
    of_second = actor(Role.CURATOR, second, surname="Другая")
    of_place = actor(Role.CURATOR, year.place, surname="Всеокружная")
    curator, foreign = cast.curator, cast.neighbour_curator
    browser = signed_in(cast.municipal_coordinator)
    page = browser.get("/documents/").text
    assert (f'value="{of_second.person_id}"' in page, "Помощникова" in page) == (True, False)
    assert _titles(browser, f"curator={curator.person_id}") == [MEDIUM]
    assert _titles(browser, f"curator={of_second.person_id}") == [CONCEPT]
    assert _titles(browser, f"curator={of_place.person_id}") == [MEDIUM, CONCEPT]
    assert _titles(browser, f"curator={foreign.person_id}") == [MEDIUM, CONCEPT]
    assert 'name="curator"' not in signed_in(curator).get("/documents/").text


def test_a_region_chooses_a_municipality_and_sees_its_column(
    year: Year, both: tuple[Document, Document]
) -> None:
    region, own = signed_in(year.cast.regional_coordinator), signed_in(year.cast.municipal_coordinator)
    page = region.get("/documents/").text
    assert 'name="territory"' in page and 'data-l="Муниципалитет"' in page
    assert _titles(region, "territory=M1") == [MEDIUM, CONCEPT]
    assert _titles(region, "territory=M2") == []
    assert _titles(region, "territory=M3") == [MEDIUM, CONCEPT]  # another region: not chosen
    page = own.get("/documents/").text
    assert 'name="territory"' not in page and 'data-l="Муниципалитет"' not in page


def test_schools_of_the_list_that_have_begun_nothing(
    year: Year, both: tuple[Document, Document], second: Organisation
) -> None:
    """Of the kind that is chosen; what lies in the archive does not count; a draft of a list neither."""
    browser = signed_in(year.cast.municipal_coordinator)
    without = "/documents/?show=without"
    links = {
        "own": f'href="/documents/schools/{year.own.pk}/?cycle=2026"',
        "second": f'href="/documents/schools/{second.pk}/?cycle=2026"',
    }

    def schools(query: str) -> list[str]:
        text = browser.get(without + query).text
        return [name for name, link in links.items() if link in text]

    _list(year, second, approved=False)
    assert schools("&kind=medium-term") == []
    assert "Списков этого года ещё нет" in browser.get(without).text
    YearList.objects.all().delete()
    _list(year, year.own, second)
    assert schools("") == []
    assert schools("&kind=medium-term") == ["second"]
    assert schools("&kind=concept") == ["own"]
    assert schools("&kind=gia-plan") == ["own", "second"]
    assert schools("&kind=gia-plan&q=№+2") == ["second"]
    assert schools(f"&kind=gia-plan&curator={year.cast.curator.person_id}") == ["own"]
    archive(document=both[0], words="Начали заново", by=year.cast.school_coordinator, at=NOW)
    assert schools("") == ["own"]
    assert "ни одного документа" in browser.get(without).text
    second.closed_on = timezone.localdate()
    second.save()
    assert schools("&kind=gia-plan") == ["own"]


def test_a_direction_without_its_programme_is_named(year: Year, second: Organisation) -> None:
    _list(year, year.own, second)
    direction(year.own, year.cycle, "R02", "Дефицит учителей")
    by = year.cast.school_coordinator
    begin(
        version=kind("anti-risk"), cycle=year.cycle, school=year.own, direction=year.motivation, by=by, at=NOW
    )
    page = signed_in(year.cast.municipal_coordinator).get("/documents/?show=without&kind=anti-risk").text
    assert "Антирисковая программа: Дефицит учителей" in page
    assert "Антирисковая программа: направления ещё не выбраны" in page
    assert "Низкая учебная мотивация" not in page


def test_a_school_in_a_programme_is_awaited_after_it_left_the_list_too(
    year: Year, second: Organisation
) -> None:
    programme = Programme.objects.create(name="Поддержка", level=Level.REGIONAL, territory=year.place)
    for school, mode in ((year.own, Mode.AFTERCARE), (second, Mode.BASE)):
        Participation.objects.create(programme=programme, cycle=year.cycle, school=school, mode=mode)
    browser = signed_in(year.cast.municipal_coordinator)
    page = browser.get("/documents/?show=without").text
    assert (f"/documents/schools/{year.own.pk}/" in page, f"/documents/schools/{second.pk}/" in page) == (
        True, False,
    )  # fmt: skip
    Participation.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert f"/documents/schools/{year.own.pk}/" not in browser.get("/documents/?show=without").text


def test_signs_of_bias_alone_do_not_put_a_school_among_those_awaited(year: Year) -> None:
    _list(year, year.own, kind=ListKind.BIASED)
    page = signed_in(year.cast.municipal_coordinator).get("/documents/?show=without").text
    assert f"/documents/schools/{year.own.pk}/" not in page


def test_who_reads_only_what_is_confirmed_is_not_told_who_has_begun_nothing(year: Year) -> None:
    _list(year, year.own)
    browser = signed_in(year.cast.federal_operator)
    page = browser.get("/documents/?show=without").text
    assert ('name="show"' in page, year.own.name in page) == (False, False)


def test_a_neighbour_sees_no_school_of_others(year: Year, second: Organisation) -> None:
    _list(year, year.own, second)
    page = signed_in(year.cast.neighbour_municipal_coordinator).get("/documents/?show=without").text
    assert "Берёзовская" not in page
    page = signed_in(year.cast.curator).get("/documents/?show=without").text
    assert ("Берёзовская школа № 1" in page, "Берёзовская школа № 2" in page) == (True, False)


def test_the_workbook_holds_what_the_filters_leave(
    year: Year, both: tuple[Document, Document], second: Organisation
) -> None:
    browser = signed_in(year.cast.municipal_coordinator)
    page = browser.get("/documents/?kind=concept&state=draft").text
    assert 'href="?kind=concept&amp;state=draft&amp;as=xlsx"' in page
    due = timezone.localdate() - timedelta(days=2)
    Deadline.objects.create(cycle=year.cycle, territory=year.place, kind="concept", due=due)
    answer = browser.get("/documents/?kind=concept&state=draft&as=xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    heading, *rows = _rows(answer.content)
    assert heading[:6] == ("Код школы", "Чей", "Муниципалитет", "Вид", "Документ", "Состояние")
    assert [row[:6] for row in rows] == [
        ("S2", second.name, year.place.name, CONCEPT, CONCEPT, "черновик"),
    ]
    assert [(row[7], str(row[9]).split(",")[0]) for row in rows] == [("ход школы", "просрочено")]
    _list(year, year.own, second)
    answer = browser.get("/documents/?show=without&kind=medium-term&as=xlsx")
    assert [row[:4] for row in _rows(answer.content)[1:]] == [("S2", second.name, year.place.name, MEDIUM)]


def test_formulas_in_titles_stay_words_in_the_workbook(year: Year, both: tuple[Document, Document]) -> None:
    Document.objects.filter(pk=both[1].pk).update(title='=HYPERLINK("http://x","y")')
    data = signed_in(year.cast.municipal_coordinator).get("/documents/?kind=concept&as=xlsx").content
    cell = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["E2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


def test_a_tab_and_a_year_stay_while_the_list_is_narrowed(
    year: Year, both: tuple[Document, Document]
) -> None:
    Cycle.objects.create(
        code="2025",
        title="2025/26",
        starts=year.cycle.starts - timedelta(days=365),
        ends=year.cycle.starts - timedelta(days=1),
    )
    browser = signed_in(year.cast.municipal_coordinator)
    page = browser.get("/documents/?state=draft&cycle=2025").text
    assert '<input type="hidden" name="state" value="draft"' in page
    assert '<option value="2025" selected>2025/26</option>' in page
    assert browser.get("/documents/?cycle=1999").status_code == 404


def test_the_list_asks_little(year: Year, both: tuple[Document, Document]) -> None:
    browser = signed_in(year.cast.municipal_coordinator)
    _list(year, year.own)
    for query, most in (("", 10), ("?show=without", 10), ("?show=without&kind=anti-risk", 11)):
        browser.get(f"/documents/{query}")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(f"/documents/{query}").status_code == 200
        assert len(asked) == most, query
