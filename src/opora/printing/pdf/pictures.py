"""Pictures on their way into typst: files of its virtual folder."""

from __future__ import annotations

import re

from opora.printing.pdf.repertoire import drawable
from opora.printing.text import clean

_REFERENCE = re.compile("&#(?:x([0-9A-Fa-f]+)|([0-9]+));")


class Pictures:
    """Files by path; the same picture is kept once."""

    def __init__(self) -> None:
        self._paths: dict[bytes, str] = {}

    def add(self, image: bytes, *, png: bool) -> str:
        prepared = image if png else drawable_svg(image)
        extension = "png" if png else "svg"
        return self._paths.setdefault(prepared, f"/pictures/{len(self._paths)}.{extension}")

    def files(self) -> dict[str, bytes]:
        return {path.lstrip("/"): image for image, path in self._paths.items()}


def drawable_svg(image: bytes) -> bytes:
    """The picture with only those characters in its labels that the bundled fonts have."""
    text = _REFERENCE.sub(_letter, image.decode("utf-8"))
    return drawable(clean(text)).encode("utf-8")


def _letter(reference: re.Match[str]) -> str:
    """The letter itself, unless it is one of those that XML needs written so."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(code) if 127 < code <= 0x10FFFF else reference[0]
