"""Writes samples/demo/: the files that the demonstration loads. Everything in them is invented.

./dev python samples/make_demo.py
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from opora.demo import federal
from opora.demo.figures import results
from opora.demo.world import HOME, NEIGHBOUR, PARTS, REGION, SCHOOLS

FOLDER = Path(__file__).resolve().parent / "demo"
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 (the same bytes each time)
NAMES = {HOME[0]: HOME[1], NEIGHBOUR[0]: NEIGHBOUR[1]}

KINDS = {"secondary": "Средняя школа", "basic": "Основная школа"}
LOCALITIES = {"town": "Город", "village": "Село"}

type Lines = Sequence[Sequence[str | int | float | None]]


def workbook(name: str, sheets: dict[str, Lines]) -> None:
    with xlsxwriter.Workbook(FOLDER / name) as book:
        book.set_properties({"created": MADE, "comments": "Синтетические данные: всё выдумано"})
        for title, lines in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.set_column(0, 0, 34)
            sheet.set_column(1, 20, 15)
            for number, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write_number(number, column, value)


def people() -> Lines:
    heading: list[str | int | float | None] = [
        "Фамилия", "Имя", "Отчество", "Почта", "Телефон", "Должность", "Роль", "Охват", "Приказ №", "Дата приказа",
    ]  # fmt: skip
    return [
        heading,
        *[
            [p.surname, p.given_name, p.patronymic, f"{p.login}@example.org", p.phone, p.post, p.role.title,
             p.scope, "12-д", "12.01.2026"]
            for p in PARTS
        ],
    ]  # fmt: skip


def organisations() -> dict[str, Lines]:
    heading: list[str | int | float | None] = [
        "Код", "Вид", "Название", "Территория", "Вид школы", "Город или село", "Юр. лицо", "Расстояние",
        "Телефон", "Учебный год", "Обучающиеся", "Учителя", "Учителя до 35", "Учителя старше 55",
    ]  # fmt: skip
    rows: list[Sequence[str | int | float | None]] = []
    for s in SCHOOLS:
        card = [
            s.key,
            "Школа",
            s.name,
            s.territory,
            KINDS[s.kind],
            LOCALITIES[s.locality],
            "да",
            s.distance_km,
            s.phone,
        ]
        rows.append([*card, "2024/25", round(s.pupils * 1.03), s.teachers + 1, s.under_35, s.over_55])
        rows.append([*card, "2025/26", s.pupils, s.teachers, s.under_35, s.over_55])
    for code, name in NAMES.items():
        rows.append(
            [
                f"{code}-UO",
                "Орган управления образованием",
                f"Управление образования, {name}",
                code,
                "",
                "",
                "да",
            ]
        )
    rows.append(
        [
            "OZR-IRO",
            "Региональный институт",
            "Институт развития образования Озёрного края",
            REGION[0],
            "",
            "",
            "да",
        ]
    )
    territories: Lines = [
        ["Код", "Название", "Входит в"],
        [*REGION, "RU"],
        [*HOME, REGION[0]],
        [*NEIGHBOUR, REGION[0]],
    ]
    return {"Организации": [heading, *rows], "Территории": territories}


def long_results(year: int) -> Lines:
    heading: list[str | int | float | None] = [
        "Код школы", "Школа", "Муниципалитет", "Процедура", "Год", "Участников", "«2», чел.", "«3», чел.",
        "«4», чел.", "«5», чел.",
    ]  # fmt: skip
    rows: list[Sequence[str | int | float | None]] = []
    for r in results(year):
        procedure = f"{r.test}, {r.subject.lower()}" + (f", {r.grade} класс" if r.grade else "")
        rows.append(
            [
                r.school.key,
                r.school.name,
                NAMES[r.school.territory],
                procedure,
                year,
                r.participants,
                *r.marks,
            ]
        )
    return [heading, *rows]


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    workbook("people.xlsx", {"Люди": people()})
    for year in (2024, 2025, 2026):
        workbook(f"results-{year}.xlsx", {"Результаты": long_results(year)})
    workbook("vpr-marks-2026.xlsx", {"Отметки": federal.marks()})
    workbook("vpr-scores-2026.xlsx", {"Баллы": federal.scores()})
    workbook("vpr-tasks-2026.xlsx", {"Задания": federal.tasks()})
    workbook("vpr-journal-2026.xlsx", {"Журнал": federal.journal()})
    workbook("organisations.xlsx", organisations())


if __name__ == "__main__":
    main()
