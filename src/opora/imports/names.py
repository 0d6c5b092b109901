"""Names as people write them: one key for the same name written differently, and near names to offer.

Nothing here guesses: a key makes equal what differs only in writing («МБОУ СОШ № 5» and «Средняя
общеобразовательная школа 5»), `NameIndex.nearest` offers, and a person decides.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from opora.imports.alphabets import fold_mixed_alphabet, look_alikes_as_cyrillic

# Whole words that name the legal form of an institution.
_LEGAL_FORMS = (
    r"(?:м|г|ф|ч|н|а)?(?:б|к|а|г|н)?[оo]?оу(?:\s+во)?|моу|мбу|мку|мау|гбу|гку|гау|фгкоу|фгбоу|гоу|нчоу|ноу|чоу|ано|"
    r"мбоуво|мс\(к\)оу|гс\(к\)оу|ко?гобу|кгбоу|огбоу|огкоу|обоу|окоу"
)
_LEGAL_WORDS = (
    r"(?:(?:муниципальн|государственн|федеральн|областн|краев|республиканск|частн|негосударственн|автономн|"
    r"некоммерческ|бюджетн|казенн|общеобразовательн|образовательн)\w*\s+)+"
    r"(?:учреждени|организаци)\w*"
)
_LEADING_FORM = re.compile(rf"^(?:{_LEGAL_WORDS}|(?:{_LEGAL_FORMS}))(?![\w-])\s*")
_QUOTES = re.compile(r"[«»\"“”„‟‘’'`′″<>]+")
_DASHES = re.compile(r"\s*[-‐‑‒–—−]\s*")
_NUMBER_SIGN = re.compile(r"(?:№|\bn[oо]?\.?|\bномер\b)\s*(?=\d)")
_ABBREVIATED = re.compile(r"\b(г|с|п|д|х|ст|пос|дер|пгт|рп|р\.\s*п|им|м|ул)\.\s*")
_PUNCTUATION = re.compile(r"[^\w\s-]+")
# Longest first, so that «основная общеобразовательная школа-интернат» is not cut short. The root in
# front tells quickly that a pattern has nothing to find.
_KINDS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (root, re.compile(rf"\b(?:{words})\b"), short)
    for root, words, short in (
        ("школ", r"средн\w+ общеобразовательн\w+ школ\w+", "сош"),
        ("школ", r"основн\w+ общеобразовательн\w+ школ\w+", "оош"),
        ("школ", r"начальн\w+ общеобразовательн\w+ школ\w+", "нош"),
        ("школ", r"средн\w+ школ\w+", "сш"),
        ("школ", r"основн\w+ школ\w+", "ош"),
        ("школ", r"начальн\w+ школ\w+(?!\s*-?\s*детск)", "нш"),
        ("имени", r"имени", "им"),
        ("город", r"город|города|городе", "г"),
        ("посел", r"поселок|поселка|поселке", "п"),
        ("сел", r"село|села|селе", "с"),
        ("деревн", r"деревня|деревни|деревне", "д"),
    )
)
_SPACES = re.compile(r"\s+")


def folded(text: str) -> str:
    """Case and ё folded, spaces single: the key names are ordered and compared by."""
    return _SPACES.sub(" ", text.casefold().replace("ё", "е")).strip()


@lru_cache(maxsize=100_000)
def school_key(name: str) -> str:
    """The key of an organisation's name; equal for the same name written in different habits.

    Folded: case, ё, quotes, spaces, dashes, the legal form in front, the kind of school, the number
    sign, look-alike Latin letters. «МБОУ «Асовская ООШ»» → «асовская оош».
    """
    key = folded(look_alikes_as_cyrillic(name))
    key = _DASHES.sub("-", _QUOTES.sub(" ", key))
    key = _NUMBER_SIGN.sub(" ", key)
    key = _SPACES.sub(" ", _ABBREVIATED.sub(r"\1 ", key)).strip()
    bare = _without_legal_form(key)
    for root, pattern, short in _KINDS:
        if root in bare:
            bare = pattern.sub(short, bare)
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", bare)).strip()


def _without_legal_form(key: str) -> str:
    """Without the legal form in front, unless nothing would be left of the name."""
    bare = key
    while (match := _LEADING_FORM.match(bare)) and match.end() < len(bare):
        bare = bare[match.end() :]
    return bare


@lru_cache(maxsize=100_000)
def person_key(name: str) -> str:
    """The key of a person's name: case, ё, spaces, dashes and look-alike letters folded, dots dropped."""
    key = _DASHES.sub("-", folded(look_alikes_as_cyrillic(name)))
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", key)).strip()


class NameIndex:
    """Known names prepared for many questions; built once for tens of thousands of names."""

    def __init__(self, known: Iterable[str], *, key: Callable[[str], str] = school_key) -> None:
        self._key = key
        self._names: list[str] = sorted(set(known), key=lambda name: (folded(name), name))
        self._keys = [key(name) for name in self._names]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for number, name_key in enumerate(self._keys):
            self._by_key[name_key].append(number)

    def same(self, name: str) -> list[str]:
        """Known names with the same key, in order; more than one is a doubt for a person to settle."""
        return [self._names[number] for number in self._by_key.get(self._key(name), ())]

    def nearest(self, name: str, *, n: int = 3, at_least: float = 0.6) -> list[str]:
        """At most n known names that resemble this one, the nearest first, equals in order of names."""
        wanted = self._key(name)
        scored = [
            (-score, number)
            for number in self._candidates(wanted)
            if (score := _likeness(wanted, self._keys[number])) >= at_least
        ]
        return [self._names[number] for _, number in sorted(scored)[:n]]

    @cached_property
    def _sizes(self) -> list[int]:
        return [len(_pieces(name_key)) for name_key in self._keys]

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """Which names hold a piece; made when the first near name is asked for."""
        holders: dict[str, list[int]] = defaultdict(list)
        for number, name_key in enumerate(self._keys):
            for piece in _pieces(name_key):
                holders[piece].append(number)
        return holders

    def _candidates(self, wanted: str, *, most: int = 30) -> list[int]:
        """Names sharing the most pieces of three letters; the rarest pieces are asked first."""
        pieces = sorted(_pieces(wanted), key=lambda piece: (len(self._holders.get(piece, ())), piece))
        votes: Counter[int] = Counter()
        asked = 0
        for piece in pieces:
            holders = self._holders.get(piece, ())
            # pieces that every school has («шко») say nothing and cost the most
            if asked + len(holders) > 8_000 and votes:
                break
            asked += len(holders)
            votes.update(holders)
        size = len(pieces)
        ranked = sorted(
            votes.items(), key=lambda vote: (-2 * vote[1] / (size + self._sizes[vote[0]]), vote[0])
        )
        return [number for number, _ in ranked[:most]]


def _pieces(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _likeness(one: str, other: str) -> float:
    """0–1: the better of the keys as they stand and with their words in order of letters."""
    if set(_digits(one)) != set(_digits(other)):
        # another number is another school: offered only if all the rest is alike
        return 0.9 * difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    direct = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    by_words = difflib.SequenceMatcher(
        None, " ".join(sorted(one.split())), " ".join(sorted(other.split())), autojunk=False
    ).ratio()
    return max(direct, by_words)


def _digits(key: str) -> list[str]:
    return re.findall(r"\d+", key)


def nearest(
    name: str, known: Sequence[str], n: int = 3, *, key: Callable[[str], str] = school_key
) -> list[str]:
    """`NameIndex.nearest` for a single question; for many questions keep an index."""
    return NameIndex(known, key=key).nearest(name, n=n)


__all__ = ["NameIndex", "fold_mixed_alphabet", "folded", "nearest", "person_key", "school_key"]
