"""The schools that are helped in a year: on an approved list of it, or taking part in a programme."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.cycles.models import Cycle, Participation
from opora.cycles.states import Mode
from opora.identification.models import ListEntry
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to

#: signs of biased results alone oblige a school to nothing
HELPED_LISTS = (ListKind.LOW, ListKind.HARD)
#: a base school helps others
HELPED_AS = (Mode.ACTIVE, Mode.AFTERCARE)


def is_helped(cycle: Cycle | int, *, on: date) -> Q:
    """The condition on organisations that a list of the year or a programme of it says so."""
    listed = ListEntry.objects.filter(
        year_list__cycle=cycle,
        year_list__state=ListState.APPROVED,
        year_list__kind__in=HELPED_LISTS,
        listed=True,
        school=OuterRef("pk"),
    )
    part = Participation.objects.filter(
        Q(until=None) | Q(until__gte=on), cycle=cycle, mode__in=HELPED_AS, school=OuterRef("pk")
    )
    return Q(Exists(listed.order_by())) | Q(Exists(part.order_by()))


def awaited_schools(actor: Actor, cycle_id: int, *, on: date) -> QuerySet[Organisation]:
    """Open schools of the scope that are helped: of them documents and orders are awaited."""
    return schools_visible_to(actor).filter(is_helped(cycle_id, on=on), closed_on=None)
