"""Document → PDF/A-2a that is also PDF/UA-1."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

import typst

from opora.printing.blocks import Document
from opora.printing.pdf.pictures import Pictures, drawable_svg
from opora.printing.pdf.tree import Tree

# For the archive and for a screen reader at once: PDF/A-2a is the level that keeps the tags.
_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]


def write_pdf(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    pictures = Pictures()
    data = json.dumps(Tree(pictures).of(document), ensure_ascii=False)
    made_of = datetime.combine(document.date_of_data, time(), UTC)
    compiler = _compiler({"main.typ": _template(), **pictures.files()}, {"document": data})
    pdf = compiler.compile(format="pdf", pdf_standards=list(_STANDARDS), timestamp=made_of)
    return cast("bytes", pdf)


_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#set text(font: "Libertinus Serif")
#image("/picture.svg", width: float(sys.inputs.width) * 1mm)
"""


def svg_as_png(image: bytes, *, width_mm: float, ppi: int = 220) -> bytes:
    """An SVG drawn by the same engine as in the PDF, for formats that cannot hold it."""
    compiler = _compiler(
        {"main.typ": _PICTURE, "picture.svg": drawable_svg(image)}, {"width": f"{width_mm:.2f}"}
    )
    return cast("bytes", compiler.compile(format="png", ppi=ppi))


def _compiler(sources: dict[str, bytes], inputs: dict[str, str]) -> typst.Compiler:
    # A folder in memory is accepted, though the package's own annotations don't say so.
    # Its root is this package, so that a picture cannot link to a file of whoever happens to call.
    root = Path(__file__).parent
    return typst.Compiler(cast("Any", sources), root=root, font_paths=_fonts(), sys_inputs=inputs)


@cache
def _template() -> bytes:
    return (files(__package__) / "template.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Bundled fonts only: a document looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
