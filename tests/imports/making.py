"""Files for the tests of reading, honest and nasty, built byte by byte where no library would."""

import struct
import zipfile
from io import BytesIO

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def zipped(parts: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx_parts(*bodies: str, styles: str = "", calc: str = "", head: str = "") -> dict[str, bytes | str]:
    """Parts of a minimal workbook: each body is the inside of a sheet's <sheetData>."""
    count = len(bodies)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{TYPES}worksheet+xml"/>'
        for n in range(count)
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{REL}"><sheets>'
        + "".join(f'<sheet name="Лист{n + 1}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(count))
        + f"</sheets>{calc}</workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in range(count)
        )
        + "</Relationships>",
    }
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {NS}>{styles}</styleSheet>"
    for n, body in enumerate(bodies):
        parts[f"xl/worksheets/s{n}.xml"] = f"<worksheet {NS}>{head}<sheetData>{body}</sheetData></worksheet>"
    return parts


def raw_xlsx(*bodies: str, styles: str = "", calc: str = "", head: str = "") -> bytes:
    return zipped(xlsx_parts(*bodies, styles=styles, calc=calc, head=head))


def ods(body: str, *, styles: str = "", extra: dict[str, bytes | str] | None = None) -> bytes:
    """A document whose <office:spreadsheet> holds `body`."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} {calc}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content,
    }
    return zipped(parts | (extra or {}))


def docx(body: str) -> bytes:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>',
        }
    )


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def formula_error(row: int, column: int, code: int) -> bytes:
    result = bytes((2, 0, code, 0, 0, 0, 0xFF, 0xFF))
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HLH", 0, 0, 0))


def xls(cells: bytes, *, rows: int = 10, columns: int = 10, before: bytes = b"", storage: str = "") -> bytes:
    """One sheet «Лист1» with these cell records, in an OLE container of 512-byte sectors."""
    start = record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 0))
    page = record(0x42, struct.pack("<H", 1200))
    xfs = record(0xE0, struct.pack("<HH16x", 0, 0)) + record(0xE0, struct.pack("<HH16x", 0, 9))
    name = "Лист1".encode("utf-16-le")
    sheet_name = struct.pack("<BB", 5, 1) + name
    head_length = len(start + page + before + xfs) + 4 + 6 + len(sheet_name) + 4
    bound = record(0x85, struct.pack("<LBB", head_length, 0, 0) + sheet_name)
    sheet = (
        record(0x809, struct.pack("<HHHHLL", 0x600, 0x10, 0, 0, 0, 0))
        + record(0x200, struct.pack("<LLHHH", 0, rows, 0, columns, 0))
        + cells
        + record(0x0A)
    )
    stream = start + page + before + xfs + bound + record(0x0A) + sheet
    return compound({"Workbook": stream}, storage)


def compound(streams: dict[str, bytes], storage: str = "") -> bytes:
    padded = {name: content.ljust(4096, b"\x00") for name, content in streams.items()}
    sectors: list[bytes] = [b"", b""]  # the table and the directory
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for name, content in padded.items():
        first = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\x00") for at in range(0, len(content), 512)]
        sectors += pieces
        table += [*range(first + 1, first + len(pieces)), 0xFFFFFFFE]
        entries.append(_entry(name, 2, first, len(content)))
    if storage:
        entries.append(_entry(storage, 1, 0, 0))
    assert len(entries) <= 4 and len(table) <= 128
    sectors[0] = struct.pack("<128L", *table, *[0xFFFFFFFF] * (128 - len(table)))
    sectors[1] = b"".join(entries).ljust(512, b"\x00")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HBBLLL", len(text), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )
