"""How like each other two texts are, and whether a text says anything. Pure Python."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

_WORD = re.compile(r"[а-яa-z0-9]+")
#: words of form that say nothing about what is done
_EMPTY = frozenset(
    [
        "и",
        "в",
        "во",
        "на",
        "по",
        "с",
        "со",
        "для",
        "к",
        "ко",
        "из",
        "за",
        "о",
        "об",
        "от",
        "до",
        "при",
        "через",
        "под",
        "над",
        "у",
        "не",
        "а",
        "или",
        "как",
        "их",
        "его",
        "её",
        "это",
    ]
)
#: an ending is cut so that «учителей» and «учителями», «школы» and «школе» are one word
_LONGEST_STEM, _SHORTEST_STEM, _ENDING = 5, 3, 2
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
#: an ellipsis alone between blanks is a gap; one that ends a word is prose
_PLACEHOLDER = re.compile(
    r"(?<!\S)(?:…|\.{3})(?!\S)|……|\.{5,}|_{3,}|\b[хx]{3,}\b|\[(?!\d+\])[^\]]{0,40}\]|<[а-яёa-z][^<>]{0,40}>|\blorem\b",
    re.IGNORECASE,
)


def stems(text: str) -> frozenset[str]:
    """Words without endings, ё folded to е, without words of form."""
    words = _WORD.findall(text.lower().replace("ё", "е"))
    return frozenset(_stem(word) for word in words if word not in _EMPTY)


def _stem(word: str) -> str:
    return word[: max(_SHORTEST_STEM, min(_LONGEST_STEM, len(word) - _ENDING))]


def likeness(one: str, other: str) -> int:
    """The share of common words among all words of both, in percent; of two empty texts 0."""
    a, b = stems(one), stems(other)
    return round(100 * len(a & b) / len(a | b)) if a | b else 0


def pairs_alike[T](rows: Iterable[tuple[T, str]], bound: int) -> Iterator[tuple[T, T]]:
    """Pairs whose texts are alike by at least `bound` percent, the earlier first. Empty texts are not alike."""
    known = [(row, stems(text)) for row, text in rows]
    known = [(row, words) for row, words in known if words]
    for (row, a), (other, b) in combinations(known, 2):
        # sizes decide most pairs: the smaller set is all that may be common
        if 100 * min(len(a), len(b)) >= bound * max(len(a), len(b)) and 100 * len(a & b) >= bound * len(
            a | b
        ):
            yield row, other


def number_of(text: str) -> float | None:
    """The first number in what a person wrote («до 45 %», «12,5»); None without one."""
    found = _NUMBER.search(text)
    return None if found is None else float(found[0].replace(",", "."))


def placeholder_in(text: str) -> str:
    """The first thing left to be filled in («…», «____», «ХХХ», «[название]»), or «»."""
    found = _PLACEHOLDER.search(text)
    return "" if found is None else found[0]


def is_shouted(text: str) -> bool:
    """A long text in capitals only."""
    letters = [each for each in text if each.isalpha()]
    return len(letters) >= 20 and all(each.isupper() for each in letters)
