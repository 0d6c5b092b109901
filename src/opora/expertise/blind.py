"""A programme without whose it is: names of the school, of its places and of people are covered. Pure Python.

A name is covered by its stem, so that «Луговская», «Луговской школе» go alike; only words that begin with a capital
are looked at. What is common to all schools («школа», «округ») stays. It hides what the installation knows; a
nickname or a local event may still tell, that is what an expert's refusal is for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from opora.documents.programme import Programme

COVERED = "[скрыто]"

_COMMON_WORDS = (
    "школа школы школе общеобразовательная общеобразовательное средняя основная начальная муниципальное муниципальный "
    "бюджетное казённое казенное автономное учреждение государственное имени посёлка поселка село села деревни города "
    "город района район округа округ край края область области республика республики сельская городская городской "
    "сельского гимназия лицей центр образования федерация российская россия станица хутор детский филиал"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_ENDING = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ая|яя|ое|ее|ые|ие|ий|ый|ой|ую|юю|ом|ем|ым|им|их|ых|ей|ам|ям|ах|ях|ью|ою|"
    r"а|я|о|е|ы|и|у|ю|ь|й)$"
)
_SHORTEST, _SHORTEST_STEM = 4, 3
_INITIALS = r"(?:\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?)?"


@dataclass(frozen=True)
class Secrets:
    """What must not be read: names of places and of the school, and of people."""

    places: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        stems = {_stem(word) for word in _words(self.places)} | {_stem(word) for word in _words(self.people)}
        parts = [f"(?:{re.escape(stem)}|{re.escape(stem.upper())})\\w*{_INITIALS}" for stem in sorted(stems)]
        numbers = {n for name in self.places for n in re.findall(r"№\s*(\d+)", name)}
        parts += [rf"№\s*{number}(?!\d)" for number in sorted(numbers)]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})") if parts else None

    def cover(self, text: str) -> str:
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(COVERED, text)


def _words(names: Iterable[str]) -> set[str]:
    """The words of names that tell something, with a capital."""
    return {
        word[:1].upper() + word[1:].lower()
        for name in names
        for word in re.findall(r"[А-Яа-яЁёA-Za-z]+", name)
        if len(word) >= _SHORTEST and word.lower() not in _COMMON
    }


def _stem(word: str) -> str:
    short = _ENDING.sub("", word)
    return short if len(short) >= _SHORTEST_STEM else word


def blind(programme: Programme, secrets: Secrets) -> Programme:
    """The same rows with every text covered; without school, its name, the title and the people named."""
    named = tuple(name for measure in programme.measures for name in measure.named)
    whole = Secrets(
        (*secrets.places, programme.school_name),
        (*secrets.people, *(name for name in named if _is_name(name))),
    )
    changes: dict[str, Any] = {
        each.name: _covered(getattr(programme, each.name), whole) for each in fields(programme)
    }
    changes["measures"] = tuple(replace(row, named=()) for row in changes["measures"])
    return replace(programme, **changes | {"school": "", "school_name": "", "title": ""})


def _is_name(text: str) -> bool:
    """«Петрова А. А.», not «учителя математики»."""
    return bool(re.match(r"[А-ЯЁ][а-яё-]+(?:\s+[А-ЯЁ]|$)", text.strip()))


def _covered(value: Any, secrets: Secrets) -> Any:
    if isinstance(value, str):
        return value if isinstance(value, StrEnum) else secrets.cover(value)
    if isinstance(value, tuple):
        return tuple(_covered(each, secrets) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"id", "section", "direction", "goal", "task", "causes", "of", "goals", "indicators"}
        return replace(
            value,
            **{
                f.name: _covered(getattr(value, f.name), secrets) for f in fields(value) if f.name not in kept
            },
        )
    return value
