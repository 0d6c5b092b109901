"""Surnames in a text: «@Иванова», «@Ивановой», «@иванов». Pure Python."""

import re
from collections.abc import Iterable

from opora.ordering import folded

# not inside a mail address
_CALL = re.compile(r"(?<![\w.@-])@([^\W\d_]+(?:-[^\W\d_]+)*)")
_LONGEST = 80

# how the surname ends, how many letters of it give way, what stands there in the other cases
_CASES: tuple[tuple[tuple[str, ...], int, tuple[str, ...]], ...] = (
    (("ова", "ева", "ина", "ына"), 1, ("ой", "у")),
    (("ов", "ев", "ин", "ын"), 0, ("а", "у", "ым", "е")),
    (("ая", "яя"), 2, ("ой", "ую", "ей", "юю")),
    (("ой", "ый", "ий"), 2, ("ого", "ому", "ым", "им", "ом", "его", "ему")),
    (("а",), 1, ("ы", "и", "е", "у", "ой", "ей")),
    (("я",), 1, ("и", "е", "ю", "ей")),
    (("ь", "й"), 1, ("я", "ю", "ем", "е", "и")),
)
_VOWELS = frozenset("аеиоуыэюя")


def called(text: str) -> list[str]:
    """Every word after «@», as written, each once."""
    return list(dict.fromkeys(word[:_LONGEST] for word in _CALL.findall(text)))


def cases(surname: str) -> frozenset[str]:
    """The surname in every case it may be written in, folded; itself among them."""
    *before, last = folded(surname).split("-")
    forms = {last}
    for ends, gives_way, others in _CASES:
        if last.endswith(ends):
            stem = last[: len(last) - gives_way]
            forms |= {stem + other for other in others}
            break
    else:
        if last and last[-1] not in _VOWELS:
            forms |= {last + other for other in ("а", "у", "ом", "ем", "е")}
    return frozenset("-".join((*before, form)) for form in forms)


def meant[T](word: str, people: Iterable[tuple[str, T]]) -> list[T]:
    """Whom the word may mean: those of just this surname, else those of whose surname it is a case."""
    written = folded(word)
    known = [(folded(surname), person) for surname, person in people]
    exact = [person for surname, person in known if surname == written]
    return exact or [person for surname, person in known if surname and written in cases(surname)]
