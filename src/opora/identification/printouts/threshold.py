"""How near every school is to the threshold, and whom a point more or less would move."""

from collections.abc import Iterable

from opora.identification.engine import Outcome
from opora.identification.printouts.listing import Listing
from opora.identification.words import UNKNOWN_PARTICIPANTS, interval_words, points
from opora.printing import Align, Block, Column, Paragraph, Row, Section, Table, Value


def near(listing: Listing) -> Iterable[Block]:
    entering = [o for o in listing.outcomes if o.changes_at_minus_1]
    leaving = [o for o in listing.outcomes if o.changes_at_plus_1]
    if not entering and not leaving:
        yield Paragraph("Список не изменится, если сдвинуть порог на один пункт в любую сторону.")
        return
    rows: list[Row | Section] = []
    for head, found in (
        ("Войдут в список, если порог ниже на 1 п. п.", entering),
        ("Выйдут из списка, если порог выше на 1 п. п.", leaving),
    ):
        rows.append(Section(head))
        rows += [Row((o.school, o.territory, *_closest_cells(listing, o))) for o in found] or [
            Row(("нет", None, None, None, None))
        ]
    yield Table(
        columns=(Column("Школа", width=2.2), Column("Территория", width=1.4), *_CLOSEST), rows=tuple(rows)
    )


_CLOSEST = (
    Column("Ближайшая к порогу процедура", width=2.2),
    Column("Доля «2»", Align.RIGHT, 0.8, percent=True, decimals=1),
    Column("До порога", Align.RIGHT, 1),
)


def _closest_cells(listing: Listing, outcome: Outcome) -> tuple[Value, ...]:
    if outcome.closest is None:
        return (None, None, None)
    figure = outcome.closest.figure
    return (
        listing.titles.get(figure.procedure, figure.procedure),
        figure.share,
        points(outcome.closest.margin),
    )


def all_schools(listing: Listing) -> Table:
    return Table(
        columns=(
            Column("Школа", width=2.4),
            Column("Территория", width=1.6),
            Column("В списке", width=0.8),
            *_CLOSEST,
            Column("Участников", Align.RIGHT, 1),
            Column("Интервал 95 %", Align.RIGHT, 1.1),
        ),
        rows=tuple(Row(_all_cells(listing, o)) for o in listing.outcomes),
        notes=(f"Прочерк в числе участников: {UNKNOWN_PARTICIPANTS}.",),
        small=True,
    )


def _all_cells(listing: Listing, outcome: Outcome) -> tuple[Value, ...]:
    figure = outcome.closest.figure if outcome.closest else None
    return (
        outcome.school,
        outcome.territory,
        ("да, повторно" if outcome.repeated else "да") if outcome.listed else "нет",
        *_closest_cells(listing, outcome),
        figure.participants if figure else None,
        (interval_words(figure) or None) if figure else None,
    )
