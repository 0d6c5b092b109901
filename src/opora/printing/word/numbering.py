"""Lists as Word numbers them: dashes or numbers, each list from one again."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.numbering import CT_Num

_INDENT = 'w:left="1134" w:hanging="425"'


class Lists:
    """The lists of one document: it remembers where the last one was defined, a document may have thousands."""

    def __init__(self, word: WordDocument) -> None:
        self._numbering = word.part.numbering_part.element
        self._abstract = max(map(int, self._numbering.xpath("./w:abstractNum/@w:abstractNumId")), default=0)
        self._number = max(map(int, self._numbering.xpath("./w:num/@w:numId")), default=0)
        numbers: list[Any] = self._numbering.findall("{*}num")
        # the template that every document begins from has some
        self._first, self._last = numbers[0], numbers[-1]

    def new(self, *, numbered: bool) -> int:
        """Defines one list and returns its number for the paragraphs."""
        self._abstract += 1
        self._number += 1
        form, text = ("decimal", "%1.") if numbered else ("bullet", "–")
        definition = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._abstract}">'
            f'<w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind {_INDENT}/></w:pPr></w:lvl></w:abstractNum>'
        )
        number = CT_Num.new(self._number, self._abstract)  # type: ignore[no-untyped-call]
        self._first.addprevious(definition)
        self._last.addnext(number)
        self._last = number
        return self._number
