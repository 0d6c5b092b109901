"""The protocol, the letter and the command: the same data and rule give the same bytes and the right words."""

import io
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from django.conf import LazySettings
from pypdf import PdfReader

from factories.people import signed_in
from factories.results import fact, load
from opora.access import Refused
from opora.access.actor import operator
from opora.cycles.models import Cycle
from opora.identification import actions
from opora.identification.commands import InputRefused, identify
from opora.identification.models import YearList
from opora.identification.printouts import (
    Listing,
    letter,
    listing_of,
    listing_of_selection,
    protocol,
    protocol_sheets,
)
from opora.identification.printouts.listing import SYNTHETIC
from opora.identification.queries import assess, procedure_titles
from opora.identification.states import ListState
from opora.printing import Row, write_docx, write_pdf
from opora.results.models import Fact

from .conftest import Year
from .making import approved, draft, names

FILES = ["letter.docx", "letter.pdf", "protocol.docx", "protocol.pdf", "protocol.xlsx"]


def run(year: Year, now: datetime, **more: object) -> dict[str, object]:
    return identify(**({"cycle_code": year.cycle.code, "by": operator(), "at": now} | more))  # type: ignore[arg-type]


def test_the_same_data_give_the_same_bytes(year: Year, now: datetime, tmp_path: Path) -> None:
    first = run(year, now, out_dir=tmp_path / "a")
    # the same figures imported again, in another order, at another time
    again = list(Fact.objects.order_by("-pk").values())
    Fact.objects.all().delete()
    origin = load(applied_at=now + timedelta(days=30))
    for row in again:
        Fact.objects.create(**{name: row[name] for name in row if name not in {"id", "load_id"}}, load=origin)
    second = run(year, now + timedelta(days=30), out_dir=tmp_path / "b")

    assert first == second
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == FILES
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_another_figure_is_another_data_version(year: Year, now: datetime) -> None:
    before = run(year, now)["data_version"]
    fact(year.well, "vpr-ru-5", 2024, participants=10, low=0)
    changed = run(year, now)["data_version"]
    assert before != changed
    Fact.objects.filter(school=year.well, year=2024).update(participants=11)
    assert run(year, now)["data_version"] not in {before, changed}


def test_the_answer_of_the_command(year: Year, now: datetime) -> None:
    found = run(year, now)

    assert json.loads(json.dumps(found)) == found
    assert {name: found[name] for name in ("cycle", "mode", "threshold", "rule_version")} == {
        "cycle": "2026",
        "mode": "or",
        "threshold": 0.3,
        "rule_version": year.rule.version,
    }
    schools = found["schools"]
    assert isinstance(schools, list)
    assert [school["school"] for school in schools] == [
        "Берёзовская школа № 1",
        "Берёзовская школа № 2",
        "Дальняя школа",
        "Ёлкинская школа",
        "Еловская школа",
        "Озёрная школа",
    ]
    assert schools[0] == {
        "school": "Берёзовская школа № 1",
        "territory": "Берёзовский округ",
        "listed": True,
        "repeated": False,
        "grounds": [
            {
                "kind": "count",
                "years": [2026],
                "procedures": ["vpr-ma-5", "vpr-ru-5"],
                "shares": [0.5, 0.3],
                "participants": [10, 10],
            }
        ],
        "closest": {"procedure": "vpr-ru-5", "share": 0.3, "margin": 0.0},
        "pupil_weight": 0.1,
        "changes_at_minus_1": False,
        "changes_at_plus_1": True,
        "doubtful": [],
    }
    assert schools[3]["grounds"][0] == {
        "kind": "repeat",
        "years": [2025, 2026],
        "procedures": ["vpr-ma-6"],
        "shares": [0.45, 0.4],
        "participants": None,
    }
    assert schools[2] | {"school": "", "territory": ""} == {
        "school": "",
        "territory": "",
        "listed": False,
        "repeated": False,
        "grounds": [],
        "closest": None,
        "pupil_weight": None,
        "changes_at_minus_1": False,
        "changes_at_plus_1": False,
        "doubtful": [],
    }


def test_without_approval_nothing_is_written(year: Year, now: datetime) -> None:
    run(year, now)
    assert YearList.objects.count() == 0


def test_approval_makes_a_list_for_each_territory_once(year: Year, now: datetime) -> None:
    run(year, now, approve=True)
    run(year, now, approve=True)
    lists = YearList.objects.order_by("territory__sort_name")
    assert [(each.territory.name, each.state, names(each)) for each in lists] == [
        ("Берёзовский округ", ListState.APPROVED, ["Берёзовская школа № 1", "Ёлкинская школа"]),
        ("Дальний район", ListState.APPROVED, []),
        ("Еловский район", ListState.APPROVED, []),
    ]

    fact(year.near, "vpr-ru-5", 2026, participants=10, low=9)
    run(year, now, approve=True)
    states = YearList.objects.filter(territory=year.place).order_by("number").values_list("state", flat=True)
    assert list(states) == [ListState.SUPERSEDED, ListState.APPROVED]


def test_approval_by_a_person_reaches_as_far_as_their_scope(year: Year, now: datetime) -> None:
    run(year, now, approve=True, by=year.cast.municipal_coordinator)
    assert list(YearList.objects.values_list("territory__name", flat=True)) == ["Берёзовский округ"]
    with pytest.raises(Refused):
        run(year, now, approve=True, by=year.cast.observer)
    with pytest.raises(Refused):
        run(year, now, approve=True, by=year.cast.stranger)


@pytest.mark.parametrize("wrong", [{"cycle_code": "1999"}, {"mode": "xor"}, {"threshold": "тридцать"}])
def test_wrong_input_is_refused(year: Year, now: datetime, wrong: dict[str, str]) -> None:
    with pytest.raises(InputRefused):
        run(year, now, **wrong)


def test_a_year_without_any_figure_lists_nobody(year: Year, now: datetime) -> None:
    old = Cycle.objects.create(code="2019", title="2019", starts="2019-01-01", ends="2019-12-31")
    found = run(year, now, cycle_code=old.code)
    schools = found["schools"]
    assert isinstance(schools, list)
    assert {school["listed"] for school in schools} == {False}


def texts_of(listing: Listing) -> list[str]:
    """Body and footers of the protocol and of the letter, a paragraph or a cell a line."""
    found = []
    for paper in (protocol(listing), letter(listing)):
        document = docx.Document(io.BytesIO(write_docx(paper)))
        lines = [paragraph.text for paragraph in document.paragraphs]
        lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        # the footer's words and the number of the page stand in cells
        feet = [table for section in document.sections for table in section.footer.tables]
        lines += [cell.text for table in feet for row in table.rows for cell in row.cells]
        found.append("\n".join(lines).replace("\xa0", " "))
    return found


def test_a_sentence_ends_once(year: Year, now: datetime) -> None:
    by = replace(year.cast.municipal_coordinator, name="Ковалёва А. П.")
    actions.approve(year_list=draft(year, now), by=by, at=now)
    actions.approve(year_list=draft(year, now), by=by, at=now)
    superseded = YearList.objects.get(state=ListState.SUPERSEDED)

    listing = listing_of(superseded, titles=procedure_titles())

    assert listing.approval == "Утвердил(а): Ковалёва А. П. Список заменён новым."
    assert [re.findall(r".*\.\..*", text) for text in texts_of(listing)] == [[], []]


@pytest.mark.parametrize("is_demo", [False, True])
def test_a_demonstration_says_so_on_every_page(
    year: Year, now: datetime, settings: LazySettings, is_demo: bool
) -> None:
    settings.IS_DEMO = is_demo
    done = approved(year, now)

    kept = listing_of(done, titles=procedure_titles())
    fresh = listing_of_selection(
        year.cycle, assess(year.cycle, year.rule), territory="все территории", titles=procedure_titles()
    )

    for listing in (kept, fresh):
        assert [SYNTHETIC in text for text in texts_of(listing)] == [is_demo, is_demo]
        for paper in (protocol(listing), letter(listing)):
            pages = [page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(paper))).pages]
            assert {SYNTHETIC in text.replace("\n", " ") for text in pages} == {is_demo}
        about = protocol_sheets(listing)[-1].table.rows
        assert (("Данные", SYNTHETIC) in [row.cells for row in about if isinstance(row, Row)]) is is_demo


def test_what_the_protocol_says(year: Year, now: datetime) -> None:
    done = approved(year, now)
    client = signed_in(year.cast.municipal_coordinator)

    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/lists/{done.pk}/protocol.xlsx").content))
    assert book.sheetnames == ["Список", "Основания", "Все школы", "Признаки", "О протоколе"]
    rows = list(book["Список"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["Берёзовская школа № 1", "Ёлкинская школа"]

    document = docx.Document(io.BytesIO(client.get(f"/lists/{done.pk}/protocol.docx").content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (
        "не менее 30",
        "достаточно одного основания",
        "число участников неизвестно",
        done.data_version,
    ):
        assert words in text.replace("\xa0", " ")
    pdf = PdfReader(io.BytesIO(client.get(f"/lists/{done.pk}/protocol.pdf").content))
    assert "Берёзовская школа" in "".join(page.extract_text() for page in pdf.pages)

    cover = docx.Document(io.BytesIO(client.get(f"/lists/{done.pk}/letter.docx").content))
    assert "2 школы" in "\n".join(p.text for p in cover.paragraphs).replace("\xa0", " ")
    assert client.get(f"/lists/{done.pk}/letter.pdf").content[:5] == b"%PDF-"
