"""PDF: counted and looked through for what acts; it is shown by the browser as it is."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypedDict

# the names of ciphers and colour spaces are loaded before the doors close
import pypdf.generic
from pypdf import PasswordType, PdfReader
from pypdf.errors import FileNotDecryptedError

from opora.attachments.refusals import refused

SCRIPTS = (
    "В PDF есть сценарии (JavaScript): чтению они не нужны, открывайте файл в браузере, а не в редакторе PDF."
)
INSIDE = "В PDF вложены другие файлы: в просмотре их нет, открывайте их, только если ждали их от отправителя."
SENDS = "PDF умеет отправлять данные на внешний адрес: не нажимайте в нём кнопки."
FORM = (
    "Этот PDF — электронная форма XFA, браузер может показать её пустой: "
    "распечатайте её в PDF и приложите новый файл."
)

_NOTES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"JavaScript"}), SCRIPTS),
    (frozenset({"EmbeddedFile", "EmbeddedFiles", "FileAttachment", "GoToE", "RichMedia"}), INSIDE),
    (frozenset({"SubmitForm", "ImportData"}), SENDS),
)
_LAUNCH = "Launch"
_WANTED = frozenset().union(*(names for names, _ in _NOTES)) | {_LAUNCH}
_NAME = re.compile(rb"/(" + "|".join(sorted(_WANTED, key=len, reverse=True)).encode() + rb")(?![A-Za-z0-9])")
# a name may be spelt with the numbers of its letters: /J#61vaScript
_SPELT = re.compile(rb"/([A-Za-z0-9]*#[0-9A-Fa-f]{2}[A-Za-z0-9#]*)")
_NUMBER = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST_STREAMS = 20_000

logging.getLogger("pypdf").setLevel(logging.ERROR)


class Told(TypedDict):
    """What the parent process gets: pages and notes."""

    pages: int | None
    notes: list[str]


def inspect(data: bytes) -> Told:
    """Raises NotAPaper: a password, nothing to read, a program to start."""
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise refused("password-pdf")
    try:
        pages = len(reader.pages)
    except FileNotDecryptedError as error:
        raise refused("password-pdf") from error
    if not pages:
        raise refused("damaged-pdf")
    names = {name for chunk in _chunks(reader, data) for name in _names(chunk)}
    if _LAUNCH in names:
        raise refused("starts-program")
    notes = [note for marks, note in _NOTES if marks & names]
    if _is_xfa(reader):
        notes.append(FORM)
    return {"pages": pages, "notes": notes}


def _chunks(reader: PdfReader, data: bytes) -> Iterator[bytes]:
    """Where names of objects stand: the file itself and its packed streams of objects."""
    yield data
    streams = {number for number, _ in reader.xref_objStm.values()}
    for number in sorted(streams)[:_MOST_STREAMS]:
        packed = pypdf.generic.IndirectObject(number, 0, reader).get_object()
        if isinstance(packed, pypdf.generic.StreamObject):
            yield packed.get_data()


def _names(chunk: bytes) -> Iterator[str]:
    for found in _NAME.finditer(chunk):
        yield found[1].decode()
    for found in _SPELT.finditer(chunk):
        yield _NUMBER.sub(lambda code: bytes((int(code[1], 16),)), found[1]).decode("latin-1")


def _is_xfa(reader: PdfReader) -> bool:
    form: Any = reader.root_object.get("/AcroForm")
    form = form.get_object() if form is not None else None
    return isinstance(form, pypdf.generic.DictionaryObject) and "/XFA" in form
