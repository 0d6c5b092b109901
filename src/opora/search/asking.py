"""What somebody typed into the search, read: words, quoted phrases, numbers, words of one meaning. Pure Python.

The outcome is a query in the language of PostgreSQL (`Asked.tsquery`), made of nothing but letters and digits between
our own signs: whatever is typed, it is a search and never an error.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from opora.ordering import folded

#: what is typed beyond this is not read
LONGEST, MOST_WORDS, LONGEST_WORD = 200, 12, 60
#: a word of so many letters may be unfinished
SHORTEST_BEGINNING = 3

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"""["“”«»„]([^"“”«»„]*)["“”«»„]""")
_DIGITS_AND_LETTERS = re.compile(r"\d+|[^\W\d_]+")
_JOINED = re.compile(r"[^\s]+")
# the longest first; what is left has three letters at least
_ENDINGS = (
    *("ованными", "ованного", "ованному", "ованный", "ованная", "ованное", "ованные", "ованных", "ованной"),
    *("иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "иям", "ией"),
    *("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ую", "юю", "ым", "им", "ом", "ем"),
    *("ам", "ям", "ах", "ях", "ов", "ев", "ей", "ию", "ия", "ии"),
    *("а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й"),
)

type Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be there: the words in a row, as they were typed, or any of `others` instead."""

    words: Words
    is_phrase: bool = False
    is_beginning: bool = False
    others: tuple[Words, ...] = ()

    @property
    def tsquery(self) -> str:
        own = (" <-> " if self.is_phrase else " & ").join(f"'{word}'" for word in self.words)
        if self.is_beginning:
            own += ":*"
        every = [own, *(" & ".join(f"'{word}'" for word in words) for words in self.others)]
        return " | ".join(f"({each})" for each in every)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. `text` is what was typed, without what no page can show; `is_cut`: its end was not read."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    is_cut: bool = False

    @property
    def tsquery(self) -> str:
        return " & ".join(f"({term.tsquery})" for term in self.terms)

    @property
    def words(self) -> Words:
        """The words typed outside quotes, folded."""
        return tuple(word for term in self.terms if not term.is_phrase for word in term.words)

    def __bool__(self) -> bool:
        return bool(self.terms)


@dataclass(frozen=True, slots=True)
class Meanings:
    """Expressions of one meaning, as `search-words` has them: each a row of roots with its words."""

    sets: tuple[tuple[Words, ...], ...] = ()

    @classmethod
    def of(cls, sets: Sequence[Sequence[str]]) -> "Meanings":
        read = (tuple(filter(None, map(words_of, each))) for each in sets)
        return cls(tuple(each for each in read if len(each) > 1))

    def others(self, words: Words) -> tuple[Words, ...]:
        """What else means the same as these very words, in any ending."""
        said = tuple(map(root, words))
        return tuple(
            dict.fromkeys(
                other
                for each in self.sets
                if any(tuple(map(root, known)) == said for known in each)
                for other in each
                if other != words
            )
        )

    @property
    def longest(self) -> int:
        """Of how many words the longest expression is."""
        return max((len(words) for each in self.sets for words in each), default=1)


def words_of(text: str) -> Words:
    """The words of a text as a search has them: folded, without signs, none too long."""
    plain = folded(unicodedata.normalize("NFC", text))
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(plain))


@cache
def root(word: str) -> str:
    """A word without its ending, for comparing two words here; the database has a better one for texts."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def shown(text: str) -> str:
    """What a page may show of it: one line, no control characters, not too long."""
    clean = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Cf"} else sign for sign in text)
    return " ".join(clean.split())[:LONGEST].strip()


def read(text: str, meanings: Meanings | None = None) -> Asked:
    """The search that somebody typed. Nothing but signs makes an empty one."""
    # a text of a million letters is not looked through
    text = text[: LONGEST * 10]
    line = shown(text)
    is_cut = len(" ".join(text.split())) > LONGEST
    known = meanings or Meanings()
    terms: list[Term] = []
    left = MOST_WORDS
    for part, is_quoted in _parts(line):
        read_terms = _phrase(part) if is_quoted else _plain(part, known)
        for term in read_terms:
            if len(term.words) > left:
                is_cut, left = True, 0
                break
            left -= len(term.words)
            terms.append(term)
    return Asked(line, _with_beginning(terms, line), is_cut)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in turn: what is quoted and what is not. A quote that is never closed is no quote."""
    at = 0
    for found in _QUOTED.finditer(text):
        yield text[at : found.start()], False
        yield found[1], True
        at = found.end()
    yield text[at:], False


def _phrase(text: str) -> list[Term]:
    words = words_of(text)
    return [Term(words, is_phrase=len(words) > 1)] if words else []


def _plain(text: str, known: Meanings) -> list[Term]:
    """Each word is a term of its own; an expression with other names is one; so is what a hyphen joins."""
    chunks = [words for joined in _JOINED.findall(text) if (words := words_of(joined))]
    terms: list[Term] = []
    at = 0
    while at < len(chunks):
        term, many = _expression(chunks, at, known)
        terms.append(term)
        at += many
    return terms


def _expression(chunks: list[Words], at: int, known: Meanings) -> tuple[Term, int]:
    """The longest expression from here on that has other names, else the one chunk."""
    for many in range(min(known.longest, len(chunks) - at), 0, -1):
        words = tuple(word for chunk in chunks[at : at + many] for word in chunk)
        others = known.others(words)
        if others:
            return Term(words, others=others + (_spellings(words) if many == 1 else ())), many
    return Term(chunks[at], others=_spellings(chunks[at])), 1


def _spellings(words: Words) -> tuple[Words, ...]:
    """«82-п» also as «82п», «82п» also as «82 п»: a number of an order is written in all these ways."""
    joined = "".join(words)
    if not (any(map(str.isdigit, joined)) and any(map(str.isalpha, joined))) or len(joined) > LONGEST_WORD:
        return ()
    apart = tuple(_DIGITS_AND_LETTERS.findall(joined))
    return tuple(each for each in dict.fromkeys([(joined,), apart]) if each and each != words)


def _with_beginning(terms: Sequence[Term], line: str) -> tuple[Term, ...]:
    """The last word may be unfinished, unless it is quoted or a number."""
    if not terms:
        return ()
    last = terms[-1]
    word = last.words[-1]
    ends_with_it = bool(_WORD.search(line[-1:]))
    if last.is_phrase or not ends_with_it or not word.isalpha() or len(word) < SHORTEST_BEGINNING:
        return tuple(terms)
    return (*terms[:-1], Term(last.words, is_beginning=True, others=last.others))
