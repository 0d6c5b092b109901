"""What a form says in other words but means the same stays as the version before has it. Pure Python."""

from collections.abc import Callable
from typing import Any

from opora.catalogues.kinds import Content, Field
from opora.catalogues.values import in_words
from opora.questionnaires.conditions import NotACondition, condition, spelled
from opora.questionnaires.kinds import questionnaires
from opora.questionnaires.xlsform.expressions import simplified

type Key = Callable[[Content], Any]


def as_it_was(base: Content, read: Content) -> Content:
    """`read` with the spelling of conditions, the empty cells and the order of rows that `base` has."""
    tables = {table.name: table for table in questionnaires().tables}
    kept = dict(read)
    for name in ("sections", "questions"):
        before = {row.get("code"): row for row in base.get(name) or ()}
        kept[name] = [_row(tables[name].fields, before.get(row.get("code"), {}), row) for row in read[name]]
    if _in_order(base) == _in_order(read):
        kept["questions"] = _sorted_as(base.get("questions") or [], kept["questions"], _code)
    kept["translations"] = _sorted_as(base.get("translations") or [], read["translations"], _place)
    return {
        name: kept[name] for name in [*(n for n in base if n in kept), *(n for n in kept if n not in base)]
    }


def _row(fields: tuple[Field, ...], before: Content, row: Content) -> Content:
    kept = dict(row)
    for field in fields:
        old, new = before.get(field.name), row.get(field.name)
        is_same = in_words(field, old) == in_words(field, new)
        if field.name == "show_if":
            is_same = _means_the_same(old or "", new or "")
        if is_same and field.name in before:
            kept[field.name] = old
    return kept


def _means_the_same(old: str, new: str) -> bool:
    try:
        return _plain(old) == _plain(new)
    except NotACondition:
        return False


def _plain(text: str) -> str:
    found = condition(text)
    return spelled(simplified(found, {})) if found else ""


def _in_order(content: Content) -> list[Any]:
    """The codes of the questions as they are asked."""
    places = {section.get("code"): at for at, section in enumerate(content.get("sections") or ())}
    rows = sorted(content.get("questions") or (), key=lambda row: places.get(row.get("section"), 0))
    return [row.get("code") for row in rows]


def _sorted_as(before: list[Content], rows: list[Content], key: Key) -> list[Content]:
    """The rows that were there in their old order, the new ones after them."""
    order = {key(row): at for at, row in enumerate(before)}
    return sorted(rows, key=lambda row: order.get(key(row), len(order)))


def _code(row: Content) -> Any:
    return row.get("code")


def _place(row: Content) -> Any:
    return (row.get("language"), row.get("place"))
