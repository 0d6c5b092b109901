"""Decisions as other features point at them."""

from opora.decisions.models import titled
from opora.decisions.queries.visibility import KIND, visible_to
from opora.references import HOMES, Rows, Source


def _title(text: str) -> str:
    return f"Решение «{titled(text)}»"


SOURCES: tuple[Source, ...] = (Rows(KIND, "решение", "decision", visible_to, ("text",), _title, paths=HOMES),)
