"""Who suits a school: every reason in words, the order from plain facts, nobody with a conflict is offered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from conftest import NOW
from curators.conftest import Year
from curators.looking import asked, text
from factories.curators import candidate, curator
from factories.people import appointment, person
from opora.access import Actor, Role
from opora.catalogues.models import Version
from opora.curators.matching import Somebody, in_order, reasons
from opora.curators.queries.choosing import Choice, choice_for
from opora.curators.states import CandidateState
from opora.expertise.models import Assignment, Entry, Round
from opora.organisations.models import Merit, Organisation
from opora.organisations.states import MeritKind
from risks.making import TITLES, profiled

TODAY = NOW.date()
S = CandidateState


def words(somebody: Somebody, *, highs: int = 2, most: int = 3) -> list[str]:
    return [f"{each.sign}: {each.words}" for each in reasons(somebody, most=most, highs=highs)]


def test_every_fact_is_a_reason_in_words() -> None:
    found = words(
        Somebody(
            1, 2, "Светлова", conflicts=("работает в этой школе",), warnings=("спросите",), strong=("Мотивация",),
            weak=("Учебники",), declared=("Мотивация",), strengths="математик", merits=("Площадка",), km=12.4,
            schools=("А", "Б", "В"), similar=(("Г", ("Мотивация", "Двойки")),), was_here=True,
        )
    )  # fmt: skip
    assert found == [
        "conflict: работает в этой школе",
        "against: спросите",
        "for: в своей школе низкий риск там, где здесь высокий: «Мотивация»",
        "against: в своей школе тот же высокий риск: «Учебники»",
        "for: готов(а) помогать с рисками школы: «Мотивация»",
        "plain: сильные стороны, по словам предложивших: математик",
        "plain: сильные стороны своей школы: «Площадка»",
        "for: уже был(а) куратором этой школы",
        "for: знает похожую школу «Г»: общие высокие риски — «Мотивация», «Двойки»",
        "against: ведёт 3\N{NO-BREAK SPACE}школы: станет больше обычного (до 3)",
        "plain: от своей школы ≈ 12 км дороги (оценка по прямой)",
    ]


def test_what_is_not_known_is_said() -> None:
    assert words(Somebody(1, None, "Светлова")) == [
        "plain: профиля школы, где работает, не видно: сравнить риски нельзя",
        "for: школ пока не ведёт",
        "plain: расстояние неизвестно: нет координат",
    ]
    assert words(Somebody(1, None, "Светлова"), highs=0)[0] == "for: школ пока не ведёт"


def test_the_order_is_of_facts_one_after_another() -> None:
    plain = Somebody(1, None, "А", km=5)
    people = [
        replace(plain, name="конфликт", conflicts=("работает здесь",), strong=("х", "у")),
        replace(plain, name="дальше", km=50),
        replace(plain, name="неизвестно где", km=None),
        replace(plain, name="занят", schools=("Ш",), km=1),
        replace(plain, name="знает похожую", similar=(("Ш", ("х", "у")),)),
        replace(plain, name="заявил", declared=("х",)),
        replace(plain, name="сильный", strong=("х",)),
    ]
    assert [each.name for each in in_order(people)] == [
        *("сильный", "заявил", "знает похожую", "дальше", "неизвестно где", "занят", "конфликт"),
    ]


def chosen(year: Year, who: Actor | None = None) -> Choice:
    return choice_for(who or year.cast.municipal_coordinator, year.own, year.cycle, today=TODAY)


def of(choice: Choice, name: str) -> Somebody:
    return next(each for each in choice.people if each.name.startswith(name))


def test_the_own_school_is_compared_by_risk(year: Year) -> None:
    profiled(year.own, year.cycle, R08=72, R11=70, R12=20)
    profiled(year.second, year.cycle, R08=10, R11=80, R12=10)
    candidate(
        year.place, year.cycle, now=NOW, organisation=year.second, strong_at=["R11", "R12"], strengths="Опыт"
    )
    Merit.objects.create(organisation=year.second, kind=MeritKind.STRENGTH, text="Площадка по математике")
    found = chosen(year)
    light = of(found, "Светлова")
    assert found.highs == (TITLES["R08"], TITLES["R11"])
    assert (light.strong, light.weak) == ((TITLES["R08"],), (TITLES["R11"],))
    # of what was declared only what is high here
    assert (light.declared, light.merits) == ((TITLES["R11"],), ("Площадка по математике",))


def test_a_profile_that_is_not_seen_is_not_told(year: Year) -> None:
    profiled(year.own, year.cycle, R08=72)
    profiled(year.neighbour, year.cycle, R08=10)
    candidate(year.place, year.cycle, now=NOW, organisation=year.neighbour)
    assert of(chosen(year), "Светлова").strong is None
    assert of(chosen(year, year.cast.regional_coordinator), "Светлова").strong == (TITLES["R08"],)


def put(school: Organisation, latitude: str, longitude: str) -> None:
    school.latitude, school.longitude = Decimal(latitude), Decimal(longitude)
    school.save()


def test_distance_load_and_schools_alike(year: Year) -> None:
    for school in (year.own, year.second):
        profiled(school, year.cycle, R08=72, R11=70)
    candidate(year.place, year.cycle, now=NOW, organisation=year.second, name="Близкая Анна")
    ahead = curator("Ветрова", year.second)
    curator("Прежнева", year.own, until=date(2026, 5, 31))
    assert of(chosen(year), "Близкая").no_km == "расстояние неизвестно: у школы нет координат"
    put(year.own, "58.0", "56.0")
    assert of(chosen(year), "Близкая").no_km == "расстояние неизвестно: у места работы нет координат"
    put(year.second, "58.0", "56.1")
    found = chosen(year)
    assert of(found, "Близкая").km == pytest.approx(5.89 * 1.3, abs=0.05)
    wind = of(found, "Ветрова")
    assert (wind.person_id, wind.schools) == (ahead.person_id, (year.second.name,))
    assert wind.similar == ((year.second.name, (TITLES["R08"], TITLES["R11"])),)
    assert wind.no_km == "расстояние неизвестно: нет места работы в реестре"
    Organisation.objects.filter(pk=year.second.pk).update(closed_on=TODAY)
    wind = of(chosen(year), "Ветрова")
    # a closed school is no load, yet what was learnt there counts
    assert (wind.schools, len(wind.similar)) == ((), 1)


def test_a_conflict_is_told_and_nobody_with_one_is_offered(year: Year) -> None:
    teaches = person("Своева")
    appointment(teaches, Role.TEACHER, year.own, until=date(2026, 9, 5))
    ready = candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, person=teaches, name="Своева Мария")
    candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, name="Ещё Анна", organisation=year.own)
    clean = candidate(year.place, year.cycle, S.CONTRACTED, now=NOW, name="Чистова Анна")
    found = chosen(year)
    assert [each.name for each in found.people] == ["Чистова Анна", "Ещё Анна", "Своева Мария"]
    assert of(found, "Своева").conflicts == of(found, "Ещё").conflicts == ("работает в этой школе",)
    page = text(year.cast.municipal_coordinator, reverse("curator-choose", args=[year.own.pk]))
    assert page.count("нельзя: конфликт интересов") == 2
    assert reverse("curator-candidate-appoint", args=[ready.pk]) not in page
    assert f"{reverse('curator-candidate-appoint', args=[clean.pk])}?school={year.own.pk}" in page


def test_an_expert_of_the_school_is_told_to_the_region_alone(year: Year) -> None:
    scorer, other = person("Экспертова"), person("Другова")
    for each in (scorer, other):
        appointment(each, Role.EXPERT, year.cast.world.region)
        candidate(year.place, year.cycle, now=NOW, person=each, name=each.full_name)
    version = Version.objects.filter(definition__kind="expert-sheets").first()
    assert version is not None
    round_ = Round.objects.create(
        cycle=year.cycle, territory=year.cast.world.region, number=1, version=version, opens=TODAY, closes=TODAY,
        seed="0", state_since=TODAY, made_at=NOW, made_by_name="Областная", title="Экспертиза", kinds=["concept"],
    )  # fmt: skip
    entry = Entry.objects.create(round=round_, school=year.own, kind="concept")
    Assignment.objects.create(
        entry=entry,
        person_id=scorer.pk,
        person_name=scorer.full_name,
        given_at=NOW,
        given_by_name="Областная",
    )
    home, region = chosen(year), chosen(year, year.cast.regional_coordinator)
    assert of(home, "Экспертова").conflicts == of(home, "Другова").conflicts == ()
    assert of(home, "Экспертова").warnings == of(home, "Другова").warnings != ()
    assert of(region, "Экспертова").conflicts == ("эксперт: в этом году оценивает документы этой школы",)
    assert (of(region, "Другова").conflicts, of(region, "Другова").warnings) == ((), ())


def test_present_curators_stand_apart_with_a_replacement(year: Year) -> None:
    old = curator("Прежнева", year.own)
    other = curator("Ветрова", year.second)
    found = chosen(year)
    assert [each.pk for each in found.present] == [old.pk]
    assert [each.name for each in found.people] == [other.person.full_name]
    page = text(year.cast.municipal_coordinator, reverse("curator-choose", args=[year.own.pk]))
    link = (
        f"{reverse('curator-replace', args=[old.pk])}?school={year.own.pk}&amp;successor=p{other.person_id}"
    )
    assert link in page


def test_who_opens_it_and_constant_queries(year: Year) -> None:
    profiled(year.own, year.cycle, R08=72)
    candidate(year.place, year.cycle, now=NOW, organisation=year.second)
    curator("Ветрова", year.second)
    who, url = year.cast.municipal_coordinator, reverse("curator-choose", args=[year.own.pk])
    one = asked(who, url)
    for number in range(9):
        somebody = person(f"Новая{number}")
        candidate(year.place, year.cycle, now=NOW, person=somebody, name=somebody.full_name)
        curator(f"Ещё{number}", year.second)
    assert asked(who, url) == one
    text(year.cast.school_head, url, 403)
    text(year.cast.neighbour_municipal_coordinator, url, 404)
