"""What a report is about and which form it has: a stage of the year, the year in sum. Pure.

The form is told by the code of the stage: a territory has one report of a form and a stage in a year.
"""

from datetime import date

SUMMARY = "year-summary"
SUMMARY_TITLE = "Итоговая справка за год"


def is_summary(stage: str) -> bool:
    """The information note on how the plan of the year was carried out."""
    return stage == SUMMARY


def called(stage_title: str) -> str:
    """What a report is called: «Отчёт — Этап 2: реализация», «Итоговая справка за год»."""
    if stage_title == SUMMARY_TITLE:
        return SUMMARY_TITLE
    return f"Отчёт — {stage_title}" if stage_title else "Отчёт за год"


def subject(stage: str, stage_title: str, cycle_title: str) -> str:
    """The heading of the letter: «О предоставлении отчёта (этап 2: реализация), 2026/27»."""
    if is_summary(stage):
        return f"Информационная справка по результатам реализации плана мероприятий, {cycle_title}"[:300]
    what = stage_title[:1].lower() + stage_title[1:] if stage_title else "за год"
    return f"О предоставлении отчёта ({what}), {cycle_title}"[:300]


def due_of_summary(year: tuple[date, date]) -> date:
    """The year in sum is told by its last day."""
    return year[1]
