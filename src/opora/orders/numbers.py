"""Numbers of orders as people write them: «№82», «82-о/д», «82 од». Pure Python."""

import re

from opora.ordering import folded

_SIGN = re.compile(r"^\s*(?:№|n[oº°]?\b\.?|номер)\s*", re.IGNORECASE)
_NOT_A_SIGN = re.compile(r"[^0-9a-zа-я]+")
_LEADING = re.compile(r"\d+")
#: letters that look alike: a clerk's keyboard may have been the other one
_ALIKE = str.maketrans("aceopxyktmhb", "асеорхуктмнв")


def cleaned(number: str) -> str:
    """The number as it is kept: without «№» and spaces around; the rest as written."""
    return " ".join(_SIGN.sub("", number).split())


def key(number: str) -> str:
    """What two ways of writing one number have in common: «№ 82-О/Д» and «82 од» give «82од»."""
    return _NOT_A_SIGN.sub("", folded(cleaned(number)).translate(_ALIKE))


def alike(one: str, other: str) -> bool:
    """Whether it may be the same number: a suffix that one of the two leaves out is forgiven, none other."""
    first, second = key(one), key(other)
    if not first or not second:
        return False
    if first == second:
        return True
    number = _LEADING.match(first)
    short = {first, second} & {number[0]} if number else set()
    return bool(short) and _root(first) == _root(second)


def _root(text: str) -> str:
    found = _LEADING.match(text)
    return found[0] if found else text
