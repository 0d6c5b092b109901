"""The letter «список и основания»: what an authority sends with the list."""

from opora.identification.printouts.listing import Listing
from opora.identification.words import ground_words, rule_words
from opora.printing import (
    Addressee,
    Annex,
    BulletList,
    Column,
    Document,
    Letterhead,
    Paragraph,
    Requisites,
    Row,
    Signature,
    Table,
)
from opora.printing.russian import counted


def letter(
    listing: Listing,
    *,
    sender: Requisites | None = None,
    addressee: Addressee | None = None,
    post: str = "",
    signer: str = "",
) -> Document:
    """Number, date and signature are lines to fill in by hand."""
    n = len(listing.listed)
    repeated = sum(outcome.repeated for outcome in listing.listed)
    said = counted(n, "школа", "школы", "школ")
    if repeated:
        said += f", {repeated} из них повторно"
    return Document(
        title=f"О списке школ с низкими образовательными результатами, {listing.cycle}",
        date_of_data=listing.date_of_data,
        blocks=(
            Letterhead(
                organisation=sender or Requisites(name=f"Орган управления образованием: {listing.territory}"),
                addressee=addressee or Addressee(post="Руководителям общеобразовательных организаций"),
                subject="О списке школ с низкими образовательными результатами и основаниях включения",
            ),
            Paragraph(
                f"Направляем список школ с низкими образовательными результатами ({listing.territory}, "
                f"{listing.cycle}): {said}. Основания включения каждой школы приведены в приложении."
            ),
            Paragraph("Список составлен по следующему правилу:", keep_with_next=True),
            BulletList(rule_words(listing.rule, listing.titles, listing.last_year)),
            Paragraph(
                "Включение в список — основание для адресной методической помощи. Школа вправе сообщить "
                "о своём несогласии с цифрами или с включением."
            ),
            *([Paragraph(listing.approval)] if listing.approval else []),
            Signature(post or "Руководитель", signer),
            Annex("Список школ и основания включения", (_table(listing),)),
        ),
        footer=listing.footer,
    )


def _table(listing: Listing) -> Table:
    reasons = {d.school: d.reason for d in listing.decisions if d.listed}
    return Table(
        columns=(Column("№", width=0.3), Column("Школа", width=1.6), Column("Основания", width=3.4)),
        rows=tuple(
            Row(
                (
                    number,
                    outcome.school + (" (повторно)" if outcome.repeated else ""),
                    " ".join(ground_words(ground, listing.titles) for ground in outcome.grounds)
                    or f"Решение вручную: {reasons.get(outcome.school, '')}",
                )
            )
            for number, outcome in enumerate(listing.listed, 1)
        ),
        empty="В список не попала ни одна школа",
    )
