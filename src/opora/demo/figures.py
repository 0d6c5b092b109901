"""Invented results: counts per mark for each school, procedure and year, always the same."""

import random
from dataclasses import dataclass

from opora.demo.world import SCHOOLS, YEARS, School

PROCEDURES = (
    ("ВПР", "Математика", 5),
    ("ВПР", "Математика", 6),
    ("ВПР", "Русский язык", 5),
    ("ВПР", "Русский язык", 6),
    ("ОГЭ", "Математика", None),
    ("ОГЭ", "Русский язык", None),
)

# Share of «2» in percent where the story asks for it: (school, year) → one for each procedure.
STORY: dict[tuple[str, int], tuple[int, ...]] = {
    ("ZAR-01", 2024): (26, 24, 22, 20, 15, 9),
    ("ZAR-01", 2025): (34, 33, 28, 26, 18, 11),
    ("ZAR-01", 2026): (38, 36, 27, 31, 16, 10),
    ("ZAR-02", 2024): (18, 20, 15, 17, 12, 6),
    ("ZAR-02", 2025): (24, 27, 20, 22, 14, 8),
    ("ZAR-02", 2026): (31, 34, 24, 26, 15, 9),
    ("ZAR-04", 2024): (25, 38, 25, 25, 0, 0),
    ("ZAR-04", 2025): (38, 50, 38, 25, 17, 0),
    ("ZAR-04", 2026): (44, 38, 33, 25, 17, 17),
    ("ZAR-05", 2025): (14, 29, 14, 17, 0, 0),
    ("ZAR-05", 2026): (30, 30, 20, 10, 20, 0),
    ("ZAR-08", 2024): (40, 33, 20, 20, 0, 0),
    ("ZAR-08", 2025): (40, 33, 20, 17, 25, 0),
    ("ZAR-08", 2026): (17, 20, 17, 17, 0, 0),
    ("ZAR-03", 2026): (33, 29, 17, 11, 6, 0),
    ("ZAR-06", 2026): (0, 0, 0, 0, 21, 14),
    ("ZAR-06", 2025): (0, 0, 0, 5, 20, 13),
}
PARTICIPANTS: dict[str, int] = {"ZAR-05": 10, "ZAR-03": 17}


@dataclass(frozen=True, slots=True)
class Result:
    """Marks 2, 3, 4 and 5 of one school in one procedure and year."""

    school: School
    test: str
    subject: str
    grade: int | None
    year: int
    marks: tuple[int, int, int, int]

    @property
    def participants(self) -> int:
        return sum(self.marks)


def results(year: int) -> list[Result]:
    """Every school and procedure of one year."""
    return [_result(school, number, year) for school in SCHOOLS for number in range(len(PROCEDURES))]


def all_results() -> list[Result]:
    return [result for year in YEARS for result in results(year)]


def _result(school: School, number: int, year: int) -> Result:
    test, subject, grade = PROCEDURES[number]
    chance = random.Random(f"{school.key} {number} {year}")  # noqa: S311 (invented figures, not secrets)
    size = PARTICIPANTS.get(school.key) if test == "ВПР" else None
    people = size or max(4, round(school.pupils / 10.5) + chance.randint(-2, 2))
    told = STORY.get((school.key, year))
    low = round(people * told[number] / 100) if told else round(people * chance.randint(4, 19) / 100)
    very_good = school.key == "ZAR-06" and test == "ВПР"
    fives = round((people - low) * (0.45 if very_good else chance.uniform(0.06, 0.18)))
    fours = round((people - low - fives) * (0.75 if very_good else chance.uniform(0.30, 0.46)))
    return Result(school, test, subject, grade, year, (low, people - low - fives - fours, fours, fives))
