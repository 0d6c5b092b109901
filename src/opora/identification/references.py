"""Yearly lists as other features point at them.

A list is talked about by those who decide about it: a school reads its own row there and no word about others.
"""

from django.db.models import QuerySet

from opora.access import Actor
from opora.identification.models import YearList
from opora.identification.queries.lists import decided_by
from opora.identification.rules import decides
from opora.identification.states import ListKind
from opora.references import Rows, Source

KIND = "list"
READERS = {
    KIND: (
        "Увидят те, кто готовит и утверждает списки этой территории: координаторы и руководители. "
        "Школам это обсуждение закрыто."
    )
}


def talked_of(actor: Actor) -> QuerySet[YearList]:
    """Lists of the actor's own territories, for those who decide about them."""
    return decided_by(actor) if decides.holds(actor, None) else YearList.objects.none()


def _title(kind: str, year: str, place: str) -> str:
    return f"Список {ListKind(kind).label}, {year}, {place}"


SOURCES: tuple[Source, ...] = (
    Rows(
        KIND,
        "список школ",
        KIND,
        talked_of,
        ("kind", "cycle__title", "territory__name"),
        _title,
        school="",
        paths=("territory__path",),
    ),
)
