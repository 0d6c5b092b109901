"""Signs of doubtful results: apart from the list, worded as signs."""

from collections.abc import Iterable

from opora.identification.doubtful import LABEL, SIGN_TITLES, sign_words
from opora.identification.printouts.listing import Listing
from opora.printing import Block, Column, Paragraph, Row, Table


def doubtful(listing: Listing) -> Iterable[Block]:
    yield Paragraph(
        "Сомнительный результат и низкий результат — разное. Признак — повод посмотреть вместе со школой, "
        f"а не вывод о её работе. Каждый признак здесь — {LABEL}."
    )
    found = [outcome for outcome in listing.outcomes if outcome.doubtful]
    if not found:
        yield Paragraph("Признаков нет, или для них нет данных.")
        return
    yield Table(
        columns=(Column("Школа", width=1.6), Column("Признак", width=1.8), Column("Цифры", width=2.6)),
        rows=tuple(
            Row((o.school, f"{SIGN_TITLES[d.sign]} ({LABEL})", sign_words(d, listing.titles)))
            for o in found
            for d in o.doubtful
        ),
    )


def all_doubts(listing: Listing) -> Table:
    """The same for a workbook."""
    return Table(
        columns=(
            Column("Школа"),
            Column("Территория"),
            Column("Признак"),
            Column("Цифры"),
            Column("Что это"),
        ),
        rows=tuple(
            Row((o.school, o.territory, SIGN_TITLES[d.sign], sign_words(d, listing.titles), LABEL))
            for o in listing.outcomes
            for d in o.doubtful
        ),
    )
