"""What people show their work with: a photograph, a paper, a table, a presentation. Told by content, made safe."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from opora.attachments.papers import CONTENT_TYPES, MEGABYTE, NotAPaper
from opora.attachments.photographs import Torn, bare_jpeg, bare_png
from opora.attachments.reading import inspect
from opora.attachments.recognising import cleaned_name
from opora.attachments.refusals import refused, too_large
from opora.imports.sheets.kinds import COMPOUND, ZIP, inside_compound, known_binary, known_text

type MaterialKind = Literal["jpg", "png", "pdf", "docx", "xlsx", "pptx"]

MOST_BYTES = 20 * MEGABYTE
"""The largest material that is taken: a photograph of a phone is a tenth of it."""

ACCEPT = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx,.pptx,image/*"
"""For the field of a form: a phone offers its camera."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES: dict[MaterialKind, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": CONTENT_TYPES["pdf"],
    "docx": CONTENT_TYPES["docx"],
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
}
_MAIN: dict[str, MaterialKind] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MOST_PARTS = 5_000
_ACCEPTED = "Приложите фотографию (JPG, PNG), PDF, документ DOCX, таблицу XLSX или презентацию PPTX."


@dataclass(frozen=True, slots=True)
class Material:
    """What is kept: the bytes (of a photograph without where and when it was taken), its safe name, its kind."""

    kind: MaterialKind
    name: str
    data: bytes

    @property
    def content_type(self) -> str:
        return _TYPES[self.kind]


def is_picture(content_type: str) -> bool:
    """Whether a stored material is shown on a page as a picture."""
    return content_type in {_TYPES["jpg"], _TYPES["png"]}


def material(data: bytes, name: str) -> Material:
    """The file as it is kept. Raises NotAPaper with the words of the refusal.

    A paper is read in the confined child and costs a second; a photograph, a table, a presentation do not.
    """
    if not data:
        raise refused("empty")
    if len(data) > MOST_BYTES:
        raise too_large(len(data), MOST_BYTES)
    kind = _kind(data)
    if kind in {"docx", "pdf"}:
        inspect(data, name)
    elif kind in {"jpg", "png"}:
        data = _bare(kind, data)
    return Material(kind, f"{cleaned_name(name) or 'файл'}.{kind}", data)


def _kind(data: bytes) -> MaterialKind:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG"):
        return "png"
    if data[:64].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(ZIP):
        return _office(data)
    if data.startswith(COMPOUND):
        if inside_compound(data) == "encrypted":
            raise refused("password-docx")
        raise _not_taken(
            "файл Microsoft Office старого вида", "Сохраните его в новом виде (DOCX, XLSX, PPTX)."
        )
    if data[4:8] == b"ftyp" and data[8:11] in {b"hei", b"mif", b"msf"}:
        raise _not_taken(
            "фотография HEIC, её открывают не везде",
            "В телефоне: «Камера» → «Форматы» → «Наиболее совместимые»; или отправьте её себе и сохраните как JPG.",
        )
    raise _not_taken(known_binary(data) or known_text(data) or "файл другого вида", _ACCEPTED)


def _office(data: bytes) -> MaterialKind:
    """Which document a ZIP is, by its directory; nothing in it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as broken:
        raise refused("damaged-docx") from broken
    if len(names) > _MOST_PARTS:
        raise refused("bomb")
    found = next((kind for part, kind in _MAIN.items() if part in names), None)
    if found is None:
        raise _not_taken("архив ZIP", "Распакуйте его и приложите файлы по одному.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused("macros")
    return found


def _bare(kind: MaterialKind, data: bytes) -> bytes:
    try:
        return bare_jpeg(data) if kind == "jpg" else bare_png(data)
    except Torn as torn:
        words = "Фотография повреждена или записалась не до конца. Снимите её ещё раз или выберите другую."
        raise NotAPaper("damaged-picture", words) from torn


def _not_taken(what: str, remedy: str) -> NotAPaper:
    return NotAPaper("type", f"Это {what}. {remedy}")
