"""Lists of documents."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.documents.models import Document
from opora.documents.outline import Outline
from opora.documents.presenters.words import is_mine, state_chip, whose_move
from opora.documents.queries.listing import Line
from opora.documents.rules import READ_SETTLED
from opora.documents.states import SETTLED, DocumentState
from opora.organisations.models import Organisation
from opora.risks.models import Direction
from opora.risks.states import DirectionState
from opora.ui.components import InboxItem, Tab
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru

#: directions for which a programme is written
TAKEN = frozenset(
    {DirectionState.CHOSEN, DirectionState.VERIFIED, DirectionState.ACTIVE, DirectionState.UNDER_WAY}
)


def tabs(counts: Mapping[str, int], total: int, state: str, query: str) -> list[Tab]:
    """All, then each state that has documents."""
    before = f"?{query}&" if query else "?"
    found = [Tab("Все", f"?{query}", not state, total)]
    return found + [
        Tab(
            each.label[:1].upper() + each.label[1:],
            f"{before}state={each.value}",
            state == each.value,
            counts[each.value],
        )
        for each in DocumentState
        if counts.get(each.value) or state == each.value
        if each.value in counts
    ]


def table(actor: Actor, rows: Sequence[Line]) -> Table:
    before, after = reverse("document", args=[0]).split("0")
    kinds = {(row.state, row.since, row.of_territory) for row in rows}
    moves = {each: whose_move(actor, each[0], each[1], of_territory=each[2]) for each in kinds}
    return Table(
        "documents",
        "Документы",
        [
            *(Column("Документ", "words"), Column("Чей"), Column("Муниципалитет"), Column("Состояние")),
            *(Column("Чей ход"), Column("Ждут исправления", "number")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", row.title),
                row.owner,
                row.place,
                state_chip(row.state),
                moves[row.state, row.since, row.of_territory],
                row.waiting,
            )
            for row in rows
        ],
        caption_hidden=True,
        empty="Таких документов нет.",
    )


def is_read(actor: Actor, document: Document) -> bool:
    """Whether this role reads a document in its present state."""
    return actor.role not in READ_SETTLED or document.state in SETTLED


_ACTIONS = {
    DocumentState.DRAFT: "Продолжить",
    DocumentState.REWORK: "Исправить",
    DocumentState.REVIEW: "Проверить",
}


def school_items(actor: Actor, found: Sequence[Document]) -> list[InboxItem]:
    """A line a document; the first that waits for this actor is the main one."""
    items: list[InboxItem] = []
    for each in found:
        mine = is_mine(actor, each.state)
        page = "document-review" if mine and each.state == DocumentState.REVIEW else "document"
        move = whose_move(actor, each.state, each.state_since)
        items.append(
            InboxItem(
                title=each.title,
                url=reverse(page, args=[each.pk]),
                action=_ACTIONS[DocumentState(each.state)] if mine else "Открыть",
                chips=[chip for chip in (state_chip(each.state), move) if chip],  # type: ignore[misc]
                main=mine and not any(item.main for item in items),
            )
        )
    return items


def offers(
    school: Organisation,
    cycle: Cycle,
    kinds: Mapping[int, Outline],
    found: Sequence[Document],
    directions: Sequence[Direction],
) -> list[InboxItem]:
    """Kinds that the school has not begun; of a programme against a risk a line says how many are missing."""
    alive = [each for each in found if each.state != DocumentState.ARCHIVED]
    begun = {each.kind for each in alive}
    answered = {each.direction_id for each in alive}
    items = []
    for version, outline in kinds.items():
        if outline.of_territory:
            continue
        missing = [each for each in directions if each.state in TAKEN and each.pk not in answered]
        if (outline.per_direction and not missing) or (not outline.per_direction and outline.code in begun):
            continue
        query = {"cycle": cycle.code} | ({"direction": missing[0].pk} if outline.per_direction else {})
        many = count_ru(len(missing), "направление,направления,направлений")
        items.append(
            InboxItem(
                title=outline.title,
                url=f"{reverse('document-new', args=[school.pk, version])}?{urlencode(query)}",
                action="Начать",
                detail=f"Без программы: {many}. {outline.about}" if outline.per_direction else outline.about,
            )
        )
    return items
