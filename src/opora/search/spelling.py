"""What was mistyped: the other keyboard layout, a letter too many, missing, wrong or in its neighbour's place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

#: a word shorter than this is near to too many others; a longer one may have two mistakes
SHORTEST, LONG = 4, 8

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_UPPER = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_LAYOUT = str.maketrans(_KEYS + _UPPER, _RUSSIAN + _RUSSIAN.upper())
_VOWELS = frozenset("аеиоуыэюя")


def switched(text: str) -> str:
    """What the same keys give in the Russian layout; «» where it was hardly typed in the wrong one."""
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) < 3 or not all(sign.isascii() for sign in letters):
        return ""
    words = text.translate(_LAYOUT)
    # some word of it can be said aloud: an abbreviation in Latin letters stays what it is
    return words if any(len(word) > 2 and _VOWELS & set(word.lower()) for word in words.split()) else ""


def allowed(word: str) -> int:
    """How many mistakes a word of this length may have."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def distance(one: str, other: str, most: int) -> int:
    """How many letters are too many, missing, wrong or swapped with a neighbour; `most + 1` where more.

    Optimal string alignment (Damerau–Levenshtein, no letter touched twice), of what stands between a common beginning
    and a common end; a letter further than `most` from its place is not looked at.
    """
    one, other = _apart(one, other)
    if abs(len(one) - len(other)) > most:
        return most + 1
    far = most + 1
    before: list[int] = []
    row = [min(j, far) for j in range(len(other) + 1)]
    for i, a in enumerate(one, 1):
        next_row = [far] * (len(other) + 1)
        next_row[0] = min(i, far)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            b = other[j - 1]
            cost = min(row[j] + 1, next_row[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            next_row[j] = min(cost, far)
        if min(next_row) > most:
            return far
        before, row = row, next_row
    return row[-1]


def _apart(one: str, other: str) -> tuple[str, str]:
    """Both without the beginning and the end that they share."""
    start, shorter = 0, min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def nearest(word: str, names: Iterable[str]) -> list[str]:
    """The names nearest to a mistyped word, all equally near, in order; empty where the word itself is a name."""
    most, letters = allowed(word), frozenset(word)
    best: list[str] = []
    for name in dict.fromkeys(names):
        if name == word:
            return []
        # a mistake changes two letters of the set at most: most names are put aside by this
        if abs(len(name) - len(word)) > most or len(letters.symmetric_difference(name)) > 2 * most:
            continue
        far = distance(word, name, most)
        if far < most or (far == most and not best):
            best, most = [name], far
        elif far == most:
            best.append(name)
    return sorted(best) if most else []


@dataclass(frozen=True, slots=True)
class Mended:
    """A search with its mistyped words put right; `text` is what is searched for, `choices` where several fit."""

    text: str = ""
    choices: tuple[str, ...] = ()


def mended(words: Sequence[str], names: Collection[str], *, most_choices: int = 5) -> Mended:
    """The words with the only near name in the place of each that is none; or what there is to choose from."""
    found = [nearest(word, names) if allowed(word) else [] for word in words]
    if not any(found):
        return Mended()
    if all(len(near) <= 1 for near in found):
        return Mended(_written(words, [near[0] if near else "" for near in found]))
    at = next(place for place, near in enumerate(found) if len(near) > 1)
    firsts = [near[0] if near else "" for near in found]
    return Mended(
        choices=tuple(
            _written(words, [*firsts[:at], name, *firsts[at + 1 :]]) for name in found[at][:most_choices]
        )
    )


def _written(words: Sequence[str], instead: Sequence[str]) -> str:
    """Names stand with a capital letter."""
    return " ".join(
        name[:1].upper() + name[1:] if name else word for word, name in zip(words, instead, strict=True)
    )
