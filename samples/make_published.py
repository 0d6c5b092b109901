"""Writes results-published.xlsx: annex 2 of the municipal programme, exactly as published.

24 labelled columns over 12 merged pairs, 25 values in each row of schools, misprints and dashes kept:
the import must refuse it and name the place, so nothing here may be tidied.

    ./dev python samples/make_published.py
"""

import datetime
from pathlib import Path

import xlsxwriter

PROCEDURES = (
    "ВПР МА 5 2020",
    "ВПР МА 5 2021",
    "ВПР МА 6 2020",
    "ВПР МА 6 2021",
    "ВПР РУ 5 2020",
    "ВПР РУ 5 2021",
    "ВПР РУ 6 2020",
    "ВПР РУ 6 2021",
    "ОГЭ МА 2020",
    "ОГЭ МА 2021",
    "ОГЭ РУ 2020",
    "ОГЭ РУ 2021",
)
HEADINGS = ("«%2»", "«% высококих результатов»")
SCHOOLS = (
    ("МБОУ «Асовская ООШ»", "23 30 58 25 73 13 42 29 50 14 40 33 60 13 28 64 - - 10 40 - 0 50 - 0"),
    ("МБОУ «Кляповская ООШ»", "0 75 0 60 22 33 11 33 28 42 20 40 50 10 50 20 - - 10 20 - 0 50 - 0"),
)


def main() -> None:
    """Write the file beside this script; the same bytes every time."""
    with xlsxwriter.Workbook(Path(__file__).with_name("results-published.xlsx")) as book:
        book.set_properties({"created": datetime.datetime(2021, 1, 1)})  # noqa: DTZ001 - no zone in the format
        sheet = book.add_worksheet("Приложение 2")
        heading = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
        sheet.set_column(0, 0, 28)
        sheet.set_row(1, 45)
        for number, procedure in enumerate(PROCEDURES):
            left = 1 + 2 * number
            sheet.merge_range(0, left, 0, left + 1, procedure, heading)
            for offset, text in enumerate(HEADINGS):
                sheet.write_string(1, left + offset, text, heading)
        for row, (school, values) in enumerate(SCHOOLS, start=2):
            sheet.write_string(row, 0, school)
            for column, value in enumerate(values.split(), start=1):
                if value == "-":
                    sheet.write_string(row, column, value)
                else:
                    sheet.write_number(row, column, int(value))


if __name__ == "__main__":
    main()
