"""The protocol: for every school on the list which ground fired with which figures, and how surely."""

from collections.abc import Iterable

from opora.identification.engine import Outcome
from opora.identification.printouts.doubts import doubtful
from opora.identification.printouts.evidence import explained
from opora.identification.printouts.listing import Listing
from opora.identification.printouts.threshold import all_schools, near
from opora.identification.states import GROUND_TITLES
from opora.identification.words import rule_words
from opora.printing import (
    Align,
    Annex,
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    Orientation,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)
from opora.printing.russian import counted


def protocol(listing: Listing) -> Document:
    """The document for DOCX and PDF; the same listing gives the same bytes."""
    return Document(
        title=f"Протокол отбора школ, {listing.cycle}, {listing.territory}",
        date_of_data=listing.date_of_data,
        blocks=tuple(_blocks(listing)),
        footer=listing.footer,
    )


def _blocks(listing: Listing) -> Iterable[Block]:
    schools = counted(len(listing.outcomes), "школа", "школы", "школ")
    yield Title(
        "отбора школ с низкими образовательными результатами",
        kind="Протокол",
        subtitle=f"{listing.territory}, {listing.cycle}",
    )
    yield Heading("1. Правило и данные")
    yield BulletList(rule_words(listing.rule, listing.titles, listing.last_year))
    yield Paragraph(
        f"Проверено: {schools}. В списке: {len(listing.listed)}. Версия правила: {listing.rule.version}. "
        f"Версия данных: {listing.data_version}."
    )
    if listing.approval:
        yield Paragraph(listing.approval)
    yield Heading("2. Список")
    yield listed_schools(listing)
    yield from _decisions(listing)
    yield Heading("3. Основания по школам")
    yield from explained(listing)
    yield Heading("4. Если порог изменить на один пункт")
    yield from near(listing)
    yield Heading("5. Признаки сомнительных результатов")
    yield from doubtful(listing)
    yield Signature("Ответственный за отбор", "")
    yield Annex(
        "Все школы и ближайший к порогу результат",
        (all_schools(listing),),
        orientation=Orientation.LANDSCAPE,
    )


def _decisions(listing: Listing) -> Iterable[Block]:
    if not listing.decisions:
        return
    yield Paragraph("Решения, принятые вручную:", keep_with_next=True)
    yield Table(
        columns=(
            Column("Школа", width=2),
            Column("Решение"),
            Column("Причина", width=2.4),
            Column("Кто и когда", width=1.6),
        ),
        rows=tuple(
            Row((d.school, "включена" if d.listed else "исключена", d.reason, f"{d.by}, {d.on:%d.%m.%Y}"))
            for d in listing.decisions
        ),
    )


def listed_schools(listing: Listing) -> Table:
    return Table(
        columns=(
            Column("№", Align.RIGHT, 0.4),
            Column("Школа", width=2.4),
            Column("Территория", width=1.6),
            Column("Повторно", width=0.9),
            Column("Основания", width=2.4),
        ),
        rows=tuple(
            Row((number, o.school, o.territory, "повторно" if o.repeated else "", _titles_of(o)))
            for number, o in enumerate(listing.listed, 1)
        ),
        missing="",
        empty="В список не попала ни одна школа",
    )


def _titles_of(outcome: Outcome) -> str:
    return "; ".join(GROUND_TITLES[ground.kind] for ground in outcome.grounds) or "решение вручную"
