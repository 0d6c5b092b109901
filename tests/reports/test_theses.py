"""A report in short: what it keeps of a letter, that it stays on one page, who may take it."""

from datetime import date
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.urls import reverse
from docx import Document as Word
from pypdf import PdfReader

from conftest import NOW
from factories.people import signed_in
from factories.reports import IN_SUM, SECOND, draft, issued
from opora.access import Actor
from opora.organisations.models import Organisation
from opora.printing import Addressee, NumberedList, Requisites, write_docx, write_pdf
from opora.printing.text import plain
from opora.reports import actions
from opora.reports.composing import content_of, in_short
from opora.reports.content import Content, Figure, Grid, Section, item, line
from opora.reports.letter import Head
from opora.reports.models import Report
from opora.reports.theses import theses

from .conftest import Year
from .looking import asked, text

DAY = date(2026, 9, 14)
HEAD = Head(
    title="Отчёт — Этап 2: реализация, Берёзовский округ, 2026/27",
    sender=Requisites(name="Управление образования"),
    addressee=Addressee(),
    subject="",
    signer_post="Начальник управления",
    signer_name="Начальникова Ольга Фёдоровна",
)


def figure(value: int | str) -> Figure:
    return Figure(value, "сколько", "/", "query:schools", DAY)


def said(content: Content, **texts: str) -> list[str]:
    (found,) = [
        each for each in theses(HEAD, content, texts, foot="Проект").blocks if isinstance(each, NumberedList)
    ]
    return [plain(each).replace("\xa0", " ") for each in found.items]


def one(*lines: object, code: str = "control", **texts: str) -> list[str]:
    return said(Content(DAY, (Section(code, "Раздел", tuple(lines)),)), **texts)  # type: ignore[arg-type]


def test_a_line_is_kept_up_to_its_last_number() -> None:
    named = line("Участвуют ", figure(2), " школы: ", figure("Школа № 1"), ", ", figure("Школа № 2"), ".")
    events = item(
        "Семинары: ", figure(1), ", участников — ", figure(25), ". Среди них: ", figure("«Десант»"), "."
    )
    share = line("Учатся ", figure(600), " обучающихся (на 01.09.2026).")
    assert one(named, events, share) == [
        "Раздел. Участвуют 2 школы. Семинары: 1, участников — 25. Учатся 600 обучающихся (на 01.09.2026)."
    ]


def test_lists_of_names_and_tables_are_left_to_the_letter() -> None:
    grid = Grid("Таблица", ("", "Школа"), (("Мер", figure(3)),))
    names = (line("Работу определяют приказы:"), item("Приказ ", figure("№ 16"), " «О назначении»"))
    sections = (
        Section("orders", "Приказы", (*names, line("Школ с приказами — ", figure(1), "."))),
        Section("decisions", "Решения", names, (grid,)),
        Section("advice", "Рекомендации", (line("Остальных рекомендаций — ", figure(3), "; у документа."),)),
    )
    assert said(Content(DAY, sections)) == ["Приказы. Школ с приказами — 1."]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Нет службы. Помогают школы.", "Нет службы."),
        ("Нет службы\nВторое! И ещё", "Нет службы. Второе!"),
        ("Ведёт А. Б. Петрова на ул. Лесной. Потом", "Ведёт А. Б. Петрова на ул. Лесной."),
        ("1. Провести семинар. 2. Ещё", "1. Провести семинар."),
        ("Проект «Сеть». Он идёт год", "Проект «Сеть»."),
    ],
)
def test_of_each_paragraph_the_first_sentence_is_kept(written: str, kept: str) -> None:
    assert one(code="problem", problem=written) == [f"Раздел. {kept}"]


@pytest.mark.parametrize("many", [1, 8, 12])
@pytest.mark.parametrize("word", ["слово ", "ж" * 90 + " ", "Ж" * 4000], ids=["words", "long", "endless"])
def test_however_much_is_said_it_stays_on_one_page(many: int, word: str) -> None:
    counts = tuple(
        line(f"Очень длинное предложение о школах и делах номер {n} — ", figure(n), ".") for n in range(40)
    )
    sections = tuple(Section(f"s{n}", "Координация и контроль", counts) for n in range(many))
    texts = {each.code: "\n".join([word * 60] * 20) for each in sections}
    document = theses(HEAD, Content(DAY, sections), texts, foot="Проект")
    assert len(PdfReader(BytesIO(write_pdf(document))).pages) == 1
    first, *_ = said(Content(DAY, sections), **texts)
    assert first.startswith("Координация и контроль. Очень длинное предложение о школах и делах номер 0 — 0.")


def got(who: Actor, made: Report, kind: str, status: int = 200) -> HttpResponse:
    answer: HttpResponse = signed_in(who).get(reverse("report-short", args=[made.pk, kind]))
    assert answer.status_code == status
    return answer


def words(data: bytes) -> str:
    word = Word(BytesIO(data))
    told = [each.text for each in word.paragraphs]
    for part in (word, *(each.footer for each in word.sections)):
        told += [cell.text for table in part.tables for row in table.rows for cell in row.cells]
    return "\n".join(told).replace("\xa0", " ")


@pytest.mark.django_db
def test_a_draft_tells_of_today_and_says_that_it_is_one(year: Year) -> None:
    made = draft(year.place, year.cycle, SECOND, now=NOW)
    who = year.cast.municipal_coordinator
    answer = got(who, made, "docx")
    told = words(answer.content)
    for each in (
        *("ТЕЗИСЫ", "Отчёт — Этап 2: реализация, Берёзовский округ", "Проект", "О. Ф. Начальникова"),
        *("учатся 600 обучающихся — 67 % от всех на территории.", "Данные на 14.09.2026."),
        *("Ключевая проблема. Нет методической службы. Помогают сами школы.", "участников — 25."),
    ):
        assert each in told, each
    for each in ("Методический десант", "Приложения", "Полностью", "Приказ № 16"):
        assert each not in told, each
    assert "attachment" in answer.headers["Content-Disposition"]
    page = text(who, reverse("report", args=[made.pk]))
    for kind in ("docx", "pdf"):
        assert f'href="{reverse("report-short", args=[made.pk, kind])}"' in page
    assert got(who, made, "pdf").content[:5] == b"%PDF-"
    got(who, made, "xlsx", 404)
    got(year.cast.regional_coordinator, made, "docx", 404)


@pytest.mark.django_db
def test_of_a_letter_that_was_sent_it_says_what_the_letter_said(year: Year) -> None:
    made = issued(year.place, year.cycle, IN_SUM, now=NOW)
    before = got(year.cast.regional_coordinator, made, "docx").content
    told = words(before)
    assert "Полностью — в письме от 14.09.2026 № 986." in told
    assert "Проект" not in told
    Organisation.objects.filter(pk=year.own.pk).update(closed_on=DAY)
    assert got(year.cast.regional_coordinator, made, "docx").content == before
    assert got(year.cast.school_head, made, "docx").content == before
    made = actions.annul(report=made, why="Ошибка", by=year.cast.authority_head, at=NOW)
    assert "Письмо аннулировано" in words(got(year.cast.regional_coordinator, made, "docx").content)


@pytest.mark.django_db
def test_of_a_sent_one_it_asks_for_the_report_and_for_who_sent_it(year: Year) -> None:
    made = issued(year.place, year.cycle, SECOND, now=NOW)
    assert asked(year.cast.municipal_coordinator, reverse("report-short", args=[made.pk, "docx"])) == 5


@pytest.mark.django_db
def test_the_same_content_gives_the_same_bytes(year: Year) -> None:
    made = draft(year.place, year.cycle, SECOND, now=NOW)
    first, second = (in_short(made, content_of(made, today=DAY)) for _ in range(2))
    assert write_docx(first) == write_docx(second)
    assert write_pdf(first) == write_pdf(second)
