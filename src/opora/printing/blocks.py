"""The printed document: a tree of blocks that knows nothing of DOCX or PDF.

A form is described once, as a Document; the writers turn it into files that cannot drift apart.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from opora.printing.tables import Table
from opora.printing.text import Align, Text


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the document, centred. ``kind` goes above it in capitals: «ПРОТОКОЛ»."""

    text: str
    kind: str = ""
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalBlock:
    """«УТВЕРЖДАЮ» at the right: who approves, a line to sign on, the date or a line for it."""

    post: str
    name: str
    date: datetime.date | None = None
    word: str = "УТВЕРЖДАЮ"
    order: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """«СОГЛАСОВАНО» or «УТВЕРЖДЕНО» on a title page: the word and the lines under it.

    ``signer`` None needs no signature: a paper did it. Empty, it leaves lines to sign and write a name on.
    """

    word: str
    lines: tuple[str, ...] = ()
    signer: str | None = None
    date: datetime.date | None = None
    date_line: bool = False


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The first page of a programme, alone on its sheet and without a number.

    Organisation and ``mark`` («Проект») on top, stamps at both sides, the title in the middle, ``place``
    (town and year) at the bottom.
    """

    title: str
    organisation: tuple[str, ...] = ()
    left: tuple[Stamp, ...] = ()
    right: tuple[Stamp, ...] = ()
    subtitles: tuple[str, ...] = ()
    place: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Requisites:
    """What an organisation prints at the head of its letters; empty fields are left out."""

    name: str
    parent: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    okpo: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    post: str = ""
    organisation: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The corner form of a letter: requisites and numbers at the left, addressee at the right.

    A number or date that is not known yet leaves a line to write on.
    """

    organisation: Requisites
    addressee: Addressee
    number: str = ""
    date: datetime.date | None = None
    reply_to_number: str = ""
    reply_to_date: datetime.date | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3, counted inside the document or the annex that holds it."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError("a heading has level 1, 2 or 3")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Justified text gets the first-line indent of an official document."""

    text: Text
    align: Align = Align.JUSTIFY
    small: bool = False
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, SVG or PNG. Title and description are what a screen reader says of it.

    ``width`` is a share of the width of the text.
    """

    image: bytes
    title: str
    description: str = ""
    caption: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        if not self.title:
            raise ValueError("a figure needs a title: a screen reader has nothing else")
        if not 0 < self.width <= 1:
            raise ValueError("the width of a figure is a share of the text's width")
        if not self.is_png and b"<svg" not in self.image[:4096]:
            raise ValueError("a figure is SVG or PNG")

    @property
    def is_png(self) -> bool:
        return self.image.startswith(b"\x89PNG\r\n\x1a\n")

    @property
    def alternative(self) -> str:
        return f"{self.title}. {self.description}" if self.description else self.title


@dataclass(frozen=True, slots=True)
class Signature:
    """Post at the left, a line to sign on, name at the right."""

    post: str
    name: str
    date: datetime.date | None = None
    date_line: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of paper to cut out and hand over. ``qr`` is what its code says, ``code`` stands large."""

    title: str
    lines: tuple[str, ...] = ()
    qr: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Slips:
    """A grid of slips with dashed borders; a slip never breaks across pages."""

    slips: tuple[Slip, ...]
    columns: int = 2

    def __post_init__(self) -> None:
        if self.columns not in (1, 2, 3):
            raise ValueError("slips stand in one, two or three columns")


type Plain = (
    Title
    | ApprovalBlock
    | Letterhead
    | Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | Figure
    | Signature
    | PageBreak
    | Slips
)
"""What may stand in a document and in an annex."""


@dataclass(frozen=True, slots=True)
class Annex:
    """«Приложение 1», from a new page. ``number`` None is the only annex; ``to`` says to what it belongs."""

    title: str
    blocks: tuple[Plain, ...]
    number: int | None = None
    to: str = ""
    orientation: Orientation | None = None

    @property
    def label(self) -> str:
        return "Приложение" if self.number is None else f"Приложение {self.number}"


type Block = Plain | Annex | TitlePage


@dataclass(frozen=True, slots=True)
class Document:
    """A document on A4. ``date_of_data`` is the only date in the file: it has no time of making."""

    title: str
    date_of_data: datetime.date
    blocks: tuple[Block, ...] = field(default=())
    language: str = "ru"
    orientation: Orientation = Orientation.PORTRAIT
    author: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("a document needs a title")
