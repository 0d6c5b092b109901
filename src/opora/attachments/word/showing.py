"""A DOCX as safe HTML: opened, reduced, converted, put in order, and sanitised last."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import mammoth

from opora.attachments import sanitising
from opora.attachments.word.cleaning import HEADING_STYLE
from opora.attachments.word.opening import open_document
from opora.attachments.word.ordering import ordered
from opora.attachments.word.outline import DEEPEST
from opora.attachments.word.parcel import Parcel, parcel

PREFIX = "paper-"

_LISTS = 5


def _style_map() -> str:
    """Headings by our own names, lists five deep; everything else is a paragraph."""
    lines = [f"p.{HEADING_STYLE.format(level)} => h{level}:fresh" for level in range(1, DEEPEST + 1)]
    for kind, tag in (("unordered", "ul"), ("ordered", "ol")):
        for depth in range(1, _LISTS + 1):
            around = "".join("ul|ol > li > " for _ in range(depth - 1))
            lines.append(f"p:{kind}-list({depth}) => {around}{tag} > li:fresh")
    return "\n".join(lines)


def preview(data: bytes) -> str:
    """The fragment that a page shows; raises NotAPaper."""
    opened = open_document(data)
    made = parcel(opened, opened.tree(opened.main))
    return sanitising.clean(ordered(_converted(made), titles=made.titles, is_cut=made.is_cut))


def _converted(made: Parcel) -> str:
    def attributes(image: Any) -> dict[str, str]:
        picture = made.pictures[int(image.alt_text)]
        told = {"src": picture.source, "alt": picture.alt}
        return told | ({"width": picture.width} if picture.width else {})

    result = mammoth.convert_to_html(
        BytesIO(made.data),
        style_map=_style_map(),
        include_default_style_map=False,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(attributes),
        id_prefix=PREFIX,
    )
    return str(result.value)
