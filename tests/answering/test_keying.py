"""Paper: keyed in twice, compared, accepted once; and as a table of many sheets."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from answering.making import Asked, asked
from factories.people import Cast, cast, signed_in
from opora.access import Actor, WrongState
from opora.access.actor import operator
from opora.answering.importers import KeyedAnswersImporter
from opora.answering.rules import KEY_IN
from opora.files import actions as files
from opora.files.actions import store
from opora.files.models import StoredFile
from opora.history.models import Event
from opora.imports.actions import apply_run, check_run, discard_run, forget_files, start_run
from opora.imports.contract import Report, Request, register
from opora.imports.sheets.reading import read_workbook
from opora.surveys.models import Cohort

pytestmark = pytest.mark.django_db

SHEET = {"p01": "1", "p03": "2", "p04.1": "2", "p05": "3", "p06": "Кружки"}


@pytest.fixture
def survey() -> Asked:
    return asked()


@pytest.fixture
def people(survey: Asked) -> Cast:
    return cast()


@pytest.fixture
def desk(people: Cast) -> Client:
    return signed_in(people.school_coordinator)


def held(response: HttpResponse) -> dict[str, str]:
    tags = re.findall(r'<input type="hidden"[^>]*>', response.content.decode())
    pairs = [re.search(r'name="([^"]*)" value="([^"]*)"', tag) for tag in tags]
    return {pair[1]: pair[2] for pair in pairs if pair}


def words(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2]).split())


def told() -> list[tuple[str, dict[str, int]]]:
    found = Event.objects.filter(subject_kind="keyed-sheets").order_by("id")
    return list(found.values_list("verb", "details"))


def url(survey: Asked) -> str:
    return f"/keying/{survey.pupils.pk}/"


def test_a_sheet_keyed_twice_alike_is_accepted(survey: Asked, desk: Client) -> None:
    second = desk.post(url(survey), {"_code": survey.code(), **SHEET})
    assert "ещё раз, глядя на бумагу" in words(second)
    done = desk.post(url(survey), {**held(second), **SHEET}, follow=True)
    assert "Лист принят. Вводите следующий." in words(done)
    assert survey.sealed() == 1


def test_differences_stand_side_by_side(survey: Asked, desk: Client) -> None:
    second = desk.post(url(survey), {"_code": survey.code(), **SHEET})
    compared = desk.post(url(survey), {**held(second), **SHEET, "p03": "4", "p05": ""})
    assert survey.sealed() == 0
    rows = re.findall(r"<tr><th.*?</tr>", compared.content.decode(), re.S)[1:]
    assert [" ".join(re.sub(r"<[^>]+>", " ", row).partition("пусто :")[0].split()) for row in rows] == [
        "3. Насколько интересны уроки? 2 4",
        "5. Сколько часов делаете уроки? 3 пусто",
    ]
    done = desk.post(url(survey), {**held(compared), "p03": "2", "p05": "3"})
    assert (done.status_code, survey.sealed()) == (302, 1)


def test_what_cannot_be_is_told_at_its_field(survey: Asked, desk: Client) -> None:
    wrong = desk.post(url(survey), {"_code": "", **SHEET, "p03": "8"})
    assert wrong.status_code == 422
    assert "Введите код с листка" in words(wrong)
    assert 'href="#f-p03"' in wrong.content.decode()
    assert "Лист пустой" in words(desk.post(url(survey), {"_code": survey.code()}))


def test_a_code_of_another_group_and_a_used_one(survey: Asked, desk: Client) -> None:
    foreign = desk.post(url(survey), {"_code": survey.code(1, survey.parents), **SHEET})
    assert (foreign.status_code, "Это код другой группы" in words(foreign)) == (422, True)
    second = desk.post(url(survey), {"_code": survey.code(), **SHEET})
    phone = Client()
    phone.post("/a/send/", {"_code": survey.code(), "_retry": "11" * 16, **SHEET, "p04.2": "1"})
    used = desk.post(url(survey), {**held(second), **SHEET})
    assert (used.status_code, "уже пришёл другой ответ" in words(used)) == (422, True)
    at_once = desk.post(url(survey), {"_code": survey.code(), **SHEET})
    assert (at_once.status_code, "ответ уже получен" in words(at_once)) == (422, True)


def test_sending_the_last_page_again_changes_nothing(survey: Asked, desk: Client) -> None:
    second = desk.post(url(survey), {"_code": survey.code(), **SHEET})
    for _ in range(2):
        assert desk.post(url(survey), {**held(second), **SHEET}).status_code == 302
    assert survey.sealed() == 1
    assert told() == [("введено 1\xa0лист с бумаги", {"sheets": 1})]


def test_history_says_how_many_and_no_hour(survey: Asked, desk: Client) -> None:
    for number in (1, 2):
        second = desk.post(url(survey), {"_code": survey.code(number), **SHEET})
        desk.post(url(survey), {**held(second), **SHEET})
    assert told() == [("введено 2\xa0листа с бумаги", {"sheets": 2})]
    event = Event.objects.get(subject_kind="keyed-sheets")
    at = timezone.localtime(event.at)
    assert (at.hour, at.minute, at.second, at.microsecond, event.note) == (0, 0, 0, 0, "")


def test_who_keys_in(survey: Asked, people: Cast) -> None:
    cohort = Cohort.objects.select_related("campaign", "school__territory").get(pk=survey.pupils.pk)
    assert [name for name, who in people.parts().items() if KEY_IN.can(who, cohort)] == [
        "school_coordinator",
        "working_group_member",
    ]
    answers = {
        name: signed_in(getattr(people, name)).get(url(survey)).status_code
        for name in ("school_head", "neighbour_school_coordinator", "curator", "working_group_member")
    }
    assert answers == {
        "school_head": 403, "neighbour_school_coordinator": 404, "curator": 403, "working_group_member": 200
    }  # fmt: skip


def test_a_closed_campaign_takes_no_paper(survey: Asked, desk: Client) -> None:
    survey.campaign.state = "closed"
    survey.campaign.save()
    assert desk.get(url(survey)).status_code == 409


def test_the_list_of_groups(survey: Asked, desk: Client, django_assert_num_queries: Any) -> None:
    desk.get("/keying/")
    with django_assert_num_queries(4):
        page = desk.get("/keying/")
    assert "8А: обучающиеся Осень Берёзовская школа № 1" in words(page)
    assert "проверенный, но не загруженный — через сутки" in words(page)
    survey.campaign.closes = timezone.localdate() - timedelta(days=1)
    survey.campaign.save()
    assert "Сейчас вводить нечего" in words(desk.get("/keying/"))


HEADINGS = ["Код", "p01", "p02.1", "p02.3", "p03", "p04.1", "p05", "p06"]


def book(*rows: list[Any]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Листки"
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def check(data: bytes, by: Actor) -> Report:
    workbook = read_workbook(data, "listki.xlsx")
    return KeyedAnswersImporter().check(workbook, Request(by=by), lambda done, total: None)


def apply(data: bytes, by: Actor) -> Report:
    at = timezone.now()
    file = store(data=data, name="listki.xlsx", content_type="", purpose="import", by=by, at=at)
    workbook = read_workbook(data, "listki.xlsx")
    return KeyedAnswersImporter().apply(
        workbook, Request(by=by), file=file, at=at, progress=lambda done, total: None
    )


def problems(report: Report) -> list[tuple[str, str | None, str]]:
    return [(each.code, each.place.cell, each.message) for each in report.problems]


def test_a_table_of_sheets(survey: Asked, people: Cast) -> None:
    by = people.school_coordinator
    data = book(
        [survey.code(1), 3, 1, 0, 2, 1, 4, "Кружки"], [survey.code(2), 1, None, None, 5, 3, None, None]
    )
    dry = check(data, by)
    assert (dry.counts.new, dry.counts.same, problems(dry), survey.sealed()) == (2, 0, [], 0)
    assert dry.preview is not None
    assert dry.preview.rows == (("8А: обучающиеся", "2", "0"),)
    done = apply(data, by)
    assert (done.counts.new, survey.sealed()) == (2, 2)
    assert told() == [("введено 2\xa0листа с бумаги", {"sheets": 2})]


def test_the_same_table_again_takes_nothing(survey: Asked, people: Cast) -> None:
    by = people.school_coordinator
    data = book([survey.code(1), 1, None, None, 2, 1, 4, None])
    apply(data, by)
    again = apply(book([survey.code(1), 2, None, None, 2, 1, 4, None]), by)
    assert (again.counts.new, again.counts.same, survey.sealed()) == (0, 1, 1)
    assert problems(again) == [("keyed-before", "A2", "Этот листок уже принят. Второй раз не запишем.")]


def test_impossible_values_have_their_places_and_nothing_is_taken(survey: Asked, people: Cast) -> None:
    data = book(
        [survey.code(1), 1, None, None, 2, 1, 4, None],
        [survey.code(2), 7, None, 2, "да", 1, 99, None],
        [survey.code(1), 1, None, None, 2, 1, 4, None],
        ["4К7М", 1, None, None, 2, 1, 4, None],
        [survey.code(3), None, None, None, None, None, None, None],
    )
    report = apply(data, people.school_coordinator)
    assert (report.is_refused, survey.sealed(), told()) == (True, 0, [])
    assert problems(report) == [
        ("keyed-impossible", "D3", "Здесь 1, если ответ отмечен, и 0, если нет."),
        ("keyed-impossible", "B3", "Ответа 7 нет. Выберите от 1 до 3."),
        ("keyed-impossible", "E3", "«да» не число. Напишите число цифрами."),
        ("keyed-impossible", "G3", "Нужно число от 0 до 12."),
        ("keyed-twice", "A4", "Этот код уже есть выше. Один листок — одна строка: удалите лишнюю."),
        ("keyed-bad-code", "A5", "В коде 12 знаков, а здесь 4. Проверьте, все ли набраны."),
        ("keyed-empty", "A6", "Ответов в строке нет. Впишите их или удалите строку."),
    ]


def test_a_code_answered_on_a_phone_stops_the_table(survey: Asked, people: Cast) -> None:
    Client().post("/a/send/", {"_code": survey.code(), "_retry": "11" * 16, **SHEET, "p04.2": "1"})
    report = check(book([survey.code(1), 1, None, None, 2, 1, 4, None]), people.school_coordinator)
    assert [(code, place) for code, place, _ in problems(report)] == [("keyed-bad-code", "A2")]


def test_another_schools_sheets_are_not_taken(survey: Asked, people: Cast) -> None:
    data = book([survey.code(1), 1, None, None, 2, 1, 4, None])
    report = check(data, people.neighbour_school_coordinator)
    assert problems(report) == [("keyed-not-yours", "A2", "Это листок другой школы.")]
    assert KeyedAnswersImporter().may_import(people.school_head) is not None


def test_the_wizard_takes_the_table_and_gives_the_file_up(
    survey: Asked, people: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    register([KeyedAnswersImporter()])
    by, at = people.school_coordinator, timezone.now()
    data = book([survey.code(1), 1, None, None, 2, 1, 4, None])
    with django_capture_on_commit_callbacks(execute=True):
        run = start_run(kind="keyed-answers", data=data, name="listki.xlsx", options={}, by=by, at=at)
        assert (run.state, survey.sealed()) == ("checked", 0)
        done = apply_run(run=run, by=by, at=at)
    assert (done.state, survey.sealed()) == ("applied", 1)
    assert StoredFile.objects.get().removed_at is not None
    page = signed_in(by).get(f"/imports/{run.pk}/")
    assert page.status_code == 200
    stored = str(done.report)
    assert survey.code(1) not in stored + page.content.decode()


@pytest.mark.parametrize("ends", ["refused", "discarded", "undecided"])
def test_a_file_that_was_not_taken_is_not_kept_either(survey: Asked, people: Cast, ends: str) -> None:
    register([KeyedAnswersImporter()])
    by, at = people.school_coordinator, timezone.now()
    row = [survey.code(1), 1, None, None, 2, 1, 4, None]
    data = book(*[row, row][: 2 if ends == "refused" else 1])
    run = start_run(kind="keyed-answers", data=data, name="listki.xlsx", options={}, by=by, at=at)
    if ends == "discarded":
        discard_run(run=run, by=by, at=at)
    if ends == "undecided":
        assert forget_files(by=operator(), at=at + timedelta(hours=20)) == 0
        assert forget_files(by=operator(), at=at + timedelta(hours=30)) == 1
    file = StoredFile.objects.get()
    assert file.removed_at is not None
    with pytest.raises(FileNotFoundError):
        files.read(file)
    with pytest.raises(WrongState):
        check_run(run=run, by=by, at=at)
    desk = signed_in(by)
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert survey.code(1) not in page
    assert "Проверить ещё раз" not in page
    assert desk.get(f"/imports/{run.pk}/annotated/").status_code == 404
    assert desk.get(f"/imports/{run.pk}/file/").status_code == 409


def test_an_empty_table_of_a_group_is_read_back(survey: Asked, desk: Client) -> None:
    data = desk.get(f"/keying/{survey.pupils.pk}/blank/").content
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    headings = [cell.value for cell in next(sheet.iter_rows())]
    assert headings == ["Код", "Язык", "p01", "p02", "p03", "p04.1", "p04.2", "p05", "p06"]
    assert KeyedAnswersImporter().template()[:2] == b"PK"
