"""`opora export lists` as a person calls it: a process of its own in an installation of its own."""

from pathlib import Path

import openpyxl

from cli.conftest import Opora, opora

__all__ = ["opora"]

YEAR = ("--cycle", "2026")
CHOSEN = (*YEAR, "--territory", "M")


def book(path: Path, **sheets: list[list[str]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_lists_are_exported_by_the_command(opora: Opora, tmp_path: Path) -> None:
    opora("cycle", "add", "2026", "--from", "2026-01-01", "--to", "2026-12-31")
    organisations = book(
        tmp_path / "organisations.xlsx",
        Организации=[["Код", "Вид", "Название", "Территория"], ["S1", "Школа", "Лесная школа", "M"]],
        Территории=[["Код", "Название", "Входит в"], ["R", "Край", "RU"], ["M", "Округ", "R"]],
    )
    assert opora("import", "organisations", organisations, "--json").json["status"] == "applied"
    hard = book(tmp_path / "шнсу.xlsx", Список=[["Школа", "Основание"], ["Лесная школа", "паспорт"]])
    load = ("import", "lists", hard, "--list", "hard", *CHOSEN, "--json")
    assert opora(*load).json["status"] == "applied"

    file = tmp_path / "списки.xlsx"
    done = opora("export", "lists", file, *CHOSEN, "--json")

    assert (done.code, done.json) == (0, {"file": str(file), "bytes": file.stat().st_size})
    rows = list(openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert [row[:6] for row in rows if any(row)] == [
        ("Вид списка", "Код года", "Код территории", "Код", "Школа", "Основание"),
        ("ШНСУ", "2026", "M", "S1", "Лесная школа", "паспорт"),
    ]
    back = opora("import", "lists", file, "--list", "hard", *CHOSEN, "--json")
    assert (back.code, back.json["status"], back.json["rows"]) == (0, "applied", {"total": 1})
    assert opora("export", "lists", file, "--cycle", "1999").code == 2
