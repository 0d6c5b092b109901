"""The styles of an office document, and the language and hyphenation of the whole file."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"

# Names are shown in Word's list of styles, so they are Russian.
BODY = "Основной текст с отступом"
PLAIN = "Текст без отступа"
SMALL = "Мелкий текст"
SMALL_LINE = "Мелкая строка бланка"
KIND = "Вид документа"
SUBTITLE = "Пояснение к названию"
CAPTION = "Название таблицы"
FIGURE_CAPTION = "Подпись к рисунку"
CELL = "Текст таблицы"
CELL_SMALL = "Мелкий текст таблицы"
CELL_HEADING = "Шапка таблицы"
CELL_HEADING_SMALL = "Мелкая шапка таблицы"
SPACER = "Промежуток"


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style of ours; sizes and spaces in points."""

    id: str
    size: float = 13
    bold: bool = False
    align: SIDE = SIDE.LEFT
    before: float = 0
    after: float = 0
    indented: bool = False
    keep_with_next: bool = False
    spacing: float = 1.0
    hyphenated: bool = True


_LOOKS = {
    BODY: _Look("OporaBody", align=SIDE.JUSTIFY, indented=True, spacing=1.15),
    PLAIN: _Look("OporaPlain", hyphenated=False, spacing=1.1),
    SMALL: _Look("OporaSmall", size=10.5, before=3, after=3),
    SMALL_LINE: _Look("OporaSmallLine", size=10.5, hyphenated=False),
    KIND: _Look("OporaKind", 14, bold=True, align=SIDE.CENTER, before=12, after=4, keep_with_next=True),
    SUBTITLE: _Look("OporaSubtitle", align=SIDE.CENTER, after=14, hyphenated=False),
    CAPTION: _Look("OporaCaption", 12, before=10, after=4, keep_with_next=True, hyphenated=False),
    FIGURE_CAPTION: _Look(
        "OporaFigureCaption", 12, align=SIDE.CENTER, before=4, after=10, hyphenated=False
    ),
    CELL: _Look("OporaCell", 11),
    CELL_SMALL: _Look("OporaCellSmall", 9.5),
    CELL_HEADING: _Look("OporaCellHeading", 11, bold=True, align=SIDE.CENTER, keep_with_next=True),
    CELL_HEADING_SMALL: _Look(
        "OporaCellHeadingSmall", 9.5, bold=True, align=SIDE.CENTER, keep_with_next=True
    ),
    SPACER: _Look("OporaSpacer", 6),
}  # fmt: skip


def define_styles(word: WordDocument, language: str) -> None:
    _set_language(word, language)
    _let_hyphenate(word)
    for name in ("Normal", *_HEADINGS, "Footer"):
        _make_plain(_style(word, name))
    _set_normal(_style(word, "Normal"))
    _set_headings(word)
    _style(word, "Footer").font.size = Pt(9.5)
    for name, look in _LOOKS.items():
        _add(word, name, look)


def style_id(name: str) -> str:
    """Ours by its own; that of a style of Word is its name in one word («Heading1»)."""
    look = _LOOKS.get(name)
    return look.id if look else name.replace(" ", "")


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _make_plain(style: ParagraphStyle) -> None:
    """Takes off the template's theme: its colours, its sans serif, the rule under the title."""
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:color", "w:spacing", "w:kern", "w:sz", "w:szCs"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.insert(0, fonts)
    paragraph = style.element.get_or_add_pPr()
    for name in ("w:pBdr", "w:tabs"):
        for found in paragraph.findall(qn(name)):
            paragraph.remove(found)
    style.font.color.rgb = RGBColor(0, 0, 0)


def _set_normal(style: ParagraphStyle) -> None:
    style.font.size = Pt(13)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


# Size, space before, space after, in points.
_HEADINGS = {
    "Title": (14, 4, 12),
    "Heading 1": (14, 14, 8),
    "Heading 2": (13, 12, 6),
    "Heading 3": (13, 10, 6),
    "Heading 4": (13, 10, 6),
}


def _set_headings(word: WordDocument) -> None:
    for name, (size, before, after) in _HEADINGS.items():
        style = _style(word, name)
        style.font.size, style.font.bold = Pt(size), True
        style.font.italic = name in ("Heading 3", "Heading 4")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
        _forbid_hyphens(style)
    _style(word, "Title").paragraph_format.alignment = SIDE.CENTER


def _add(word: WordDocument, name: str, look: _Look) -> None:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.element.set(qn("w:styleId"), look.id)
    style.base_style = _style(word, "Normal")
    style.quick_style = True
    style.font.size = Pt(look.size)
    if look.bold:
        style.font.bold = True
    form = style.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, look.spacing
    if look.indented:
        form.first_line_indent = Cm(1.25)
    if look.keep_with_next:
        form.keep_with_next = True
    if not look.hyphenated:
        _forbid_hyphens(style)


# What the schema lets stand after it inside the properties of a paragraph.
_AFTER_HYPHENS = (
    "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN",
    "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
    "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip


def _forbid_hyphens(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:suppressAutoHyphens"), *_AFTER_HYPHENS)


def _set_language(word: WordDocument, language: str) -> None:
    code = {"ru": "ru-RU", "en": "en-US"}.get(language, language)
    for found in word.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), code)


def _let_hyphenate(word: WordDocument) -> None:
    settings = word.settings.element
    automatic = OxmlElement("w:autoHyphenation")
    before = settings.find(qn("w:defaultTabStop"))
    assert before is not None
    before.addnext(automatic)
