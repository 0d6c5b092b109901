"""Agreements as a list, and the schools and curators between whom one may be drafted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from opora.access import Actor, Role
from opora.appointments.models import Appointment
from opora.curators.models import Agreement
from opora.curators.queries.visibility import agreements_visible_to
from opora.curators.states import AgreementState
from opora.cycles.models import Cycle
from opora.ordering import folded
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.statements import every


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement in the list; days on which each side signed."""

    pk: int
    school: str
    place: str
    curator: str
    number: str
    day: date
    state: AgreementState
    since: date
    school_signed: bool
    curator_signed: bool
    ended_on: date | None


def narrowed(actor: Actor, cycle: Cycle, *, path: str = "", words: str = "") -> QuerySet[Agreement]:
    found = agreements_visible_to(actor).filter(cycle=cycle)
    if path:
        found = found.filter(school__territory__path__startswith=path)
    for word in folded(words).split():
        found = found.filter(Q(school__sort_name__contains=word) | Q(curator__sort_name__contains=word))
    return found


def agreement_counts(found: QuerySet[Agreement]) -> dict[str, int]:
    """How many are in each state. One query."""
    return dict(found.order_by().values_list("state").annotate(many=Count("pk")))


def agreement_lines(
    found: QuerySet[Agreement], *, state: str = "", start: int = 0, size: int | None = None
) -> list[AgreementLine]:
    """Drafts first, then by school. One query."""
    if state:
        found = found.filter(state=state)
    rows = found.order_by("state", "school__sort_name", "-date", "pk").values_list(
        *("pk", "school__name", "school__territory__name", "curator_name", "number", "date", "state"),
        *("state_since", "school_signed_at", "curator_signed_at", "ended_on"),
    )[start : None if size is None else start + size]
    return [
        AgreementLine(
            *(pk, school, place, curator, number, day, AgreementState(state_), since),
            school_signed=school_at is not None,
            curator_signed=curator_at is not None,
            ended_on=ended,
        )
        for pk, school, place, curator, number, day, state_, since, school_at, curator_at, ended in rows
    ]


def curators_of(school: Organisation, *, on: date) -> list[Person]:
    """Curators of a school who are appointed or are to come, by name. One query."""
    return every(_curators, school.pk, on)


def _curators(school: int, on: date) -> QuerySet[Person]:
    held = Appointment.objects.filter(
        Q(until=None) | Q(until__gte=on), role=Role.CURATOR, schools=school, revoked_at=None
    )
    return Person.objects.filter(pk__in=held.order_by().values("person")).order_by("sort_name", "pk")
