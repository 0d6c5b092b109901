"""The list of plans."""

from collections.abc import Sequence

from django.urls import reverse

from opora.plans.presenters.words import state_chip
from opora.plans.queries.listing import PlanLine
from opora.plans.states import Level
from opora.ui.markup import link
from opora.ui.tables import Column, Table


def plans_table(lines: Sequence[PlanLine], *, narrowed: bool, may_make: bool) -> Table:
    before, after = reverse("plan", args=[0]).split("0")
    return Table(
        "plans",
        "Список планов",
        [
            *(Column("План", "words"), Column("Территория"), Column("Год"), Column("Состояние")),
            *(Column("Строк", "number"), Column("Исполнено"), Column("Чем утверждён", "words")),
        ],
        [
            (
                link(f"{before}{line.pk}{after}", line.title),
                f"{line.territory}, {Level(line.level).label}",
                *(line.cycle, state_chip(line.state), line.rows),
                *(line.share.words if line.share else "", line.approved or ""),
            )
            for line in lines
        ],
        caption_hidden=True,
        empty=_empty(narrowed=narrowed, may_make=may_make),
    )


def _empty(*, narrowed: bool, may_make: bool) -> str:
    if narrowed:
        return "Таких планов нет. Измените условия или сбросьте их."
    if may_make:
        return "Планов пока нет. Загрузите план таблицей или заведите пустой."
    return "Планов пока нет. Они появятся, когда координатор введёт план в действие."
