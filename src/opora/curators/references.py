"""Candidates and agreements as other features point at them."""

from opora.curators.queries.visibility import (
    AGREEMENT,
    CANDIDATE,
    agreements_visible_to,
    candidates_visible_to,
)
from opora.references import Rows, Source

SOURCES: tuple[Source, ...] = (
    Rows(
        CANDIDATE,
        "кандидат в кураторы",
        "curator-candidate",
        candidates_visible_to,
        ("name",),
        "Кандидат в кураторы: {}".format,
        school="",
        paths=("territory__path",),
    ),
    Rows(
        AGREEMENT,
        "соглашение с куратором",
        "curator-agreement",
        agreements_visible_to,
        ("school__name", "curator_name"),
        "Соглашение: {} — {}".format,
    ),
)
