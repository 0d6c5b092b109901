"""Lists of documents."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.documents.outline import Outline
from opora.documents.presenters.deadlines import term_chip
from opora.documents.presenters.words import state_chip, whose_move
from opora.documents.queries.deadlines import Awaited, Term
from opora.documents.queries.listing import Line
from opora.documents.queries.missing import Missing
from opora.documents.states import DocumentState
from opora.ui.components import Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table

ATTACHED = badge("файл")
INCOMPLETE = badge("неполный")


def tabs(counts: Mapping[str, int], total: int, state: str, query: str) -> list[Tab]:
    """All, then each state that has documents."""
    before = f"?{query}&" if query else "?"
    found = [Tab("Все", f"?{query}", not state, total)]
    return found + [
        Tab(
            each.label[:1].upper() + each.label[1:],
            f"{before}state={each.value}",
            state == each.value,
            counts.get(each.value, 0),
        )
        for each in DocumentState
        if counts.get(each.value) or state == each.value
    ]


def together(*pieces: object) -> SafeString:
    """Chips beside each other; empty ones leave no blank."""
    return as_markup(" ".join(esc(piece) for piece in pieces if piece))


def how_chips(*, is_attached: bool, is_incomplete: bool) -> list[SafeString]:
    """What is told of a document beside its state."""
    return [chip for chip, is_so in ((ATTACHED, is_attached), (INCOMPLETE, is_incomplete)) if is_so]


def table(actor: Actor, rows: Sequence[Line], *, with_place: bool, empty: str) -> Table:
    """`with_place`: where there are municipalities to tell apart."""
    before, after = reverse("document", args=[0]).split("0")
    kinds = {(row.state, row.since, row.of_territory) for row in rows}
    moves = {each: whose_move(actor, each[0], each[1], of_territory=each[2]) for each in kinds}
    return Table(
        "documents",
        "Документы",
        [
            *(Column("Документ", "words"), Column("Чей")),
            *((Column("Муниципалитет"),) if with_place else ()),
            *(Column("Состояние"), Column("Чей ход и срок"), Column("Ждут исправления", "number")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", row.title),
                row.owner,
                *((row.place,) if with_place else ()),
                together(
                    state_chip(row.state),
                    *how_chips(is_attached=row.is_attached, is_incomplete=row.is_incomplete),
                ),
                together(moves[row.state, row.since, row.of_territory], term_chip(row.term)),
                row.waiting or "",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def empty_words(*, narrowed: bool) -> str:
    """What a list without rows says."""
    if narrowed:
        return "Таких документов нет. Измените условия или сбросьте их."
    return "Документов пока нет. Школы начинают их, когда выбраны направления."


def missing_words(row: Missing, kind: Outline | None) -> str:
    """What the school lacks."""
    if kind is None:
        return "ни одного документа"
    if row.directions:
        return f"{kind.title}: {'; '.join(row.directions)}"
    return f"{kind.title}: направления ещё не выбраны" if kind.per_direction else kind.title


def missing_table(
    rows: Sequence[Missing],
    kind: Outline | None,
    cycle: Cycle,
    terms: Mapping[Awaited, Term],
    *,
    with_place: bool,
    empty: str,
) -> Table:
    before, after = reverse("school-documents", args=[0]).split("0")
    after += "?" + urlencode({"cycle": cycle.code})
    with_term = bool(terms)
    return Table(
        "missing",
        "Школы без документа",
        [
            Column("Школа", "words"),
            *((Column("Муниципалитет"),) if with_place else ()),
            Column("Чего нет", "words"),
            *((Column("Срок"),) if with_term else ()),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", row.name),
                *((row.place,) if with_place else ()),
                missing_words(row, kind),
                *((term_chip(term_of_missing(row, kind, cycle, terms)),) if with_term else ()),
            )
            for row in rows
        ],
        stacks=True,
        caption_hidden=True,
        empty=empty,
    )


def term_of_missing(
    row: Missing, kind: Outline | None, cycle: Cycle, terms: Mapping[Awaited, Term]
) -> Term | None:
    return terms.get((cycle.pk, kind.code, row.path)) if kind is not None else None


MISSING_LEAD = (
    "Школы утверждённых списков ШНОР и ШНСУ и участники программ этого года, которые не начали документ. "
    "Документ в архиве не считается."
)


def nobody_missing(*, narrowed: bool, is_anybody_awaited: bool) -> str:
    """What the list of schools without a document says where it is empty."""
    if not is_anybody_awaited:
        return (
            "Списков этого года ещё нет, и участие школ не отмечено. Утвердите список в разделе «Отбор» "
            "или отметьте участие в программном году."
        )
    if narrowed:
        return "Под выбранные условия ни одна школа не подошла: документ у них начат или это не те школы."
    return "Документы начали все школы."
