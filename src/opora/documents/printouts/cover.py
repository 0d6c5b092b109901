"""What stands on the title page and is no part of the programme itself.

Words in another case than a person gave («директор» → «приказом директора») have a field of their own: empty, they
are declined by rules (`proposals` shows the result for correction).
"""

from dataclasses import dataclass, replace
from datetime import date

from opora.documents.outline import Outline
from opora.printing.declension import Case, phrase
from opora.printing.russian import bound

#: a given name and a patronymic
_GIVEN = 2


@dataclass(frozen=True, slots=True)
class Approval:
    """«УТВЕРЖДЕНО приказом директора школы от 14.10.2026 № 112», with the name of who signs the order."""

    post: str = "директор"
    name: str = ""
    order_number: str = ""
    order_date: date | None = None
    post_genitive: str = ""


@dataclass(frozen=True, slots=True)
class AgreedByBody:
    """«СОГЛАСОВАНО педагогическим советом, протокол от 12.10.2026 № 3»."""

    body: str
    protocol_number: str = ""
    protocol_date: date | None = None
    body_instrumental: str = ""


@dataclass(frozen=True, slots=True)
class AgreedByPerson:
    """«СОГЛАСОВАНО. Куратор школы ________ Е. А. Соснова», and the day."""

    post: str
    name: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """The file that is the document itself, and when it was given: the print holds what was entered besides."""

    name: str
    day: date


type Agreement = AgreedByBody | AgreedByPerson


@dataclass(frozen=True, slots=True)
class Cover:
    """Everything may be empty but `date_of_data`, the day of the version: the only date in the file.

    `organisation` is the full official name, `parent` what stands above it (the authority), `period` the words
    of the programme year («2026/27 учебный год»). `footer` joins the short title and the version at the foot of
    every page («синтетические данные»). `kind_dative` is whose annex it is: «антирисковой программе».
    `attached` is there for a document that the school had already.
    """

    date_of_data: date
    organisation: str = ""
    parent: str = ""
    territory: str = ""
    approval: Approval = Approval()
    agreements: tuple[Agreement, ...] = ()
    town: str = ""
    year: int | None = None
    period: str = ""
    is_draft: bool = True
    version: int | None = None
    short_title: str = ""
    footer: str = ""
    kind_dative: str = ""
    attached: AttachedFile | None = None


def proposals(cover: Cover, outline: Outline) -> Cover:
    """The cover with every declined form that a person left empty filled in by rules."""
    approval = cover.approval
    return replace(
        cover,
        approval=replace(
            approval,
            post_genitive=approval.post_genitive or phrase(approval.post, Case.GENITIVE, animate=True),
        ),
        agreements=tuple(_with_case(each) for each in cover.agreements),
        kind_dative=cover.kind_dative or phrase(lowered(outline.title), Case.DATIVE),
    )


def _with_case(agreement: Agreement) -> Agreement:
    if isinstance(agreement, AgreedByPerson):
        return agreement
    return replace(
        agreement,
        body_instrumental=agreement.body_instrumental or phrase(lowered(agreement.body), Case.INSTRUMENTAL),
    )


def signature_of(name: str) -> str:
    """«И. С. Белова» of «Белова Ирина Сергеевна» or «Белова И. С.»; a name of another shape stays as it is."""
    surname, *given = name.replace(".", ". ").split() or [""]
    if not 1 <= len(given) <= _GIVEN or not all(each[0].isupper() for each in (surname, *given)):
        return name
    if surname.endswith("."):
        return name
    return bound(f"{' '.join(f'{each[0]}.' for each in given)} {surname}")


def lowered(text: str) -> str:
    """«План подготовки» inside a sentence; an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
