"""Measures whose responsible people have gone, and measures that a closed school has left."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.access.actor import SCHOOL_ROLES
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.roadmaps.models import Answering, Work
from opora.roadmaps.states import OPEN

#: so many are handed over, taken over or taken off at once; the rest stands on the page again
AT_ONCE = 200
_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who answers for open measures of a school and is not appointed there: how many, nearest term."""

    school_id: int
    school: str
    person_id: int
    name: str
    many: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Heritage:
    """A closed school with open measures: how many, since when it is closed."""

    school_id: int
    school: str
    closed_on: date | None
    many: int


def answering_gone(*, on: date) -> QuerySet[Answering]:
    """Rows «who answers for what» of open measures of open schools whose person is not appointed at the school."""
    here = Appointment.objects.in_force(on).filter(
        person=OuterRef("person_id"), schools=OuterRef("work__school_id"), role__in=sorted(SCHOOL_ROLES)
    )
    found: QuerySet[Answering] = Answering.objects.filter(
        Q(person__is_active=False) | ~Exists(here.order_by()),
        work__state__in=_OPEN,
        work__school__closed_on__isnull=True,
    ).order_by()
    return found


def gone_of(schools: list[int], *, on: date) -> list[Gone]:
    """Those who have gone from these schools and left open measures, by name. One query."""
    rows = (
        answering_gone(on=on)
        .filter(work__school__in=schools)
        .order_by("person__sort_name", "person_id")
        .values_list(
            "work__school_id", "work__school__name", "person_id", "person__surname", "person__given_name",
            "person__patronymic", "person__sort_name",
        )
        .annotate(many=Count("work"), nearest=Min("work__due"))
    )  # fmt: skip
    return [
        Gone(school, title, pk, " ".join(filter(None, names)), many, due)
        for school, title, pk, *names, _, many, due in rows
    ]


def gone_from(work: Work, *, on: date) -> set[int]:
    """Ids of those who answer for a measure and are not at its school; none of a finished one. One query or none."""
    if work.state not in OPEN or not work.responsible.all():
        return set()
    return set(answering_gone(on=on).filter(work=work.pk).values_list("person_id", flat=True))


def held_by(school: Organisation, person_pk: int) -> list[Work]:
    """The open measures of the school for which this person answers, by term: the first `AT_ONCE`. One query."""
    found = Work.objects.filter(school=school, state__in=_OPEN, responsible=person_pk)
    return list(found.select_related("measure").order_by("due", "pk")[:AT_ONCE])


def person_holding(school: Organisation, person_pk: int) -> Person | None:
    """The person, if any open measure of the school is theirs. One query."""
    held = Work.objects.filter(school=school, state__in=_OPEN, responsible=OuterRef("pk"))
    return Person.objects.filter(Exists(held.order_by()), pk=person_pk).first()


def left_open(school: Organisation) -> list[Work]:
    """Open measures of a school, by term: the first `AT_ONCE`. One query."""
    found = Work.objects.filter(school=school, state__in=_OPEN)
    return list(found.select_related("measure", "cycle").order_by("due", "pk")[:AT_ONCE])


def heritage(schools: Q) -> list[Heritage]:
    """Closed schools among these that have open measures, by name. One query."""
    rows = (
        Work.objects.filter(schools, state__in=_OPEN, school__closed_on__isnull=False)
        .order_by("school__sort_name", "school_id")
        .values_list("school_id", "school__name", "school__closed_on", "school__sort_name")
        .annotate(many=Count("pk"))
    )
    return [Heritage(pk, name, closed, many) for pk, name, closed, _, many in rows]


def absorbed_by(actor: Actor) -> Q:
    """Works of schools that were merged into those of the actor."""
    return Q(school__merged_into__in=actor.scope.school_ids if actor.scope else ())
