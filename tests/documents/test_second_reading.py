"""Back and forth between a school and its curator: taking back, mending from a remark, reading a second time."""

import pytest
from django.test import Client
from django.utils import timezone

from conftest import NOW
from factories.people import appointment, signed_in
from opora.access import Role, WrongState
from opora.appointments.session import actor_for
from opora.documents.actions.remarks import mend, remark
from opora.documents.actions.steps import confirm, open_version, recall, return_to_school, send
from opora.documents.actions.writing import delete_row, save_row
from opora.documents.models import Document, Row
from opora.documents.states import Audience, DocumentState, RemarkState
from opora.people.models import Person

from .conftest import Year
from .making import begun, chained, marks


@pytest.fixture
def rows(year: Year) -> dict[str, Row]:
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    return chained(document, year.cast.school_coordinator, year.motivation)


@pytest.fixture
def written(rows: dict[str, Row]) -> Document:
    return rows["cause"].document


def page(browser: Client, document: Document, rest: str = "") -> str:
    return browser.get(f"/documents/{document.pk}/{rest}").content.decode()


def returned(year: Year, document: Document, *places: str) -> list[int]:
    """Sent, read, remarked at each place and given back; the numbers of the remarks."""
    curator = year.cast.curator
    version = send(document=document, by=year.cast.school_coordinator, at=NOW)
    open_version(version=version, by=curator, at=NOW)
    said = [remark(document=document, row=each, text=f"К {each}", by=curator, at=NOW).pk for each in places]
    return_to_school(document=document, words="Осталось немного.", by=curator, at=NOW)
    return said


def test_a_school_takes_back_what_nobody_has_opened(year: Year, written: Document) -> None:
    school = signed_in(year.cast.school_coordinator)
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    assert "Отозвать с проверки" in page(school, written)
    assert school.post(f"/documents/{written.pk}/recall/").status_code == 302
    written.refresh_from_db()
    assert written.state == DocumentState.DRAFT


def test_what_the_curator_reads_is_not_taken_back(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    open_version(version=version, by=year.cast.curator, at=NOW)
    assert "Отозвать с проверки" not in page(signed_in(year.cast.school_coordinator), written)
    with pytest.raises(WrongState, match="уже открыл"):
        recall(document=written, by=year.cast.school_coordinator, at=NOW)


def test_an_earlier_reading_does_not_hold_a_later_version(year: Year, written: Document) -> None:
    returned(year, written, "m4")
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    assert recall(document=written, by=year.cast.school_coordinator, at=NOW).pk == written.pk


def test_who_sent_a_version_does_not_confirm_it(year: Year, written: Document) -> None:
    """A head of one school who is the curator of it, or has become it."""
    sender = year.cast.school_coordinator
    version = send(document=written, by=sender, at=NOW)
    person = Person.objects.get(pk=sender.person_id)
    chosen = appointment(person, Role.CURATOR, year.own)
    as_curator = actor_for(person, on=timezone.localdate(), chosen=chosen.pk)
    open_version(version=version, by=as_curator, at=NOW)
    with pytest.raises(WrongState, match="отправили вы сами"):
        confirm(document=written, marks=marks(written), by=as_curator, at=NOW)


def test_a_returned_document_begins_with_what_the_curator_asks_for(year: Year, written: Document) -> None:
    returned(year, written, "m4")
    shown = page(signed_in(year.cast.school_coordinator), written)
    assert shown.index("Осталось немного.") < shown.index("К m4") < shown.index("Что скажет эксперт")
    assert "Что просят исправить" not in page(signed_in(year.cast.curator), written)


def test_from_a_remark_to_its_place_and_back_and_on_to_the_next(year: Year, written: Document) -> None:
    first, second = returned(year, written, "m4", "passages.analysis")
    school = signed_in(year.cast.school_coordinator)
    address = f"/documents/{written.pk}/rows/measures/m4/?back=remark{first}"
    assert address in page(school, written, f"remarks/{first}/")
    saved = school.post(address, {"title": "Задания по выбору", "code": "m4", "revision": "1"})
    assert saved.url == f"/documents/{written.pk}/remarks/{first}/"
    done = school.post(saved.url, {"do": "mend", "text": ""})
    assert done.url == f"/documents/{written.pk}/remarks/{second}/"
    assert f"write/analysis/?back=remark{second}" in page(school, written, f"remarks/{second}/")
    last = school.post(done.url, {"do": "mend", "text": ""})
    assert last.url == f"/documents/{written.pk}/remarks/"


def test_sending_again_says_what_was_not_mended(year: Year, written: Document) -> None:
    returned(year, written, "m4", "t3")
    assert "Не отмечены исправленными замечания: 2" in page(
        signed_in(year.cast.school_coordinator), written, "send/"
    )


def test_the_second_reading_shows_what_has_changed(
    year: Year, written: Document, rows: dict[str, Row]
) -> None:
    school, curator = year.cast.school_coordinator, year.cast.curator
    returned(year, written, "m4", "t3")
    measure = rows["measure"]
    save_row(document=written, table="measures", code="m4", revision=measure.revision,
             values={"title": "Задания по выбору, 24 урока", "task": "t3"}, by=school, at=NOW)  # fmt: skip
    save_row(document=written, table="causes", values={"text": "Нет учителя физики"}, by=school, at=NOW)
    delete_row(document=written, table="results", code="r6", revision=1, by=school, at=NOW)
    for each in written.remarks.all():
        mend(remark=each, by=school, at=NOW)
    send(document=written, by=school, at=NOW)
    shown = page(signed_in(curator), written, "review/")
    since = shown.partition("Что изменилось с версии 1")[2].partition("</section>")[0]
    assert "Меры — изменено: 1" in since and "Причины — добавлено: 1" in since
    assert "результат «Ребёнок выбирает»" in since and "versions/1/?to=2" in since
    assert 'id="m4">Задания по выбору, 24 урока</span> <span class="badge move">' in shown
    assert 'id="t3">Дать задания по выбору</span> <span class="badge' not in shown
    assert "Школа исправила по замечаниям" in shown
    assert "Чтобы вернуть документ, напишите замечание у места или откройте снова" in shown


def test_a_first_reading_says_nothing_of_changes(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    assert "Что изменилось" not in page(signed_in(year.cast.curator), written, "review/")


def test_an_accepted_remark_leads_to_the_next_and_the_last_to_the_review(
    year: Year, written: Document
) -> None:
    first, second = returned(year, written, "m4", "t3")
    for each in written.remarks.all():
        mend(remark=each, by=year.cast.school_coordinator, at=NOW)
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    curator = signed_in(year.cast.curator)
    one = curator.post(f"/documents/{written.pk}/remarks/{first}/", {"do": "accepted", "text": ""})
    assert one.url == f"/documents/{written.pk}/remarks/{second}/"
    two = curator.post(one.url, {"do": "open", "text": "Не то"})
    assert two.url == f"/documents/{written.pk}/review/"
    assert written.remarks.get(pk=second).state == RemarkState.OPEN


def test_who_will_see_a_remark_stands_on_its_button(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    curator = signed_in(year.cast.curator)
    new = f"/documents/{written.pk}/remarks/new/?at=m4"
    shown = curator.get(new).content.decode()
    assert "Записать: увидят школа, куратор и координатор</button>" in shown
    assert "Записать: увидят только кураторы и координаторы</button>" in shown
    assert curator.post(new, {"text": "Когда?"}).status_code == 422
    curator.post(new, {"text": "Между нами", "seen_by": "helpers"})
    assert written.remarks.get().seen_by == Audience.HELPERS
    assert "Между нами" not in page(signed_in(year.cast.school_coordinator), written)


def test_a_version_is_read_whole(year: Year, written: Document) -> None:
    version = send(document=written, by=year.cast.school_coordinator, at=NOW)
    shown = page(signed_in(year.cast.curator), written, f"versions/{version.number}/whole/")
    assert "Задания по выбору на каждом уроке" in shown and "Править" not in shown
    assert signed_in(year.cast.neighbour_curator).get(
        f"/documents/{written.pk}/versions/{version.number}/whole/"
    ).status_code == 404  # fmt: skip


def test_a_changed_term_is_told_by_its_name(year: Year, written: Document) -> None:
    school = signed_in(year.cast.school_coordinator)
    school.post(f"/documents/{written.pk}/versions/")
    school.post(f"/documents/{written.pk}/title/",
                {"title": written.title, "starts": "2026-09-01", "ends": "2027-05-31"})  # fmt: skip
    save_row(document=written, table="passages", code="analysis", values={"text": "В школе 156 детей."},
             by=year.cast.school_coordinator, at=NOW)  # fmt: skip
    shown = page(school, written, "versions/1/")
    assert "Название и срок" in shown and "31.05.2027" in shown
    assert "<h3>analysis" not in shown


def test_marks_are_kept_while_they_are_made(year: Year, written: Document) -> None:
    send(document=written, by=year.cast.school_coordinator, at=NOW)
    curator, review = signed_in(year.cast.curator), f"/documents/{written.pk}/review/"
    curator.get(review)
    kept = curator.post(
        review, {"analysis": "1", "analysis-words": "Мало цифр"}, headers={"HX-Request": "true"}
    )
    assert kept.status_code == 200 and "Черновик баллов сохранён" in kept.content.decode()
    shown = curator.get(review).content.decode()
    assert "Мало цифр</textarea>" in shown
    written.refresh_from_db()
    assert written.state == DocumentState.REVIEW
    colleague = signed_in(year.cast.municipal_coordinator).get(review).content.decode()
    assert "Мало цифр" not in colleague
