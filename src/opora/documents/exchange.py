"""The exchange format of a programme, which `opora check-programme` reads (docs/programme.md).

JSON with «format», the fields of `Programme` and a list for each table; what is empty is left out. What no
programme can be — two rows of one id, a link to nothing, a date that is none — is `Malformed`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from opora.documents.programme import LINKS, ROWS, Passage, Programme

FORMAT = "opora-programme/1"
LONGEST_TEXT = 20_000
MOST_ROWS = 2_000


#: of a surrogate pair one half: no text can hold it
_HALF = re.compile(r"[\ud800-\udfff]")


class Malformed(ValueError):
    """No programme: `place` as in the file («measures[3].task»), the words say what to mend."""

    def __init__(self, place: str, words: str) -> None:
        super().__init__(f"{place}: {words}" if place else words)
        self.place, self.words = place, words


def parse(data: object) -> Programme:
    """The programme in a read JSON file. Raises Malformed."""
    if not isinstance(data, Mapping):
        raise Malformed("", "Это не программа: ждали объект JSON с полями «format» и «kind».")
    if data.get("format") != FORMAT:
        raise Malformed("format", f"Здесь должно стоять «{FORMAT}».")
    plain = {name: data[name] for name in ("kind", "title", "school", "school_name", "cycle") if name in data}
    known = {"format", "passages", "starts", "ends", *plain, *ROWS}
    _refuse_unknown(set(data) - known, "")
    values: dict[str, Any] = {name: _text(value, name) for name, value in plain.items()}
    if not values.get("kind"):
        raise Malformed("kind", "Не сказано, что это за документ.")
    values |= {name: _date(data.get(name), name) for name in ("starts", "ends")}
    values["passages"] = _rows(data.get("passages", []), "passages", Passage)
    for name, shape in ROWS.items():
        values[name] = _rows(data.get(name, []), name, shape)
    found = Programme(**values)
    _check_ids(found)
    return found


def parse_row(table: str, data: Mapping[str, Any]) -> Any:
    """One row of a table of `programme.ROWS` or of «passages». Raises Malformed with the field as the place."""
    return _row(data, "", Passage if table == "passages" else ROWS[table])


def dump_row(row: Any) -> dict[str, Any]:
    """The same as JSON; what is empty is left out."""
    return _plain(row)


def dump(programme: Programme) -> dict[str, Any]:
    """The same as JSON; what is empty is left out. `parse(dump(p)) == p`."""
    return {"format": FORMAT} | _plain(programme)


def _plain(row: Any) -> dict[str, Any]:
    pairs = ((each.name, getattr(row, each.name)) for each in fields(row))
    return {name: _value(value) for name, value in pairs if value not in ("", None, ())}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) if is_dataclass(each) else str(each) for each in value]
    return str(value)


def _rows(data: object, table: str, shape: type[Any]) -> tuple[Any, ...]:
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise Malformed(table, "Ждали список строк.")
    if len(data) > MOST_ROWS:
        raise Malformed(table, f"Строк больше {MOST_ROWS}: это не одна программа.")
    return tuple(_row(each, f"{table}[{number}]", shape) for number, each in enumerate(data))


def _row(data: object, place: str, shape: type[Any]) -> Any:
    if not isinstance(data, Mapping):
        raise Malformed(place, "Ждали строку с полями.")
    types = _HINTS[shape.__name__]
    _refuse_unknown(set(data) - set(types), place)
    values = {name: _of_type(value, _inside(place, name), types[name]) for name, value in data.items()}
    first = fields(shape)[0].name
    if not values.get(first):
        raise Malformed(_inside(place, first), "Пусто, а это поле обязательно.")
    try:
        return shape(**values)
    except TypeError:
        missing = [each.name for each in fields(shape) if each.name not in values]
        raise Malformed(place, f"Не хватает полей: {', '.join(missing)}.") from None


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


#: reading the hints of a class takes longer than reading a row
_SHAPES: tuple[type[Any], ...] = (Passage, *ROWS.values())
_HINTS: dict[str, dict[str, Any]] = {shape.__name__: get_type_hints(shape) for shape in _SHAPES}


def _of_type(value: object, place: str, wanted: Any) -> Any:
    if wanted is str:
        return _text(value, place)
    if date in get_args(wanted):
        return _date(value, place)
    inner = get_args(wanted)[0]
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise Malformed(place, "Ждали список.")
    texts = tuple(_text(each, place) for each in value)
    return texts if inner is str else tuple(_choice(each, place, inner) for each in texts)


def _choice(value: str, place: str, choices: type[StrEnum]) -> StrEnum:
    try:
        return choices(value)
    except ValueError:
        raise Malformed(place, f"«{value[:40]}» здесь не бывает. Бывает: {', '.join(choices)}.") from None


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise Malformed(place, "Ждали текст.")
    if len(value) > LONGEST_TEXT:
        raise Malformed(place, f"Текст длиннее {LONGEST_TEXT} знаков.")
    if _HALF.search(value):
        raise Malformed(place, "Здесь половина знака, её не напечатать. Наберите текст заново.")
    return value


def _date(value: object, place: str) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(_text(value, place))
    except ValueError:
        raise Malformed(place, "Даты такой нет. Пишут год, месяц, день: 2026-11-22.") from None


def _refuse_unknown(names: set[str], place: str) -> None:
    if names:
        raise Malformed(place, f"Такого поля нет: {', '.join(sorted(map(str, names)))}.")


def _check_ids(programme: Programme) -> None:
    """An id stands once in the whole programme; a link is empty or names a row that is there."""
    ids: dict[str, set[str]] = {}
    seen: set[str] = set()
    for table in ROWS:
        for number, row in enumerate(getattr(programme, table)):
            if row.id in seen:
                raise Malformed(f"{table}[{number}].id", f"Номер «{row.id}» уже есть у другой строки.")
            seen.add(row.id)
            ids.setdefault(table, set()).add(row.id)
    for place, link, tables in _links(programme):
        if link and not any(link in ids.get(table, ()) for table in tables):
            raise Malformed(place, f"Строки «{link}», на которую здесь ссылаются, нет.")


def _links(programme: Programme) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for (table, name), tables in LINKS.items():
        for number, row in enumerate(getattr(programme, table)):
            value = getattr(row, name)
            for link in (value,) if isinstance(value, str) else value:
                yield f"{table}[{number}].{name}", link, tables
