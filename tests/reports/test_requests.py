"""Reports are asked for: who sees it where, what answers it, who is late, how it is withdrawn."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from conftest import NOW
from factories.organisations import territory
from factories.people import signed_in
from factories.reports import FIRST, SECOND, asked_for, draft, issued, submitted
from opora import references
from opora.access import Actor, Refused, WrongState
from opora.access.actor import operator
from opora.history.models import Event
from opora.organisations.models import Territory
from opora.reports import actions
from opora.reports.actions import Ask
from opora.reports.models import ReportRequest
from opora.reports.queries.diary import diary_of
from opora.reports.queries.requests import answers, lines
from opora.reports.queries.visibility import requests_visible_to
from opora.reports.queries.waiting import waiting_for
from opora.reports.references import SOURCES
from opora.reports.states import REQUEST_MOVES, REQUEST_TRANSITIONS, ReportState, RequestState

from .conftest import Year
from .looking import asked, post, text

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DUE = TODAY + timedelta(days=30)


def request_of(year: Year, *places: Territory, due: date = DUE, **more: str) -> ReportRequest:
    """The region asks for the second stage."""
    w = year.cast.world
    chosen = places or (year.place, w.neighbour_municipality)
    return asked_for(w.region, year.cycle, *chosen, stage=SECOND, due=due, now=NOW, **more)


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    later = NOW + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)


def told(who: Actor) -> list[tuple[str, str, str]]:
    return [(each.title, each.action, each.url) for each in waiting_for(who)]


def test_every_state_says_whose_move_it_is() -> None:
    assert set(REQUEST_TRANSITIONS) == set(REQUEST_MOVES) == set(RequestState)


def test_a_region_asks_and_each_municipality_finds_it_on_its_desk(year: Year) -> None:
    people = year.cast
    asker = people.regional_coordinator
    page = text(asker, reverse("report-request-new"))
    assert "Этап 2: реализация, до 01.11.2026" in page
    assert "Еловский район" in page
    w = people.world
    both = [year.place.pk, w.neighbour_municipality.pk]
    post(asker, reverse("report-request-new"), 422, stage="second", due=DUE.isoformat())
    url = post(
        asker,
        reverse("report-request-new"),
        stage="second",
        due=DUE.isoformat(),
        territories=both,
        form="Письмом",
        note="Что дал сетевой проект",
        number="№ 44-о",
        date="2026-09-10",
    )
    made = ReportRequest.objects.get()
    assert url == reverse("report-request", args=[made.pk])
    page = text(asker, url)
    assert page.count("не начат") == 2
    assert "Что дал сетевой проект" in page
    who = people.municipal_coordinator
    begin = f"/reports/new/?cycle=2026&territory={year.place.code}&stage=second"
    assert told(who) == [("Отчёт по запросу: Этап 2: реализация", "Начать отчёт", begin)]
    (waiting,) = waiting_for(who)
    assert (waiting.since, waiting.due) == (TODAY, DUE)
    page = text(who, url)
    assert "Начать отчёт" in page
    # how the neighbour answers is not its business
    assert "Еловский район" not in page
    assert "Запросы отчётов" in text(who, reverse("reports"))
    assert "0 из 1" in text(who, reverse("report-requests"))
    assert "0 из 2" in text(asker, reverse("report-requests"))
    # the letter answers the letter
    begun = actions.begin(territory=year.place, cycle=year.cycle, stage=SECOND, by=who, at=NOW)
    assert (begun.reply_to_number, begun.reply_to_date) == ("44-о", date(2026, 9, 10))
    assert told(who)[0][1:] == ("Дописать отчёт", f"/reports/{begun.pk}/")
    page = text(who, reverse("report", args=[begun.pk]))
    assert "По запросу" in page
    assert url in page
    # what the region wants told stands above the sections and before it is handed over
    for shown in (page, text(who, reverse("report-submit", args=[begun.pk]))):
        assert "О чём написать обязательно</h2><p>Что дал сетевой проект</p>" in shown
        assert f"Просит {year.cast.world.region.name}, прислать до" in shown
        assert f'<a href="{url}">Открыть запрос</a>' in shown
    (event,) = Event.objects.filter(subject_kind="report-request")
    assert (event.verb, event.note) == ("запросил(а) отчёты", "Берёзовский округ, Еловский район")


def test_an_issued_report_of_the_stage_is_the_answer(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    people, made = year.cast, request_of(year)
    asker, neighbour = people.regional_coordinator, people.world.neighbour_municipality
    issued(year.place, year.cycle, FIRST, now=NOW)
    assert [each.state for each in answers(asker, made)] == [None, None]
    waits = submitted(neighbour, year.cycle, SECOND, now=NOW)
    sent = issued(year.place, year.cycle, SECOND, now=NOW, number="987")
    assert [each.state for each in answers(asker, made)] == [ReportState.ISSUED, ReportState.SUBMITTED]
    (line,) = lines(asker)
    assert (line.answered, line.asked, line.late(DUE), line.late(DUE + timedelta(days=1))) == (1, 2, 0, 1)
    assert waiting_for(people.municipal_coordinator) == []
    page = text(asker, reverse("report-request", args=[made.pk]))
    assert reverse("report", args=[sent.pk]) in page
    assert "в срок" in page
    # what is not sent is told of and not opened
    assert "на подписи" in page
    assert reverse("report", args=[waits.pk]) not in page
    # annulled, it answers no more
    actions.annul(report=sent, why="Ошибка", by=people.authority_head, at=NOW)
    assert lines(asker)[0].answered == 0
    at(monkeypatch, 34)
    assert "опаздывает на 4 дн." in text(asker, reverse("report-request", args=[made.pk]))
    assert "опаздывают: 2" in text(asker, reverse("report-requests"))
    assert told(asker) == [
        (
            "Отчёты по запросу, Этап 2: реализация: не прислали 2",
            "Посмотреть",
            reverse("report-request", args=[made.pk]),
        )
    ]


def test_a_report_that_came_late_says_so(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    made = request_of(year, year.place)
    issued(year.place, year.cycle, SECOND, now=NOW + timedelta(days=33))
    at(monkeypatch, 40)
    page = text(year.cast.regional_coordinator, reverse("report-request", args=[made.pk]))
    assert "позже на 3 дн." in page
    assert "ответили все" in page
    assert waiting_for(year.cast.regional_coordinator) == []


def test_a_stage_that_is_due_and_asked_for_stands_once(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    request_of(year, year.place, due=date(2026, 10, 30))
    at(monkeypatch, 40)
    (waiting,) = waiting_for(year.cast.municipal_coordinator)
    assert (waiting.title, waiting.due) == ("Отчёт по запросу: Этап 2: реализация", date(2026, 10, 30))
    (waiting,) = waiting_for(year.cast.neighbour_municipal_coordinator)
    assert (waiting.title, waiting.due) == ("Отчёт по этапу: Этап 2: реализация", date(2026, 11, 1))


def test_it_is_withdrawn_with_a_reason_and_leaves_the_desk(year: Year) -> None:
    made, people = request_of(year), year.cast
    url = reverse("report-request-withdraw", args=[made.pk])
    post(people.regional_coordinator, url, 422, why=" ")
    post(people.regional_coordinator, url, why="Перенесли на весну")
    assert waiting_for(people.municipal_coordinator) == []
    page = text(people.municipal_coordinator, reverse("report-request", args=[made.pk]))
    assert "Запрос отозван: Перенесли на весну" in page
    assert "Начать отчёт" not in page
    assert "отозван" in text(people.regional_coordinator, reverse("report-requests"))
    text(people.regional_coordinator, url, 409)
    made.refresh_from_db()
    with pytest.raises(WrongState, match="уже отозван"):
        actions.withdraw(asked=made, why="Снова", by=people.regional_coordinator, at=NOW)
    # the same may be asked for again
    assert request_of(year).pk != made.pk


def test_what_cannot_be_asked_for_is_refused_in_words(year: Year) -> None:
    w, who = year.cast.world, year.cast.regional_coordinator
    request_of(year, year.place)

    def refused(*places: Territory, due: date = DUE) -> dict[str, list[str]]:
        with pytest.raises(ValidationError) as caught:
            given = Ask(SECOND, due, [each.pk for each in places])
            actions.ask(territory=w.region, cycle=year.cycle, given=given, by=who, at=NOW)
        return caught.value.message_dict

    assert list(refused()) == ["territories"]
    assert list(refused(w.foreign_municipality)) == ["territories"]
    assert list(refused(w.neighbour_municipality, due=TODAY - timedelta(days=1))) == ["due"]
    (words,) = refused(year.place, w.neighbour_municipality)["territories"]
    assert words.startswith("Этот отчёт уже запрошен: Берёзовский округ.")
    # of another stage it is another report
    asked_for(w.region, year.cycle, year.place, stage=FIRST, due=DUE, now=NOW)
    assert ReportRequest.objects.count() == 2


def test_who_asks_and_who_sees(year: Year) -> None:
    people, made = year.cast, request_of(year, year.place)
    w = people.world
    foreign = asked_for(
        w.foreign_municipality.parent or w.region,
        year.cycle,
        w.foreign_municipality,
        stage=SECOND,
        due=DUE,
        now=NOW,
    )
    given = Ask(FIRST, DUE, [year.place.pk])
    for stranger in (people.municipal_coordinator, people.methodist, people.foreign_regional_coordinator):
        with pytest.raises(Refused):
            actions.ask(territory=w.region, cycle=year.cycle, given=given, by=stranger, at=NOW)
    with pytest.raises(Refused, match="другая территория"):
        actions.withdraw(asked=made, why="?", by=people.foreign_regional_coordinator, at=NOW)
    seen = {name: set(requests_visible_to(each)) for name, each in people.parts().items()}
    assert {name: found for name, found in seen.items() if found} == {
        "municipal_coordinator": {made},
        "authority_head": {made},
        "foreign_municipal_coordinator": {foreign},
        "regional_coordinator": {made},
        "regional_project_head": {made},
        "foreign_regional_coordinator": {foreign},
        "federal_operator": {made, foreign},
        "administrator": {made, foreign},
    }
    page = reverse("report-request", args=[made.pk])
    text(people.school_head, page, 403)
    text(people.neighbour_municipal_coordinator, page, 404)
    text(people.municipal_coordinator, reverse("report-request-new"), 403)
    assert "Отозвать" not in text(people.municipal_coordinator, page)


def test_its_last_day_stands_in_the_calendar(year: Year) -> None:
    people, made = year.cast, request_of(year)
    days = (DUE - timedelta(days=1), DUE + timedelta(days=1))
    url = reverse("report-request", args=[made.pk])
    found = [(each.title, each.url, each.last) for each in diary_of(people.municipal_coordinator, *days)]
    assert found == [("Отправить отчёт: Этап 2: реализация", url, DUE)]
    found = [(each.title, each.url, each.last) for each in diary_of(people.regional_coordinator, *days)]
    assert found == [("Отчёты муниципалитетов: Этап 2: реализация", url, DUE)]
    assert diary_of(people.school_head, *days) == []
    assert diary_of(people.municipal_coordinator, TODAY, TODAY) == []
    issued(year.place, year.cycle, SECOND, now=NOW)
    assert diary_of(people.municipal_coordinator, *days) == []


def test_the_desk_and_others_know_of_it(year: Year) -> None:
    made, people = request_of(year), year.cast
    assert "Отчёт по запросу: Этап 2: реализация" in text(people.municipal_coordinator, "/")
    references.register(SOURCES)
    found = references.find(people.municipal_coordinator, "report-request", made.pk)
    assert found is not None
    assert found.title == f"Запрос отчётов, {people.world.region.name}: Этап 2: реализация"
    assert references.find(people.neighbour_school_head, "report-request", made.pk) is None
    post(people.municipal_coordinator, f"/discussions/report-request/{made.pk}/", text="Успеем к пятнице")
    assert "Успеем к пятнице" in text(people.regional_coordinator, reverse("report-request", args=[made.pk]))


def test_queries_do_not_grow(year: Year, django_assert_num_queries: object) -> None:
    people, made = year.cast, request_of(year, year.place)
    asker, url = people.regional_coordinator, reverse("report-request", args=[made.pk])
    pages = [url, reverse("report-requests"), reverse("report-request-new")]
    few = [asked(asker, each) for each in pages]
    for n in range(6):
        place = territory("municipality", f"Район {n}", people.world.region)
        made.territories.add(place)
        draft(place, year.cycle, SECOND, now=NOW)
        asked_for(people.world.region, year.cycle, place, stage=FIRST, due=DUE, now=NOW)
    assert [asked(asker, each) for each in pages] == few
    who, school = people.municipal_coordinator, people.school_head
    assert signed_in(who).get(url).status_code == 200
    waiting_for(who)  # stages are read once for the process
    with django_assert_num_queries(5):  # type: ignore[operator]
        waiting_for(who)
    with django_assert_num_queries(1):  # type: ignore[operator]
        waiting_for(asker)
    with django_assert_num_queries(1):  # type: ignore[operator]
        diary_of(who, TODAY, DUE)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert waiting_for(operator()) + waiting_for(school) == []
