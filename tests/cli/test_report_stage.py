"""`opora report stage`: the letter by a process of its own, the origin of every figure on stdout."""

import zipfile
from pathlib import Path

import openpyxl

from .conftest import Opora


def test_the_letter_is_written_and_tells_where_figures_come_from(opora: Opora, tmp_path: Path) -> None:
    opora("cycle", "add", "2026", "--from", "2026-09-01", "--to", "2027-08-31")
    book = openpyxl.Workbook()
    book.active.title = "Организации"
    book.active.append(["Код", "Вид", "Название", "Территория"])
    book.active.append(["S1", "Школа", "Берёзовская школа № 1", "M"])
    sheet = book.create_sheet("Территории")
    for row in (["Код", "Название", "Входит в"], ["R", "Край", "RU"], ["M", "Округ", "R"]):
        sheet.append(row)
    book.save(tmp_path / "organisations.xlsx")
    assert opora("import", "organisations", tmp_path / "organisations.xlsx", "--json").code == 0

    letter = tmp_path / "письмо.docx"
    done = opora("report", "stage", "--territory", "M", "--cycle", "2026", "--out", letter, "--json")
    assert done.code == 0, done.err
    told = done.json
    assert (told["territory"], told["cycle"], told["file"]) == ("M", "2026", str(letter))
    assert told["figures"]
    assert all(each["origin"] for each in told["figures"])
    assert all(each["what"] and each["who"] for each in told["missing"])
    with zipfile.ZipFile(letter) as archive:
        assert "Округ" in archive.read("word/document.xml").decode()

    unknown = tmp_path / "нет.docx"
    refused = opora("report", "stage", "--territory", "XX", "--cycle", "2026", "--out", unknown, "--json")
    assert (refused.code, refused.out, unknown.exists()) == (2, "", False)
    assert "Территории с кодом «XX» нет. Например: M" in refused.err
