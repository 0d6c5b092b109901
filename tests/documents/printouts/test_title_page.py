"""The first page: who approved and agreed, in the right case, or lines to fill in."""

from dataclasses import replace

from documents.printouts.making import APPROVED, DRAFT, anti_risk, outline, pages, programme, word_lines
from opora.documents.printouts.cover import AgreedByBody, Approval, Cover, proposals
from opora.documents.printouts.form import office_form
from opora.documents.programme import Programme
from opora.printing import Stamp, TitlePage


def _title_page(found: Programme, cover: Cover = APPROVED) -> TitlePage:
    page = office_form(found, outline(found.kind), cover).blocks[0]
    assert isinstance(page, TitlePage)
    return page


def test_an_approved_programme_names_everybody_and_every_paper() -> None:
    page = _title_page(anti_risk())
    assert page.organisation == (
        "Отдел образования Заречного округа",
        "МБОУ «Средняя школа №\u00a03 посёлка Заречного»",
        "Заречный муниципальный округ",
    )
    assert page.right == (
        Stamp(
            "УТВЕРЖДЕНО",
            ("приказом директора школы", "от\u00a014.10.2026 №\u00a0112-о"),
            signer="И.\u00a0И.\u00a0Иванова",
        ),
    )
    body, curator = page.left
    assert body == Stamp("СОГЛАСОВАНО", ("педагогическим советом", "протокол от\u00a008.10.2026 №\u00a03"))
    assert (curator.lines, curator.signer, curator.date_line) == (
        ("Куратор школы",),
        "Е.\u00a0А.\u00a0Соснова",
        True,
    )
    assert page.title == "Антирисковая программа «Говорим, читаем, понимаем»"
    assert page.subtitles == (
        "по направлению «Низкое качество преодоления языковых и культурных барьеров»",
        "на 2026/27 учебный год",
        "Срок реализации: с\u00a01\u00a0октября 2026\u00a0г. по\u00a031\u00a0мая 2027\u00a0г.",
    )
    assert (page.place, page.mark) == ("пос. Заречный\n2026", "")


def test_the_year_is_not_said_twice() -> None:
    assert "2026/27" in _title_page(programme()).title
    assert _title_page(programme()).subtitles == (
        "Срок реализации: с\u00a01\u00a0октября 2026\u00a0г. по\u00a031\u00a0мая 2027\u00a0г.",
    )


def test_what_is_for_three_years_is_not_of_one_programme_year() -> None:
    assert [each for each in _title_page(Programme("concept")).subtitles if "2026/27" in each] == []


def test_a_draft_leaves_lines_to_write_on() -> None:
    document = office_form(anti_risk(), outline("anti-risk"), DRAFT)
    first, second, *_ = pages(document)
    assert first.startswith("ПРОЕКТ")
    assert "Проект" in second
    assert first.count("СОГЛАСОВАНО") == 2
    assert first.count("«____» ____________ 20___ г.") == 2
    assert "приказом директора от" in first
    lines = word_lines(document)
    assert lines[0] == "ПРОЕКТ"
    assert "№ ________" in lines
    assert "None" not in " ".join(lines) + first


def test_a_person_corrects_a_case() -> None:
    asked = proposals(APPROVED, outline("gia-plan"))
    assert asked.approval.post_genitive == "директора школы"
    assert asked.kind_dative == "плану подготовки к ГИА"
    corrected = replace(
        APPROVED,
        approval=Approval("врио директора", post_genitive="врио директора школы", order_number="7"),
        agreements=(AgreedByBody("ППК", body_instrumental="психолого-педагогическим консилиумом"),),
    )
    page = _title_page(anti_risk(), corrected)
    assert page.right[0].lines[0] == "приказом врио директора школы"
    assert page.right[0].lines[-1] == "№\u00a07"
    assert page.left[0].lines[0] == "психолого-педагогическим консилиумом"
