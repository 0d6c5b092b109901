"""One value of a definition: what a person typed becomes it, and how it reads. Pure Python.

What cannot be understood is kept as the text it is: `kinds.mistakes` then names its place, and nothing a
person typed is lost.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from opora.catalogues.kinds import Content, Field, Kind
from opora.ui.text import number

_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_YES, _NO = frozenset({"да", "1", "true", "истина", "+"}), frozenset({"нет", "0", "false", "ложь", "-"})


def clean(text: str) -> str:
    """One spelling for the form, the sheet and the file: no edges, no signs that only a program sees."""
    return _NO_TEXT.sub("", _BREAKS.sub("\n", text)).strip()


def from_text(field: Field, text: str) -> Any:  # noqa: PLR0911
    """The value that a person means; None for nothing."""
    text = clean(text)
    match field.type:
        case _ if not text:
            return None
        case "int":
            return _whole(text)
        case "share":
            return _share(text)
        case "bool":
            return _answer(text)
        case "choice":
            return _choice(field, text)
        case "list":
            return [line for line in map(clean, text.split("\n")) if line]
        case "text":
            return text.replace("\n", " ")
        case _:
            return text


def _whole(text: str) -> int | str:
    bare = _SPACES.sub("", text).replace(" ", "").replace("−", "-")
    return int(bare) if re.fullmatch(r"-?[0-9]{1,15}", bare) else text


def _share(text: str) -> str:
    """«0,30» → «0.30», «30 %» → «0.3»: exact, and as precise as it was written."""
    bare = _SPACES.sub("", text).replace(" ", "").replace(",", ".").replace("−", "-")
    is_percent = bare.endswith("%")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", bare.removesuffix("%")):
        return text
    return f"{Decimal(bare.removesuffix('%')) / 100:f}" if is_percent else bare


def _answer(text: str) -> bool | str:
    word = text.casefold()
    return True if word in _YES else False if word in _NO else text


def _choice(field: Field, text: str) -> str:
    if text in (code for code, _ in field.choices):
        return text
    word = " ".join(text.split()).casefold()
    return next((code for code, title in field.choices if title.casefold() == word), text)


def as_text(value: Any) -> str:
    """The value as it stands in a field of a form or in a cell; `from_text` brings it back."""
    match value:
        case None:
            return ""
        case bool():
            return "да" if value else "нет"
        case list():
            return "\n".join(map(str, value))
        case _:
            return str(value)


def in_words(field: Field, value: Any) -> str:
    """The value as a reader sees it; empty for nothing."""
    match field.type:
        case "bool" if isinstance(value, bool) or value is None:
            return "да" if value else "нет"
        case "choice":
            return dict(field.choices).get(value, as_text(value))
        case "share" if value:
            return _percent(str(value))
        case "list" if isinstance(value, list):
            return "; ".join(map(str, value))
        case _:
            return as_text(value)


def _percent(value: str) -> str:
    try:
        share = Decimal(value) * 100
    except InvalidOperation:
        return value
    return f"{number(share.normalize())}\N{NO-BREAK SPACE}%" if share.is_finite() else value


def tidy(kind: Kind, content: Content) -> Content:
    """The content as it is kept: nothing stands for nothing, empty rows are gone, every table is there."""
    kept = {name: value for name, value in content.items() if not _is_nothing(value)}
    for table in kind.tables:
        rows = content.get(table.name) or []
        kept[table.name] = [each for row in rows if not is_empty(each := _tidy_row(row))]
    return kept


def _tidy_row(row: Content) -> Content:
    return {name: value for name, value in row.items() if not _is_nothing(value)}


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [])


def is_empty(row: Content) -> bool:
    """True where nobody has written anything: an unmarked box is no answer."""
    return all(_is_nothing(value) or value is False for value in row.values())
