"""The overview as people read it."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from documents.making import direction
from factories.people import Cast, appointed, signed_in
from factories.roadmaps import work_of
from opora.access import Actor, Role
from opora.cycles.models import Cycle
from opora.overview.facts import School, Survey
from opora.overview.presenters.cells import CELLS, About
from opora.overview.rules import READERS
from opora.overview.standing import Line
from opora.overview.states import Step
from opora.roadmaps.states import WorkState
from opora.visits.queries.planner import Standing

from .conftest import Year
from .making import TODAY, confirmed, is_asked, is_listed, many_schools, participates, shows, stage

pytestmark = pytest.mark.django_db


def page(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status, url
    return answer.content.decode().replace("&amp;", "&")


def of(year: Year, query: str = "") -> str:
    return f"{reverse('territory-overview', args=[year.place.pk])}{query}"


def test_one_comes_to_the_overview_of_ones_own_territory(year: Year) -> None:
    people = year.cast
    answer = signed_in(people.municipal_coordinator).get(reverse("overview"))
    assert answer.headers["Location"] == of(year)
    answer = signed_in(people.federal_operator).get(reverse("overview"))
    assert answer.headers["Location"] == reverse("territory-overview", args=[people.world.federation.pk])
    w = people.world
    of_two = signed_in(appointed(Role.MUNICIPAL_COORDINATOR, w.municipality, w.neighbour_municipality))
    choice = of_two.get(reverse("overview")).content.decode()
    assert w.municipality.name in choice
    assert w.neighbour_municipality.name in choice


def test_it_stands_in_the_section_of_schools(year: Year) -> None:
    """The pages of territories are of the section too; the overview is a part of it."""
    who = year.cast.regional_coordinator
    for url, part in (
        (of(year), '<li><a href="/overview/" aria-current="page">Обзор территории</a></li>'),
        (reverse("territory", args=[year.place.pk]), ""),
    ):
        shown = page(who, url)
        assert '<li><a href="/schools/" aria-current="page">Школы</a></li>' in shown
        assert ('aria-label="Части раздела"' in shown, part in shown) == (bool(part), True)


def test_who_opens_it(year: Year) -> None:
    people = year.cast
    for part, who in people.parts().items():
        if part == "stranger" or who.role not in READERS:
            page(who, of(year), 403)
    page(people.neighbour_municipal_coordinator, of(year), 404)
    page(people.regional_coordinator, of(year))
    page(people.foreign_regional_coordinator, of(year), 404)


def test_a_year_without_schools_says_where_to_begin(year: Year) -> None:
    assert "Начните с отбора" in page(year.cast.municipal_coordinator, of(year))
    page(year.cast.municipal_coordinator, of(year, "?cycle=1812"), 404)
    Cycle.objects.all().delete()
    assert "Программный год ещё не заведён" in page(year.cast.municipal_coordinator, of(year))


def test_each_step_says_its_word_and_opens_its_record(year: Year, at: Any) -> None:
    participates(year.own, year.cycle)
    appointed(Role.CURATOR, year.own, surname="Кураторова")
    work_of(year.own, year.cycle, due=TODAY, now=at)
    confirmed(year.own, year.cycle, 1, day=TODAY, now=at)
    open_stage = stage(year.own, year.cycle)
    text = page(year.cast.municipal_coordinator, of(year))
    pk = year.own.pk
    for words in (
        f'<a href="/roadmaps/schools/{pk}/?cycle=2026">1 из 2</a>',
        f'<a href="/documents/schools/{pk}/?cycle=2026">подтверждена</a>',
        f'<a href="/roadmaps/stages/{open_stage.pk}/">Этап 1 идёт</a>',
        f'<a href="/schools/{pk}/">500+</a>',
        "нет профиля",
        "не были",
        "Кураторова М. П.",
    ):
        assert words in text, words


def test_the_first_steps_of_the_year(year: Year, at: Any) -> None:
    entry = is_listed(year.own, year.cycle, now=at)
    cohort = is_asked(year.own, year.cycle, people=10, answered=9)
    who = year.cast.municipal_coordinator
    text = page(who, of(year))
    assert (
        f'<a href="/lists/{entry.year_list_id}/schools/{entry.pk}/">ШНОР</a><br><small>повторно</small>'
        in text
    )
    assert f'<a href="/campaigns/{cohort.campaign_id}/schools/{year.own.pk}/">90\xa0%</a>' in text
    direction(year.own, year.cycle, "R08", "Низкая мотивация")
    text = page(who, of(year))
    assert ">выбрано 1</a><br><small>активно 1</small>" in text
    passed = page(who, of(year))
    assert '<a href="?cycle=2026&lacks=part" title="Не участвует в программе">0 из 1</a>' in passed
    assert "<b>1 из 1</b>" in passed
    assert "Таких школ нет" in page(who, of(year, "?lacks=survey"))


def test_filters_leave_what_they_say(year: Year, at: Any) -> None:
    participates(year.own, year.cycle)
    participates(year.second, year.cycle)
    work_of(year.own, year.cycle, state=WorkState.RUNNING, now=at)
    who = year.cast.municipal_coordinator
    assert '<h2 id="list">2\xa0школы</h2>' in page(who, of(year))
    for query, left in {
        "?lacks=roadmap": year.second, "?q=№ 2": year.second, "?q=березовская школа № 1": year.own,
    }.items():  # fmt: skip
        text = page(who, of(year, query))
        assert "1\xa0школа" in text
        assert f'href="/schools/{left.pk}/">{left.name}' in text
    assert "Таких школ нет" in page(who, of(year, "?q=Луговская"))
    assert "2\xa0школы" in page(who, of(year, "?lacks=nonsense&group=nonsense&sign=nonsense&page=x"))


def test_signs_are_told_in_sentences_that_accuse_nobody(year: Year, at: Any) -> None:
    participates(year.own, year.cycle)
    participates(year.second, year.cycle)
    works = confirmed(year.own, year.cycle, 5, day=TODAY, now=at)
    shows(works[:4], now=at)
    work_of(year.own, year.cycle, due=TODAY.replace(month=8), now=at)
    who = year.cast.municipal_coordinator
    formal = page(who, of(year, "?group=formal"))
    assert "Это не вывод о школе" in formal
    assert "5 из 5\xa0мер подтверждены в один день, 14\xa0сентября" in formal
    assert "У 4 из 4\xa0мер показано одно и то же: «Фото урока»" in formal
    assert year.second.name not in formal
    assert "1\xa0мера с прошедшим сроком, дольше всех 31\xa0день" in page(who, of(year, "?group=late"))
    alone = page(who, of(year, "?group=alone"))
    assert f'<a href="/curators/choose/{year.own.pk}/">Куратора нет. Подобрать</a>' in alone
    assert "За 30\xa0дней подтверждено: 5\xa0мер" in page(who, of(year, "?group=good"))
    only = page(who, of(year, "?group=formal&sign=one-file"))
    assert "1\xa0школа" in only
    # who may not choose a curator is told without the button
    assert "Подобрать" not in page(year.cast.authority_head, of(year, "?group=alone"))


def test_an_observer_reads_lists_and_surveys_alone(year: Year, at: Any) -> None:
    participates(year.own, year.cycle)
    confirmed(year.own, year.cycle, 6, day=TODAY, now=at)
    text = page(year.cast.observer, of(year))
    assert "Опрос" in text
    for hidden in ("Меры</th>", "Риски</th>", "формальность", "Остались одни"):
        assert hidden not in text
    assert "формальность" not in page(year.cast.observer, of(year, "?group=formal"))


def test_a_region_sees_its_municipalities_first(year: Year, at: Any) -> None:
    participates(year.own, year.cycle)
    participates(year.neighbour, year.cycle)
    work_of(year.own, year.cycle, state=WorkState.RUNNING, due=TODAY.replace(month=8), now=at)
    url = reverse("territory-overview", args=[year.region.pk])
    text = page(year.cast.regional_coordinator, url)
    home = of(year, "?cycle=2026")
    assert f'<a href="{home}">{year.place.name}</a>' in text
    assert f'<a href="{home}&group=late">1</a>' in text
    assert text.index(year.place.name) < text.index(year.own.name)
    foot = re.search(r"<tfoot>(.*?)</tfoot>", text, re.DOTALL)
    assert foot is not None
    assert re.findall(r">([0-9]+)</td>", foot[1])[:3] == ["2", "0", "2"]
    assert f'href="{url}"' in page(year.cast.regional_coordinator, of(year))  # the way back up


def test_one_municipality_is_not_summed_up_with_itself(year: Year) -> None:
    participates(year.own, year.cycle)
    url = reverse("territory-overview", args=[year.region.pk])
    text = page(year.cast.regional_coordinator, url)
    assert "Сколько школ прошли каждый шаг" in text
    assert ">Всего<" not in text
    assert text.index(year.own.name) < text.index("Прошли шаг")


@pytest.mark.parametrize(
    ("name", "is_led"), [("municipal_coordinator", True), ("observer", True), ("curator", False)]
)
def test_the_page_of_a_territory_leads_to_its_overview(year: Year, name: str, is_led: bool) -> None:
    answer = signed_in(getattr(year.cast, name)).get(reverse("territory", args=[year.place.pk]))
    assert (f'href="{of(year)}">Обзор</a>' in answer.text) == is_led
    assert answer.status_code == (200 if is_led else 404)


def test_the_workbook_holds_what_is_shown(year: Year, at: Any) -> None:
    many_schools(year.place, year.cycle, 60, now=at)
    answer = signed_in(year.cast.municipal_coordinator).get(of(year, "?lacks=list&as=xlsx"))
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(load_workbook(BytesIO(answer.content))["Обзор"].iter_rows(values_only=True))
    heads = rows[0]
    assert "Похоже на формальность" in heads
    assert len([row for row in rows[1:] if str(row[0]).startswith("Школа имени")]) == 60
    first = dict(zip(heads, rows[1], strict=True))
    assert "из 10" in str(first["Меры"])
    assert first["Остались одни"].startswith("Куратора нет")
    assert "<" not in "".join(str(each) for each in rows[1])


def test_every_link_opens_for_those_who_are_shown_it(year: Year, at: Any) -> None:
    people: Cast = year.cast
    participates(year.second, year.cycle)
    participates(year.own, year.cycle)
    is_listed(year.own, year.cycle, now=at)
    is_asked(year.own, year.cycle)
    works = confirmed(year.own, year.cycle, 6, day=TODAY, now=at)
    shows(works[:5], now=at)
    work_of(year.own, year.cycle, due=TODAY.replace(month=8), now=at)
    stage(year.own, year.cycle, state="sent")
    for part in ("municipal_coordinator", "authority_head", "methodist", "regional_project_head",
                 "federal_operator", "administrator", "observer"):  # fmt: skip
        client = signed_in(getattr(people, part))
        for query in ("", "?group=alone", "?group=late", "?group=formal", "?group=good"):
            text = client.get(of(year, query)).content.decode().replace("&amp;", "&")
            main = text[text.index("<main") : text.index("</main>")]
            for url in set(re.findall(r'href="(/[^"#]*)"', main)):
                assert client.get(url).status_code == 200, (part, query, url)


@pytest.mark.parametrize(
    ("share", "words", "note"),
    [
        (0.34, "34", "мало"),
        (0.795, "79,5", "мало"),
        (0.7949, "79", "мало"),
        (0.8, "80", ""),
        (1.0, "100", ""),
    ],
)
def test_a_share_that_is_too_small_is_never_rounded_to_enough(share: float, words: str, note: str) -> None:
    school = School(1, "Заречная школа", "Заречье", "1/2/3/")
    line = Line(school, Survey(1, is_open=False, share=share), None, None, None, (), Standing(), None)
    said = CELLS[Step.SURVEY](line, About("2026", TODAY))
    assert (said.words, said.note) == (f"{words}\N{NO-BREAK SPACE}%", note)
