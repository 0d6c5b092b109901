"""Measures that are late or were given back, as questions of a meeting's agenda."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.meetings.offering import Offer, Spot, Thing
from opora.organisations.models import Organisation
from opora.references import Rows
from opora.roadmaps.choosing import LATE
from opora.roadmaps.queries.visibility import works_visible_to
from opora.roadmaps.rules import SEE
from opora.roadmaps.states import OPEN, WorkState
from opora.ui.text import count_ru

_FORMS, _SCHOOLS = "мера,меры,мер", "школа,школы,школ"
_TO_DO = [state.value for state in OPEN if state is not WorkState.RETURNED]


def _with_roadmaps(actor: Actor) -> QuerySet[Organisation]:
    if not SEE.can(actor, None):
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=works_visible_to(actor).order_by().values("school"))


#: a school's roadmap is a thing only of agendas: it has no row of its own
ROADMAP = Rows(
    "roadmap", "дорожная карта", "roadmap", _with_roadmaps, ("name",), str, "pk", ("territory__path",)
)


def measures(actor: Actor, spot: Spot) -> list[Offer]:
    """Of a school each measure, of a territory each school with how many it has. One query."""
    works = works_visible_to(actor).filter(spot.within(), cycle=spot.cycle, school__closed_on=None)
    late, back = Q(state__in=_TO_DO, due__lt=spot.today), Q(state=WorkState.RETURNED)
    if spot.school is not None:
        rows = list(
            works.filter(late | back)
            .order_by("due", "pk")
            .values_list("pk", "measure__title", "due", "state")
        )
        return _of_school(rows, spot)
    by_school = (
        works.filter(late | back)
        .order_by("school__sort_name", "school_id")
        .values_list("school_id", "school__name")
        .annotate(late=Count("pk", filter=late), back=Count("pk", filter=back))
    )
    return _of_territory(list(by_school), spot)


def _of_school(rows: Sequence[Any], spot: Spot) -> list[Offer]:
    found = []
    url = reverse("roadmap", args=[spot.school.pk]) if spot.school else ""
    for key, words, name, value, is_back in _KINDS:
        some = [row for row in rows if (row[3] == WorkState.RETURNED) is is_back]
        things = tuple(
            Thing("work", pk, f"{title}, срок {due:%d.%m.%Y}" if due else title) for pk, title, due, _ in some
        )
        if things:
            title = f"{words}: {count_ru(len(things), _FORMS)}"
            link = f"{url}?{urlencode({'cycle': spot.cycle.code, name: value})}"
            found.append(Offer(key, title, things, link))
    return found


def _of_territory(rows: Sequence[Any], spot: Spot) -> list[Offer]:
    found = []
    for key, words, _, value, is_back in _KINDS:
        counts = [(pk, name, back if is_back else late) for pk, name, late, back in rows]
        some = [row for row in counts if row[2]]
        if some:
            many = count_ru(sum(many for *_, many in some), _FORMS)
            things = tuple(Thing("roadmap", pk, f"{name}: {count_ru(n, _FORMS)}") for pk, name, n in some)
            title = f"{words}: {many}, {count_ru(len(some), _SCHOOLS)}"
            found.append(Offer(key, title, things, spot.page("roadmaps", cycle=spot.cycle.code, mark=value)))
    return found


#: (key, words, what narrows a roadmap to them and its value, given back); the list of schools calls it «mark»
_KINDS = (
    ("late-measures", "О мерах дорожных карт с прошедшим сроком", "mark", LATE, False),
    ("returned-measures", "О мерах, возвращённых на доработку", "state", WorkState.RETURNED.value, True),
)
