"""Who carries out a measure, as people write it: known parts by their words, and what is more. Pure Python.

«Заместитель директора по УВР Петрова П.П., учителя математики» is a deputy and teachers; beyond these words it
says «Петрова П.П. (по УВР)» and which teachers.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from opora.documents.people_words import EXECUTOR_TITLES
from opora.documents.programme import Executor

#: beginnings of words; what stands first is looked for first: «заместитель директора» is no director
_KNOWN: tuple[tuple[str, Executor], ...] = (
    ("заместител директор", Executor.DEPUTY), ("зам директор", Executor.DEPUTY),
    ("замдиректор", Executor.DEPUTY), ("педагог психолог", Executor.PSYCHOLOGIST),
    ("педагог библиотекар", Executor.LIBRARIAN), ("классн руководител", Executor.CLASS_TEACHER),
    ("кл руководител", Executor.CLASS_TEACHER), ("социальн педагог", Executor.SPECIALIST),
    ("социальн партн", Executor.PARTNER), ("учител логопед", Executor.SPECIALIST),
    ("учител дефектолог", Executor.SPECIALIST), ("заместител", Executor.DEPUTY), ("завуч", Executor.DEPUTY),
    ("директор", Executor.HEAD), ("администрац", Executor.DEPUTY), ("классн", Executor.CLASS_TEACHER),
    ("методист", Executor.METHODIST), ("психолог", Executor.PSYCHOLOGIST), ("логопед", Executor.SPECIALIST),
    ("дефектолог", Executor.SPECIALIST), ("социальн", Executor.SPECIALIST),
    ("библиотек", Executor.LIBRARIAN), ("родител", Executor.PARENT), ("партн", Executor.PARTNER),
    ("муниципал", Executor.MUNICIPAL), ("учител", Executor.TEACHER), ("педагог", Executor.TEACHER),
)  # fmt: skip
#: their words say more than the title of the part: they stay as they were written
_BROAD = frozenset({"администрац", *(words for words, part in _KNOWN if part is Executor.SPECIALIST)})
_WORD = "[а-яё]*"


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\b" + rf"{_WORD}\.?[\s-]*".join(words.split()) + _WORD, re.IGNORECASE)


_PATTERNS = tuple((_pattern(words), part, words in _BROAD) for words, part in _KNOWN)
#: what adds nothing to a known part
_FILLERS = re.compile(
    r"\b(?:школ[аыеу]|оо|оу|мбоу|маоу|гимнази[ияею]|лице[йяею]|(?:образовательн\w+ )?(?:организаци|учреждени)\w"
    r"|вс[ех]х?|наш[аиех]*|ответственн\w+|совместно|также|(?-i:[аис]))\b",
    re.IGNORECASE,
)
_SIGNS = "()«»:–—- "
#: a longer cell is no list of people
_LONGEST = 2_000
_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
_PERSON = re.compile(
    rf"{_SURNAME}\s{_INITIALS}|{_INITIALS}\s?{_SURNAME}|{_SURNAME}\s{_SURNAME}\s[А-ЯЁ][а-яё]+(?:ич|вна|чна)\b"
)
_SURNAMES = re.compile(rf"{_SURNAME}(?:\s{_SURNAME})?")
_BETWEEN = re.compile(r"\s*[\n;,]\s*")
#: «и» parts two people, but not «по УВР и ВР»
_AND = re.compile(r"\s+и\s+|\s*[/+]\s*")


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[tuple[Executor, ...], tuple[str, ...]]:
    """Known parts in the order of the text, and what is more than their words."""
    if len(text) > _LONGEST:
        return (), (text,)
    found: dict[Executor, None] = {}
    more: dict[str, None] = {}
    for part in _parts(text):
        known, rest = _read_one(part)
        found |= dict.fromkeys(known)
        if rest:
            more.setdefault(rest)
    return tuple(found), tuple(more)


def said(executors: Iterable[Executor], named: Sequence[str]) -> list[str]:
    """Everybody once: the title of a part stands only where none of `named` speaks of that part already."""
    spoken_of = {part for text in named for part in _roles(text)[0]}
    return [*(EXECUTOR_TITLES[each] for each in executors if each not in spoken_of), *named]


def _parts(text: str) -> Iterable[str]:
    for part in _BETWEEN.split(text.strip()):
        pieces = _AND.split(part)
        # each piece is somebody: of a known part, or a person
        if len(pieces) > 1 and all(_roles(each)[0] or _PERSON.search(each) for each in pieces):
            yield from pieces
        elif part:
            yield part


def _roles(text: str) -> tuple[tuple[Executor, ...], str]:
    """Known parts, and the text without the words that say no more; the name of a person is no part."""
    found: dict[Executor, None] = {}
    rest, left = text, _PERSON.sub(_blank, text)
    for pattern, executor, is_broad in _PATTERNS:
        places = [each.span() for each in pattern.finditer(left)]
        for first, last in places:
            found.setdefault(executor)
            left = _without(left, first, last)
            rest = rest if is_broad else _without(rest, first, last)
    return tuple(found), rest


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _without(text: str, first: int, last: int) -> str:
    return text[:first] + " " * (last - first) + text[last:]


def _read_one(part: str) -> tuple[tuple[Executor, ...], str]:
    known, rest = _roles(part)
    if not known:
        return (), part
    person = _PERSON.search(rest)
    if person is None and not _roles(rest)[0]:
        # a surname alone, without initials
        person = _SURNAMES.fullmatch(_bare(rest))
    if person is None:
        return known, part if _bare(rest) else ""
    name = person[0]
    about = _without_fillers(rest.replace(name, " "))
    return known, f"{name} ({about})" if _bare(about) else name


def _without_fillers(text: str) -> str:
    return " ".join(_FILLERS.sub(" ", text).split()).strip(_SIGNS)


def _bare(text: str) -> str:
    return _without_fillers(text).strip(f"{_SIGNS}.")
