"""Files that must not be read: each is refused with one code and a sentence that says what to do."""

import random
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from imports.making import NS, compound, docx, label, number, ods, raw_xlsx, record, xls, xlsx_parts, zipped
from opora.imports.problems import CODES
from opora.imports.sheets import Limits, Unreadable, annotate, read_workbook

GOOD = raw_xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>Школа</t></is></c></row>')


def refused(data: bytes, name: str = "таблица.xlsx", **limits: int) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read_workbook(data, name, limits=Limits(**limits))
    problem = caught.value.problem
    assert problem.stops and problem.message.endswith((".", "?"))
    return problem.code, problem.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00\x03" + bytes(200), "программа Windows"),
        (b"%PDF-1.7 ...", "документ PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "картинка PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "картинка JPEG"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "архив RAR"),
        (b"{\\rtf1\\ansi ...}", "документ RTF"),
        (b"\r\n <html><body><table><tr><td>1</td></tr></table>", "веб-страница"),
        ("\ufeff<table><tr><td>1".encode("utf-16-le"), "веб-страница"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML 2003"),
        (b'{"url": "https://example.org"}', "JSON"),
        (bytes(range(1, 256)) * 3, "файл неизвестного вида"),
        (compound({"WordDocument": b"x"}), "DOC"),
        (compound({"PowerPoint Document": b"x"}), "презентация"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "презентация"),
        (zipped({"xl/workbook.bin": b"x"}), "XLSB"),
        (zipped({"Свод.xlsx": GOOD}), "архив ZIP"),
        (zipped({"Index/Document.iwa": b"x"}), "Numbers"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "OpenDocument",
        ),
    ],
)
def test_what_is_not_a_table_is_named(data: bytes, words: str):
    code, message = refused(data)
    assert code == "file-type"
    assert words in message


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00" * 30, b"PK\x05\x06" + bytes(18)])
def test_an_empty_file_is_told(data: bytes):
    assert refused(data)[0] == "file-empty"


def test_too_large_is_told_with_both_sizes():
    code, message = refused(b"a;b\n" * 600_000, file_bytes=1024 * 1024)
    assert (code, "2 МБ" in message, "1 МБ" in message) == ("file-too-large", True, True)


def test_passwords_are_told():
    assert refused(compound({"EncryptedPackage": b"x"}))[0] == "file-encrypted"
    assert refused(xls(b"", before=record(0x2F, bytes(6))))[0] == "file-encrypted"
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert refused(ods("", extra={"META-INF/manifest.xml": manifest}))[0] == "file-encrypted"
    locked = bytearray(GOOD)
    locked[6] |= 1
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refused(bytes(locked))[0] == "file-encrypted"


def test_macros_are_refused():
    with_macros = xlsx_parts("") | {"xl/vbaProject.bin": b"x"}
    assert refused(zipped(with_macros), "a.xlsm")[0] == "file-macros"
    assert refused(zipped(xlsx_parts("") | {"xl/macrosheets/sheet1.xml": "<a/>"}))[0] == "file-macros"
    assert refused(xls(number(0, 0, 1), storage="_VBA_PROJECT_CUR"))[0] == "file-macros"
    assert refused(ods("", extra={"Basic/Standard/Module1.xml": "<a/>"}))[0] == "file-macros"
    assert refused(ods("", extra={"Scripts/python/a.py": "x"}))[0] == "file-macros"


def test_libreoffice_lists_of_libraries_are_not_macros():
    lists = {"Basic/script-lc.xml": "<a/>", "Basic/Standard/script-lb.xml": "<a/>"}
    sheet = '<table:table table:name="a"/>'
    assert [s.name for s in read_workbook(ods(sheet, extra=lists), "a.ods").sheets] == ["a"]


@pytest.mark.parametrize(
    "part",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet/>',
        '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
        "<!DOCTYPE a><worksheet/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE a><a/>".encode("cp037"),
        '<?xml version="1.0" encoding="utf-7"?><a/>',
        b"\x00\x00\x00<\x00\x00\x00!",
    ],
)
@pytest.mark.parametrize("where", ["xl/worksheets/s0.xml", "xl/sharedStrings.xml", "docProps/core.xml"])
def test_document_types_and_entities_are_refused(part: bytes | str, where: str):
    assert refused(zipped(xlsx_parts("") | {where: part}))[0] == "file-entities"


def test_entities_in_ods_and_docx_are_refused():
    bad = "<!DOCTYPE a [<!ENTITY x SYSTEM 'http://example.org/'>]><a>&x;</a>"
    assert refused(ods("", extra={"styles.xml": bad}))[0] == "file-entities"
    assert refused(zipped({"word/document.xml": bad}))[0] == "file-entities"


def test_bombs_are_refused():
    bomb = zipped(xlsx_parts("") | {"xl/media/a.png": bytes(30 * 1024 * 1024)})
    assert refused(bomb)[0] == "file-bomb"
    assert (
        refused(zipped(xlsx_parts("") | {"a.xml": b" " * 3_000_000}), inflated_bytes=2_000_000)[0]
        == "file-bomb"
    )
    crowd = zipped({f"{n}.txt": b"" for n in range(300)} | xlsx_parts(""))
    assert refused(crowd, members=200)[0] == "file-bomb"


def declaring(parts: dict[str, bytes | str], name: str, size: int, crc: int) -> bytes:
    """The archive with another size and checksum declared for one member, in both places."""
    data = bytearray(zipped(parts))
    for signature, at_crc, at_name in ((b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            if data[at + at_name :].startswith(name.encode()):
                struct.pack_into("<L", data, at + at_crc, crc)
                struct.pack_into("<L", data, at + at_crc + 8, size)
            at += 4
    return bytes(data)


def test_a_stream_longer_than_declared_is_refused():
    sheet = b"<worksheet><sheetData/></worksheet>"
    parts = xlsx_parts("") | {"xl/worksheets/s0.xml": sheet + b" " * 5_000_000}
    data = declaring(parts, "xl/worksheets/s0.xml", len(sheet), zlib.crc32(sheet))
    with zipfile.ZipFile(BytesIO(data)) as archive:  # the library itself sees nothing wrong
        assert archive.read("xl/worksheets/s0.xml") == sheet
    assert refused(data)[0] == "file-damaged"
    assert refused(data, inflated_bytes=1_000_000)[0] == "file-bomb"


def test_too_many_sheets_are_refused():
    assert "201 лист" in refused(raw_xlsx(*[""] * 201))[1]
    assert refused(ods('<table:table table:name="a"/>' * 201))[0] == "file-too-many-sheets"
    assert len(read_workbook(raw_xlsx(*[""] * 200), "a.xlsx").sheets) == 200


def test_declared_size_of_an_xls_is_not_believed():
    assert read_workbook(xls(number(0, 0, 1), rows=1 << 31, columns=65535), "a.xls").sheets[0].rows == [[1]]
    texts = struct.pack("<LL", 1, 0x7FFFFFFF)
    assert refused(xls(number(0, 0, 1), before=record(0xFC, texts)))[0] == "file-damaged"
    assert refused(xls(number(0, 0, 1) + number(65535, 255, 1)))[0] == "file-too-many-cells"


def test_declared_count_of_shared_texts_is_not_believed():
    texts = f'<sst {NS} count="1" uniqueCount="99999999999"><si><t>a</t></si></sst>'
    assert refused(zipped(xlsx_parts("") | {"xl/sharedStrings.xml": texts}))[0] == "file-damaged"


def test_cells_without_addresses_cannot_wander_off():
    """Rows closed twice, comments and fake tags in attributes must not hide where a cell lands."""
    limits = {"cells": 100_000}
    far = '<row r="1000000"><c r="A1"><v>1</v></c><!-- <row r="1"> --><c><v>1</v></c></row>'
    wide = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="XFC2"><v>1</v></c><c><v>1</v></c></row>'
    loose = '<row r="1"><c r="XFD1"><v>1</v></c></row>' + "</row>" * 1000 + "<c><v>1</v></c>"
    quoted = (
        '<row r="9000"><c x="&lt;" r="A1"><v>1</v></c><x a="<row r=\'1\'>"/>'
        '<c r="B2000"><v>1</v></c><c><v>1</v></c></row>'
    )
    assert refused(raw_xlsx(far), **limits)[0] == "file-too-many-cells"
    assert refused(raw_xlsx(wide), rows=1)[0] == "file-too-many-cells"
    assert refused(raw_xlsx(loose), **limits)[0] == "file-damaged"
    assert refused(raw_xlsx(quoted), **limits)[0] == "file-damaged"
    for strange in ('r="B42949672951"', 'r="A0"', "r='AAAA1'", 'a=" r=\'A1\'" r="XFD99"', 's="1"r="XFD99"'):
        body = f'<row r="1"><c r="A1"><v>1</v></c><c {strange}><v>1</v></c></row>'
        assert refused(raw_xlsx(body), cells=500)[0] in {"file-damaged", "file-too-many-cells"}


def test_a_sheet_the_workbook_points_to_in_a_second_way_is_measured_too():
    parts = xlsx_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'
    parts["xl/worksheets/other.xml"] = f"<worksheet {NS}><sheetData>{far}</sheetData></worksheet>"
    assert refused(zipped(parts))[0] == "file-too-many-cells"


def test_repeated_cells_of_an_ods_cannot_fill_the_memory():
    body = (
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table>"
    )
    assert refused(ods(body))[0] == "file-too-many-cells"


def test_a_document_without_tables_is_told():
    assert refused(docx("<w:p/>"), "a.docx")[0] == "document-without-tables"
    assert refused(ods(""))[0] == "file-no-tables"


def seeds() -> list[bytes]:
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    table = f'<table:table table:name="a"><table:table-row>{cell}'
    return [
        GOOD,
        zipped(xlsx_parts('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>'), method=zipfile.ZIP_STORED),
        zipped({k: v for k, v in xlsx_parts("").items() if "rels" not in k}),
        xls(label(0, 0, "Школа") + number(1, 1, 0.5, 1) + record(0x208, bytes(16))),
        ods(table + "</table:table-row></table:table>"),
        docx("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
        "Школа;Доля\nАсовская;30,5\n".encode("cp1251"),
        "Школа\tДоля\n".encode("utf-16"),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_are_refused_or_read_but_nothing_else_is_raised(seed: int):
    whole = seeds()[seed]
    chance = random.Random(seed)
    for _ in range(150):
        data = bytearray(whole)
        if chance.random() < 0.4:
            del data[chance.randrange(len(data)) :]
        for _ in range(chance.choice((0, 1, 3, 30))):
            if data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            workbook = read_workbook(bytes(data), "a.xlsx")
        except Unreadable as refusal:
            assert refusal.problem.code in CODES
        else:
            annotate(workbook, workbook.problems())
