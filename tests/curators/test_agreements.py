"""An agreement of a school and its curator: drafted, signed by both under the same words, ended."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Docx
from openpyxl import load_workbook
from pypdf import PdfReader

from conftest import NOW
from curators.conftest import Year
from curators.looking import asked, post, text
from factories.curators import agreement, curator
from factories.people import appointed, person, signed_in
from opora.access import Conflict, Refused, Role, WrongState
from opora.curators.actions import agreeing
from opora.curators.actions.agreeing import Words
from opora.curators.models import Agreement
from opora.curators.queries.waiting import waiting_for
from opora.curators.states import AgreementState, Side
from opora.people.models import Person

TODAY = NOW.date()
WORDS = Words(TODAY, "Работаем вместе", ["Куратор бывает в школе", " ", "Школа пишет сама"], "5-С")


@pytest.fixture
def person_of_curator(year: Year) -> Person:
    return Person.objects.get(pk=year.cast.curator.person_id)


def drafted(year: Year, who: Person) -> Agreement:
    return agreeing.draft(
        school=year.own, curator=who, cycle=year.cycle, words=WORDS, by=year.cast.school_coordinator, at=NOW
    )


def test_both_sign_and_it_is_in_force(year: Year, person_of_curator: Person) -> None:
    head, curator_ = year.cast.school_head, year.cast.curator
    made = drafted(year, person_of_curator)
    assert made.terms == ["Куратор бывает в школе", "Школа пишет сама"]
    assert [each.reason.value for who in (head, curator_) for each in waiting_for(who)] == ["Подписать"] * 2
    with pytest.raises(Refused):
        agreeing.sign(agreement=made, side=Side.SCHOOL, seen=0, by=year.cast.school_coordinator, at=NOW)
    with pytest.raises(Refused):
        agreeing.sign(agreement=made, side=Side.CURATOR, seen=0, by=year.cast.neighbour_curator, at=NOW)
    signed = agreeing.sign(agreement=made, side=Side.SCHOOL, seen=0, by=head, at=NOW)
    assert (signed.state, waiting_for(head)) == (AgreementState.DRAFT, [])
    with pytest.raises(WrongState, match="уже подписала"):
        agreeing.sign(agreement=made, side=Side.SCHOOL, seen=0, by=head, at=NOW)
    signed = agreeing.sign(agreement=made, side=Side.CURATOR, seen=0, by=curator_, at=NOW)
    assert (signed.state, signed.curator_signed_by_name) == (AgreementState.SIGNED, curator_.name)
    with pytest.raises(WrongState, match="не меняются"):
        agreeing.change(agreement=made, words=WORDS, seen=0, by=head, at=NOW)


def test_other_words_take_the_signature_off(year: Year, person_of_curator: Person) -> None:
    head = year.cast.school_head
    made = drafted(year, person_of_curator)
    agreeing.sign(agreement=made, side=Side.SCHOOL, seen=0, by=head, at=NOW)
    changed = agreeing.change(
        agreement=made, words=Words(TODAY, "Иначе", ["Одно"]), seen=0, by=year.cast.curator, at=NOW
    )
    assert (changed.school_signed_at, changed.school_signed_by_name) == (None, "")
    # who has the old page open does not sign words unseen
    with pytest.raises(Conflict):
        agreeing.sign(agreement=made, side=Side.CURATOR, seen=0, by=year.cast.curator, at=NOW)


def test_one_at_a_time_and_with_the_curator_of_the_school(year: Year, person_of_curator: Person) -> None:
    first = drafted(year, person_of_curator)
    with pytest.raises(WrongState, match="уже есть"):
        drafted(year, person_of_curator)
    with pytest.raises(WrongState, match="не куратор"):
        drafted(year, person("Посторонняя"))
    agreeing.end(agreement=first, on=TODAY, reason="Иначе договорились", by=year.cast.school_head, at=NOW)
    assert drafted(year, person_of_curator).pk != first.pk
    with pytest.raises(ValidationError):
        agreeing.draft(
            school=year.own,
            curator=person_of_curator,
            cycle=year.cycle,
            words=Words(TODAY, "", []),
            by=year.cast.school_head,
            at=NOW,
        )
    with pytest.raises(Refused):
        agreeing.draft(
            school=year.own,
            curator=person_of_curator,
            cycle=year.cycle,
            words=WORDS,
            by=year.cast.teacher,
            at=NOW,
        )


def test_pages_from_the_template_to_the_scan(year: Year, person_of_curator: Person) -> None:
    head = year.cast.school_head
    page = text(head, reverse("curator-agreement-new", args=[year.own.pk]))
    assert "не реже раза в неделю" in page  # the words of the definition
    assert year.own.name in page
    url = post(
        head,
        reverse("curator-agreement-new", args=[year.own.pk]),
        curator=str(person_of_curator.pk),
        date=TODAY.isoformat(),
        subject="Работаем <b>вместе</b>",
        terms="Первое\n\nВторое",
    )
    made = Agreement.objects.get()
    assert url == reverse("curator-agreement", args=[made.pk])
    assert "Работаем &lt;b&gt;вместе" in text(head, url)
    post(head, reverse("curator-agreement-sign", args=[made.pk]), seen="0")
    post(year.cast.curator, reverse("curator-agreement-sign", args=[made.pk]), seen="0")
    made.refresh_from_db()
    assert made.state == AgreementState.SIGNED
    post(head, reverse("curator-agreement-sign", args=[made.pk]), 409, seen="нет")
    scan = SimpleUploadedFile("скан.png.exe", b"MZ\x00 executable")
    assert "Это программа" in post(
        head, reverse("curator-agreement-scan", args=[made.pk]), 422, material=scan
    )
    photo = SimpleUploadedFile("скан.jpg", b"\xff\xd8\xff\xe0\x00\x04AB\xff\xda\x00\x02data\xff\xd9")
    post(head, reverse("curator-agreement-scan", args=[made.pk]), material=photo)
    file = signed_in(head).get(reverse("curator-agreement-file", args=[made.pk]))
    assert (file.status_code, file.headers["Content-Type"]) == (200, "image/jpeg")
    post(
        head, reverse("curator-agreement-end", args=[made.pk]), on=TODAY.isoformat(), reason="Год закончился"
    )
    made.refresh_from_db()
    assert made.reason == "Год закончился"


def test_paper(year: Year, person_of_curator: Person) -> None:
    made = drafted(year, person_of_curator)
    client = signed_in(year.cast.curator)
    pdf = PdfReader(BytesIO(client.get(reverse("curator-agreement-pdf", args=[made.pk])).content))
    words = pdf.pages[0].extract_text()
    assert "Куратор бывает в школе" in words
    assert "Проект" in words
    docx = Docx(BytesIO(client.get(reverse("curator-agreement-docx", args=[made.pk])).content))
    assert "Школа пишет сама" in "\n".join(each.text for each in docx.paragraphs)


def test_who_sees_which(year: Year, person_of_curator: Person) -> None:
    own = drafted(year, person_of_curator)
    other = agreement(year.neighbour, curator("Чужая", year.neighbour).person, year.cycle, now=NOW)
    second = agreement(year.own, curator("Вторая", year.own).person, year.cycle, now=NOW)
    url = reverse("curator-agreement", args=[own.pk])
    for who in (year.cast.school_head, year.cast.curator, year.cast.municipal_coordinator):
        text(who, url)
    for who in (year.cast.neighbour_school_head, year.cast.neighbour_municipal_coordinator):
        text(who, url, 404)
    for who in (year.cast.teacher, year.cast.expert, year.cast.observer):
        text(who, url, 403)
    text(year.cast.curator, reverse("curator-agreement", args=[second.pk]), 404)
    text(year.cast.school_head, reverse("curator-agreement", args=[other.pk]), 404)


def test_the_list_its_workbook_and_constant_queries(year: Year, person_of_curator: Person) -> None:
    drafted(year, person_of_curator)
    who, url = year.cast.municipal_coordinator, reverse("curator-agreements")
    one = asked(who, url)
    for number in range(9):
        agreement(year.second, curator(f"Новая{number}", year.second).person, year.cycle, now=NOW)
    assert asked(who, url) == one
    assert "Новая3" in text(who, f"{url}?q=новая3&state=draft&territory=нет&cycle=нет")
    book = load_workbook(BytesIO(signed_in(who).get(f"{url}?as=xlsx&q=новая3").content))
    assert book.worksheets[0].max_row >= 2
    assert "Таких соглашений нет" in text(who, f"{url}?q=никого")


def test_a_school_without_a_curator_is_told(year: Year) -> None:
    page = text(year.cast.school_head, reverse("curator-agreement-new", args=[year.own.pk]), 409)
    assert "нет куратора" in page
    appointed(Role.CURATOR, year.own, surname="Первая")
    appointed(Role.CURATOR, year.own, surname="Вторая")
    assert "<select" in text(year.cast.school_head, reverse("curator-agreement-new", args=[year.own.pk]))
