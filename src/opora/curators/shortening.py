"""Making a text or a list fit a page, and saying what was left out. Pure."""

from collections.abc import Sequence


def clipped(text: str, most: int) -> str:
    """At most so many characters, cut at a word where there is one."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head, _, tail = cut.rpartition(" ")
    return f"{(head if head and len(tail) < 20 else cut).rstrip(' ,.;:—–-')}…"


def some[T](rows: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """The first rows and how many are left: a single one more stands where the words of it would."""
    if len(rows) <= most:
        return rows, 0
    return rows[:most], len(rows) - most
