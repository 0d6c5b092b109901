"""Reports as other features point at them."""

from opora.references import Rows, Source
from opora.reports.kinds import called
from opora.reports.queries.visibility import requests_visible_to, visible_to
from opora.reports.states import KIND, REQUEST_KIND

SOURCES: tuple[Source, ...] = (
    Rows(
        KIND,
        "отчёт",
        "report",
        visible_to,
        ("stage_title", "territory__name"),
        lambda stage, place: f"{called(stage)}, {place}",
        school="",
        paths=("territory__path",),
    ),
    Rows(
        REQUEST_KIND,
        "запрос отчётов",
        "report-request",
        requests_visible_to,
        ("stage_title", "territory__name"),
        lambda stage, place: f"Запрос отчётов, {place}: {stage or 'за год'}",
        school="",
        paths=("territory__path",),
    ),
)
