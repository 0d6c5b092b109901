"""What a file is, told by its first bytes; and a name that is safe to keep."""

from __future__ import annotations

import re
import unicodedata

from opora.attachments.papers import MOST_BYTES, Kind
from opora.attachments.refusals import AS_DOCX, refused, too_large, wrong_type
from opora.imports.sheets.kinds import COMPOUND, ZIP, inside_compound, known_binary, known_text

_SPACE = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"
_OTHER = "выберите сам документ, в DOCX или PDF"
_REMEDIES = {
    "документ RTF": AS_DOCX,
    "документ XML": AS_DOCX,
    "веб-страница": "откройте её в браузере, выберите «Печать» → «Сохранить как PDF» и загрузите PDF",
    "документ DjVu": "откройте его, выберите «Печать» → «Сохранить как PDF» и загрузите PDF",
    "документ PostScript": "откройте его, выберите «Печать» → «Сохранить как PDF» и загрузите PDF",
}
_BY_FIRST_WORD = {
    "архив": "распакуйте его и загрузите сам документ",
    "картинка": "вставьте её в документ Word, сохраните как DOCX или PDF и загрузите",
}
_EXTENSION = re.compile(r"\.(?=[a-z0-9]{0,3}[a-z])[a-z0-9]{1,4}$", re.IGNORECASE)
_LONGEST_STEM = 120


def recognise(data: bytes) -> Kind:
    """«docx» (so far: any ZIP) or «pdf»; raises NotAPaper for everything else, empty or too large."""
    if not data or not data.strip(_SPACE) or data.startswith(b"PK\x05\x06"):
        raise refused("empty")
    if len(data) > MOST_BYTES:
        raise too_large(len(data), MOST_BYTES)
    if data.startswith(ZIP):
        return "docx"
    if data[:64].lstrip(_SPACE).startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(COMPOUND):
        _refuse_compound(data)
    what = known_binary(data) or known_text(data)
    if what is None:
        what = "файл неизвестного вида" if b"\x00" in data[:4096] else "простой текст"
    remedy = _REMEDIES.get(what) or _BY_FIRST_WORD.get(what.split()[0])
    raise wrong_type(what, remedy or (AS_DOCX if what == "простой текст" else _OTHER))


def _refuse_compound(data: bytes) -> None:
    match inside_compound(data):
        case "encrypted":
            raise refused("password-docx")
        case "word":
            raise refused("old-word")
        case "powerpoint":
            raise wrong_type("презентация PowerPoint", _OTHER)
        case "message":
            raise wrong_type("письмо Outlook", "сохраните вложенный документ отдельно и загрузите его")
    raise wrong_type("файл Microsoft Office старого вида", _OTHER)


def safe_name(name: str, kind: Kind) -> str:
    """The name made clean, with the extension of the kind."""
    return f"{cleaned_name(name) or 'документ'}.{kind}"


def cleaned_name(name: str) -> str:
    """The last part of the name without folders, invisible signs and extension; may be empty.

    Signs that turn the direction of writing would show «exe.docx» for «docx.exe».
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if sign.isspace() else sign for sign in last if not _is_invisible(sign))
    stem = " ".join(unicodedata.normalize("NFC", visible).split()).strip(". ")
    return _EXTENSION.sub("", stem)[:_LONGEST_STEM].strip(". ")


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "C" and not sign.isspace()
