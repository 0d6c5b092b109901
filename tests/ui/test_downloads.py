"""A file as an answer: its name, its kind, who may keep it; and that no page makes an answer of its own."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from opora.ui.downloads import KINDS, attached, file_answer

SOURCE = Path(__file__).resolve().parents[2] / "src" / "opora"
#: a calendar is asked for by programs and has a tag and an age of its own
OTHERWISE = {"ui/downloads.py", "calendars/views.py"}


def _name(disposition: str) -> str:
    """The file's name as a browser reads it."""
    return unquote(disposition.partition("utf-8''")[2]) or disposition.partition('filename="')[2].strip('"')


@pytest.mark.parametrize("ending", sorted(KINDS))
def test_what_we_wrote_is_saved_and_kept_by_nobody(ending: str) -> None:
    answer = attached(b"1", f"Отчёт.{ending}")

    assert answer.content == b"1"
    assert answer.headers["Content-Type"] == KINDS[ending]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert _name(answer.headers["Content-Disposition"]) == f"Отчёт.{ending}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("people.xlsx", "people.xlsx"),
        ("Обзор: Заречье, 2026/27.xlsx", "Обзор Заречье, 2026-27.xlsx"),
        ("..\\план.xlsx", "..-план.xlsx"),
        ("ж" * 300 + ".xlsx", "ж" * 120 + ".xlsx"),
        ("МБОУ «СОШ № 1», 05.11.2026.xlsx", "МБОУ «СОШ № 1», 05.11.2026.xlsx"),
    ],
)
def test_a_name_is_one_that_every_system_can_write(name: str, saved: str) -> None:
    found = _name(attached(b"", name).headers["Content-Disposition"])

    assert found == saved
    assert len(found.encode()) <= 255


def test_a_name_splits_no_header() -> None:
    disposition = attached(b"", 'a\r\nSet-Cookie: x=1\r\n"; filename=b.xlsx').headers["Content-Disposition"]

    assert not {"\r", "\n"} & set(disposition)
    assert disposition.startswith("attachment; filename*=utf-8''a%0D%0A")


def test_what_is_opened_may_stay_with_its_reader_for_a_while() -> None:
    answer = file_answer(b"", "снимок", "image/png", inline=True, seconds=60)

    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert _name(answer.headers["Content-Disposition"]) == "снимок"
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert file_answer(b"", "", "image/png", inline=True).headers["Content-Disposition"] == "inline"


def test_an_ending_that_we_do_not_write_is_a_slip() -> None:
    with pytest.raises(KeyError):
        attached(b"", "page.html")


def test_every_file_goes_out_here() -> None:
    making = re.compile(r"Content-Disposition|content_disposition_header|FileResponse")
    found = {
        str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if making.search(path.read_text())
    }

    assert found == OTHERWISE
