"""Who took part in the year: schools with their programmes, whether they are listed, who their curators are."""

from collections.abc import Mapping
from dataclasses import replace

from django.urls import reverse

from opora.reports.content import Grid, Piece, Section
from opora.reports.facts.base import Asked, School

#: more schools are printed as an annex
_MOST_ROWS = 12


def with_participants(section: Section, asked: Asked, curators: Mapping[int, str]) -> Section:
    """The section of the territory with the table of schools it is about; `curators` {school: names}."""
    if not asked.helped:
        return section
    rows = tuple(_row(asked, each, curators) for each in asked.helped)
    heads = ("Школа", "Программы", "Список ШНОР", "Куратор")
    grid = Grid("Участники", heads, rows, is_long=len(rows) > _MOST_ROWS)
    return replace(section, grids=(*section.grids, grid))


def _row(asked: Asked, school: School, curators: Mapping[int, str]) -> tuple[Piece | None, ...]:
    curator = curators.get(school.id)
    return (
        asked.figure(school.name, "участник", reverse("school", args=[school.id]), f"school:{school.id}"),
        ", ".join(f"«{each}»" for each in school.programmes) or "—",
        ("повторно" if school.repeated else "в списке") if school.is_listed else "—",
        curator or None,
    )
