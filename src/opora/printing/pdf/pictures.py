"""Pictures on their way into typst: files of its virtual folder."""

from __future__ import annotations

from opora.printing.pdf.repertoire import drawable


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
    return drawable(image.decode("utf-8")).encode("utf-8")
