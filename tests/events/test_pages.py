"""Pages of events: who sees what, from planning to the number, filters, bad input, the desk, the diary."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conftest import NOW
from factories.clocks import lives_by
from factories.events import PNG, event_of
from factories.people import signed_in
from opora import references
from opora.events.models import Event, Session
from opora.events.queries.diary import diary_of
from opora.events.states import EventState

from .conftest import LATER, Year, first_day
from .looking import post, text


def test_from_the_plan_to_the_number(year: Year) -> None:
    who = year.cast.municipal_coordinator
    page = text(who, "/events/new/")
    assert ("Семинар-практикум" in page, "<optgroup" in page, year.second.name in page) == (True, True, True)
    place = post(
        who,
        "/events/new/",
        kind="practice-seminar",
        title="Читаем условие задачи",
        date="2026-09-10",
        time="14:30",
        place="Школа № 2",
        url="video.example.org/room",
        audience=["teachers", "curators"],
        schools=[str(year.school.pk)],
        leaders=[str(year.cast.curator.person_id)],
        factors=[],
    )
    made = Event.objects.get()
    assert place == f"/events/{made.pk}/"
    page = text(year.cast.teacher, place)
    for words in ("10\u00a0сентября\u00a02026, 14:30", "Школа № 2", "учителя, кураторы", "Кураторова М. П."):
        assert words in page, words
    assert 'href="https://video.example.org/room"' in page
    day = made.sessions.get()
    assert "Отметить" in text(year.cast.curator, place)
    assert year.school.name in text(year.cast.curator, f"/events/days/{day.pk}/")
    numbers = {"came": "12", f"school{year.school.pk}": "5", "revision": "0"}
    post(year.cast.curator, f"/events/days/{day.pk}/", **numbers)
    page = text(who, place)
    assert "Проведено: 1\u00a0день, пришло 12\u00a0человек." in page
    assert f"{year.school.name} — 5" in page
    page = text(who, f"/events/days/{day.pk}/")
    assert ("Исправить числа" in page, 'value="12"' in page) == (True, True)
    post(who, f"/events/days/{day.pk}/", came="13", revision="1")
    made.refresh_from_db()
    assert (made.state, made.sessions.get().came) == (EventState.HELD, 13)


def test_an_hour_is_told_by_the_clock_of_the_place(year: Year) -> None:
    people = year.cast
    lives_by(year.place, "Asia/Kamchatka", now=NOW)
    said = {"kind": "webinar", "title": "Утро", "date": "2026-11-25", "time": "08:00"}
    place = post(people.municipal_coordinator, "/events/new/", **said)
    day = Session.objects.get()
    assert day.starts_at == datetime(2026, 11, 24, 20, tzinfo=UTC)
    told = "25\u00a0ноября\u00a02026, 08:00 (Камчатка, МСК+9)"
    # the administrator lives by the clock of the installation
    for who in (people.municipal_coordinator, people.administrator):
        assert told in text(who, place)
    assert told in text(people.municipal_coordinator, f"/events/days/{day.pk}/move/")
    moved = {"date": "2026-11-26", "time": "09:30", "reason": "Так", "revision": "0"}
    post(people.municipal_coordinator, f"/events/days/{day.pk}/move/", **moved)
    day.refresh_from_db()
    assert day.starts_at == datetime(2026, 11, 25, 21, 30, tzinfo=UTC)
    post(people.municipal_coordinator, f"{place}days/", date="2026-11-27", time="08:00")
    assert text(people.administrator, place).count("(Камчатка, МСК+9)") == 2
    # what is read in Moscow stands on the day that its hour has there
    with timezone.override("Europe/Moscow"):
        read = diary_of(people.curator, date(2026, 11, 26), date(2026, 11, 26))
        assert [each.starts_at for each in read] == [
            datetime(2026, 11, day, *hour, tzinfo=UTC) for day, *hour in ((25, 21, 30), (26, 20))
        ]


def test_a_series_is_made_of_a_term(year: Year) -> None:
    who = year.cast.methodist
    form = {"kind": "webinar", "title": "По четвергам", "term": "по четвергам", "spread": "on"}
    post(who, "/events/new/", **form, date="2027-07-20", time="12:00")
    days = list(Event.objects.get().sessions.values_list("date", flat=True))
    assert days == [date(2027, 7, 22) + timedelta(days=7 * n) for n in range(6)]
    assert {
        timezone.localtime(each).hour for each in Session.objects.values_list("starts_at", flat=True) if each
    } == {12}
    page = post(who, "/events/new/", 422, kind="webinar", title="Так", term="когда-нибудь", spread="on")
    assert "дни не поставить" in page
    page = post(who, "/events/new/", 422, kind="webinar", title="Так", spread="on")
    assert "Напишите срок словами" in page


def test_a_term_stays_as_it_was_written(year: Year) -> None:
    post(
        year.cast.methodist,
        "/events/new/",
        kind="consultation",
        title="Консультации",
        term="1 раз в месяц, по запросу",
        is_on_request="on",
        minutes="40",
    )
    made = Event.objects.get()
    assert (made.term, made.minutes, made.sessions.count()) == ("1 раз в месяц, по запросу", 40, 0)
    page = text(year.cast.methodist, f"/events/{made.pk}/")
    assert "1 раз в месяц, по запросу" in page
    assert "Дни ещё не названы" in page
    post(year.cast.methodist, f"/events/{made.pk}/days/", date="2026-09-10")
    day = made.sessions.get()
    post(year.cast.methodist, f"/events/days/{day.pk}/", came="1", revision="0")
    assert "Завершить" in text(year.cast.methodist, f"/events/{made.pk}/")
    post(year.cast.methodist, f"/events/{made.pk}/finish/")
    made.refresh_from_db()
    assert made.state == EventState.HELD


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": ""}, "Выберите форму"),
        ({"kind": "nothing"}, "Выберите"),
        ({"title": " "}, "Обязательное поле"),
        ({"date": ""}, "Назовите день, срок словами"),
        ({"date": "40.40.2026"}, "Впишите день"),
        ({"date": "2020-01-01"}, "не в году"),
        ({"date": "", "time": "10:00", "term": "март"}, "время без дня"),
        ({"minutes": "30"}, "Минуты пишут у консультации"),
        ({"hours": "30"}, "Часы пишут у курсов"),
        ({"title": "я" * 301}, "300"),
        ({"schools": "999999"}, "999999"),
        ({"title": "нуль\0"}, ""),
    ],
)
def test_what_cannot_be_written(year: Year, values: dict[str, str], words: str) -> None:
    said = {"kind": "quest", "title": "Квест", "date": "2026-10-15"} | values
    assert words in post(year.cast.methodist, "/events/new/", 422, **said)
    assert Event.objects.count() == 0


def test_where_one_may_organise(year: Year) -> None:
    people, w = year.cast, year.cast.world
    assert f"{year.school.name}, 2026/27" in text(people.school_head, "/events/new/")
    text(people.teacher, "/events/new/", 403)
    text(people.expert, "/events/", 403)
    text(people.observer, "/events/", 403)
    text(people.federal_operator, "/events/new/", 403)
    text(people.school_head, f"/events/new/?home=school-{w.neighbour_school.pk}", 404)
    text(people.school_head, f"/events/new/?home=territory-{year.place.pk}", 404)
    text(people.regional_coordinator, f"/events/new/?home=territory-{year.place.pk}")
    text(people.regional_coordinator, f"/events/new/?home=school-{year.school.pk}")
    text(people.school_head, "/events/new/?home=school-99999999999999999999")
    assert "ни территории, ни школы" in text(people.administrator, "/events/new/", 409)


def test_who_sees_an_event(year: Year, seminar: Event) -> None:
    people = year.cast
    inside = {
        *("school_head", "school_coordinator", "working_group_member", "teacher", "curator"),
        *("municipal_coordinator", "authority_head", "methodist", "regional_coordinator"),
        *("regional_project_head", "administrator"),
    }
    readers = people.parts().keys() - {"expert", "observer", "federal_operator", "stranger"}
    for part, who in people.parts().items():
        status = 200 if part in inside else 404 if part in readers else 403
        text(who, f"/events/{seminar.pk}/", status)
        if part in readers:
            assert (seminar.title in text(who, "/events/")) == (part in inside), part
        assert bool(references.find(who, "event", seminar.pk)) == (part in inside), part


def test_a_territory_calls_everybody_where_it_names_nobody(year: Year) -> None:
    region = event_of(year.cast.world.region, year.cycle, LATER, title="Для всех школ области", now=NOW)
    own = event_of(year.school, year.cycle, LATER, title="Своё", now=NOW)
    for who, sees in (
        (year.cast.teacher, (True, True)),
        (year.cast.neighbour_school_head, (True, False)),
        (year.cast.municipal_coordinator, (True, True)),
        (year.cast.neighbour_municipal_coordinator, (True, False)),
        (year.cast.foreign_regional_coordinator, (False, False)),
    ):
        found = references.find_many(who, [("event", region.pk), ("event", own.pk)])
        assert (("event", region.pk) in found, ("event", own.pk) in found) == sees


def test_buttons_that_can_only_be_refused_are_not_there(year: Year, seminar: Event) -> None:
    page = text(year.cast.school_head, f"/events/{seminar.pk}/")
    assert not any(words in page for words in ("Добавить день", "Отменить", "Отметить", "Добавить материал"))
    url = f"/events/{seminar.pk}"
    for address in (f"{url}/edit/", f"{url}/cancel/", f"{url}/days/", f"{url}/materials/"):
        text(year.cast.school_head, address, 403)
        text(year.cast.neighbour_school_head, address, 404)


def test_moving_and_cancelling(year: Year, seminar: Event) -> None:
    who, day = year.cast.municipal_coordinator, first_day(seminar)
    url = f"/events/days/{day.pk}"
    assert "Почему переносите" in post(who, f"{url}/move/", 422, date="2026-10-01", revision="0")
    post(who, f"{url}/move/", date="2026-10-01", reason="Карантин", revision="0")
    assert "другой человек" in post(who, f"{url}/move/", 422, date="2026-10-02", reason="Ещё", revision="0")
    page = text(year.cast.teacher, f"/events/{seminar.pk}/")
    assert "был 10\u00a0сентября\u00a02026: Карантин" in page
    post(who, f"{url}/cancel/", reason="Совсем никак", revision="1")
    assert "Совсем никак" in text(year.cast.teacher, f"/events/{seminar.pk}/")
    post(who, f"/events/{seminar.pk}/cancel/", 422, reason="")
    post(who, f"/events/{seminar.pk}/cancel/", reason="И остальное")
    assert "Почему отменено" in text(year.cast.teacher, f"/events/{seminar.pk}/")
    post(who, f"/events/{seminar.pk}/cancel/", 409, reason="Снова")


def test_editing(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    page = text(who, f"/events/{seminar.pk}/edit/")
    assert ('name="date"' in page, "checked" in page) == (False, True)
    said = {"kind": "quest", "title": "Квест", "schools": [str(year.school.pk)], "revision": "0"}
    post(who, f"/events/{seminar.pk}/edit/", **said)
    seminar.refresh_from_db()
    assert (seminar.title, seminar.kind_title, seminar.invited.count()) == ("Квест", "Квест", 1)
    assert "другой человек" in post(who, f"/events/{seminar.pk}/edit/", 422, **said)


def test_materials_and_markup(year: Year, seminar: Event) -> None:
    who = year.cast.methodist
    url = f"/events/{seminar.pk}/materials/"
    post(who, url, title="<script>alert(1)</script>", file=SimpleUploadedFile("p.png", PNG))
    post(who, url, title="Запись", url="example.org/video")
    assert "что-то одно" in post(who, url, 422, title="Пусто")
    assert "https://" in post(who, url, 422, url="javascript:alert(1)")
    assert "Это программа" in post(who, url, 422, file=SimpleUploadedFile("p.png", b"MZ\0\0"))
    page = text(year.cast.teacher, f"/events/{seminar.pk}/")
    assert "<script>alert(1)" not in page
    assert 'href="https://example.org/video"' in page
    material = seminar.materials.exclude(file=None).get()
    answer = signed_in(year.cast.teacher).get(f"/events/materials/{material.pk}/")
    assert answer.headers["Content-Type"] == "image/png"
    assert (
        signed_in(year.cast.neighbour_school_head).get(f"/events/materials/{material.pk}/").status_code == 404
    )
    text(year.cast.teacher, f"/events/materials/{material.pk}/remove/", 403)
    post(who, f"/events/materials/{material.pk}/remove/")
    assert seminar.materials.count() == 1


def test_filters_and_the_workbook(year: Year, seminar: Event) -> None:
    who = year.cast.municipal_coordinator
    other = event_of(
        year.school, year.cycle, LATER, form="quest", title="Лесной квест", factors=["R01"], now=NOW
    )
    far = date(2099, 1, 1)  # the pages look at the clock on the wall
    other.sessions.update(date=far, last=far)
    for query, finds in (
        ("q=чтении", ["Семинар о чтении"]),
        ("kind=quest", ["Лесной квест"]),
        (f"school={year.second.key}", ["Семинар о чтении"]),
        ("school=берёзовская", ["Семинар о чтении", "Лесной квест"]),
        ("last=2026-09-30", ["Семинар о чтении"]),
        ("first=2026-10-01", ["Семинар о чтении", "Лесной квест"]),
        ("first=зима&kind=x&state=y&page=99", ["Семинар о чтении", "Лесной квест"]),
        ("factor=R01", None),
        ("show=unmarked", ["Семинар о чтении"]),
        ("state=held", []),
        ("state=planned&q=лесной", ["Лесной квест"]),
    ):
        page = text(who, f"/events/?{query}")
        if finds is None:
            continue
        found = [title for title in ("Семинар о чтении", "Лесной квест") if title in page]
        assert found == finds, query
    answer = signed_in(who).get("/events/?kind=quest&as=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows if row[1] == "Квест"] == ["Лесной квест"]
    text(who, "/events/?cycle=1917", 404)
