"""Pages of meetings: what they show and refuse, printed minutes, query counts."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from conftest import NOW
from factories.meetings import group, held, meeting, minuted
from factories.people import Cast, signed_in
from opora.access import Actor
from opora.assignments.actions import accept, report
from opora.assignments.models import Assignment
from opora.groups.models import Group
from opora.meetings import queries
from opora.meetings.actions import assign
from opora.meetings.agenda import agenda_of
from opora.meetings.models import Meeting, MeetingRhythm
from opora.meetings.printouts.minutes import accusative, heading, initials_first

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(people: Cast) -> Group:
    return group(
        people.world.municipality,
        "Рабочая группа по программам",
        chair=people.methodist,
        member="Орлова Н. С.",
    )


@pytest.fixture
def planned(people: Cast, team: Group) -> Meeting:
    return meeting(team, people.world.cycle, starts_at=NOW, place="Зал <b>1</b>", at=NOW)


def text(who: Actor, url: str, status: int = 200) -> str:
    answer = signed_in(who).get(url)
    assert answer.status_code == status, (answer.status_code, answer.text[:2000])
    return answer.text


def post(who: Actor, url: str, status: int = 302, /, **data: Any) -> str:
    answer = signed_in(who).post(url, data)
    assert answer.status_code == status, (answer.status_code, answer.text[:3000])
    return answer.text if status != 302 else answer.headers["Location"]


def step(name: str, of: Meeting) -> str:
    return reverse(f"meeting-{name}", args=[of.pk])


def test_the_list_and_its_filters(people: Cast, team: Group, planned: Meeting) -> None:
    who = people.municipal_coordinator
    page = text(who, "/meetings/")
    assert "Рабочая группа по программам" in page
    assert "день прошёл" in page
    for query, there in (
        ("q=программам", True),
        ("q=ничего", False),
        ("show=unminuted", True),
        ("show=mine", False),
        ("kind=council", False),
        ("state=planned", True),
        ("state=minuted", False),
        (f"group={team.pk}", True),
        ("group=x&state=?&show=?&page=77", True),
        ("home=Берёзовский", True),
    ):
        main = text(who, f"/meetings/?{query}").split("<main")[1]
        assert (f'href="/meetings/{planned.pk}/"' in main) is there, query
    for other in (people.observer, people.expert, people.administrator, people.federal_operator):
        text(other, "/meetings/", 403)


def test_the_workbook(people: Cast, planned: Meeting) -> None:
    answer = signed_in(people.methodist).get("/meetings/?as=xlsx")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content)).worksheets[0]]
    assert rows[0][:3] == ["Совещание", "Вид", "Группа"]
    assert (rows[1][0], rows[1][5], rows[1][11]) == ("Заседание", "12:30", 2)


def test_a_meeting_is_called_by_a_page(people: Cast, team: Group) -> None:
    who, url = people.methodist, f"/meetings/new/?group={team.pk}"
    assert f"?group={team.pk}" in text(who, "/meetings/new/")
    assert "Заседание: Рабочая группа по программам" in text(who, url)
    assert "Назовите день и час" in post(who, url, 422, kind="working", title="Заседание")
    said = {"kind": "working", "title": "Заседание", "starts": "2026-12-01T10:00", "zone": "Asia/Omsk"}
    assert "Это не ссылка" in post(who, url, 422, **said, url="не ссылка")
    assert "Дайте ссылку" in post(who, url, 422, **said, is_online="on")
    agenda = "1. Итоги / Орлова Н. С.\n\n2) Разное и/или прочее"
    where = post(who, url, **said, agenda=agenda)
    made = Meeting.objects.get()
    assert where == f"/meetings/{made.pk}/"
    assert (made.local_start.strftime("%H:%M"), made.cycle) == ("10:00", people.world.cycle)
    assert [(each.title, each.speaker) for each in made.items.all()] == [
        ("Итоги", "Орлова Н. С."),
        ("Разное и/или прочее", ""),
    ]
    page = text(who, where)
    assert "10:00 (Омск, МСК+3)" in page
    for bad in ("group=999999", "group=x", "home=o1x", f"home=o{people.world.foreign_school.pk}"):
        text(who, f"/meetings/new/?{bad}", 404)
    text(people.observer, "/meetings/new/", 403)
    text(people.teacher, f"/meetings/new/?home=o{people.world.school.pk}", 403)


def test_a_school_calls_a_council(people: Cast) -> None:
    url = f"/meetings/new/?home=o{people.world.school.pk}"
    assert url.split("new/")[1] in text(people.school_head, "/meetings/new/")
    post(people.school_head, url, kind="council", title="Педсовет", starts="2026-12-01T10:00")
    assert Meeting.objects.get().school == people.world.school


def test_one_meeting_and_what_may_be_done(people: Cast, planned: Meeting) -> None:
    page = text(people.methodist, f"/meetings/{planned.pk}/")
    for words in ("Отметить, кто был", "Перенести", "Повторять до конца года", "Зал &lt;b&gt;1&lt;/b&gt;"):
        assert words in page
    text(people.school_head, f"/meetings/{planned.pk}/", 404)
    text(people.methodist, step("minutes", planned), 409)
    text(people.methodist, step("docx", planned), 409)


def test_editing_moving_cancelling(people: Cast, planned: Meeting) -> None:
    who = people.methodist
    assert "Итоги визитов / Петрова А. И., методист" in text(who, step("edit", planned))
    post(who, step("edit", planned), kind="other", title="Новое", agenda="Один\nДва", seen="0")
    assert planned.items.count() == 2
    assert "прежнее время" in post(who, step("move", planned), 422, starts="2026-09-14T12:30", reason="x")
    post(who, step("move", planned), starts="2026-09-15T12:30", reason="Метель")
    assert "Метель" in text(who, f"/meetings/{planned.pk}/")
    assert "Напишите, почему" in post(who, step("cancel", planned), 422, reason="")
    post(who, step("cancel", planned), reason="Не нужно")
    assert "отменено" in text(who, f"/meetings/{planned.pk}/")


def test_people_are_asked_and_taken_off(people: Cast, planned: Meeting) -> None:
    who, url = people.methodist, step("people", planned)
    assert "впишите фамилию" in post(who, url, 422)
    post(who, url, name="Соснова Е. А.", post="завуч")
    row = planned.attendance.get(name="Соснова Е. А.")
    assert "завуч" in text(who, url)
    post(who, reverse("meeting-uninvite", args=[planned.pk, row.pk]))
    assert not planned.attendance.filter(pk=row.pk).exists()


def test_from_attendance_to_signed_minutes_on_paper(people: Cast, planned: Meeting) -> None:
    who = people.methodist
    chair, other = planned.attendance.all()
    assert "Орлова Н. С." in text(who, step("hold", planned))
    marks = {f"came-{chair.pk}": "present", f"came-{other.pk}": "absent", f"reason-{other.pk}": "болеет"}
    assert "ещё не наступил" in post(who, step("hold", planned), 422, **marks, starts="2027-05-01T10:00")
    nobody = {f"came-{chair.pk}": "absent"}
    assert "кто был" in post(who, step("hold", planned), 422, **nobody, starts="2026-09-14T12:30")
    url = post(who, step("hold", planned), **marks, starts="2026-09-14T12:40")
    assert url == step("minutes", planned)
    item = planned.items.get()
    said = {
        f"title-{item.pk}": item.title,
        f"speaker-{item.pk}": item.speaker,
        f"heard-{item.pk}": "Съездили во все школы.",
        "number": "1",
        "chair": "Методистова Мария Петровна",
        "secretary": "Соснова Е. А.",
    }
    post(who, step("minutes", planned), **said)
    assert "впишите, что решили" in text(who, f"/meetings/{planned.pk}/")
    text(who, step("sign", planned), 409)
    post(
        who,
        step("minutes", planned),
        **said,
        **{f"decided-{item.pk}": "Продолжить", "title-new": "Разное", "decided-new": "Собраться"},
    )
    assert "Подписать протокол" in text(who, f"/meetings/{planned.pk}/")
    text(who, step("sign", planned))
    task = f"{step('task', planned)}?item={item.pk}"
    assert "Продолжить" in text(who, task)
    assert "Назовите исполнителя" in post(who, task, 422, what="Съездить")
    post(who, task, what="Съездить", school=people.world.school.pk, due="2026-12-01")
    made = Assignment.objects.get()
    assert (made.school, made.executor) == (people.world.school, people.world.school.name)
    post(who, step("sign", planned))
    answer = signed_in(who).get(step("docx", planned))
    body = ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
    for words in (
        "ПРОТОКОЛ",
        "заседания рабочей группы по программам",
        "Петрову",
        "методиста",
        "болеет",
        "Съездить",
    ):
        assert words in body
    assert signed_in(who).get(step("pdf", planned)).content.startswith(b"%PDF")
    text(who, step("reopen", planned))
    assert "Напишите, что" in post(who, step("reopen", planned), 422, reason=" ")
    post(who, step("reopen", planned), reason="Опечатка")
    text(who, step("hold", planned))
    assert "Исправить, кто был" in text(who, f"/meetings/{planned.pk}/")


def test_what_was_decided_the_last_time_and_what_became_of_it(
    people: Cast, team: Group, planned: Meeting
) -> None:
    w = people.world

    def past(days: int, what: str, *, done: bool) -> None:
        one = held(meeting(team, w.cycle, starts_at=NOW - timedelta(days=days), at=NOW), at=NOW)
        made = assign(meeting=one, what=what, home=w.school, by=people.methodist, at=NOW)
        if done:
            accept(
                assignment=report(assignment=made, words="Да", by=people.school_head, at=NOW),
                by=people.curator,
                at=NOW,
            )

    past(28, "Давнее законченное", done=True)
    past(28, "Давнее открытое", done=False)
    past(14, "Прошлое законченное", done=True)
    page = text(people.methodist, f"/meetings/{planned.pk}/")
    assert [what in page for what in ("Давнее законченное", "Давнее открытое", "Прошлое законченное")] == [
        *(False, True, True),
    ]
    page = text(people.methodist, f"/groups/{team.pk}/meetings/")
    assert "Давнее открытое" in page
    assert "Прошлое законченное" not in page


def test_a_series_by_a_page(people: Cast, planned: Meeting) -> None:
    who = people.methodist
    assert "раз в сколько дней" in post(who, step("repeat", planned), 422, kind="every_days")
    assert post(who, step("repeat", planned), kind="monthly") == "/meetings/"
    assert Meeting.objects.count() == 12


def test_how_often_a_group_meets(people: Cast, team: Group) -> None:
    who, url = people.methodist, f"/groups/{team.pk}/rhythm/"
    since = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert "раз в сколько дней" in post(who, url, 422, kind="every_days", since=since)
    post(who, url, kind="every_days", days="10", since=since)
    assert MeetingRhythm.objects.get().days == 10
    page = text(who, f"/groups/{team.pk}/meetings/")
    assert "раз в 10\N{NO-BREAK SPACE}дней" in page
    assert "пора собраться" in page
    post(who, url, kind="weekly", days="10", since=since)
    assert MeetingRhythm.objects.get().days is None
    text(people.school_head, url, 404)


def test_planned_against_actual_in_a_line(people: Cast, team: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    who, url = people.methodist, f"/groups/{team.pk}/meetings/"
    assert "План и факт" not in text(who, url)
    MeetingRhythm.objects.create(group=team, kind="fortnightly", since=NOW.date() - timedelta(days=28))
    for days in (21, 14, 7):
        held(meeting(team, people.world.cycle, starts_at=NOW - timedelta(days=days), at=NOW), at=NOW)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=60))
    page = text(who, url).replace("\N{NO-BREAK SPACE}", " ")
    line = (
        "по плану 7, проведено 3 <small>с 17 августа 2026; на деле раз в 7 дней; не собирались: октябрь 2026"
    )
    assert line in page


def test_words_in_their_case() -> None:
    assert accusative("Петрова Анна Ивановна, методист") == "Петрову Анну Ивановну, методиста"
    assert accusative("рабочую группу, которая ездила") == "рабочую группу, которая ездила"
    assert accusative("") == ""
    assert initials_first("Белова Ирина Сергеевна").replace("\N{NO-BREAK SPACE}", " ") == "И. С. Белова"
    assert initials_first("Рабочая группа") == "Рабочая группа"
    made = Meeting(kind="council")
    assert heading(made) == "заседания педагогического совета"
    made.group = Group(name="ШМО учителей математики")
    assert heading(made) == "заседания ШМО учителей математики"


def test_an_agenda_is_read_line_by_line() -> None:
    assert agenda_of("1. Первый | Иванов И. И.\n  \n2) Второй / часть / Петров\nТретий и/или") == (
        ("Первый", "Иванов И. И."),
        ("Второй / часть", "Петров"),
        ("Третий и/или", ""),
    )


@pytest.mark.parametrize("size", [1, 10])
def test_pages_ask_as_much_of_ten_as_of_one(people: Cast, team: Group, size: int) -> None:
    w, who = people.world, people.methodist
    for n in range(size):
        one = minuted(
            held(meeting(team, w.cycle, starts_at=NOW - timedelta(days=n + 1), at=NOW), at=NOW),
            number=str(n),
            at=NOW,
        )
        assign(meeting=one, what=f"Дело {n}", home=w.school, by=who, at=NOW)
    agenda = tuple((f"Вопрос {n}", "") for n in range(size))
    last = held(meeting(team, w.cycle, starts_at=NOW, agenda=agenda, at=NOW), at=NOW)
    for n in range(size):
        last.attendance.create(name=f"Гость {n}")
        assign(meeting=last, what=f"Дело {n}", home=w.school, by=who, at=NOW)
    urls = {
        "list": "/meetings/",
        "one": f"/meetings/{last.pk}/",
        "group": f"/groups/{team.pk}/meetings/",
        "minutes": step("minutes", last),
        "docx": step("docx", last),
        "workbook": "/meetings/?as=xlsx",
    }
    client, found = signed_in(who), {}
    for name, url in urls.items():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        found[name] = len(captured)
    assert found == {"list": 8, "one": 15, "group": 13, "minutes": 7, "docx": 7, "workbook": 7}


def test_meetings_of_a_group_are_told_apart_by_their_days_the_nearest_first(
    people: Cast, team: Group
) -> None:
    cycle, who = people.world.cycle, people.methodist
    made = {
        days: meeting(team, cycle, starts_at=NOW + timedelta(days=days), at=NOW, agenda=())
        for days in (40, -20, 3, -7)
    }
    lines = queries.lines(who, queries.Chosen(), at=NOW)
    assert [each.pk for each in lines] == [made[days].pk for days in (3, 40, -7, -20)]
    page = text(who, reverse("meeting", args=[made[3].pk]))
    assert "<h1>Заседание, 17\N{NO-BREAK SPACE}сентября</h1>" in page
    # an empty agenda leads to the form at what stands open
    edit = step("edit", made[3])
    assert f'<a href="{edit}#id_offers">выберите из открытого</a>' in page
    form = text(who, edit)
    assert '<fieldset id="id_offers"' in form
    assert "Заседание, 17\N{NO-BREAK SPACE}сентября</a>" in form
    Meeting.objects.filter(pk=made[3].pk).update(title="Сбор 17\N{NO-BREAK SPACE}сентября")
    assert "<h1>Сбор 17\N{NO-BREAK SPACE}сентября</h1>" in text(who, reverse("meeting", args=[made[3].pk]))


def test_a_meeting_of_a_series_has_no_empty_card_of_what_happened(people: Cast, team: Group) -> None:
    first = meeting(team, people.world.cycle, starts_at=NOW, at=NOW)
    later = Meeting.objects.create(
        cycle=first.cycle,
        group=team,
        territory=first.territory,
        kind=first.kind,
        title=first.title,
        starts_at=NOW + timedelta(days=7),
        state_since=NOW,
        called_at=NOW,
        called_by_name="Методистова",
    )
    shown = [
        "Как было" in text(people.methodist, reverse("meeting", args=[each.pk])) for each in (first, later)
    ]
    assert shown == [True, False]
