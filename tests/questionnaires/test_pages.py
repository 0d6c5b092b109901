"""Pages of a version: who sees what, the paper, XLSForm there and back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalogues.test_workbook import sent
from factories.people import Cast, cast, signed_in
from opora.catalogues.actions import copy_for_territory, save_draft, start_draft
from opora.catalogues.kinds import Content
from opora.catalogues.models import Version
from opora.questionnaires.kinds import questionnaires
from opora.questionnaires.xlsform import About, write
from questionnaires.contents import PUPIL

pytestmark = pytest.mark.django_db

type Make = Callable[..., Version]

CHANGED: Content = PUPIL | {
    "questions": [PUPIL["questions"][0] | {"text": "Ходишь ли ты в секции?"}, *PUPIL["questions"][1:]]
}


def file_of(content: Content) -> SimpleUploadedFile:
    return SimpleUploadedFile("form.xlsx", write(content, About("Анкета", "pupil", 1)))


def browsers(people: Cast) -> dict[str, Client]:
    return {part: signed_in(actor) for part, actor in people.parts().items()}


def territory_draft(people: Cast, base: Version, now: datetime) -> Version:
    home = people.world.municipality
    return copy_for_territory(
        base=base.definition,
        territory_id=home.pk,
        territory_path=home.path or "",
        territory_name=home.name,
        by=people.municipal_coordinator,
        at=now,
    )


def test_everybody_appointed_reads_and_its_keeper_uploads(published: Make) -> None:
    people = cast()
    version = published()
    read, uploaded = set(), set()
    for part, browser in browsers(people).items():
        address = f"/questionnaires/{version.pk}/"
        statuses = [browser.get(address + part_).status_code for part_ in ("", "paper/", "xlsform/")]
        assert statuses in ([200, 200, 200], [403, 403, 403]), part
        read |= {part} if statuses[0] == 200 else set()
        uploaded |= {part} if browser.get(f"{address}xlsform/upload/").status_code == 200 else set()
    assert set(people.parts()) - read == {"stranger"}
    assert uploaded == {"administrator", "federal_operator"}


def test_a_draft_is_seen_by_those_who_edit_it(published: Make, now: datetime) -> None:
    people = cast()
    draft = territory_draft(people, published(), now)
    address = f"/questionnaires/{draft.pk}/"
    assert signed_in(people.municipal_coordinator).get(address).status_code == 200
    assert signed_in(people.municipal_coordinator).get(f"{address}xlsform/upload/").status_code == 200
    assert signed_in(people.school_head).get(address).status_code == 404
    assert signed_in(people.foreign_municipal_coordinator).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_other_catalogues_are_not_questionnaires(published: Make) -> None:
    version = published()
    browser = signed_in(cast().administrator)
    version.definition.kind = "role-texts"
    version.definition.save(update_fields=["kind"])
    assert browser.get(f"/questionnaires/{version.pk}/").status_code == 404


def test_the_page_says_what_a_respondent_will_read(published: Make) -> None:
    browser = signed_in(cast().school_head)
    page = browser.get(f"/questionnaires/{published().pk}/").content.decode()
    for said in (
        "Показывается, если на вопрос 1 ответили «да».",
        "Түгәрәкләргә йөрисеңме?",
        "На язык «tt» не переведено",
        "p05.2",
        "Исходную редакцию меняет администратор.",
    ):
        assert said in page
    assert "Загрузить XLSForm" not in page


def test_the_number_of_queries_does_not_grow(
    published: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(cast().administrator)
    short = published("short", content=PUPIL)
    for version in (short, published("again")):
        with django_assert_num_queries(4):
            assert browser.get(f"/questionnaires/{version.pk}/").status_code == 200


def test_an_unfinished_draft_says_where_to_go(published: Make, now: datetime) -> None:
    people = cast()
    draft = start_draft(definition=published().definition, by=people.administrator, at=now)
    save_draft(version=draft, content=PUPIL | {"questions": []}, by=people.administrator, at=now)
    answer = signed_in(people.administrator).get(f"/questionnaires/{draft.pk}/")
    assert answer.status_code == 409
    assert "в ней осталось исправить" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "type_", "name"),
    [
        ("", "application/pdf", "pdf"),
        ("?large=on&language=tt", "application/pdf", "pdf"),
        ("?language=klingon&file=exe", "application/pdf", "pdf"),
        ("?file=docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ],
)
def test_paper_is_made_of_whatever_is_asked(published: Make, asked: str, type_: str, name: str) -> None:
    answer = signed_in(cast().school_head).get(f"/questionnaires/{published().pk}/paper/{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (200, type_)
    assert answer["Content-Disposition"].endswith(f".{name}")


def test_a_form_shows_what_it_would_change_and_is_then_written(published: Make) -> None:
    version = published()
    browser = signed_in(cast().administrator)
    address = f"/questionnaires/{version.pk}/xlsform/upload/"
    shown = browser.post(address, {"file": file_of(CHANGED)})
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "<del>Ходишь ли ты на кружки?</del>" in page
    assert "<ins>Ходишь ли ты в секции?</ins>" in page
    assert Version.objects.filter(definition=version.definition).count() == 1
    kept = {"content": shown.context["content"], "seen": version.content_hash}
    written = browser.post(address, kept)
    draft = Version.objects.get(definition=version.definition, state="draft")
    assert (written.status_code, written["Location"]) == (302, f"/questionnaires/{draft.pk}/")
    assert draft.content == CHANGED
    assert "Файл записан в черновик." in browser.get(written["Location"]).content.decode()
    # what it was compared with is no longer what stands there
    assert browser.post(address, kept).status_code == 409
    assert browser.post(address, kept | {"content": "чужое"}).status_code == 409


def test_the_same_form_changes_nothing(published: Make) -> None:
    browser = signed_in(cast().administrator)
    version = published()
    form = browser.get(f"/questionnaires/{version.pk}/xlsform/")
    same = SimpleUploadedFile("form.xlsx", form.content)
    page = browser.post(f"/questionnaires/{version.pk}/xlsform/upload/", {"file": same})
    assert "Записывать нечего." in page.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Файл пустой. Выберите другой."),
        (b"PK\x03\x04 broken", "повреждён"),
        (b"%PDF-1.7", "PDF"),
        (b"a;b\n1;2\n", "Это не XLSForm: нет листа survey."),
    ],
)
def test_what_is_no_form_changes_nothing(published: Make, data: bytes, words: str) -> None:
    version = published()
    browser = signed_in(cast().administrator)
    file = {"file": SimpleUploadedFile("form.xlsx", data)}
    answer = browser.post(f"/questionnaires/{version.pk}/xlsform/upload/", file)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Version.objects.filter(definition=version.definition).count() == 1


def test_the_editor_shows_what_will_be_read(published: Make) -> None:
    version = published()
    typed = sent(questionnaires(), CHANGED) | {"seen": version.content_hash, "do": "show"}
    page = signed_in(cast().administrator).post(f"/catalogues/{version.definition_id}/edit/", typed)
    shown = page.context["preview"]
    assert "Ходишь ли ты в секции?" in shown
    assert "Показывается, если на вопрос 1 ответили «да»." in shown


def test_the_list_leads_to_what_is_in_force(
    published: Make, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = cast()
    version = published()
    territory_draft(people, version, now)
    browser = signed_in(people.school_head)
    with django_assert_num_queries(5):
        page = browser.get("/questionnaires/")
    assert [str(row[0]) for row in page.context["table"].rows] == [
        f'<a href="/questionnaires/{version.pk}/">Анкета обучающихся</a>'
    ]
    assert page.context["table"].rows[0][1:] == (
        "обучающиеся", "профиль рисков", 6, 3, "ru, tt", "исходная",
    )  # fmt: skip
    assert signed_in(people.stranger).get("/questionnaires/").status_code == 403
