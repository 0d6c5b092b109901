"""Posts, bodies, documents and names in the case a form needs: a proposal that a person corrects.

Rules of endings, no dictionary: a phrase is adjectives and the noun they belong to, what follows stays («директор
школы № 5» → «директора школы № 5»). Whose gender a name does not tell stays as it is.
"""

from __future__ import annotations

import re
from enum import IntEnum


class Case(IntEnum):
    """The place of a case in every table of endings."""

    GENITIVE = 0
    DATIVE = 1
    ACCUSATIVE = 2
    INSTRUMENTAL = 3


type _Endings = tuple[str, str, str, str]

#: an accusative that follows the nominative, of the living the genitive
_LIKE_NOMINATIVE = "="
#: ending of a noun → how many letters go, and what comes in their place; the first that fits
_NOUNS: dict[re.Pattern[str], tuple[int, _Endings]] = {
    re.compile("[жшчщц]$"): (0, ("а", "у", "=", "ем")),
    re.compile("[бвгдзклмнпрстфх]$"): (0, ("а", "у", "=", "ом")),
    re.compile("й$"): (1, ("я", "ю", "=", "ем")),
    re.compile("тель$"): (1, ("я", "ю", "=", "ем")),
    re.compile("арь$"): (1, ("я", "ю", "=", "ём")),
    re.compile("ь$"): (1, ("и", "и", "ь", "ью")),
    re.compile("[кгх]а$"): (1, ("и", "е", "у", "ой")),
    re.compile("[жшчщ]а$"): (1, ("и", "е", "у", "ей")),
    re.compile("ца$"): (1, ("ы", "е", "у", "ей")),
    re.compile("а$"): (1, ("ы", "е", "у", "ой")),
    re.compile("ия$"): (1, ("и", "и", "ю", "ей")),
    re.compile("я$"): (1, ("и", "е", "ю", "ей")),
    re.compile("о$"): (1, ("а", "у", "о", "ом")),
    re.compile("ие$"): (1, ("я", "ю", "е", "ем")),
}
#: these need no noun of their own: «исполняющий обязанности», «заведующая отделом»
_GOVERNING = frozenset({"исполняющий", "исполняющая", "заведующий", "заведующая"})
_BACK, _HUSHING = "кгх", "жшчщ"
_VOWEL_LOST = {"лев": "льв", "павел": "павл", "пётр": "петр", "петр": "петр"}
_ADVERBS = frozenset({"временно"})
_WORD = re.compile(r"[А-Яа-яЁё]+")
_INITIALS = re.compile(r"(?:[А-ЯЁ]\.[\s\u00a0]*)+")


def phrase(text: str, case: Case, *, animate: bool = False) -> str:
    """«педагогический совет» → «педагогическим советом». ``animate`` is a post: it is seen as its holder."""
    words = text.split(" ")
    for at, word in enumerate(words):
        if word.casefold() in _ADVERBS:
            continue
        adjective = _adjective(word, case, animate=animate)
        if adjective is None:
            words[at] = "-".join(_noun(part, case, animate=animate) for part in word.split("-"))
            break
        words[at] = adjective
        if word.casefold() in _GOVERNING:
            break
    return " ".join(words)


def person(name: str, case: Case) -> str:
    """«Иванова Инна Ивановна», «Иванова И. И.», «И. И. Иванова» in the case; the surname stands where it stood."""
    initials = _INITIALS.search(name)
    if initials:
        surname = name.replace(initials[0], " ").strip()
        return name.replace(surname, _surname(surname, case, _is_woman(surname, ""))) if surname else name
    surname, *rest = name.split(" ")
    if not rest:
        return _surname(surname, case, _is_woman(surname, ""))
    woman = _is_woman(surname, rest[-1])
    return " ".join([_surname(surname, case, woman), *(_given(each, case, woman) for each in rest)])


def _is_woman(surname: str, patronymic: str) -> bool | None:
    """By the patronymic, else by an ending of the surname that only one of the two has."""
    if patronymic.endswith(("вна", "чна", "кызы")):
        return True
    if patronymic.endswith(("ич", "оглы")):
        return False
    if surname.endswith(("ова", "ева", "ёва", "ина", "ына", "ая")):
        return True
    return False if surname.endswith(("ов", "ев", "ёв", "ин", "ын", "ий", "ый", "ой")) else None


def _surname(surname: str, case: Case, woman: bool | None) -> str:
    if woman is None:
        return surname
    return "-".join(_part_of_surname(part, case, woman=woman) for part in surname.split("-"))


def _part_of_surname(part: str, case: Case, *, woman: bool) -> str:
    if part.endswith(("ых", "их", "о")):
        return part
    if part.endswith(("ая", "яя", "кий", "гий", "хий", "жий", "чий", "ший", "щий", "ний", "ый", "ой")):
        return _adjective(part, case, animate=True) or part
    if woman:
        if part.endswith(("ова", "ева", "ёва", "ина", "ына")):
            return part[:-1] + ("ой", "ой", "у", "ой")[case]
        return _noun(part, case, animate=True) if part.endswith(("а", "я")) else part
    if part.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return part + ("а", "у", "а", "ым")[case]
    return _male(part, case)


def _given(name: str, case: Case, woman: bool | None) -> str:
    """A given name or a patronymic."""
    if woman is None or name.endswith(("оглы", "кызы")):
        return name
    if woman:
        return _noun(name, case, animate=True) if name.endswith(("а", "я", "ь")) else name
    lost = _VOWEL_LOST.get(name.casefold())
    return _male(lost.capitalize() if lost else name, case)


def _male(word: str, case: Case) -> str:
    """«Игорь» is a man, «область» is none: the soft sign does not say."""
    if word.endswith("ь"):
        return word[:-1] + ("я", "ю", "я", "ем")[case]
    return _noun(word, case, animate=True)


def _adjective(word: str, case: Case, *, animate: bool) -> str | None:
    """The adjective declined; None where the word is none."""
    stem, ending = word[:-2], word[-2:]
    if len(stem) < 2 or not _WORD.fullmatch(word):
        return None
    endings = _adjective_endings(ending, stem[-1])
    if endings is None:
        return None
    if animate and case is Case.ACCUSATIVE and ending in ("ый", "ой", "ий"):
        case = Case.GENITIVE
    return stem + endings[case]


def _adjective_endings(ending: str, last: str) -> _Endings | None:
    """What takes the place of the two last letters after the letter ``last``."""
    match ending:
        case "ый" | "ой" | "ое":
            return "ого", "ому", ending, "им" if last in _BACK + _HUSHING else "ым"
        case "ий" if last in _BACK:
            return "ого", "ому", ending, "им"
        case "ий" | "ее" if last in _HUSHING + "н":
            return "его", "ему", ending, "им"
        case "ая":
            around = "ей" if last in _HUSHING else "ой"
            return around, around, "ую", around
        case "яя":
            return "ей", "ей", "юю", "ей"
    return None


def _noun(word: str, case: Case, *, animate: bool) -> str:
    """The noun declined by its ending; an abbreviation, a plural or what is no Russian word stays."""
    if len(word) < 2 or not _WORD.fullmatch(word) or word[1:].isupper():
        return word
    for ending, (cut, endings) in _NOUNS.items():
        if ending.search(word):
            like_nominative = endings[case] == _LIKE_NOMINATIVE
            if like_nominative and not animate:
                return word
            return word[: len(word) - cut] + endings[Case.GENITIVE if like_nominative else case]
    return word
