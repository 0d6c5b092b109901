"""What a file really is, told by its content; its name is never believed."""

from __future__ import annotations

from opora.imports.problems import register
from opora.imports.sheets.workbook import Limits, Unreadable, refusal

FILE_EMPTY = register("file-empty", "Файл пуст.")
FILE_TOO_LARGE = register("file-too-large", "Файл больше допустимого размера.")
FILE_TYPE = register("file-type", "Файл не таблица: по содержанию это что-то другое.")
FILE_ENCRYPTED = register("file-encrypted", "Файл защищён паролем.")

SAVE_AS = "Сохраните таблицу как XLSX, ODS или CSV и загрузите её снова."

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The first bytes of files people mistake for tables.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "документ PDF"),
    (b"MZ", "программа Windows"),
    (b"\x7fELF", "программа Linux"),
    (b"\xca\xfe\xba\xbe", "программа"),
    (b"#!", "сценарий (программа)"),
    (b"\x89PNG", "картинка PNG"),
    (b"\xff\xd8\xff", "картинка JPEG"),
    (b"GIF8", "картинка GIF"),
    (b"BM", "картинка BMP"),
    (b"II*\x00", "картинка TIFF"),
    (b"MM\x00*", "картинка TIFF"),
    (b"AT&TFORM", "документ DjVu"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf\x27\x1c", "архив 7z"),
    (b"\x1f\x8b", "архив GZ"),
    (b"BZh", "архив BZ2"),
    (b"\xfd7zXZ", "архив XZ"),
    (b"{\\rtf", "документ RTF"),
    (b"SQLite format 3", "база данных SQLite"),
    (b"PAR1", "файл Parquet"),
    (b"ID3", "звукозапись"),
    (b"OggS", "звукозапись"),
    (b"\x09\x00\x04\x00", "таблица очень старого Excel"),
    (b"\x09\x02\x06\x00", "таблица очень старого Excel"),
    (b"\x09\x04\x06\x00", "таблица очень старого Excel"),
)
_NEEDS_MORE = {b"MZ": b"\x00", b"BM": b"\x00"}

# The first words of texts that are not tables, in lower case.
_TEXT_OPENINGS: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "веб-страница"),
    (b"<html", "веб-страница"),
    (b"<head", "веб-страница"),
    (b"<table", "веб-страница"),
    (b"<meta", "веб-страница"),
    (b"mime-version:", "веб-страница"),
    (b"<svg", "картинка SVG"),
    (b"{", "данные JSON"),
    (b"[{", "данные JSON"),
    (b"%!ps", "документ PostScript"),
    (b"-----begin", "ключ или сертификат"),
)

_REMEDIES = {
    "веб-страница": "Откройте её в Excel, сохраните как «Книга Excel (XLSX)» и загрузите снова.",
    "таблица в формате XML 2003": "Откройте её в Excel и сохраните как XLSX.",
}

# Names inside an OLE container, as its directory writes them, and what stands there.
_COMPOUNDS: tuple[tuple[bytes, str], ...] = (
    ("EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("WordDocument".encode("utf-16-le"), "word"),
    ("PowerPoint Document".encode("utf-16-le"), "powerpoint"),
    ("__properties_version1.0".encode("utf-16-le"), "message"),
)


def not_a_table(what: str, remedy: str = SAVE_AS) -> Unreadable:
    """The refusal that names what the file seems to be."""
    return refusal(FILE_TYPE, f"Это {what}, а не таблица, какое бы имя ни было у файла. {remedy}")


def encrypted() -> Unreadable:
    """The refusal of a file with a password."""
    return refusal(
        FILE_ENCRYPTED,
        "Файл защищён паролем, поэтому прочитать его нельзя. Откройте его, снимите пароль "
        "(«Файл» → «Сведения» → «Защита книги»), сохраните и загрузите снова.",
    )


def recognise(data: bytes, limits: Limits) -> str:
    """«zip», «xls» or «text»; raises Unreadable for what is empty, too large or not a table."""
    if not data or not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusal(FILE_EMPTY, "Файл пуст. Проверьте, тот ли файл вы выбрали, и загрузите его снова.")
    if len(data) > limits.file_bytes:
        size, most = len(data) / 1024**2, limits.file_bytes / 1024**2
        raise refusal(
            FILE_TOO_LARGE,
            f"Файл занимает {size:.0f} МБ, а загрузить можно не больше {most:.0f} МБ. "
            "Удалите из него картинки и лишние листы или разделите на несколько файлов.",
        )
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(b"PK\x05\x06"):
        raise refusal(FILE_EMPTY, "Это пустой архив. Проверьте, тот ли файл вы выбрали.")
    if data.startswith(COMPOUND):
        return _inside_compound(data)
    _refuse_known_binary(data)
    _refuse_known_text(data)
    return "text"


def _inside_compound(data: bytes) -> str:
    match inside_compound(data):
        case "encrypted":
            raise encrypted()
        case "word":
            raise not_a_table(
                "документ Word старого формата (DOC)",
                "Откройте его в Word, сохраните как DOCX и загрузите снова.",
            )
        case "powerpoint":
            raise not_a_table("презентация PowerPoint")
        case "message":
            raise not_a_table("письмо Outlook", "Сохраните вложенную таблицу отдельно и загрузите её.")
    return "xls"


def inside_compound(data: bytes) -> str:
    """What an OLE container holds: «encrypted», «word», «powerpoint», «message» or «other»."""
    return next((what for name, what in _COMPOUNDS if name in data), "other")


def known_binary(data: bytes) -> str | None:
    """What the first bytes say a file is («программа Windows»); None for texts and unknown kinds."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature) and _NEEDS_MORE.get(signature, b"") in data[:512]:
            return what
    if data[4:8] == b"ftyp":
        return "видео или фотография"
    if data.startswith(b"RIFF"):
        return "картинка или звукозапись"
    return None


def known_text(data: bytes) -> str | None:
    """What the first words of a text say it is («веб-страница»); None for any other text."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    for opening, what in _TEXT_OPENINGS:
        if head.startswith(opening):
            return what
    if head.startswith(b"<?xml"):
        if b"excel.sheet" in head or b"office:spreadsheet" in head:
            return "таблица в формате XML 2003"
        return "веб-страница" if b"<html" in head else "документ XML"
    return None


def _refuse_known_binary(data: bytes) -> None:
    what = known_binary(data)
    if what is not None:
        remedy = "Распакуйте его и загрузите саму таблицу." if what.startswith("архив") else SAVE_AS
        raise not_a_table(what, remedy)


def _refuse_known_text(data: bytes) -> None:
    what = known_text(data)
    if what is not None:
        raise not_a_table(what, _REMEDIES.get(what, SAVE_AS))
