"""Opening a ZIP that a stranger made: XLSX, ODS and DOCX are archives of XML.

Everything is inflated here once, within limits, and checked; the parsers then get only the bytes
checked here and never the archive itself, so an archive that reads differently to two programs
gains nothing.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from opora.imports.problems import register
from opora.imports.sheets.kinds import ZIP, encrypted
from opora.imports.sheets.workbook import Limits, Unreadable, refusal

FILE_DAMAGED = register("file-damaged", "Файл повреждён: прочитать его до конца не удалось.")
FILE_BOMB = register("file-bomb", "Файл распаковывается в несоразмерно большой объём.")
FILE_ENTITIES = register(
    "file-entities", "Внутри файла объявления DTD или внешние сущности: обычные программы их не пишут."
)

_XML = (".xml", ".rels")
# One entry of the directory takes at least 46 bytes; names of real workbooks are short.
_DIRECTORY_BYTES_PER_MEMBER = 400
_COMMON = struct.Struct("<HHHHHLLLHH")
_CENTRAL_TAIL = struct.Struct("<HHHLL")
_LENGTHS = struct.Struct("<HH")
_END = struct.Struct("<4sHHHHLLH")
_MADE_BY = b"\x14\x00"
_KNOWN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DECLARED_ENCODING = re.compile(rb"^[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]*)")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def damaged() -> Unreadable:
    """The refusal of a file that breaks off or contradicts itself."""
    return refusal(
        FILE_DAMAGED,
        "Файл повреждён, прочитать его до конца нельзя. Откройте его в Excel или LibreOffice, "
        "сохраните заново как XLSX и загрузите снова.",
    )


def _bomb() -> Unreadable:
    return refusal(
        FILE_BOMB,
        "Файл распаковывается в слишком большой объём, поэтому мы его не открыли. Скопируйте нужную "
        "таблицу в новую книгу, сохраните её как XLSX и загрузите снова.",
    )


@dataclass(frozen=True, slots=True)
class Archive:
    """Names of all members, and the XML members themselves."""

    data: bytes
    members: tuple[zipfile.ZipInfo, ...]
    parts: dict[str, bytes]

    def has(self, beginning: str) -> bool:
        """Whether any member's name begins so, in any case."""
        beginning = beginning.lower()
        return any(info.filename.lower().startswith(beginning) for info in self.members)

    def repacked(self, beginnings: tuple[str, ...]) -> bytes:
        """A new archive of the checked XML members whose names begin so, their deflated bytes as they are.

        Built from scratch, so whatever else stood in the file, between members or in their headers,
        is not there for the parser to trip over.
        """
        chosen = [i for i in self.members if i.filename in self.parts and i.filename.startswith(beginnings)]
        body, directory = bytearray(), bytearray()
        for info in chosen:
            name = info.filename.encode()
            common = _COMMON.pack(
                20,
                0x800,
                info.compress_type,
                0,
                0x21,
                info.CRC,
                info.compress_size,
                info.file_size,
                len(name),
                0,
            )
            directory += b"PK\x01\x02" + _MADE_BY + common + _CENTRAL_TAIL.pack(0, 0, 0, 0, len(body)) + name
            body += ZIP + common + name + _deflated(self.data, info)
        end = _END.pack(b"PK\x05\x06", 0, 0, len(chosen), len(chosen), len(directory), len(body), 0)
        return bytes(body + directory + end)


def _deflated(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The member's bytes as they stand in the archive."""
    name_length, extra_length = _LENGTHS.unpack_from(data, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    return data[start : start + info.compress_size]


def open_archive(data: bytes, limits: Limits) -> Archive:
    """Inflate and check everything; raises Unreadable."""
    _check_directory_size(data, limits)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_declared(members, limits)
            return _inflate(data, members, limits)
    except Unreadable:
        raise
    # zipfile leaks whatever struct, zlib and codecs raise on a damaged archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise damaged() from error
    except (RuntimeError, IndexError, OverflowError, KeyError, ArithmeticError) as error:
        raise damaged() from error


def _check_directory_size(data: bytes, limits: Limits) -> None:
    """zipfile builds an object per entry before anyone can count them: look at the end record first."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        raise damaged()
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if size > limits.members * _DIRECTORY_BYTES_PER_MEMBER:
        raise _bomb()


def _check_declared(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(info.flag_bits & 0x1 for info in members):
        raise encrypted()
    if any(info.compress_type not in _KNOWN_METHODS for info in members):
        raise damaged()
    if len(members) > limits.members or sum(info.file_size for info in members) > limits.inflated_bytes:
        raise _bomb()


def _inflate(data: bytes, members: list[zipfile.ZipInfo], limits: Limits) -> Archive:
    parts: dict[str, bytes] = {}
    total = 0
    for info in members:
        content = _member(data, info, limits, total)
        total += len(content)
        if info.filename.lower().endswith(_XML) or info.filename == "mimetype":
            if info.filename in parts:
                raise damaged()
            _check_xml(content)
            parts[info.filename] = content
    return Archive(data, tuple(members), parts)


def _member(data: bytes, info: zipfile.ZipInfo, limits: Limits, before: int) -> bytes:
    """The member inflated to its very end: a stream longer than it declares is refused.

    zipfile would stop reading at the declared size, and the parser after us might not.
    """
    raw = _deflated(data, info)
    proportion = max(limits.inflation_matters_from, limits.inflation * info.compress_size)
    allowance = min(limits.inflated_bytes - before, proportion)
    if info.compress_type == zipfile.ZIP_STORED:
        content = raw
    else:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = stream.decompress(raw, allowance + 1)
        if len(content) <= allowance and (not stream.eof or stream.unused_data):
            raise damaged()
    if len(content) > allowance:
        raise _bomb()
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise damaged()
    return content


def _check_xml(content: bytes) -> None:
    """Only UTF-8 without a document type: nothing to expand, nothing to fetch, nothing hidden."""
    head = content[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head:
        raise _entities()
    if content.startswith((b"<?xml", b"\xef\xbb\xbf<?xml")):
        declared = _DECLARED_ENCODING.match(content[:300])
        if declared and declared.group(1).lower() not in _UTF8:
            raise _entities()
    if b"<!DOCTYPE" in content:
        raise _entities()


def _entities() -> Unreadable:
    return refusal(
        FILE_ENTITIES,
        "Внутри файла есть объявления, которых Excel и LibreOffice не пишут (DTD, внешние сущности), "
        "поэтому мы его не открыли. Откройте файл в Excel, сохраните заново как XLSX и загрузите снова.",
    )
