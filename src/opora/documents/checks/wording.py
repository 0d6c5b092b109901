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
_ENDING = re.compile(
    r"(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ом|ем|ам|ям|ах|ях|ую|юю|ью|ия"
    r"|ию|ии|а|я|о|е|и|ы|у|ю|ь|й)$"
)
_SHORTEST_STEM, _LONGEST_STEM = 3, 5
#: stems of one word that differ
_SAME = {"повыш": "повыс", "сниже": "снизи", "сниж": "снизи", "дни": "ден", "дня": "ден", "дней": "ден"}
#: «проведение собрания» is the собрание itself
_DEEDS = frozenset({"прове", "орган", "осуще"})
_SUBJECTS = frozenset(
    [
        "матем",
        "алгеб",
        "геоме",
        "русск",
        "литер",
        "биоло",
        "физик",
        "химия",
        "хими",
        "геогр",
        "истор",
        "общес",
        "инфор",
        "англи",
        "язык",
    ]
)
_PLACEHOLDER = re.compile(
    # an ellipsis alone between blanks is a gap; one that ends a word is prose
    r"(?<!\S)(?:…|\.{3})(?!\S)|……|\.{5,}|_{2,}|\bх{3,}\b|\bx{4,}\b"
    # XXX is thirty before an olympiad
    r"|\bx{3}\b(?!\s+(?:\w+\s+){0,2}(?:олимп|спартак|век|лет|чемпион|конкурс|фестив|конферен))"
    r"|\[(?!\d+\])[^\]]{0,40}\]|<[а-яёa-z][^<>]{0,40}>|\{[^{}]{1,40}\}|\((?:указать|вписать)[^)]{0,40}\)|\bдд\.мм|\blorem\b",
    re.IGNORECASE,
)
_NOTHING = frozenset({"нет", "н/д", "не указано", "не указан"})
_LETTERS_OF_A_SHOUT, _SHARE_OF_A_SHOUT, _WORD_OF_A_SHOUT = 20, 0.8, re.compile(r"[А-ЯЁ]{7,}")


def stems(text: str) -> frozenset[str]:
    """Words without endings, ё folded to е, without words of form."""
    words = _WORD.findall(text.lower().replace("ё", "е"))
    return frozenset(_stem(word) for word in words if word not in _EMPTY) - _DEEDS


def _stem(word: str) -> str:
    cut = _ENDING.sub("", word)
    cut = _SAME.get(word) or (cut if len(cut) >= _SHORTEST_STEM else word)[:_LONGEST_STEM]
    return _SAME.get(cut, cut)


def likeness(one: str, other: str) -> int:
    """The share of common words among all words of both, in percent; of two empty texts 0."""
    a, b = stems(one), stems(other)
    return round(100 * len(a & b) / len(a | b)) if a | b else 0


#: so many letters of two texts are compared: every pair of a programme is
_COMPARED = 1500


def pairs_alike[T](
    rows: Iterable[tuple[T, str]], bound: int, *, contained: bool = False
) -> Iterator[tuple[T, T]]:
    """Pairs whose texts are alike by at least `bound` percent, the earlier first. Empty texts are not alike.

    Of two texts that differ by a school subject or a number alone each is its own. With `contained`, the
    share is that of the shorter text: how much of it stands in the other too.
    """
    known = [(row, stems(text[:_COMPARED])) for row, text in rows]
    known = [(row, words) for row, words in known if words]
    for (row, a), (other, b) in combinations(known, 2):
        whole = min(len(a), len(b)) if contained else len(a | b)
        if 100 * len(a & b) >= bound * whole and not _differ_by_subject(a, b):
            yield row, other


def _differ_by_subject(a: frozenset[str], b: frozenset[str]) -> bool:
    only_a, only_b = a - b, b - a
    return bool(only_a and only_b) and all(w in _SUBJECTS or w.isdigit() for w in only_a | only_b)


def is_said(text: str) -> bool:
    """Whether the text says anything: a dash, «нет» and blanks do not."""
    return re.search(r"\w", text) is not None and text.strip(" .").lower() not in _NOTHING


def placeholder_in(text: str) -> str:
    """The first thing left to be filled in («____», «ХХХ», «[название]», «(указать)»), or «»."""
    found = _PLACEHOLDER.search(text)
    return "" if found is None else found[0]


def is_shouted(text: str) -> bool:
    """A long text nearly all in capitals; a row of abbreviations is none."""
    letters = [each for each in text if each.isalpha()]
    upper = sum(each.isupper() for each in letters)
    return (
        len(letters) >= _LETTERS_OF_A_SHOUT
        and upper >= _SHARE_OF_A_SHOUT * len(letters)
        and _WORD_OF_A_SHOUT.search(text) is not None
    )
