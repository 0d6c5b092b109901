"""Free text as people type it: lines are paragraphs, dashes and running numbers make lists."""

import re
from collections.abc import Iterator
from itertools import groupby, zip_longest

from opora.printing import BulletList, NumberedList, Paragraph
from opora.printing.russian import bound
from opora.printing.text import clean

type Prose = Paragraph | BulletList | NumberedList

_BULLET = re.compile(r"\s*[-–—•*]\s+(?=\S)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")


def prose(text: str) -> tuple[Prose, ...]:
    """The text as blocks; nothing is lost but the signs of list items and empty lines."""
    lines = [line.strip() for line in bound(clean(text)).split("\n") if line.strip()]
    blocks: list[Prose] = []
    for kind, group in groupby(lines, key=_kind_of):
        blocks += _blocks(kind, list(group))
    return tuple(_led(blocks))


def _kind_of(line: str) -> re.Pattern[str] | None:
    return next((each for each in (_BULLET, _NUMBER) if each.match(line)), None)


def _blocks(kind: re.Pattern[str] | None, lines: list[str]) -> Iterator[Prose]:
    if kind is _BULLET:
        yield BulletList(tuple(_BULLET.sub("", line, count=1) for line in lines))
    elif kind is _NUMBER and _runs_from_one(lines):
        yield NumberedList(tuple(_NUMBER.sub("", line, count=1) for line in lines))
    else:
        yield from (Paragraph(line) for line in lines)


def _runs_from_one(lines: list[str]) -> bool:
    """Numbers that a list would give anew must be those that were typed; one line alone is no list."""
    numbers = [int(found[1]) for line in lines if (found := _NUMBER.match(line))]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _led(blocks: list[Prose]) -> Iterator[Prose]:
    """A line that leads into a list stays on its page."""
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and isinstance(following, BulletList | NumberedList):
            yield Paragraph(block.text, keep_with_next=True)
        else:
            yield block
