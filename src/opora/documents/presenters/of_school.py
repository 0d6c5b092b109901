"""A school's documents: what there is, what may be begun."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.documents.models import Document
from opora.documents.outline import Outline
from opora.documents.presenters.deadlines import term_chip
from opora.documents.presenters.listing import how_chips
from opora.documents.presenters.words import is_mine, state_chip, whose_move
from opora.documents.queries.deadlines import Awaited, Term, awaited
from opora.documents.queries.missing import TAKEN
from opora.documents.rules import READ_SETTLED
from opora.documents.states import AWAITED, SETTLED, DocumentState, Form
from opora.organisations.models import Organisation
from opora.risks.models import Direction
from opora.ui.components import InboxItem
from opora.ui.text import count_ru, date_ru

type Terms = Mapping[Awaited, Term]
_ONE_YEAR = 12


def is_read(actor: Actor, document: Document) -> bool:
    """Whether this role reads a document in its present state."""
    return actor.role not in READ_SETTLED or document.state in SETTLED


_ACTIONS = {
    DocumentState.DRAFT: "Продолжить",
    DocumentState.REWORK: "Исправить",
    DocumentState.REVIEW: "Проверить",
}


def school_items(actor: Actor, found: Sequence[Document], terms: Terms) -> list[InboxItem]:
    """A line a document; the first that waits for this actor is the main one."""
    items: list[InboxItem] = []
    for each in found:
        mine = is_mine(actor, each.state)
        page = "document-review" if mine and each.state == DocumentState.REVIEW else "document"
        move = whose_move(actor, each.state, each.state_since)
        term = terms.get(awaited(each)) if each.state in AWAITED else None
        how = how_chips(is_attached=each.form == Form.ATTACHED, is_incomplete=each.is_incomplete)
        items.append(
            InboxItem(
                title=each.title,
                url=reverse(page, args=[each.pk]),
                action=_ACTIONS[DocumentState(each.state)] if mine else "Открыть",
                chips=[chip for chip in (state_chip(each.state), move, term_chip(term), *how) if chip],  # type: ignore[misc]
                detail=_archived(each),
                main=mine and not any(item.main for item in items),
            )
        )
    return items


def _archived(document: Document) -> str:
    if document.state != DocumentState.ARCHIVED:
        return ""
    return f"Убран в архив {date_ru(document.state_since)}. Читать можно, работать по нему больше не будут."


def other_years(school: Organisation, cycle: Cycle, found: Iterable[Document]) -> list[tuple[str, str, int]]:
    """Years that hold other documents of the school: title, address, how many."""
    many: dict[Cycle, int] = {}
    for each in found:
        if each.cycle_id != cycle.pk:
            many[each.cycle] = many.get(each.cycle, 0) + 1
    page = reverse("school-documents", args=[school.pk])
    return [(each.title, f"{page}?{urlencode({'cycle': each.code})}", count) for each, count in many.items()]


def answered(kind: str, found: Iterable[Document]) -> dict[int, Document]:
    """Directions that have a living document of this kind."""
    return {
        each.direction_id: each
        for each in found
        if each.direction_id and each.kind == kind and each.state != DocumentState.ARCHIVED
    }


def offers(
    school: Organisation,
    cycle: Cycle,
    kinds: Mapping[int, Outline],
    found: Sequence[Document],
    directions: Sequence[Direction],
    terms: Terms,
) -> list[InboxItem]:
    """Kinds that the school has not begun; of a programme against a risk a line says how many are missing."""
    alive = [each for each in found if each.state != DocumentState.ARCHIVED]
    begun = {each.kind for each in alive if each.cycle_id == cycle.pk}
    items = []
    for version, outline in kinds.items():
        if outline.of_territory:
            continue
        has = answered(outline.code, alive)
        missing = [each for each in directions if each.state in TAKEN and each.pk not in has]
        if (outline.per_direction and not missing) or (not outline.per_direction and outline.code in begun):
            continue
        query = {"cycle": cycle.code} | ({"direction": missing[0].pk} if outline.per_direction else {})
        chip = term_chip(terms.get((cycle.pk, outline.code, school.territory.path or "")))
        items.append(
            InboxItem(
                title=outline.title,
                url=f"{reverse('document-new', args=[school.pk, version])}?{urlencode(query)}",
                action="Начать",
                chips=[chip] if chip else [],  # type: ignore[list-item]
                detail=f"{_before(outline, cycle, alive, len(missing))}{outline.about}",
            )
        )
    return items


def _before(outline: Outline, cycle: Cycle, alive: Iterable[Document], missing: int) -> str:
    """What stands before the words of a kind: how many programmes lack, what is in force from an earlier year."""
    if outline.per_direction:
        return f"Без программы: {count_ru(missing, 'направление,направления,направлений')}. "
    if outline.months <= _ONE_YEAR:
        return ""
    lasting = next((e for e in alive if e.kind == outline.code and e.ends and e.ends >= cycle.starts), None)
    return f"Уже действует до {date_ru(lasting.ends)} ({lasting.cycle.title}). " if lasting else ""
