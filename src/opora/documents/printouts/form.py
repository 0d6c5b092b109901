"""A programme as a printed document: title page, sections in the order of its kind, annexes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from opora.documents.outline import Outline, Part, Section
from opora.documents.printouts.chain import Chain
from opora.documents.printouts.cover import AttachedFile, Cover, proposals
from opora.documents.printouts.prose import prose
from opora.documents.printouts.tables import TABLES, shortened
from opora.documents.printouts.title_page import title_of, title_page
from opora.documents.programme import Programme
from opora.printing import Annex, Block, Document, Heading, Orientation, Paragraph, Plain, Run, Table
from opora.printing.estimates import table_height
from opora.printing.russian import counted, long_date
from opora.printing.text import clean

NOT_FILLED = "Раздел не заполнен."
#: a table of more lines than an upright page holds is turned on its side, in an annex
_LINES_OF_A_PAGE = 40
#: so many letters of each of the words at the foot of every page
_FOOT = 80
#: and of the name of a file
_FILE = 160

type Facts = Mapping[str, tuple[Plain, ...]]
"""Blocks of facts that stand ready (the card, the profile), by the code of their section."""


def office_form(programme: Programme, outline: Outline, cover: Cover, facts: Facts | None = None) -> Document:
    """The document for DOCX and PDF; the same data give the same bytes.

    What the outline has no section for is not printed: it is the form. A section that is not filled in says so,
    unless it may be left out and the document is no draft. An attached document is its file: printed is what was
    entered besides.
    """
    cover = proposals(cover, outline)
    body = _Body(Chain(programme), outline, cover, facts or {})
    sections = tuple(body.sections())
    return Document(
        title=title_of(programme, outline),
        date_of_data=cover.date_of_data,
        blocks=(title_page(programme, outline, cover), *sections, *body.annexes),
        author=cover.organisation,
        footer=_foot(programme, outline, cover),
    )


def _foot(programme: Programme, outline: Outline, cover: Cover) -> str:
    version = f"версия {cover.version}" if cover.version else ""
    state = ", ".join(filter(None, ("проект" if cover.is_draft else "", version)))
    title = shortened(cover.short_title.strip() or title_of(programme, outline), _FOOT)
    parts = (title, state[:1].upper() + state[1:], shortened(cover.footer, _FOOT))
    return " ".join(part if part.endswith(("…", ".")) else f"{part}." for part in parts if part)


def _about(file: AttachedFile, *, is_alone: bool) -> Paragraph:
    """Where the document itself is: the print must not be taken for the whole of it."""
    rest = (
        "В Опору из него пока ничего не внесено."
        if is_alone
        else "Здесь напечатано только то, что внесено в Опору: полный текст в самом файле."
    )
    return Paragraph(
        f"Документ приложен файлом «{shortened(clean(file.name), _FILE)}» {long_date(file.day)} {rest}"
    )


@dataclass
class _Body:
    """Gathers annexes while sections are made: their numbers follow the references in the text."""

    chain: Chain
    outline: Outline
    cover: Cover
    facts: Facts
    annexes: list[Annex] = field(default_factory=list)

    def sections(self) -> Iterator[Block]:
        filled = [(section, tuple(self._content(section))) for section in self.outline.sections]
        if self.cover.attached:
            yield _about(self.cover.attached, is_alone=not any(blocks for _, blocks in filled))
        number = 0
        for section, blocks in filled:
            if not blocks and self._may_be_left_out(section):
                continue
            number += 1
            yield Heading(f"{number}. {section.title}")
            yield from blocks or (Paragraph(Run(NOT_FILLED, italic=True)),)

    def _may_be_left_out(self, section: Section) -> bool:
        return self.cover.attached is not None or not (section.required or self.cover.is_draft)

    def _content(self, section: Section) -> Iterator[Plain]:
        yield from prose(self.chain.programme.texts.get(section.code, ""))
        yield from self.facts.get(section.code, ())
        if section.part in TABLES:
            table = TABLES[section.part](self.chain, self.outline)
            if table.rows:
                yield self._placed(section.part, table)

    def _placed(self, part: Part, table: Table) -> Table | Paragraph:
        """The table, or words that say in which annex it is."""
        if part not in _TURNED or table_height(table, Orientation.PORTRAIT) <= _LINES_OF_A_PAGE:
            return table
        number = len(self.annexes) + 1
        self.annexes.append(
            Annex(
                _TURNED[part],
                (table,),
                number=number,
                to=f"к {self.cover.kind_dative}",
                orientation=Orientation.LANDSCAPE,
            )
        )
        return Paragraph(f"{self._counted(part)} в приложении {number}.")

    def _counted(self, part: Part) -> str:
        programme = self.chain.programme
        if part is Part.MEASURES:
            return f"Дорожная карта ({counted(len(programme.measures), 'мера', 'меры', 'мер')}) приведена"
        count = counted(len(programme.indicators), "показатель", "показателя", "показателей")
        return f"Таблица показателей ({count}) приведена"


#: wide tables and the titles of their annexes
_TURNED = {Part.MEASURES: "Дорожная карта", Part.INDICATORS: "Показатели"}
