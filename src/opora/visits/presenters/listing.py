"""The list of visits."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from opora.ui.components import Tab
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru
from opora.visits.presenters.words import state_chip, together, way_chip, when
from opora.visits.queries.listing import Line, Show
from opora.visits.queries.verified import Line as Verified

_TABS = {
    Show.ALL: "Все",
    Show.PLANNED: "Запланированы",
    Show.LATE: "Ждут записи",
    Show.DONE: "Проведены",
    Show.CANCELLED: "Отменены",
    Show.VERIFIED: "Проверки рисков",
}


def tabs(counts: Mapping[Show, int], chosen: Show, query: str) -> list[Tab]:
    before = f"?{query}&" if query else "?"
    return [
        Tab(title, f"?{query}" if show is Show.ALL else f"{before}show={show}", show is chosen, counts[show])
        for show, title in _TABS.items()
        if counts[show] or show in {Show.ALL, chosen}
    ]


def table(rows: Sequence[Line], today: date, *, with_school: bool, reads_closed: bool, empty: str) -> Table:
    """`reads_closed`: the answers of a note that was not opened to the school are told too."""
    before, after = reverse("visit", args=[0]).split("0")
    return Table(
        "visits",
        "Посещения",
        [
            *(Column("Когда"), Column("Что")),
            *((Column("Школа"),) if with_school else ()),
            *(Column("Состояние"), Column("Кто", "words"), Column("Чего нет по листу", "number")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", when(row.day, row.at)),
                together(row.kind, way_chip(row.way)),
                *((row.school,) if with_school else ()),
                state_chip(row.state, is_late=row.is_late(today)),
                row.who,
                (row.no or "") if row.is_open or reads_closed else "",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def verified_table(rows: Sequence[Verified], cycle: str, *, with_school: bool, empty: str) -> Table:
    """Each leads to its direction; of several directions to those of the school."""
    return Table(
        "visits",
        "Проверки рисков на месте",
        [
            *(Column("Когда"), Column("Что")),
            *((Column("Школа"),) if with_school else ()),
            Column("Кто записал", "words"),
        ],
        [
            (
                link(_address(row, cycle), date_ru(row.day)),
                f"Проверка рисков: {count_ru(row.directions, 'направление,направления,направлений')}",
                *((row.school,) if with_school else ()),
                row.by,
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def _address(row: Verified, cycle: str) -> str:
    if row.directions == 1:
        return reverse("direction", args=[row.direction])
    return f"{reverse('school-directions', args=[row.school_id])}?cycle={cycle}"


def empty_words(*, narrowed: bool, of_school: bool) -> str:
    if narrowed:
        return "Таких посещений нет. Измените условия или сбросьте их."
    if of_school:
        return "Посещений пока нет. Куратор и координатор планируют их, и вы увидите день заранее."
    return "Посещений пока нет. Начните с планировщика: он подскажет, куда пора ехать."
