"""The page of a school's documents: files, the archive, other years, what lasts longer than a year."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from factories.people import signed_in
from opora.cycles.models import Cycle
from opora.documents.actions.steps import archive
from opora.documents.models import Document
from opora.documents.states import Form
from opora.files.actions import store

from .conftest import Year
from .making import begun, kind


@pytest.fixture
def page(year: Year) -> str:
    return f"/documents/schools/{year.own.pk}/"


def test_an_attached_file_an_incomplete_document_and_the_archive_are_told_apart(
    year: Year, page: str
) -> None:
    by = year.cast.school_coordinator
    attached, written = begun(year.own, year.cycle, by), begun(year.own, year.cycle, by, kind("gia-plan"))
    put_away = begun(year.own, year.cycle, by, kind("concept"))
    archive(document=put_away, words="Начали заново", by=by, at=NOW)
    file = store(
        data=b"%PDF-1.4",
        name="программа.pdf",
        content_type="application/pdf",
        purpose="document",
        by=by,
        at=NOW,
    )
    Document.objects.filter(pk=attached.pk).update(form=Form.ATTACHED, file=file)
    Document.objects.filter(pk=written.pk).update(is_incomplete=True)
    shown = signed_in(by).get(page).text
    present, away = shown.split('id="archived"')
    assert (present.count(">файл<"), present.count(">неполный<")) == (1, 1)
    assert (put_away.title in away, "Убран в архив" in away, f"/documents/{put_away.pk}/" in present) == (
        True, True, False,
    )  # fmt: skip
    assert 'class="btn act"' not in away
    listed = signed_in(year.cast.municipal_coordinator).get("/documents/").text
    assert (listed.count(">файл<"), listed.count(">неполный<")) == (1, 1)
    card = signed_in(year.cast.municipal_coordinator).get(f"/schools/{year.own.pk}/").text
    assert (">файл<" in card, f"/documents/{put_away.pk}/" in card) == (True, False)


def test_other_years_are_found_and_a_concept_in_force_is_told(year: Year, page: str) -> None:
    by = year.cast.school_coordinator
    before = Cycle.objects.create(
        code="2025", title="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31)
    )
    last = begun(year.own, before, by, kind("concept"))
    begun(year.own, before, by, kind("gia-plan"))
    shown = signed_in(by).get(page).text
    assert f'href="{page}?cycle=2025">2025/26 (2)</a>' in shown
    assert "Уже действует до 31\xa0августа\xa02028 (2025/26)." in shown
    assert f"/documents/{last.pk}/" not in shown
    assert f"/documents/{last.pk}/" in signed_in(by).get(f"{page}?cycle=2025").text


def test_the_page_asks_as_much_of_many_documents_as_of_one(year: Year, page: str) -> None:
    by = year.cast.school_coordinator
    browser = signed_in(by)
    asked = []
    for code in ("medium-term", "concept", "gia-plan"):
        begun(year.own, year.cycle, by, kind(code))
        browser.get(page)
        with CaptureQueriesContext(connection) as captured:
            browser.get(page)
        asked.append(len(captured))
    assert asked == [asked[0]] * 3
    assert asked[0] <= 10


def test_without_documents_the_page_says_who_begins(year: Year, page: str) -> None:
    assert "Начните с любого из списка ниже" in signed_in(year.cast.school_head).get(page).text
    assert "Начинает их школа" in signed_in(year.cast.curator).get(page).text
