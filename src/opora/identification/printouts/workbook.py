"""The tables of the protocol as a workbook."""

from opora.identification.printouts.doubts import all_doubts
from opora.identification.printouts.evidence import all_evidence
from opora.identification.printouts.listing import SYNTHETIC, Listing
from opora.identification.printouts.protocol import listed_schools
from opora.identification.printouts.threshold import all_schools
from opora.identification.words import rule_words
from opora.printing import Column, Row, Sheet, Table


def protocol_sheets(listing: Listing) -> tuple[Sheet, ...]:
    """The tables of the protocol as sheets of one workbook."""
    return (
        Sheet("Список", listed_schools(listing)),
        Sheet("Основания", all_evidence(listing)),
        Sheet("Все школы", all_schools(listing)),
        Sheet("Признаки", all_doubts(listing)),
        Sheet("О протоколе", _about(listing)),
    )


def _about(listing: Listing) -> Table:
    return Table(
        columns=(Column("Что"), Column("Значение")),
        rows=(
            *([Row(("Данные", SYNTHETIC))] if listing.is_synthetic else []),
            Row(("Программный год", listing.cycle)),
            Row(("Территория", listing.territory)),
            Row(("Версия правила", listing.rule.version)),
            Row(("Версия данных", listing.data_version)),
            *(Row(("Правило", line)) for line in rule_words(listing.rule, listing.titles, listing.last_year)),
        ),
    )
