"""Lists as Word numbers them: dashes or numbers, each list from one again."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_INDENT = 'w:left="1134" w:hanging="425"'


def new_list(word: WordDocument, *, numbered: bool) -> int:
    """Defines one list and returns its number for the paragraphs."""
    numbering = word.part.numbering_part.element
    taken = [int(each) for each in numbering.xpath("./w:abstractNum/@w:abstractNumId")]
    abstract = max(taken, default=0) + 1
    form, text = ("decimal", "%1.") if numbered else ("bullet", "–")
    definition = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind {_INDENT}/></w:pPr></w:lvl></w:abstractNum>'
    )
    first = numbering.find("{*}num")
    if first is None:
        numbering.append(definition)
    else:
        first.addprevious(definition)
    return int(numbering.add_num(abstract).numId)
