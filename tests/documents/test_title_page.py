"""The title page of a document: names that are known, and who may change it."""

from datetime import date

import pytest

from conftest import NOW
from factories.people import appointed, signed_in
from opora.access import Role
from opora.documents.actions.steps import archive
from opora.documents.models import Document
from opora.documents.printouts.of_document import cover_of
from opora.documents.queries.signing import Signers, signers_of
from opora.organisations.models import Leader

from .attacking import text_of
from .conftest import Year
from .making import begun


@pytest.fixture
def document(year: Year) -> Document:
    return begun(year.own, year.cycle, year.cast.school_coordinator)


def headed_by(document: Document, name: str, **term: date) -> None:
    Leader.objects.create(organisation=document.school, post="директор", name=name, is_head=True, **term)


def test_head_and_curator_are_filled_in_and_can_be_changed(year: Year, document: Document) -> None:
    headed_by(document, "Давняя Анна Ивановна", until=date(2020, 5, 1))
    headed_by(document, "Белова Ирина Сергеевна", since=date(2020, 5, 2))
    Leader.objects.create(organisation=document.school, post="завуч", name="Чужая Яна Юрьевна")
    appointed(Role.CURATOR, year.own, surname="Соснова")
    appointed(Role.CURATOR, year.place, surname="Дальняя")
    assert signers_of(document) == Signers("Белова Ирина Сергеевна", "Соснова Мария Петровна")
    browser = signed_in(year.cast.school_coordinator)
    url = f"/documents/{document.pk}/cover/"
    assert 'value="И.\u00a0С.\u00a0Белова"' in text_of(browser.get(url))
    assert cover_of(document).approval.name == "И.\u00a0С.\u00a0Белова"
    assert (
        browser.post(url, {"post": "врио директора", "name": "", "curator": "О. О. Иной"}).status_code == 302
    )
    document.refresh_from_db()
    cover = cover_of(document)
    assert (cover.approval.name, cover.agreements[1]) == (  # emptied by hand: a line to write on
        "",
        type(cover.agreements[1])("куратор школы", "О. О. Иной"),
    )
    assert 'value="И.\u00a0С.\u00a0Белова"' not in text_of(browser.get(url))


def test_of_two_curators_neither_is_chosen(year: Year, document: Document) -> None:
    appointed(Role.CURATOR, year.own, surname="Соснова")
    appointed(Role.CURATOR, year.own, surname="Второва")
    assert signers_of(document).curator == ""


def test_without_a_card_the_head_is_who_is_appointed(year: Year, document: Document) -> None:
    appointed(Role.SCHOOL_HEAD, year.own, surname="Главная")
    appointed(Role.SCHOOL_HEAD, year.neighbour, surname="Соседняя")
    assert signers_of(document) == Signers("Главная Мария Петровна", "")


def test_a_document_of_a_territory_is_signed_by_nobody_we_know(year: Year, document: Document) -> None:
    document.school, document.territory = None, year.place
    assert signers_of(document) == Signers()


def test_the_title_page_of_an_archived_document_stands(year: Year, document: Document) -> None:
    archive(document=document, words="Написан заново", by=year.cast.school_coordinator, at=NOW)
    answer = signed_in(year.cast.school_coordinator).get(f"/documents/{document.pk}/cover/")
    assert answer.status_code == 409
