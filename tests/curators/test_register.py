"""The register with all its dates, the load, what waits, the facts that plans and reports read."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from conftest import NOW
from curators.conftest import Year
from curators.looking import asked, text
from factories.curators import agreement, candidate, curator
from factories.people import signed_in
from factories.roadmaps import work_of
from opora import references
from opora.access import Actor
from opora.access.actor import operator
from opora.catalogues import kinds
from opora.catalogues.seeding import seed_from_files
from opora.curators.models import Candidate
from opora.curators.queries.facts import facts
from opora.curators.queries.load import load
from opora.curators.queries.register import DIRECT, Chosen, counts, lines
from opora.curators.queries.waiting import waiting_for
from opora.curators.references import SOURCES
from opora.curators.states import CandidateState
from opora.cycles.actions import add_programme, set_participation
from opora.cycles.states import Level, Mode
from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.inbox import Reason
from opora.organisations.models import Organisation
from opora.roadmaps.states import WorkState
from opora.visits.kinds import KINDS, visit_kinds
from visits.making import written

TODAY = NOW.date()
S = CandidateState


def names(who: Actor, chosen: Chosen) -> list[str]:
    return [each.name for each in lines(who, chosen, today=TODAY)]


def helped(year: Year, school: Organisation) -> None:
    """The school takes part in a programme of its municipality."""
    programme = school.territory.programmes.first() or add_programme(
        name="500+", level=Level.MUNICIPAL, territory=school.territory, by=operator(), at=NOW
    )
    set_participation(
        programme=programme, cycle=year.cycle, school=school, mode=Mode.ACTIVE, by=operator(), at=NOW
    )


def test_the_register_tells_every_step_and_who_came_without_one(year: Year) -> None:
    who = year.cast.municipal_coordinator
    held = curator("Ветрова", year.own, year.second, order_number="7-у", order_date=TODAY)
    passed = candidate(
        year.place, year.cycle, S.APPOINTED, now=NOW, person=held.person, appointment=held, name="Ветрова М."
    )
    agreement(year.own, held.person, year.cycle, now=NOW, is_signed=True)
    agreement(year.second, held.person, year.cycle, now=NOW)
    without = curator("Прямова", year.own, cycle=year.cycle)
    curator("Чужая", year.neighbour, cycle=year.cycle)
    candidate(year.cast.world.neighbour_municipality, year.cycle, now=NOW, name="Соседняя")
    found = lines(who, Chosen(year.cycle), today=TODAY)
    assert [(each.pk, each.name) for each in found] == [
        (passed.pk, "Ветрова М."),
        (None, without.person.full_name),
    ]
    line = found[0]
    assert (line.schools, line.agreements, line.order) == (
        (year.own.name, year.second.name),
        (1, 2),
        ("7-у", TODAY),
    )
    assert line.contract == ("17-К", TODAY - timedelta(days=20))
    assert counts(who, Chosen(year.cycle), today=TODAY) == {S.APPOINTED: 1, DIRECT: 1}
    region = year.cast.regional_coordinator
    assert len(lines(region, Chosen(year.cycle), today=TODAY)) == 4
    assert len(lines(region, Chosen(year.cycle, path=year.place.path or ""), today=TODAY)) == 2


def test_filters_and_pages(year: Year) -> None:
    who = year.cast.municipal_coordinator
    old = TODAY - timedelta(days=20)
    candidate(year.place, year.cycle, now=NOW, name="Ёлкина Анна", state_since=old, organisation=year.second)
    candidate(year.place, year.cycle, S.INTERVIEWED, now=NOW, name="Берёзова Анна", interview_fits=False)
    for number in range(3):
        curator(f"Прямова{number}", year.own, cycle=year.cycle)
    year_ = year.cycle
    assert names(who, Chosen(year_, words="елкина")) == ["Ёлкина Анна"]
    assert names(who, Chosen(year_, words="школа № 2")) == ["Ёлкина Анна"]
    assert names(who, Chosen(year_, show="stuck")) == ["Ёлкина Анна"]
    assert names(who, Chosen(year_, show="failed")) == ["Берёзова Анна"]
    assert names(who, Chosen(year_, state=S.INTERVIEWED)) == ["Берёзова Анна"]
    assert len(names(who, Chosen(year_, state=DIRECT))) == 3
    every = names(who, Chosen(year_))
    paged = [
        each.name
        for start in (0, 2, 4)
        for each in lines(who, Chosen(year_), today=TODAY, start=start, size=2, many_candidates=2)
    ]
    assert paged == every
    assert len(every) == 5


def test_the_page_and_the_workbook(year: Year) -> None:
    who, url = year.cast.municipal_coordinator, reverse("curators")
    candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, name="Ёлкина <b>Анна</b>")
    page = text(who, f"{url}?cycle=нет&territory=нет&state=нет&page=99&show=нет")
    assert "Ёлкина &lt;b&gt;Анна" in page
    sheet = load_workbook(BytesIO(signed_in(who).get(f"{url}?as=xlsx").content)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert {"Тест ФИОКО", "Договор, номер", "17-К", "82 из 100", "договор заключён"} <= set(cells)
    assert "Измените условия" in text(who, f"{url}?q=никого")


def test_pages_keep_their_number_of_queries(year: Year) -> None:
    who = year.cast.regional_coordinator
    urls = (reverse("curators"), reverse("curator-load"))

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            held = curator(f"Ветрова{number}", year.own, year.second, cycle=year.cycle)
            candidate(
                *(year.place, year.cycle, S.APPOINTED),
                now=NOW,
                name=f"Ветрова{number}",
                person=held.person,
                appointment=held,
                organisation=year.second,
            )
            curator(f"Прямова{number}", year.own, cycle=year.cycle)
            candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, name=f"Готова{number}")
            work_of(year.own, year.cycle, now=NOW, state=WorkState.REPORTED)

    more(0, 1)
    one = [asked(who, url) for url in urls]
    more(1, 10)
    assert [asked(who, url) for url in urls] == one


def test_load_counts_visits_in_presence_and_what_waits(year: Year) -> None:
    kinds.register([visit_kinds()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={KINDS}, by=operator(), at=NOW)
    curator_ = year.cast.curator
    curator("Ветрова", year.second, year.neighbour)
    helped(year, year.own)
    alone = Organisation.objects.create(territory=year.place, key="S9", name="Одинокая школа", kind="school")
    helped(year, alone)
    for days in (1, 29, 30, 40):
        written(year.own, year.cycle, curator_, TODAY - timedelta(days=days))
    work_of(year.own, year.cycle, now=NOW, state=WorkState.REPORTED)
    Document.objects.filter(school=year.own).update(state=DocumentState.REVIEW)
    ready = candidate(year.place, year.cycle, S.CONTRACTED, now=NOW)
    found = load(year.cast.municipal_coordinator, year.cycle, today=TODAY)
    assert [(each.pk, each.name) for each in found.alone] == [(alone.pk, "Одинокая школа")]
    assert found.ready == ((ready.pk, ready.name),)
    assert [(each.name.split()[0], each.many, each.elsewhere) for each in found.curators] == [
        ("Ветрова", 2, 1),
        ("Кураторова", 1, 0),
    ]
    own = found.curators[1]
    assert (own.visits, own.works, own.documents) == (2, 1, 1)
    assert (found.fewest, found.most) == (1, 3)
    page = text(year.cast.municipal_coordinator, reverse("curator-load"))
    assert page.index("Одинокая школа") < page.index("Ветрова")
    assert reverse("curator-choose", args=[alone.pk]) in page
    book = load_workbook(
        BytesIO(signed_in(year.cast.municipal_coordinator).get(f"{reverse('curator-load')}?as=xlsx").content)
    )
    assert "Школы без куратора" in book.sheetnames


def test_a_closed_school_is_no_load(year: Year) -> None:
    curator("Ветрова", year.second, year.neighbour)
    helped(year, year.second)
    found = load(year.cast.municipal_coordinator, year.cycle, today=TODAY)
    assert [(each.many, each.elsewhere) for each in found.curators] == [(2, 1)]
    Organisation.objects.filter(pk=year.neighbour.pk).update(closed_on=TODAY)
    found = load(year.cast.municipal_coordinator, year.cycle, today=TODAY)
    assert [(each.many, each.elsewhere) for each in found.curators] == [(1, 0)]


def test_what_waits_for_whom(year: Year) -> None:
    home, region = year.cast.municipal_coordinator, year.cast.regional_coordinator
    helped(year, year.own)
    found = waiting_for(home)
    assert [(each.reason, each.title, each.url) for each in found] == [
        (
            Reason.DECIDE,
            f"Школа без куратора: {year.own.name}",
            reverse("curator-choose", args=[year.own.pk]),
        )
    ]
    assert year.cast.curator is not None
    assert waiting_for(home) == []
    tested = candidate(year.place, year.cycle, S.TESTED, now=NOW, name="Тестова Анна")
    assert [(each.reason, each.url) for each in waiting_for(region)] == [
        (Reason.CONFIRM, reverse("curator-candidate", args=[tested.pk]))
    ]
    assert waiting_for(home) == []
    Candidate.objects.filter(pk=tested.pk).update(test_passed=False, state_since=TODAY - timedelta(days=15))
    assert waiting_for(region) == []
    assert [each.title for each in waiting_for(home)] == [
        "Кандидат в кураторы Тестова Анна: тест не сдан: пересдать или отклонить"
    ]
    for who in (
        year.cast.teacher,
        year.cast.observer,
        year.cast.authority_head,
        year.cast.school_coordinator,
    ):
        assert waiting_for(who) == []


def test_many_schools_without_a_curator_are_one_line(year: Year) -> None:
    for number in range(6):
        school = Organisation.objects.create(
            territory=year.place, key=f"N{number}", name=f"Школа {number}", kind="school"
        )
        helped(year, school)
    found = waiting_for(year.cast.municipal_coordinator)
    assert [(each.title, each.url) for each in found] == [
        ("Без куратора 6\N{NO-BREAK SPACE}школ", reverse("curator-load"))
    ]


def test_queries_of_the_desk(year: Year, django_assert_num_queries: object) -> None:
    for number in range(5):
        candidate(
            year.place, year.cycle, now=NOW, name=f"Анна {number}", state_since=TODAY - timedelta(days=30)
        )
    cast = year.cast
    waiting_for(cast.municipal_coordinator)
    for who, many in (
        (cast.municipal_coordinator, 4),
        (cast.regional_coordinator, 1),
        (cast.school_head, 1),
        (cast.curator, 1),
        (cast.teacher, 0),
    ):
        with django_assert_num_queries(many):  # type: ignore[operator]
            waiting_for(who)


def test_facts_for_plans(year: Year) -> None:
    held = curator("Ветрова", year.own, year.second, cycle=year.cycle, order_number="7-у", order_date=TODAY)
    candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, name="Договорова")
    candidate(year.place, year.cycle, S.TESTED, now=NOW, name="Несдавшая", test_passed=False)
    candidate(year.cast.world.foreign_municipality, year.cycle, now=NOW, name="Чужая")
    curator("Соседняя", year.neighbour, cycle=year.cycle)
    agreement(year.own, held.person, year.cycle, now=NOW, is_signed=True)
    found = facts(year.place.path or "", year.cycle.pk)
    assert [each.name for each in found.candidates] == ["Договорова", "Несдавшая"]
    assert [each.name for each in found.tested] == ["Договорова"]
    assert len(found.approved) == len(found.contracted) == 1
    assert [(each.school_id, each.order) for each in found.curated] == [
        (year.own.pk, ("7-у", TODAY)),
        (year.second.pk, ("7-у", TODAY)),
    ]
    assert [(each.school_id, each.is_signed) for each in found.agreements] == [(year.own.pk, True)]
    assert len(facts(year.cast.world.region.path or "", year.cycle.pk).curated) == 3


def test_others_point_at_them_where_they_see_them(year: Year) -> None:
    references.register(SOURCES)
    one = candidate(year.place, year.cycle, now=NOW)
    held = curator("Ветрова", year.own)
    two = agreement(year.own, held.person, year.cycle, now=NOW)
    pairs = [("curator-candidate", one.pk), ("curator-agreement", two.pk)]
    assert set(references.find_many(year.cast.municipal_coordinator, pairs)) == set(pairs)
    assert set(references.find_many(year.cast.school_head, pairs)) == {pairs[1]}
    assert references.find_many(year.cast.neighbour_municipal_coordinator, pairs) == {}
