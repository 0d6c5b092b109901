"""Ten thousand short lines: a line costs as much at the end of a document as at its beginning."""

from datetime import date
from typing import Any

import pytest
from docx.oxml.document import CT_Body
from docx.styles.styles import Styles

from opora.printing import Block, BulletList, Document, Heading, Paragraph, write_docx


def of(lines: int) -> Document:
    blocks: list[Block] = [Heading("Раздел")]
    for number in range(lines):
        blocks += [Paragraph(f"Строка {number}"), BulletList((f"дело {number}",))]
    return Document(title="Длинный", date_of_data=date(2026, 11, 1), blocks=tuple(blocks))


def test_neither_styles_nor_the_document_are_searched_for_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[str] = []

    def counting(name: str, found: Any) -> Any:
        def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
            searches.append(name)
            return found(self, *args, **kwargs)

        return counted

    monkeypatch.setattr(Styles, "get_style_id", counting("style", Styles.get_style_id))
    monkeypatch.setattr(CT_Body, "first_child_found_in", counting("place", CT_Body.first_child_found_in))
    write_docx(of(2))
    few = sorted(searches)
    searches.clear()
    write_docx(of(200))
    assert sorted(searches) == few
