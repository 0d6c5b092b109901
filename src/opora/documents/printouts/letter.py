"""The letter with which a school sends its document: addressee in the dative, the document in the accusative."""

from dataclasses import dataclass, replace
from datetime import date

from opora.documents.outline import Outline
from opora.documents.printouts.cover import Cover, lowered
from opora.documents.printouts.title_page import title_of
from opora.documents.programme import Programme
from opora.printing import Addressee, Document, Letterhead, Paragraph, Requisites, Signature
from opora.printing.declension import Case, person, phrase
from opora.printing.russian import bound


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes to whom. The last three are declined forms: empty, they are made by rules for correction.

    `addressee_name` with the surname first («Соснова Е. А.») or last; `number` and `day` may be lines to fill in.
    """

    addressee_post: str
    addressee_name: str = ""
    addressee_organisation: str = ""
    number: str = ""
    day: date | None = None
    signer_post: str = "Директор"
    signer_name: str = ""
    addressee_post_dative: str = ""
    addressee_name_dative: str = ""
    kind_accusative: str = ""


def letter_proposals(letter: Letter, outline: Outline) -> Letter:
    """The letter with the declined forms that a person left empty."""
    return replace(
        letter,
        addressee_post_dative=letter.addressee_post_dative
        or phrase(letter.addressee_post, Case.DATIVE, animate=True),
        addressee_name_dative=letter.addressee_name_dative or person(letter.addressee_name, Case.DATIVE),
        kind_accusative=letter.kind_accusative or phrase(lowered(outline.title), Case.ACCUSATIVE),
    )


def covering_letter(
    programme: Programme, outline: Outline, cover: Cover, letter: Letter, sender: Requisites | None = None
) -> Document:
    """One page on the letterhead of the school; `sender` has more than the name of the organisation."""
    letter = letter_proposals(letter, outline)
    return Document(
        title=f"О направлении документа: {title_of(programme, outline)}",
        date_of_data=cover.date_of_data,
        blocks=(
            Letterhead(
                organisation=sender or Requisites(cover.organisation or "_" * 24, cover.parent),
                addressee=Addressee(
                    post=letter.addressee_post_dative[:1].upper() + letter.addressee_post_dative[1:],
                    organisation=letter.addressee_organisation,
                    name=bound(letter.addressee_name_dative),
                ),
                number=letter.number,
                date=letter.day,
                subject="О направлении документа",
            ),
            Paragraph(f"Направляем на согласование {_named(programme, outline, cover, letter)}."),
            Paragraph("Приложение: упомянутый документ в 1 экз."),
            Signature(letter.signer_post, bound(letter.signer_name)),
        ),
        author=cover.organisation,
        footer=cover.footer,
    )


def _named(programme: Programme, outline: Outline, cover: Cover, letter: Letter) -> str:
    """«антирисковую программу «Верим и пробуем», версия 4»: a title that begins with its kind is declined there."""
    title = title_of(programme, outline)
    kind, rest = title[: len(outline.title)], title[len(outline.title) :]
    begins = kind.casefold() == outline.title.casefold() and not rest[:1].isalpha()
    named = f"{letter.kind_accusative}{rest}" if begins else f"{letter.kind_accusative}: {title}"
    return f"{named.rstrip('. ')}, версия {cover.version}" if cover.version else named.rstrip(". ")
