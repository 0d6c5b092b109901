"""The grounds of each listed school with the figures that made them fire."""

from collections.abc import Iterable

from opora.identification.engine import Evidence, Outcome
from opora.identification.printouts.listing import Listing
from opora.identification.states import GROUND_TITLES
from opora.identification.words import UNKNOWN_PARTICIPANTS, closest_words, ground_words, interval_words
from opora.printing import Align, Block, Column, Heading, Paragraph, Row, Table, Value

# a national protocol keeps the tables and leaves the pages of single schools out
MOST_EXPLAINED = 500


def explained(listing: Listing) -> Iterable[Block]:
    if not listing.listed:
        yield Paragraph("Ни одно основание не сработало.")
    for outcome in listing.listed[:MOST_EXPLAINED]:
        yield Heading(f"{outcome.school} ({outcome.territory})", level=2)
        for ground in outcome.grounds:
            yield Paragraph(ground_words(ground, listing.titles), keep_with_next=True)
        if outcome.grounds:
            yield _evidence_table(listing, outcome)
        yield Paragraph(closest_words(outcome, listing.titles, listing.threshold))
    if len(listing.listed) > MOST_EXPLAINED:
        yield Paragraph(
            f"Здесь показаны первые {MOST_EXPLAINED} школ; цифры всех школ — в таблице XLSX к протоколу."
        )


EVIDENCE = (
    Column("Процедура", width=2.6),
    Column("Год", Align.RIGHT, 0.7),
    Column("Участников", Align.RIGHT, 1.1),
    Column("Отметок «2»", Align.RIGHT, 1),
    Column("Доля", Align.RIGHT, 0.8, percent=True, decimals=1),
    Column("Один ученик", Align.RIGHT, 0.9, unit="п. п.", decimals=1),
    Column("Интервал 95 %", Align.RIGHT, 1.1),
    Column("Порог в интервале", width=1.1),
)


def _evidence_of(outcome: Outcome) -> tuple[Evidence, ...]:
    """Each figure once, though two grounds may rest on it."""
    return tuple(dict.fromkeys(figure for ground in outcome.grounds for figure in ground.evidence))


def evidence_cells(listing: Listing, figure: Evidence) -> tuple[Value, ...]:
    weight, crosses = figure.pupil_weight, figure.crosses(listing.threshold)
    return (
        listing.titles.get(figure.procedure, figure.procedure)
        + (" (сложено по классам)" if figure.is_summed else ""),
        str(figure.year),
        figure.participants,
        figure.low_count,
        figure.share,
        None if weight is None else weight * 100,
        interval_words(figure) or None,
        None if crosses is None else "да" if crosses else "нет",
    )


def _evidence_table(listing: Listing, outcome: Outcome) -> Table:
    figures = _evidence_of(outcome)
    notes: tuple[str, ...] = ()
    if any(figure.participants is None for figure in figures):
        notes = (f"Прочерк: {UNKNOWN_PARTICIPANTS}, известен только опубликованный процент.",)
    return Table(
        columns=EVIDENCE,
        rows=tuple(Row(evidence_cells(listing, figure)) for figure in figures),
        notes=notes,
        small=True,
    )


def all_evidence(listing: Listing) -> Table:
    """Every figure of every ground, for a workbook."""
    return Table(
        columns=(Column("Школа"), Column("Территория"), Column("Основание"), *EVIDENCE),
        rows=tuple(
            Row((o.school, o.territory, GROUND_TITLES[ground.kind], *evidence_cells(listing, figure)))
            for o in listing.listed
            for ground in o.grounds
            for figure in ground.evidence
        ),
    )
