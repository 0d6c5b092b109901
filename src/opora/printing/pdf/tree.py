"""The document as plain data for the template: no styles, no source, only strings, numbers and lists."""

from __future__ import annotations

from collections.abc import Iterable

from opora.printing.blocks import (
    Annex,
    ApprovalBlock,
    Block,
    BulletList,
    Document,
    Figure,
    Heading,
    Letterhead,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Signature,
    Slip,
    Slips,
    Stamp,
    Title,
    TitlePage,
)
from opora.printing.outline import Outline, parts_of
from opora.printing.pdf.pictures import Pictures
from opora.printing.pdf.tables import table_node
from opora.printing.pdf.words import Node, heading_line, line, run_nodes
from opora.printing.qr import qr_alternative, qr_svg
from opora.printing.requisites import (
    addressee_lines,
    approval_date,
    reference_lines,
    requisite_lines,
    signature_date,
    stamp_date,
    stamp_name,
)
from opora.printing.tables import Table


class Tree:
    """Builds the data of one document, putting its pictures aside as files."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._outline = Outline()
        self._orientation = Orientation.PORTRAIT

    def of(self, document: Document) -> Node:
        day = document.date_of_data
        return {
            "title": line(document.title),
            "author": line(document.author),
            "language": document.language,
            "date": [day.year, day.month, day.day],
            "footer": line(document.footer),
            "parts": [self._part(orientation, blocks) for orientation, blocks in parts_of(document)],
        }

    def _part(self, orientation: Orientation, blocks: Iterable[Block]) -> Node:
        self._orientation = orientation
        nodes = self._nodes(blocks)
        return {
            "landscape": orientation is Orientation.LANDSCAPE,
            "is_title": any(node["is"] == "title page" for node in nodes),
            "blocks": nodes,
        }

    def _nodes(self, blocks: Iterable[Block]) -> list[Node]:
        return [self._node(block) for block in blocks]

    def _node(self, block: Block) -> Node:
        match block:
            case Heading():
                return {
                    "is": "heading",
                    "level": self._outline.level(block.level),
                    "text": heading_line(block.text),
                }
            case Table():
                return table_node(block, self._orientation)
            case Figure() | Slips():
                return self._pictured(block)
            case Annex():
                return self._annex(block)
            case Title() | Paragraph() | BulletList() | NumberedList() | PageBreak():
                return _prose(block)
            case ApprovalBlock() | Letterhead() | Signature() | TitlePage():
                return _form(block)

    def _annex(self, annex: Annex) -> Node:
        self._outline.enter_annex()
        nodes = self._nodes(annex.blocks)
        self._outline.leave_annex()
        return {
            "is": "annex",
            "label": line(annex.label),
            "to": line(annex.to),
            "title": heading_line(annex.title),
            "blocks": nodes,
        }

    def _pictured(self, block: Figure | Slips) -> Node:
        if isinstance(block, Figure):
            return self._figure(block)
        slips = [self._slip(slip) for slip in block.slips]
        return {"is": "slips", "columns": block.columns, "slips": slips}

    def _figure(self, figure: Figure) -> Node:
        return {
            "is": "figure",
            "path": self._pictures.add(figure.image, png=figure.is_png),
            "alt": line(figure.alternative),
            "caption": line(figure.caption),
            "width": figure.width,
        }

    def _slip(self, slip: Slip) -> Node:
        return {
            "title": line(slip.title),
            "lines": [line(each) for each in slip.lines],
            "code": line(slip.code),
            "qr": self._pictures.add(qr_svg(slip.qr), png=False) if slip.qr else "",
            "alt": line(qr_alternative(slip.qr)) if slip.qr else "",
        }


def _prose(block: Title | Paragraph | BulletList | NumberedList | PageBreak) -> Node:
    match block:
        case Title():
            return {
                "is": "title",
                "kind": line(block.kind),
                "text": line(block.text),
                "subtitle": line(block.subtitle),
            }
        case Paragraph():
            return {
                "is": "paragraph",
                "runs": run_nodes(block.text),
                "align": block.align.value,
                "small": block.small,
                "sticky": block.keep_with_next,
            }
        case BulletList():
            return {"is": "bullets", "items": [run_nodes(item) for item in block.items]}
        case NumberedList():
            return {"is": "numbers", "items": [run_nodes(item) for item in block.items]}
        case PageBreak():
            return {"is": "break"}


def _form(block: ApprovalBlock | Letterhead | Signature | TitlePage) -> Node:
    match block:
        case TitlePage():
            return _title_page(block)
        case ApprovalBlock():
            return {
                "is": "approval",
                "word": line(block.word),
                "post": line(block.post),
                "name": line(block.name),
                "date": approval_date(block.date),
                "order": line(block.order),
            }
        case Letterhead():
            return {
                "is": "letterhead",
                "parent": line(block.organisation.parent),
                "name": line(block.organisation.name),
                "requisites": [line(each) for each in requisite_lines(block.organisation)],
                "references": [line(each) for each in reference_lines(block)],
                "addressee": [line(each) for each in addressee_lines(block.addressee)],
                "subject": line(block.subject),
            }
        case Signature():
            return {
                "is": "signature",
                "post": line(block.post),
                "name": line(block.name),
                "date": signature_date(block),
            }


def _title_page(page: TitlePage) -> Node:
    return {
        "is": "title page",
        "mark": line(page.mark),
        "organisation": [line(each) for each in page.organisation],
        "left": [_stamp(each) for each in page.left],
        "right": [_stamp(each) for each in page.right],
        "title": line(page.title),
        "subtitles": [line(each) for each in page.subtitles],
        "place": line(page.place),
    }


def _stamp(stamp: Stamp) -> Node:
    return {
        "word": line(stamp.word),
        "lines": [line(each) for each in stamp.lines],
        "signed": stamp.signer is not None,
        "name": line(stamp_name(stamp)),
        "date": stamp_date(stamp),
    }
