"""Which work a row of a plan is about, told by its words. Pure.

Words are beginnings of words in a row («анализ рисков профил»); «…» between them leaves room for up to ten others.
Of several works the one named first counts; of those the one with more words, then the one said more closely.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from opora.ordering import folded

_WORD = re.compile(r"[^\W_]+")
#: spellings of the sources that mean the same
_SAME = ((re.compile(r"\bрискованн"), "рисков"), (re.compile(r"\bмдэк\b"), "мэдк"))
_GAP = r"(?: \S+){0,10}"


def plain(text: str) -> str:
    """Words alone, in lower case, one blank between, look-alike spellings made one."""
    said = " ".join(_WORD.findall(folded(text)))
    for pattern, instead in _SAME:
        said = pattern.sub(instead, said)
    return said


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase by which a work is known."""

    stems: int
    pattern: re.Pattern[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        parts = [plain(part).split() for part in re.split(r"…|\.\.\.", text)]
        said = [
            " ".join(rf"\b{re.escape(stem)}\S*" for stem in part).replace(r" \b", " ")
            for part in parts
            if part
        ]
        return cls(sum(map(len, parts)), re.compile(f"{_GAP} ".join(said)))


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work; `fact` is «source» or «source:of what»."""

    code: str
    title: str
    words: tuple[Words, ...]
    rests_on: tuple[str, ...] = ()
    sums_up: bool = False
    fact: str = ""


@dataclass(frozen=True)
class Works:
    """The definition in force."""

    by_code: Mapping[str, Work]

    @classmethod
    def parse(cls, content: Any) -> Self:
        found = (
            Work(
                code=row["code"],
                title=row["title"],
                words=tuple(map(Words.parse, row["words"])),
                rests_on=tuple(row.get("rests_on") or ()),
                sums_up=bool(row.get("sums_up")),
                fact=row.get("fact") or "",
            )
            for row in content["works"]
        )
        return cls({work.code: work for work in found})

    def title(self, code: str) -> str:
        work = self.by_code.get(code)
        return work.title if work else ""

    def recognise(self, text: str) -> str:
        """The code of the work, empty where no words of any are met."""
        return _recognised(self, plain(text))

    def __hash__(self) -> int:
        return id(self)


NO_WORKS = Works({})


@lru_cache(maxsize=4096)
def _recognised(works: Works, said: str) -> str:
    best: tuple[int, int, int] | None = None
    code = ""
    for work in works.by_code.values():
        for words in work.words:
            found = words.pattern.search(said)
            if found is None:
                continue
            rank = (found.start(), -words.stems, found.end())
            if best is None or rank < best:
                best, code = rank, work.code
    return code


def alike(one: Collection[str], other: Collection[str]) -> float:
    """0–1: the share of words that two texts have in common."""
    first, second = set(one), set(other)
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)
