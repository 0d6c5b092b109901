"""Latin letters among Cyrillic ones that look the same, and the reverse: found, folded, told."""

from __future__ import annotations

import re
from typing import Literal

from opora.imports.problems import Place, Problem, register, shown

MIXED_ALPHABET = register(
    "mixed-alphabet",
    "В слове смешаны похожие русские и латинские буквы; прочитано так, как слово выглядит.",
    stops=False,
)

# Letters that look the same in print; small ones only where the shapes really coincide.
_PAIRS = dict(zip("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху", strict=True))
_TO_CYRILLIC = str.maketrans(_PAIRS)
_TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in _PAIRS.items()})
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")
_ANY_LATIN = re.compile(r"[A-Za-z]")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

type Alphabet = Literal["cyrillic", "latin", "twins", "both"]


def fold_mixed_alphabet(text: str) -> tuple[str, bool]:
    """The text with each mixed word in one alphabet, and whether any word was mixed.

    A word belongs to the alphabet of its letters that have no twin in the other; a word made of
    twins alone belongs to the alphabet of the text around it. Roman numerals and words with letters
    that only one alphabet has on both sides stay as they are (the latter count as mixed).
    """
    around = _around(text)
    was_mixed = False

    def fold(match: re.Match[str]) -> str:
        nonlocal was_mixed
        word = match.group()
        made = _fold_word(word, around)
        was_mixed = was_mixed or made != word or _alphabet(word) == "both"
        return made

    return _WORD.sub(fold, text), was_mixed


def _fold_word(word: str, around: Alphabet) -> str:
    alphabet = _alphabet(word)
    if alphabet == "twins":
        latin = sum(letter in _LATIN for letter in word)
        if latin == 0 or (latin == len(word) and _ROMAN.fullmatch(word)):
            # wholly Cyrillic twins in Latin text are too often honest Russian words
            return word
        alphabet = around if latin == len(word) else "cyrillic" if around != "latin" else "latin"
    if alphabet == "cyrillic":
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if alphabet == "latin" else word


def _alphabet(word: str) -> Alphabet:
    """By the letters without a twin: one alphabet, none of them («twins»), or both."""
    latin = any(letter in _LATIN and letter not in _PAIRS for letter in word)
    cyrillic = any(letter not in _LATIN and ord(letter) not in _TO_LATIN for letter in word)
    if latin and cyrillic:
        return "both"
    return "cyrillic" if cyrillic else "latin" if latin else "twins"


def _around(text: str) -> Alphabet:
    """The alphabet most words of the text are in."""
    kinds = [_alphabet(word) for word in _WORD.findall(text)]
    return "latin" if kinds.count("latin") > kinds.count("cyrillic") else "cyrillic"


def look_alikes_as_cyrillic(text: str) -> str:
    """For keys: mixed words folded, and words of Latin twins alone («MOY», «X») as Cyrillic too."""
    if _ANY_LATIN.search(text) is None:
        return text
    text, _ = fold_mixed_alphabet(text)
    if _around(text) == "latin":
        return text
    return _WORD.sub(
        lambda match: (
            match.group().translate(_TO_CYRILLIC) if _alphabet(match.group()) == "twins" else match.group()
        ),
        text,
    )


def mixed_alphabet_warning(text: str, place: Place) -> Problem | None:
    """The warning for a cell with a mixed word, None where all is well."""
    _, was_mixed = fold_mixed_alphabet(text)
    if not was_mixed:
        return None
    return Problem(
        place,
        shown(text),
        MIXED_ALPHABET,
        f"В «{shown(text)}» смешаны русские и похожие на них латинские буквы. Мы прочитали слово так, "
        "как оно выглядит. Наберите его заново русскими буквами, чтобы его находил поиск.",
        stops=False,
    )
