"""Whom and which schools a row of a plan names: people and roles of a cell, numbers of schools in a text. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opora.access import Role
from opora.imports.names import person_key
from opora.ordering import folded

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
_PERSON = re.compile(
    rf"{_SURNAME}\s{_INITIALS}|{_INITIALS}\s?{_SURNAME}|{_SURNAME}\s{_SURNAME}\s[А-ЯЁ][а-яё]+(?:ич|вна|чна)\b"
)
#: a comma before a number parts schools, not people: «школ №№ 1, 3»
_BETWEEN = re.compile(r"\s*(?:[\n;•]|,(?!\s*\d))\s*")
_SIGNS = " ,;.:–—-"
_LONGEST = 300
#: beginnings of words, the more exact first
_ROLES: tuple[tuple[str, Role], ...] = (
    (r"школьн\w* координатор", Role.SCHOOL_COORDINATOR),
    (r"муниципальн\w* координатор", Role.MUNICIPAL_COORDINATOR),
    (r"региональн\w* координатор", Role.REGIONAL_COORDINATOR),
    (
        r"начальник\w* (?:управлени|отдел|комитет)|руководител\w* (?:управлени|орган|комитет)",
        Role.AUTHORITY_HEAD,
    ),
    (r"куратор", Role.CURATOR),
    (r"методист", Role.METHODIST),
    (r"директор|руководител\w* (?:школ|оо\b|оу\b|м\w?оу|образовательн)", Role.SCHOOL_HEAD),
)
_PATTERNS = tuple((re.compile(rf"\b(?:{words})"), role) for words, role in _ROLES)
_NOT_ALONE = re.compile(r"\bзам\w*\.? директор")

_OF_SCHOOLS = re.compile(
    r"(?:школ\w*|\bм?[бак]?оу\b|\bс?ош\b|\bоош\b|гимнази\w*|лице\w*)\s*(?:№\s*№|№)\s*(\d{1,4}(?:(?:\s*,\s*|\s+и\s+|\s*;\s*)№?\s*\d{1,4}(?!\d))*)",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"№\s*(\d{1,4})\b")


def people(text: str) -> list[str]:
    """Everybody a cell names, once each, in its order; two people without a comma between are two."""
    found: dict[str, None] = {}
    for part in _BETWEEN.split(text.strip()):
        names = _PERSON.findall(part)
        rest = _PERSON.sub(" ", part)
        pieces = names if len(names) > 1 and not re.search(r"\w", rest) else [part]
        for piece in pieces:
            name = " ".join(piece.split()).strip(_SIGNS if not _ends_with_initial(piece) else " ,;:–—-")
            if name:
                found.setdefault(name[:_LONGEST])
    return list(found)


def _ends_with_initial(text: str) -> bool:
    return bool(re.search(r"[А-ЯЁ]\.\s*$", text))


def role_of(name: str) -> Role | None:
    """The role that is meant where a whole role is named; a person with a surname is no role."""
    if _PERSON.search(name):
        return None
    said = folded(name)
    if _NOT_ALONE.search(said):
        return None
    return next((role for pattern, role in _PATTERNS if pattern.search(said)), None)


def keys_of(name: str) -> list[str]:
    """How a person in the text may be looked up: «иванова м п», «иванова мария петровна»; none for a role."""
    found = _PERSON.search(name)
    if found is None:
        return []
    words = person_key(found[0]).split()
    surname = next((word for word in words if len(word) > 1), "")
    initials = [word for word in words if len(word) == 1]
    if initials:
        return [" ".join((surname, *initials))]
    return [" ".join(words)]


def keys_of_person(surname: str, given_name: str, patronymic: str) -> list[str]:
    """Every key by which `keys_of` may ask for this person."""
    if not surname or not given_name:
        return []
    first, last = person_key(surname), person_key(given_name)
    middle = person_key(patronymic)
    keys = [f"{first} {last[:1]}", f"{first} {last}"]
    return [*keys, f"{first} {last[:1]} {middle[:1]}", f"{first} {last} {middle}"] if middle else keys


def school_numbers(text: str) -> list[int]:
    """Numbers of schools as «школ №№ 2, 7, 32» names them, once each."""
    found: dict[int, None] = {}
    for each in _OF_SCHOOLS.finditer(text):
        for number in re.findall(r"\d+", each[1]):
            found.setdefault(int(number))
    return list(found)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Schools of a place by the number in their names; a number that several have is nobody's."""

    by_number: Mapping[int, int]

    @classmethod
    def of(cls, schools: Iterable[tuple[int, str]]) -> "Numbered":
        """From (id, name) of the open schools."""
        found: dict[int, list[int]] = {}
        for pk, name in schools:
            number = _IN_NAME.search(name)
            if number:
                found.setdefault(int(number[1]), []).append(pk)
        return cls({number: ids[0] for number, ids in found.items() if len(ids) == 1})

    def named_in(self, text: str) -> tuple[int, ...]:
        """Ids in the order of the text; those that are not there or not told apart are left out."""
        return tuple(self.by_number[each] for each in school_numbers(text) if each in self.by_number)

    def unknown_in(self, text: str) -> list[int]:
        return [each for each in school_numbers(text) if each not in self.by_number]


def listed(names: Sequence[str]) -> str:
    """As a cell says them and `people` reads them back."""
    return "\n".join(names)
