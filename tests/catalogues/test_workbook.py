import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from catalogues.conftest import CONTENT, EVERY_TYPE
from opora.catalogues import workbook
from opora.catalogues.forms import read_content
from opora.catalogues.inputs import cell_name, count_name, field_name
from opora.catalogues.kinds import Content, Field, Kind, kind_of, mistakes
from opora.catalogues.values import as_text, from_text, tidy
from opora.imports.sheets import read_workbook

FILES = sorted(Path(settings.DEFINITIONS_ROOT).glob("*/*.toml"))
ABOUT = workbook.About(EVERY_TYPE.code, (("Версия", "1"),))


def there_and_back(kind: Kind, content: Content) -> Content:
    made = workbook.write(kind, content, workbook.About(kind.code, ()), title="Проба")
    found, problems = workbook.read(kind, read_workbook(made, "проба.xlsx"))
    assert problems == []
    return found


def sent(kind: Kind, content: Content) -> dict[str, str]:
    """What a browser sends for a page that shows this content and that nobody touched."""
    fields: list[tuple[str, Field, Any]] = [
        (field_name(field), field, content.get(field.name)) for field in kind.fields
    ]
    data = {}
    for table in kind.tables:
        rows = content.get(table.name, [])
        data[count_name(table)] = str(len(rows))
        fields += [
            (cell_name(table, number, field), field, row.get(field.name))
            for number, row in enumerate(rows)
            for field in table.fields
        ]
    return data | {
        name: as_text(value) for name, field, value in fields if field.type != "bool" or value is True
    }


def without_unmarked(content: Any) -> Any:
    """A form cannot tell an absent box from an unmarked one; neither can a reader."""
    if isinstance(content, dict):
        return {key: without_unmarked(value) for key, value in content.items() if value is not False}
    return [without_unmarked(each) for each in content] if isinstance(content, list) else content


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_definition_of_the_house_is_right_and_comes_back_whole(file: Path) -> None:
    told = tomllib.loads(file.read_text("utf-8"))
    kind, content = kind_of(file.parent.name), told["content"]
    assert mistakes(kind, content) == []
    assert set(told) <= {"title", "origin", "source", "note", "content"}
    assert told["origin"] != "official" or told["source"]
    kept = tidy(kind, content)
    assert there_and_back(kind, kept) == kept
    assert without_unmarked(tidy(kind, read_content(kind, sent(kind, kept)))) == without_unmarked(kept)


def _values(field: Field) -> st.SearchStrategy[Any]:
    typed: dict[str, st.SearchStrategy[str]] = {
        "int": st.integers(-(10**14), 10**14).map(str),
        "share": st.decimals(0, 1, places=4).map(str),
        "bool": st.sampled_from(["да", "нет"]),
        "choice": st.sampled_from([code for code, _ in field.choices] or [""]),
    }
    text = st.text(max_size=30) | st.sampled_from(
        ["=1+1", "007", "-", "н/д", "да", "#Н/Д", "01.02.2025", "1e5", "'x", "_x0041_", "<b>&amp;"]
    )
    return typed.get(field.type, text).map(lambda each: from_text(field, each))


def _contents(kind: Kind) -> st.SearchStrategy[Content]:
    shape: dict[str, st.SearchStrategy[Any]] = {field.name: _values(field) for field in kind.fields}
    for table in kind.tables:
        row = st.fixed_dictionaries({field.name: _values(field) for field in table.fields})
        shape[table.name] = st.lists(row, max_size=3)
    return st.fixed_dictionaries(shape).map(lambda content: tidy(kind, content))


@given(_contents(EVERY_TYPE))
@hypothesis(max_examples=60, deadline=None)
def test_whatever_was_typed_comes_back_from_a_spreadsheet(content: Content) -> None:
    assert there_and_back(EVERY_TYPE, content) == content


def test_the_same_content_gives_the_same_bytes() -> None:
    made = [workbook.write(EVERY_TYPE, CONTENT, ABOUT, title="Проба") for _ in range(2)]
    assert made[0] == made[1]


def edited(change: Any) -> tuple[Content, list[tuple[str, str]]]:
    """What is read after a person changed the file in a spreadsheet."""
    book = openpyxl.load_workbook(BytesIO(workbook.write(EVERY_TYPE, CONTENT, ABOUT, title="Проба")))
    change(book)
    out = BytesIO()
    book.save(out)
    found, problems = workbook.read(EVERY_TYPE, read_workbook(out.getvalue(), "проба.xlsx"))
    return found, [(str(problem.place), problem.code) for problem in problems]


def test_numbers_typed_in_a_spreadsheet_are_taken_as_they_are_seen() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Параметры"]["B2"] = 0.25
        book["Параметры"]["B3"] = "И"
        rows = book["Строки"]
        rows["A2"], rows["B2"], rows["C2"] = 7, "12", 0.125
        rows["C2"].number_format = "0.0%"

    found, problems = edited(change)
    assert problems == []
    assert (found["threshold"], found["mode"]) == ("0.25", "and")
    assert found["rows"][0] == {"code": "7", "weight": 12, "share": "0.125"}


def test_what_stands_in_the_way_is_named_with_its_place() -> None:
    def rename(book: openpyxl.Workbook) -> None:
        book["Строки"]["B1"] = "Тяжесть"
        book["Параметры"]["D2"] = "threshhold"

    assert edited(rename)[1] == [
        ("лист «Параметры», ячейка D2", "catalogue-unknown-place"),
        ("лист «Строки», ячейка B1", "catalogue-unknown-place"),
        ("лист «Строки», строка 1", "catalogue-column-missing"),
    ]
    assert edited(lambda book: book.remove(book.worksheets[2]))[1] == [("", "catalogue-sheet-missing")]


def test_a_file_of_another_catalogue_is_refused() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["О версии"]["B2"] = "procedures"

    assert edited(change) == ({}, [("лист «О версии», ячейка B2", "catalogue-other")])
