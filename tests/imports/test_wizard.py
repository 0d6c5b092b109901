"""The pages of the wizard: what a person meets from the upload to the end, for whom, at what cost."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from openpyxl import load_workbook

from factories.people import Cast, actor, signed_in
from imports.fake_importer import DOUBTFUL, GOOD, HEADINGS, LONG, NotesImporter, book, notes
from opora.access import Role
from opora.files.models import StoredFile
from opora.imports import actions, tasks
from opora.imports.models import ImportRun
from opora.imports.states import RunState
from opora.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]

# session, person, appointments of the person
ENTRY = 3


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.municipal_coordinator)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    yield


def upload(client: Client, data: bytes, name: str = "заметки.xlsx", **fields: Any) -> HttpResponse:
    given = {"file": SimpleUploadedFile(name, data), "option_colour": "red"} | fields
    return client.post("/imports/new/notes/", {k: v for k, v in given.items() if v is not None})


def run_of(client: Client, rows: Sequence[tuple[Any, ...]] = GOOD) -> ImportRun:
    """A run started through the page."""
    response = upload(client, book(rows))
    assert response.status_code == 302, response.content.decode()
    return ImportRun.objects.get(pk=int(response["Location"].split("/")[2]))


def test_columns_are_promised_where_they_are_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = "Другую таблицу тоже можно загрузить"
    page = words(client.get("/imports/new/notes/"))
    assert "Два столбца: имя и число." in page
    assert promise not in page
    monkeypatch.setattr(NotesImporter, "asks_for_columns", True)
    assert promise in words(client.get("/imports/new/notes/"))


def words(response: HttpResponse) -> str:
    """The page as it reads, blanks made one."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(strip_tags(body.replace("<", " <")).replace("\xa0", " ").replace("\u202f", " ").split())


def post(client: Client, run: ImportRun, what: str, **fields: Any) -> HttpResponse:
    run.refresh_from_db()
    return client.post(f"/imports/{run.pk}/{what}/", {"turn": run.turn, **fields})


def test_from_the_upload_to_the_end(client: Client, cast: Cast) -> None:
    run = run_of(client)
    checked = client.get(f"/imports/{run.pk}/")
    applied = post(client, run, "apply")
    done = client.get(f"/imports/{run.pk}/")

    assert "Загрузить 3 записи" in words(checked)
    assert "Первые записи: 3" in words(checked)
    assert "Цвет красный" in words(checked)
    assert (applied.status_code, applied["Location"]) == (302, f"/imports/{run.pk}/")
    assert notes() == ["Анна", "Борис", "Вера"]
    assert "Всё записано." in words(done)
    assert "Создали Анна Борис Вера" in words(done)
    assert "Загрузить 3 записи" not in words(done)


def test_the_second_press_shows_the_same_page(client: Client) -> None:
    run = run_of(client)

    answers = [client.post(f"/imports/{run.pk}/apply/", {"turn": 1}, follow=True) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Этот файл уже загружают или загрузили." in words(answers[1])
    assert notes() == ["Анна", "Борис", "Вера"]


def test_nothing_new_offers_nothing_to_write(client: Client) -> None:
    post(client, run_of(client), "apply")

    page = words(client.get(f"/imports/{run_of(client).pk}/"))

    assert "В файле нет ничего нового" in page
    assert "Загрузить 0" not in page


def test_a_pasted_table_is_read_like_a_file(client: Client) -> None:
    pasted = "\t".join(HEADINGS) + "\nАнна\t1\nБорис\t2\n"

    response = upload(client, b"", file=None, text=pasted)

    run = ImportRun.objects.get()
    assert (response.status_code, run.state, run.is_pasted) == (302, RunState.CHECKED, True)
    assert run.file.name == "Вставленная таблица.txt"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"file": None}, "Выберите файл или вставьте таблицу в поле ниже."),
        ({"text": "а\tб"}, "Выберите что-то одно: файл или вставленную таблицу."),
        ({"file": SimpleUploadedFile("пусто.xlsx", b"")}, "Файл пуст."),
        ({"file": SimpleUploadedFile("р.xlsx", b"MZ\x90\x00" + b"\x00" * 99)}, "программа"),
        ({"file": None, "text": "одно слово"}, "не видно столбцов"),
        ({"option_colour": "green"}, "Выберите корректный вариант"),
    ],
)
def test_what_cannot_be_taken_is_told_in_the_form(client: Client, fields: dict[str, Any], told: str) -> None:
    response = upload(client, book(GOOD), **fields)

    assert response.status_code == 422
    assert told in words(response)
    assert ImportRun.objects.count() == 0


def test_a_full_disk_is_told(client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.FILES_ROOT.parent.mkdir(exist_ok=True)
    settings.FILES_ROOT.write_text("a file where the folder should be")

    response = upload(client, book(GOOD))

    assert (response.status_code, ImportRun.objects.count()) == (422, 0)
    assert "На диске сервера не хватило места" in words(response)


def test_columns_of_an_unknown_table_are_asked_for(client: Client) -> None:
    response = upload(client, book(GOOD, headings=("Кто", "Сколько")))
    run = ImportRun.objects.get()
    asked = client.get(f"/imports/{run.pk}/", follow=True)
    fields = {"c0_A": "name", "c0_B": "name"}
    twice = post(client, run, "columns", **fields)
    none = post(client, run, "columns")
    right = post(client, run, "columns", c0_A="name", c0_B="number")

    assert (response.status_code, asked.redirect_chain) == (302, [(f"/imports/{run.pk}/columns/", 302)])
    page = asked.content.decode()
    assert [
        v for v in ('<option value="name" selected>', '<option value="number" selected>') if v not in page
    ] == []
    assert "Анна, Борис, Вера" in words(asked)
    assert (twice.status_code, none.status_code, right.status_code) == (422, 422, 302)
    assert "«Имя» уже назначено столбцу A" in words(twice)
    assert "Назначьте хотя бы один столбец." in words(none)
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert "Назначить столбцы иначе" in words(client.get(f"/imports/{run.pk}/"))


def test_doubtful_cells_are_decided_on_the_page(client: Client) -> None:
    run = run_of(client, [*DOUBTFUL, ("Глеб", 500)])
    page = client.get(f"/imports/{run.pk}/")
    nothing = post(client, run, "cells")
    unclear = post(client, run, "cells", choice0="empty", typed0="3", choice1="typed")
    decided = post(client, run, "cells", choice0="allowed:2", typed1="7")
    run.refresh_from_db()

    assert "лист «Заметки», ячейка B2: «два»" in words(page)
    assert "Ничего не записано." in words(page)
    # the cell that cannot be decided here stands among the problems and not in the form
    assert page.context["form"].lines()[1].place == "лист «Заметки», ячейка B4"
    assert len(page.context["form"].lines()) == 2
    assert (nothing.status_code, unclear.status_code, decided.status_code) == (422, 422, 302)
    assert sorted(unclear.context["form"].errors) == ["typed0", "typed1"]
    assert [(r["row"], r["value"]) for r in run.resolutions] == [(2, "2"), (4, "7")]
    after = client.get(f"/imports/{run.pk}/")
    assert [line[:2] for line in after.context["form"].decided_lines()] == [
        ("лист «Заметки», ячейка B2", "2"),
        ("лист «Заметки», ячейка B4", "7"),
    ]


def test_all_doubtful_cells_may_be_left_empty_and_taken_back(client: Client) -> None:
    run = run_of(client, DOUBTFUL)

    post(client, run, "cells", all_empty="1")
    emptied = ImportRun.objects.get(pk=run.pk)
    post(client, run, "cells", undo0="on")
    run.refresh_from_db()

    assert (emptied.state, [r["value"] for r in emptied.resolutions]) == (RunState.CHECKED, [None, None])
    assert (run.state, [r["row"] for r in run.resolutions]) == (RunState.REFUSED, [4])


def test_the_file_comes_back_with_its_wrong_cells_marked(client: Client) -> None:
    run = run_of(client, DOUBTFUL)

    annotated = client.get(f"/imports/{run.pk}/annotated/")
    given = client.get(f"/imports/{run.pk}/file/")

    marked = load_workbook(BytesIO(annotated.getvalue()))
    assert marked.sheetnames == ["Что исправить", "Заметки"]
    assert marked["Заметки"]["B2"].comment.text == "Здесь нужно число. Впишите его."
    assert load_workbook(BytesIO(given.getvalue())).sheetnames == ["Заметки"]
    assert [r["Content-Disposition"].split(";")[0] for r in (annotated, given)] == ["attachment"] * 2
    assert client.get(f"/imports/{run_of(client).pk}/annotated/").status_code == 404


def test_the_marked_copy_of_a_large_file_is_made_by_a_job(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opora.imports.models.SMALL_BYTES", 100)
    run = run_of(client, DOUBTFUL)
    who = {"person_id": run.created_by_id, "appointment_id": run.appointment_id}
    tasks.check(run_id=run.pk, turn=1, **who)
    path = f"/imports/{run.pk}/annotated/"
    before = (words(client.get(f"/imports/{run.pk}/")), client.get(path).status_code)
    for _ in range(2):
        tasks.annotate(run_id=run.pk, turn=1)
    after = words(client.get(f"/imports/{run.pk}/"))
    marked = load_workbook(BytesIO(client.get(path).getvalue()))

    assert ("Готовим файл с отметками" in before[0], before[1]) == (True, 404)
    assert ("Готовим файл с отметками" in after, "Скачать файл с отметками" in after) == (False, True)
    assert marked["Заметки"]["B2"].comment.text == "Здесь нужно число. Впишите его."
    assert StoredFile.objects.filter(purpose="import-annotated").count() == 1


def test_large_files_show_how_far_they_are_and_outlive_the_browser(client: Client) -> None:
    run = run_of(client, LONG)
    working = client.get(f"/imports/{run.pk}/")
    polled = client.get(f"/imports/{run.pk}/progress/", headers={"HX-Request": "true"})
    ImportRun.objects.filter(pk=run.pk).update(progress_done=30, progress_total=60)
    halfway = client.get(f"/imports/{run.pk}/progress/", headers={"HX-Request": "true"})
    tasks.check(run_id=run.pk, turn=1, person_id=run.created_by_id, appointment_id=run.appointment_id)
    over = client.get(f"/imports/{run.pk}/progress/", headers={"HX-Request": "true"})
    by_hand = client.get(f"/imports/{run.pk}/progress/")
    # another browser, another day: the run is where it was
    later = signed_in(author_of(run)).get(f"/imports/{run.pk}/")

    assert '<meta http-equiv="refresh"' in working.content.decode()
    assert "Страницу можно закрыть: работа продолжится." in words(working)
    assert "Ждём очереди и читаем файл." in polled.content.decode()
    assert "Готово 30 из 60." in halfway.content.decode()
    assert (over["HX-Refresh"], by_hand.status_code) == ("true", 302)
    assert "Загрузить 60 записей" in words(later)
    assert "http-equiv" not in later.content.decode()


def author_of(run: ImportRun) -> Person:
    return Person.objects.get(pk=run.created_by_id)


def test_a_failure_offers_another_check(client: Client, importer: NotesImporter) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    importer.during_check = fail
    run = run_of(client)
    page = client.get(f"/imports/{run.pk}/")
    importer.during_check = lambda: None
    post(client, run, "check")

    run.refresh_from_db()
    assert "Работа прервалась из-за ошибки на нашей стороне" in words(page)
    assert run.state == RunState.CHECKED


def test_what_is_over_is_over(client: Client) -> None:
    run = run_of(client)
    old = client.post(f"/imports/{run.pk}/check/", {"turn": 99})
    no_turn = client.post(f"/imports/{run.pk}/apply/", {})
    post(client, run, "discard")
    late = [post(client, run, what).status_code for what in ("apply", "check", "discard")]

    assert (old.status_code, no_turn.status_code) == (409, 422)
    assert "Посмотрите новый итог" in old.content.decode()
    assert late == [409, 409, 409]
    assert "Ничего не записано" in words(client.get(f"/imports/{run.pk}/"))
    assert [client.get(f"/imports/{run.pk}/{what}/").status_code for what in ("apply", "cells")] == [405, 405]


ADDRESSES = ("", "columns/", "progress/", "file/", "annotated/")


def test_every_role_at_every_address(cast: Cast, now: datetime) -> None:
    unknown = book([*GOOD, ("Глеб", 500)], headings=("Кто", "Сколько"))
    run = actions.start_run(
        kind="notes", data=unknown, name="з.xlsx", options={}, by=cast.municipal_coordinator, at=now
    )
    mapping = {"Заметки": {"A": "name", "B": "number"}}
    actions.set_mapping(run=run, mapping=mapping, by=cast.municipal_coordinator, at=now)
    open_, closed = [200, 200, 302, 200, 200], [404] * 5
    importing = {Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.ADMINISTRATOR, Role.SCHOOL_HEAD}
    sees = {
        "municipal_coordinator",
        "authority_head",
        "regional_coordinator",
        "regional_project_head",
        "federal_operator",
        "administrator",
    }

    for name, part in cast.parts().items():
        browser = signed_in(part)
        reads = [browser.get(f"/imports/{run.pk}/{address}").status_code for address in ADDRESSES]
        writes = [
            browser.post(f"/imports/{run.pk}/{what}/", {"turn": 0, "choice0": "empty"}).status_code
            for what in ("apply", "check")
        ]
        new = [browser.get(f"/imports/new/notes/{a}").status_code for a in ("", "template/")]
        assert reads == (open_ if name in sees else closed), name
        # 409: the deciding person came with an old turn, and was let that far
        expected = 409 if name == "municipal_coordinator" else 403 if name in sees else 404
        assert writes == [expected] * 2, name
        assert new == ([200, 200] if part.role in importing else [403, 403]), name
    assert signed_in(cast.administrator).get("/imports/new/nothing/").status_code == 404
    assert Client().get("/imports/").status_code == 302


def test_who_opens_the_section(cast: Cast) -> None:
    opened = [
        name for name, part in cast.parts().items() if signed_in(part).get("/imports/").status_code == 200
    ]

    assert opened == [
        "school_head",
        "neighbour_school_head",
        "municipal_coordinator",
        "neighbour_municipal_coordinator",
        "foreign_municipal_coordinator",
        "authority_head",
        "regional_coordinator",
        "foreign_regional_coordinator",
        "regional_project_head",
        "federal_operator",
        "administrator",
    ]


def test_others_of_the_territory_see_and_are_told_who_decides(client: Client, cast: Cast) -> None:
    run = run_of(client)
    colleague = signed_in(actor(Role.MUNICIPAL_COORDINATOR, cast.world.municipality, surname="Сменная"))
    above = signed_in(cast.regional_coordinator)

    assert "Загрузить 3 записи" in words(colleague.get(f"/imports/{run.pk}/"))
    page = words(above.get(f"/imports/{run.pk}/"))
    assert "Загрузить 3 записи" not in page
    assert "Решает тот, кто добавил файл" in page
    assert "заметки.xlsx" in words(above.get("/imports/"))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_much_there_is(count: int, client: Client) -> None:
    rows = [(f"Имя {n}", "?") for n in range(count)]
    runs = [run_of(client, rows) for _ in range(count)]
    good = run_of(client, [(f"Имя {n}", 1) for n in range(count)])
    costs = {}
    for name, url in (
        # how many there are, the page of them
        ("list", "/imports/"),
        # the run with its file, its history
        ("refused", f"/imports/{runs[0].pk}/"),
        ("checked", f"/imports/{good.pk}/"),
        ("new", "/imports/new/notes/"),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        costs[name] = len(captured) - ENTRY

    assert costs == {"list": 2, "refused": 2, "checked": 2, "new": 0}
