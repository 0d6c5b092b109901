"""Tables between the child and its parent: each text once, however many cells a merge carries it into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def packed(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows of texts become rows of numbers of texts."""
    numbers: dict[str, int] = {}
    made = [
        {**table, "rows": [[numbers.setdefault(text, len(numbers)) for text in row] for row in table["rows"]]}
        for table in tables
    ]
    return {"texts": list(numbers), "tables": made}


def unpacked(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same tables, their rows as tuples; equal cells share one text."""
    texts = told["texts"]
    return [
        {**table, "rows": tuple(tuple(texts[number] for number in row) for row in table["rows"])}
        for table in told["tables"]
    ]
