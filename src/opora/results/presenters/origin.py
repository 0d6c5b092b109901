"""Where a figure comes from, as a list of facts and a history."""

from collections.abc import Sequence

from django.urls import reverse

from opora.objections.models import Objection
from opora.objections.states import ObjectionState
from opora.results.catalogue import DeclaredProcedure
from opora.results.dynamics import weight_words
from opora.results.models import Fact
from opora.results.presenters.cells import share_words
from opora.results.queries import Older
from opora.results.queries.school import share_of
from opora.ui import components
from opora.ui.components import Event
from opora.ui.text import date_ru, number


def figures(fact: Fact, declared: DeclaredProcedure | None) -> list[components.Fact]:
    """What is known, each missing figure named as missing."""
    low = share_of(fact.low_count, fact.participants, fact.low_percent)
    high = share_of(fact.high_count, fact.participants, fact.high_percent)
    shown = [components.Fact("Участников", fact.participants, note=weight_words(fact.participants))]
    if declared is None or declared.has_marks:
        marks = (fact.mark_2, fact.mark_3, fact.mark_4, fact.mark_5)
        if any(mark is not None for mark in marks):
            shown += [components.Fact(f"Отметка «{number}»", mark) for number, mark in enumerate(marks, 2)]
    low_means = declared.low_words if declared else ""
    high_means = declared.high_words if declared else ""
    shown.append(components.Fact("Низкие результаты", share_words(low), note=low_means))
    shown.append(components.Fact("Высокие результаты", share_words(high), note=high_means))
    if fact.mean_score is not None:
        shown.append(components.Fact("Средний балл", number(fact.mean_score.normalize())))
    return shown


def origin(fact: Fact) -> list[components.Fact]:
    """File, sheet, cells, who, when; a correction by hand on top."""
    shown: list[components.Fact] = []
    if fact.corrected_at is not None:
        who = f"{fact.corrected_by_name}, {date_ru(fact.corrected_at, 'time')}"
        shown += [
            components.Fact("Исправлено вручную", who),
            components.Fact("Причина", fact.correction_reason),
        ]
    if fact.load is None:
        return [*shown, components.Fact("Файл", None)]
    return [
        *shown,
        components.Fact("Файл", fact.load.file_name, url=reverse("results-load", args=[fact.load.pk])),
        components.Fact("Лист", fact.origin_sheet or None),
        components.Fact("Ячейки", fact.origin_cells or None),
        components.Fact(
            "Загрузил(а)", f"{fact.load.applied_by_name}, {date_ru(fact.load.applied_at, 'time')}"
        ),
    ]


def history(rows: Sequence[Older]) -> list[Event]:
    """Earlier values, the newest first."""
    return [
        Event(
            at=row.until,
            who="До этого было:",
            what=f"«2» — {share_words(row.low)}",
            detail=f"Откуда: {row.source}" if row.source else "",
        )
        for row in rows
    ]


def objections(rows: Sequence[Objection]) -> list[components.InboxItem]:
    """Objections to the figure, the newest first."""
    return [
        components.InboxItem(
            title=f"Возражение от {date_ru(row.raised_at)}",
            url=reverse("objection", args=[row.pk]),
            detail=f"{ObjectionState(row.state).label}. {row.raised_by_name}",
        )
        for row in rows
    ]
