"""An order in office form: who issues it, its number and date, points, signature, annexes, who has read it."""

from dataclasses import dataclass
from datetime import date

from opora.orders.drafting import Wording
from opora.printing import (
    Align,
    Annex,
    Block,
    Column,
    Document,
    NumberedList,
    Paragraph,
    Plain,
    Row,
    Run,
    Signature,
    Table,
    Title,
)
from opora.printing.russian import NBSP, bound, short_date

_NUMBER_LINE, _DATE_LINE = "_" * 8, f"«____»{NBSP}____________{NBSP}20___{NBSP}г."
_COMPOSITION = (
    Column("Ф. И. О.", width=2),
    Column("Должность", width=2.4),
    Column("Часть в группе", width=1.4),
)
_GIVEN = 2


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text. `parent` is the body above, `draft` marks what is not signed yet."""

    organisation: str
    title: str
    date_of_data: date
    parent: str = ""
    number: str = ""
    day: date | None = None
    is_draft: bool = True


def office_form(head: Head, wording: Wording) -> Document:
    """The order for DOCX and PDF; the same words give the same bytes. What is not known is a line to write on."""
    names = tuple(each for each in (head.parent, head.organisation) if each.strip())
    number = f"№{NBSP}{head.number or _NUMBER_LINE}"
    day = f"от{NBSP}{short_date(head.day)}" if head.day else _DATE_LINE
    return Document(
        title=head.title,
        date_of_data=head.date_of_data,
        blocks=(
            *(Paragraph(Run(bound(name), bold=True), Align.CENTER, keep_with_next=True) for name in names),
            Title(bound(head.title), kind="Приказ", subtitle=f"{day} {number}"),
            Paragraph(f"{bound(wording.preamble.strip().rstrip('.,:'))}"),
            Paragraph(Run("ПРИКАЗЫВАЮ:", bold=True), Align.LEFT, keep_with_next=True),
            NumberedList(tuple(bound(point) for point in wording.points)),
            Signature(wording.signer_post or "Руководитель", signature_of(wording.signer_name) or "_" * 16),
            *_annexes(wording, head),
            *_read_by(wording),
        ),
        author=head.organisation,
        footer="Проект" if head.is_draft else "",
    )


def _annexes(wording: Wording, head: Head) -> tuple[Block, ...]:
    many = len(wording.annexes) > 1
    day = f"от{NBSP}{short_date(head.day)}" if head.day else f"от{NBSP}{'_' * 12}"
    to = f"к приказу {day} №{NBSP}{head.number or _NUMBER_LINE}"
    return tuple(
        Annex(
            each.title,
            (Table(columns=_COMPOSITION, rows=tuple(Row(row) for row in each.rows), missing=""),),
            number=number if many else None,
            to=to,
        )
        for number, each in enumerate(wording.annexes, 1)
    )


def _read_by(wording: Wording) -> tuple[Block, ...]:
    """The sheet on which everybody named signs that they have read the order, on a page of its own."""
    if not wording.readers:
        return ()
    columns = (
        *(Column("№", Align.RIGHT, width=0.3), Column("Ф. И. О., должность", width=3)),
        *(Column("Дата", width=0.9), Column("Подпись", width=1.2)),
    )
    rows = tuple(Row((number, each, "", "")) for number, each in enumerate(wording.readers, 1))
    blocks: tuple[Plain, ...] = (
        Paragraph("С приказом ознакомлены:", Align.LEFT),
        Table(columns=columns, rows=rows, missing=""),
    )
    return (Annex("Лист ознакомления", blocks),)


def signature_of(name: str) -> str:
    """«И. С. Белова» of «Белова Ирина Сергеевна»; a name of another shape stays as it is."""
    surname, *given = name.replace(".", ". ").split() or [""]
    if not 1 <= len(given) <= _GIVEN or surname.endswith("."):
        return name
    return bound(f"{' '.join(f'{each[0]}.' for each in given)} {surname}")
