"""What a kind of document must contain: the sections of its definition. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Part(StrEnum):
    """What a section is: words of one's own, a part of the chain, or facts that stand ready."""

    TEXT = "text"
    CAUSES = "causes"
    GOALS = "goals"
    TASKS = "tasks"
    MEASURES = "measures"
    INDICATORS = "indicators"
    RESULTS = "results"
    FACTS = "facts"


PART_TITLES = {
    "text": "свой текст",
    "causes": "причины",
    "goals": "цели",
    "tasks": "задачи",
    "measures": "меры",
    "indicators": "показатели",
    "results": "ожидаемые результаты",
    "facts": "готовые данные",
}
FACT_TITLES = {
    "results": "результаты экзаменов",
    "staff": "кадры",
    "contingent": "контингент",
    "equipment": "оснащение",
    "profile": "рисковый профиль",
    "card": "карта школы",
    "climate": "риски: образовательная среда",
    "management": "риски: управление",
    "last-year": "документ прошлого года",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section: why it is there, what a good and a weak one look like."""

    code: str
    title: str
    part: Part
    required: bool
    why: str
    good: str = ""
    weak: str = ""
    facts: str = ""
    criterion: str = ""


@dataclass(frozen=True)
class Outline:
    """A kind of document: `code` of its definition, how many months it is for, whether for each direction.

    `of_territory`: a municipality or a region writes it, not a school.
    """

    code: str
    title: str
    about: str
    months: int
    per_direction: bool
    sections: tuple[Section, ...]
    of_territory: bool = False

    def has(self, part: Part) -> bool:
        """Whether this kind of document holds that part of the chain."""
        return any(section.part is part for section in self.sections)

    @classmethod
    def parse(cls, code: str, title: str, content: Mapping[str, Any]) -> Self:
        return cls(
            code,
            title,
            content["about"],
            int(content["months"]),
            bool(content.get("per_direction")),
            tuple(
                Section(
                    row["code"],
                    row["title"],
                    Part(row["part"]),
                    bool(row.get("required")),
                    row["why"],
                    row.get("good", ""),
                    row.get("weak", ""),
                    row.get("facts", ""),
                    row.get("criterion", ""),
                )
                for row in content["sections"]
            ),
            bool(content.get("of_territory")),
        )
