"""A photograph without what a phone writes into it: where it was taken, when, by which device. Pure Python.

The way up stays: without it a picture lies on its side. Segments of JPEG by ITU-T T.81 annex B, Exif 2.32 §4.5;
chunks of PNG by the PNG specification, third edition, §5.
"""

from __future__ import annotations

import struct

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_APP1, _APP13, _COMMENT = 0xE1, 0xED, 0xFE
_LEFT_OUT = {_APP1, _APP13, _COMMENT}
_ORIENTATION = 0x0112
_SHORT = 3
_PNG = b"\x89PNG\r\n\x1a\n"
_TOLD = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


class Torn(ValueError):
    """The picture is cut off or is none."""


def bare_jpeg(data: bytes) -> bytes:
    """The picture with its pixels and its way up, nothing else. Raises Torn."""
    if data[:2] != bytes((0xFF, _START)):
        raise Torn
    at, kept, way = 2, [], 1
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 4 or data[at] != 0xFF:
            raise Torn
        marker = data[at + 1]
        if marker in {_SCAN, _END}:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            raise Torn
        if marker == _APP1:
            way = _way_up(data[at + 4 : end]) or way
        if marker not in _LEFT_OUT:
            kept.append(data[at:end])
        at = end
    return b"".join([data[:2], _only_way_up(way) if way != 1 else b"", *kept, data[at:]])


def _way_up(segment: bytes) -> int | None:
    """The orientation (1–8) of an Exif segment; None where it says none."""
    if not segment.startswith(b"Exif\0\0"):
        return None
    tiff = segment[6:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return None
    try:
        (offset,) = struct.unpack_from(order + "L", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, offset)
        for number in range(min(count, 512)):
            tag, kind, _, value = struct.unpack_from(order + "HHLH", tiff, offset + 2 + 12 * number)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _only_way_up(way: int) -> bytes:
    tiff = struct.pack(">2sHLHHHLHHL", b"MM", 42, 8, 1, _ORIENTATION, _SHORT, 1, way, 0, 0)
    body = b"Exif\0\0" + tiff
    return bytes((0xFF, _APP1)) + (len(body) + 2).to_bytes(2) + body


def bare_png(data: bytes) -> bytes:
    """The picture without its texts, times and Exif. Raises Torn."""
    if not data.startswith(_PNG):
        raise Torn
    at, kept = len(_PNG), [_PNG]
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        if end > len(data):
            raise Torn
        if name not in _TOLD:
            kept.append(data[at:end])
        at = end
        if name == b"IEND":
            return b"".join(kept)
    raise Torn
