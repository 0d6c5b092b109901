"""What stands open of earlier meetings and assignments, and what the questions of an agenda come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.assignments.models import Assignment
from opora.assignments.queries import Chosen, Show, visible_to
from opora.assignments.queries.listing import narrowed
from opora.assignments.states import OPEN, AssignmentState
from opora.meetings.models import AgendaItem, AgendaThing, Meeting
from opora.meetings.offering import Offer, Spot, Thing, found
from opora.meetings.states import TOOK_PLACE
from opora.ui.text import count_ru

_WORDS = 200
#: of a question from so many things the rest is told by its number
_MOST_SHOWN = 50
_FORMS = "поручение,поручения,поручений"


def open_assignments(actor: Actor, spot: Spot) -> list[Offer]:
    """What earlier meetings decided and is not finished, then what else is late in the place. Two queries."""
    earlier = Q(origin_kind="meeting", origin_id__in=_earlier(spot).values("pk"))
    decided = _rows(visible_to(actor).filter(earlier, state__in=OPEN))
    late = narrowed(actor, Chosen(show=Show.LATE), today=spot.today, at=spot.at)
    others = _rows(late.filter(spot.within(territory="territory")).exclude(earlier))
    offers = []
    if decided:
        waits = sum(state == AssignmentState.REPORTED for *_, state in decided)
        told = f", из них исполнено и ждёт приёмки: {waits}" if waits else ""
        group = spot.place.group
        url = reverse("group-meetings", args=[group.pk]) if group is not None else ""
        title = f"О выполнении решений прошлых заседаний: {count_ru(len(decided), _FORMS)}{told}"
        offers.append(Offer("decisions", title, _things(decided), url))
    if others:
        title = f"О поручениях с прошедшим сроком: {count_ru(len(others), _FORMS)}"
        offers.append(
            Offer("late-assignments", title, _things(others), spot.page("assignments", show=Show.LATE))
        )
    return offers


def _earlier(spot: Spot) -> QuerySet[Meeting]:
    """Meetings of the same group that took place; without a group those of the very place."""
    held = Meeting.objects.filter(group=spot.place.group, state__in=TOOK_PLACE).order_by()
    if spot.place.group is not None:
        return held
    home = "school" if spot.school is not None else "territory"
    return held.filter(**{home: spot.place.home})


def _rows(of: QuerySet[Assignment]) -> list[Any]:
    return list(of.values_list("pk", "what", "school__name", "territory__name", "due", "state"))


def _things(rows: Sequence[Any]) -> tuple[Thing, ...]:
    return tuple(
        Thing(
            "assignment",
            pk,
            f"{school or territory}: {what[:_WORDS]}" + (f", срок {due:%d.%m.%Y}" if due else ""),
        )
        for pk, what, school, territory, due, _ in rows
    )


def sources_of(items: Sequence[AgendaItem]) -> dict[int, list[Thing]]:
    """{question: what it comes from}. One query, none where no question was offered."""
    offered = [each.pk for each in items if each.offer]
    things: dict[int, list[Thing]] = {}
    for each in AgendaThing.objects.filter(item__in=offered) if offered else ():
        things.setdefault(each.item_id, []).append(Thing(each.kind, each.thing_id, each.title))
    return things


@dataclass(frozen=True, slots=True)
class Sources:
    """What a question comes from, to be read: (words, address or «») of the first of `many`. `url` shows all."""

    title: str
    lines: tuple[tuple[str, str], ...]
    many: int
    url: str = ""

    def __str__(self) -> str:
        return self.title

    @property
    def more(self) -> int:
        return self.many - len(self.lines)


def linked[K](actor: Actor, of: Mapping[K, Offer]) -> dict[K, Sources]:
    """With the addresses of what the actor may open. One query for each kind of things."""
    shown = {key: offer.things[:_MOST_SHOWN] for key, offer in of.items()}
    seen = found(actor, [(each.kind, each.id) for things in shown.values() for each in things])
    return {
        key: Sources(
            offer.title,
            tuple(
                (each.title, seen[each.kind, each.id].url if (each.kind, each.id) in seen else "")
                for each in shown[key]
            ),
            len(offer.things),
            offer.url,
        )
        for key, offer in of.items()
    }
