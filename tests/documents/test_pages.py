"""The pages of documents as each of their users meets them."""

import pytest
from django.test import Client

from conftest import NOW
from factories.people import signed_in
from opora.access import Actor
from opora.documents.actions.remarks import remark
from opora.documents.actions.steps import send
from opora.documents.actions.versions import keep_version
from opora.documents.actions.writing import save_row
from opora.documents.models import Document, Opening
from opora.documents.states import DocumentState

from .conftest import Year
from .making import begun, chained, confirmed, kind


@pytest.fixture
def written(year: Year) -> Document:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


def _browser(actor: Actor) -> Client:
    return signed_in(actor)


def _text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_school_begins_a_document_and_writes_its_first_section(year: Year) -> None:
    browser = _browser(year.cast.school_coordinator)
    assert browser.get("/documents/").url == f"/documents/schools/{year.own.pk}/"
    page = _text(browser.get(f"/documents/schools/{year.own.pk}/"))
    assert "Среднесрочная программа" in page and "Муниципальная" not in page
    new = f"/documents/schools/{year.own.pk}/new/{year.medium.pk}/"
    assert "Для чего" in _text(browser.get(new))
    answer = browser.post(new)
    document = Document.objects.get()
    assert answer.url.startswith(f"/documents/{document.pk}/write/")
    page = _text(browser.get(answer.url))
    assert "Зачем это" in page and "Шаг 1 из" in page
    saved = browser.post(answer.url, {"text": "Школа на 156 детей.", "next": "1"})
    assert saved.status_code == 302 and saved.url != answer.url
    assert document.rows.get().content == {"text": "Школа на 156 детей."}


def test_a_programme_against_a_risk_begins_with_the_causes_that_were_named(year: Year) -> None:
    year.motivation.causes.create(text="Нет обратной связи", named_at=NOW, named_by_name="Школьная")
    browser = _browser(year.cast.school_coordinator)
    new = f"/documents/schools/{year.own.pk}/new/{kind('anti-risk').pk}/"
    assert browser.post(new).status_code == 422
    assert browser.post(new, {"direction": str(year.motivation.pk)}).status_code == 302
    row = Document.objects.get().rows.get()
    assert row.content == {"text": "Нет обратной связи", "direction": f"d{year.motivation.pk}"}


def test_the_document_shows_findings_beside_rows_and_the_mirror(year: Year, written: Document) -> None:
    page = _text(_browser(year.cast.school_coordinator).get(f"/documents/{written.pk}/"))
    assert "Задания по выбору на каждом уроке" in page
    assert "не больше" in page and 'class="beside"' in page
    check = _text(_browser(year.cast.school_coordinator).get(f"/documents/{written.pk}/check/"))
    assert "Исправить" in check and "Зеркало экспертного листа" in check


def test_what_is_typed_is_saved_on_the_way(year: Year, written: Document) -> None:
    browser = _browser(year.cast.school_coordinator)
    address = f"/documents/{written.pk}/rows/measures/"
    answer = browser.post(address, {"title": "Новая мера"}, headers={"HX-Request": "true"})
    page = _text(answer)
    assert "Сохранено" in page and 'name="code" value="m7"' in page
    browser.post(
        address, {"title": "Новая мера дальше", "code": "m7", "revision": "1"}, headers={"HX-Request": "true"}
    )
    row = written.rows.get(code="m7")
    assert (row.measure.title, row.revision) == ("Новая мера дальше", 2)
    late = browser.post(
        address, {"title": "Старое", "code": "m7", "revision": "1"}, headers={"HX-Request": "true"}
    )
    assert "изменил(а)" in _text(late)
    wrong = browser.post(address, {"title": "X", "ends": "завтра"}, headers={"HX-Request": "true"})
    assert "Ещё не сохранено" in _text(wrong)
    assert browser.post(address, {}, headers={"HX-Request": "true"}).status_code == 204


def test_a_conflict_stands_side_by_side_and_nothing_is_lost(year: Year, written: Document) -> None:
    other = year.cast.working_group_member
    save_row(
        document=written, table="goals", code="g2", values={"text": "Чужое"}, revision=1, by=other, at=NOW
    )
    browser = _browser(year.cast.school_coordinator)
    address = f"/documents/{written.pk}/rows/goals/g2/"
    answer = browser.post(address, {"text": "Моё", "revision": "1", "code": "g2"})
    page = _text(answer)
    assert answer.status_code == 422
    assert "Чужое" in page and "Моё" in page and 'name="revision" value="2"' in page
    assert browser.post(address, {"text": "Моё", "revision": "2", "code": "g2"}).status_code == 302
    assert written.rows.get(code="g2").content == {"text": "Моё"}


def test_stored_scripts_stay_words(year: Year, written: Document) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    writer = year.cast.school_coordinator
    for table, values in {
        "causes": {"text": evil},
        "measures": {"title": evil, "result": evil, "named": [evil], "when": evil, "resources": evil},
        "indicators": {"title": evil, "unit": evil, "source": evil, "target": evil},
        "results": {"text": evil},
        "tasks": {"text": evil},
    }.items():
        save_row(document=written, table=table, values=values, by=writer, at=NOW)
    section = next(iter(written.version.content["sections"]))["code"]
    save_row(document=written, table="passages", code=section, values={"text": evil}, by=writer, at=NOW)
    version = send(document=written, by=writer, at=NOW)
    remark(document=written, row="g2", text=evil, by=year.cast.curator, at=NOW)
    for actor, pages in {
        writer: ("", "check/", "versions/", f"versions/{version.number}/", "remarks/"),
        year.cast.curator: ("", "review/", "remarks/"),
    }.items():
        for page in pages:
            text = _text(_browser(actor).get(f"/documents/{written.pk}/{page}"))
            assert "<script>alert" not in text and "<img src=x" not in text, page


def test_a_curator_reads_remarks_returns_and_confirms(year: Year, written: Document) -> None:
    school, curator = _browser(year.cast.school_coordinator), _browser(year.cast.curator)
    page = f"/documents/{written.pk}/"
    assert "Что увидит эксперт" in _text(school.get(f"{page}send/"))
    assert school.post(f"{page}send/").status_code == 302
    assert school.get(f"{page}rows/goals/g2/").status_code == 409
    assert "Подтвердить документ" in _text(curator.get(f"{page}review/"))
    assert Opening.objects.count() == 1
    refused = curator.post(f"{page}return/", {"words": ""})
    assert refused.status_code == 422 and "замечанием к месту" in _text(refused)
    new = f"{page}remarks/new/?at=g2"
    assert "Уменьшить долю" in _text(curator.get(new))
    assert curator.post(new, {"text": "К какому дню?", "seen_by": "school"}).status_code == 302
    assert curator.post(f"{page}return/", {"words": "Почти готово"}).status_code == 302
    shown = _text(school.get(page))
    assert "К какому дню?" in shown
    one = written.remarks.get()
    assert school.post(f"{page}remarks/{one.pk}/", {"do": "mend", "text": "Добавили"}).status_code == 302
    school.post(f"{page}rows/goals/g2/", {"text": "К 25 мая 2027 года — 30 %", "revision": "1", "code": "g2"})
    school.post(f"{page}send/")
    both = _text(curator.get(f"{page}remarks/{one.pk}/"))
    assert "Было в версии 1" in both and "К 25 мая 2027 года" in both and "Изменено." in both
    curator.post(f"{page}remarks/{one.pk}/", {"do": "accepted"})
    curator.get(f"{page}review/")
    incomplete = curator.post(f"{page}review/", {"analysis": "1"})
    assert incomplete.status_code == 422
    assert Document.objects.get().state == DocumentState.REVIEW


def test_the_difference_of_versions_and_going_back(year: Year, written: Document) -> None:
    writer = year.cast.school_coordinator
    keep_version(document=written, by=writer, at=NOW)
    save_row(
        document=written, table="goals", code="g2", values={"text": "Иначе"}, revision=1, by=writer, at=NOW
    )
    browser = _browser(writer)
    page = _text(browser.get(f"/documents/{written.pk}/versions/1/"))
    assert "<ins>Иначе</ins>" in page and "<del>Уменьшить" in page
    assert browser.post(f"/documents/{written.pk}/versions/1/restore/").status_code == 302
    assert written.rows.get(code="g2").content["text"].startswith("Уменьшить")
    assert browser.get(f"/documents/{written.pk}/versions/9/").status_code == 404


def test_the_list_of_a_territory_counts_by_state(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    browser = _browser(year.cast.municipal_coordinator)
    page = _text(browser.get("/documents/"))
    assert "Среднесрочная программа" in page and "на проверке" in page.lower()
    assert "Таких документов нет" in _text(browser.get("/documents/?state=draft"))


def test_deadlines_are_set_and_seen(year: Year, written: Document) -> None:
    coordinator, school = _browser(year.cast.municipal_coordinator), _browser(year.cast.school_coordinator)
    answer = coordinator.post(
        "/documents/deadlines/", {"medium-term": "2027-01-20", "medium-term-grace": "5"}
    )
    assert answer.status_code == 302
    assert "20.01.2027" in _text(school.get(f"/documents/{written.pk}/"))
    assert _browser(year.cast.curator).get("/documents/deadlines/").status_code in {403, 404}


def test_a_municipality_writes_its_own_programme(year: Year) -> None:
    browser = _browser(year.cast.municipal_coordinator)
    version = kind("municipal-programme")
    assert browser.get(f"/documents/territory/{version.pk}/").status_code == 200
    assert browser.post(f"/documents/territory/{version.pk}/").status_code == 302
    document = Document.objects.get()
    assert (document.territory, document.school) == (year.place, None)
    page = _text(browser.get(f"/documents/{document.pk}/"))
    assert "Берёзовский округ" in page


def test_files_of_a_document(year: Year, written: Document) -> None:
    browser = _browser(year.cast.school_coordinator)
    exchanged = browser.get(f"/documents/{written.pk}/programme.json").json()
    assert exchanged["format"] == "opora-programme/1"
    assert browser.get(f"/documents/{written.pk}/programme.docx").content.startswith(b"PK")
    assert browser.get(f"/documents/{written.pk}/programme.pdf").content.startswith(b"%PDF")
    assert browser.get(f"/documents/{written.pk}/programme.exe").status_code == 404


def test_who_has_no_part_sees_nothing(year: Year, written: Document) -> None:
    for name in ("neighbour_curator", "expert", "observer", "teacher", "foreign_regional_coordinator"):
        assert _browser(getattr(year.cast, name)).get(f"/documents/{written.pk}/").status_code == 404, name
    confirmed(written, year.cast.school_coordinator, year.cast.curator)
    assert _browser(year.cast.teacher).get(f"/documents/{written.pk}/").status_code == 200
