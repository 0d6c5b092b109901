"""The value of one ODS cell from its attributes and text."""

from __future__ import annotations

import datetime

from opora.imports.sheets.workbook import FORMULA_WITHOUT_VALUE, Cell, Fault, ShownAsPercent

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, STYLE = (f"{_NAMESPACE}{name}:1.0 " for name in ("table", "office", "text", "style"))
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_MOST_REPEATED = 1_048_576
_EXACT_WHOLE = 2.0**53


def whole(text: str | None) -> int:
    """A count in an attribute; 0 where it is missing or nonsense."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def repeated(attributes: dict[str, str], what: str) -> int:
    """How many equal rows or columns one element stands for."""
    return min(whole(attributes.get(f"{TABLE}number-{what}-repeated")) or 1, _MOST_REPEATED)


def value_of(attributes: dict[str, str], text: str) -> Cell:
    """The cell's value; a Fault for an error and for a formula that was never calculated."""
    if attributes.get(_CALC_TYPE) == "error":
        return Fault(text.strip() or "#ОШИБКА")
    kind = attributes.get(OFFICE + "value-type")
    formula = TABLE + "formula" in attributes
    if kind is None:
        return Fault("", FORMULA_WITHOUT_VALUE) if formula and not text else text or None
    if formula and text.startswith(("#", "Err:")):
        return Fault(text.strip())
    return _typed(kind, attributes, text)


def _typed(kind: str, attributes: dict[str, str], text: str) -> Cell:
    if kind in {"float", "percentage", "currency"}:
        number = float(attributes.get(OFFICE + "value", ""))
        if kind == "percentage":
            return ShownAsPercent(number)
        return int(number) if number.is_integer() and abs(number) < _EXACT_WHOLE else number
    if kind == "date":
        moment = datetime.datetime.fromisoformat(attributes.get(OFFICE + "date-value", ""))
        return moment.date() if moment.time() == datetime.time() else moment
    if kind == "boolean":
        return attributes.get(OFFICE + "boolean-value") == "true"
    return text or attributes.get(OFFICE + "string-value") or None
