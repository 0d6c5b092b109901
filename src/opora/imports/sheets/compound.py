"""OLE containers (the outer shape of XLS): reading one stream, with every chain bounded."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from opora.imports.sheets.archive import damaged

_END_OF_CHAIN = 0xFFFFFFFA
_FREE, _LAST, _TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16sHHHHH6sLLLLLLLLL")
_DIRECTORY_ENTRY = struct.Struct("<64sHBBLLL36sLQ")
_ENTRY = 128
_MOST_ENTRIES = 10_000


def pack(name: str, content: bytes) -> bytes:
    """A new container with this one stream and nothing else, every number in its header true.

    The parser reserves memory and follows chains as a header says; it gets this one instead of the
    stranger's. Sectors of 4096 bytes, so that the table fits the header up to 450 MB.
    """
    size = 4096
    sectors = -(-max(len(content), size) // size)
    tables = 1
    while tables * size // 4 < tables + 2 + sectors:
        tables += 1
    first = tables + 2
    chain = [_TABLE_SECTOR] * tables + [_LAST, _LAST]
    chain += [*range(first + 1, first + sectors), _LAST]
    chain += [_FREE] * (tables * size // 4 - len(chain))
    # the root's own stream is an empty sector: readers expect it to begin somewhere
    entries = _directory_entry("Root Entry", 5, tables + 1, 0, child=1)
    entries += _directory_entry(name, 2, first, max(len(content), size))
    header = _HEADER.pack(
        _MAGIC, b"", 0x3E, 4, 0xFFFE, 12, 6, b"", 1, tables, tables, 0, size, _LAST, 0, _LAST, 0
    )
    header += struct.pack("<109L", *range(tables), *[_FREE] * (109 - tables))
    return b"".join(
        (
            header.ljust(size, b"\x00"),
            struct.pack(f"<{len(chain)}L", *chain),
            entries.ljust(size, b"\x00"),
            bytes(size),
            content.ljust(sectors * size, b"\x00"),
        )
    )


def _directory_entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    return _DIRECTORY_ENTRY.pack(text, len(text), kind, 1, _FREE, _FREE, child, b"", start, size)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the directory: a stream (kind 2), a storage (1) or the root (5)."""

    name: str
    kind: int
    start: int
    size: int


class Compound:
    """The directory of a container and its streams; raises Unreadable where the file breaks off."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise damaged()
        self._data = data
        self._shift = struct.unpack_from("<H", data, 30)[0]
        if self._shift not in (9, 12):
            raise damaged()
        self._size = 1 << self._shift
        self._table = self._read_table()
        directory = self._chain(struct.unpack_from("<L", data, 48)[0])
        self.entries = self._read_entries(directory)

    def stream(self, *names: str) -> bytes | None:
        """The first stream so named, in any case; None if there is none."""
        for wanted in names:
            for entry in self.entries:
                if entry.kind == 2 and entry.name.lower() == wanted.lower():
                    return self._content(entry)
        return None

    def _content(self, entry: Entry) -> bytes:
        if entry.size >= struct.unpack_from("<L", self._data, 56)[0]:
            return self._chain(entry.start)[: entry.size]
        return self._small(entry)

    def _small(self, entry: Entry) -> bytes:
        """Streams under 4 KB lie in 64-byte pieces of the root's own stream."""
        root = self._chain(self.entries[0].start) if self.entries else b""
        table = self._chain(struct.unpack_from("<L", self._data, 60)[0])
        pieces: list[bytes] = []
        number = entry.start
        while number < _END_OF_CHAIN and len(pieces) * 64 < entry.size:
            if number * 4 + 4 > len(table):
                raise damaged()
            pieces.append(root[number * 64 : number * 64 + 64])
            number = struct.unpack_from("<L", table, number * 4)[0]
        return b"".join(pieces)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        if start >= len(self._data):
            raise damaged()
        return self._data[start : start + self._size]

    def _read_table(self) -> tuple[int, ...]:
        """The allocation table: which sector follows which."""
        numbers = list(struct.unpack_from("<109L", self._data, 76))
        following = struct.unpack_from("<L", self._data, 68)[0]
        visited = 0
        while following < _END_OF_CHAIN:
            visited += 1
            sector = self._sector(following)
            if visited > 4096 or len(sector) < self._size:
                raise damaged()
            *more, following = struct.unpack(f"<{self._size // 4}L", sector)
            numbers += more
        content = b"".join(self._sector(number) for number in numbers if number < _END_OF_CHAIN)
        return struct.unpack(f"<{len(content) // 4}L", content[: len(content) // 4 * 4])

    def _chain(self, number: int) -> bytes:
        pieces: list[bytes] = []
        while number < _END_OF_CHAIN:
            # a chain longer than the table runs in a circle
            if number >= len(self._table) or len(pieces) > len(self._table):
                raise damaged()
            pieces.append(self._sector(number))
            number = self._table[number]
        return b"".join(pieces)

    @staticmethod
    def _read_entries(directory: bytes) -> list[Entry]:
        entries: list[Entry] = []
        for at in range(0, min(len(directory) - _ENTRY + 1, _MOST_ENTRIES * _ENTRY), _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            start, size = struct.unpack_from("<LL", directory, at + 116)
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append(Entry(name, kind, start, size))
        return entries
