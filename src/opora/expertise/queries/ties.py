"""Conflicts of interest: what ties an expert to a school. Asked when documents are given and again when sheets are sent.

Ties are appointments but the expert's own, in force at any time since the programme year began: the school where one
works, a school one curates, the municipality one works in or for. Who reviewed the document is tied to it too. To a
curator's work are tied the curator, and whoever has the same ties to any of the curator's schools.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from opora.access import Role, ScopeKind
from opora.access.actor import SCHOOL_ROLES
from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.documents.models import Review
from opora.expertise.models import Entry

_OF_MUNICIPALITY = {ScopeKind.MUNICIPALITY.value, ScopeKind.MUNICIPALITIES.value}


@dataclass(slots=True)
class Ties:
    """What a person is tied to: schools and municipalities by id, documents they reviewed."""

    person: int = 0
    works_at: set[int] = field(default_factory=set)
    curates: set[int] = field(default_factory=set)
    helps: set[int] = field(default_factory=set)
    municipalities: set[int] = field(default_factory=set)
    reviewed: set[int] = field(default_factory=set)

    def to(self, entry: Entry) -> str:
        """What ties the person to an entry, in words for the coordinator; empty where nothing does."""
        return self._to_school(entry) if entry.curator_id is None else self._to_curator(entry)

    def _to_school(self, entry: Entry) -> str:
        if entry.school_id in self.works_at:
            return "работает в этой школе"
        if entry.school_id in self.curates:
            return "куратор этой школы"
        if entry.school_id in self.helps:
            return "назначен(а) в эту школу"
        if entry.document_id in self.reviewed:
            return "проверял(а) этот документ"
        if entry.owner.territory_id in self.municipalities:
            return "работает в этом муниципалитете"
        return ""

    def _to_curator(self, entry: Entry) -> str:
        schools = {school for school, _ in entry.places}
        if entry.curator_id == self.person:
            return "это его (её) собственная работа"
        if schools & self.works_at:
            return "работает в школе этого куратора"
        if schools & self.curates:
            return "курирует ту же школу"
        if schools & self.helps:
            return "назначен(а) в школу этого куратора"
        if self.municipalities.intersection(entry.facts["municipalities"]):
            return "работает в муниципалитете этого куратора"
        return ""


def ties_of(
    people: Collection[int], *, cycle: Cycle, today: date, documents: Iterable[int] = ()
) -> dict[int, Ties]:
    """The ties of each person: four queries however many people and documents."""
    found = {each: Ties(each) for each in people}
    held = (
        Appointment.objects.filter(
            Q(since__isnull=True) | Q(since__lte=today),
            Q(until__isnull=True) | Q(until__gte=cycle.starts),
            Q(revoked_at__isnull=True) | Q(revoked_at__date__gte=cycle.starts),
            person_id__in=people,
        )
        .exclude(role=Role.EXPERT)
        .prefetch_related("schools", "territories")
        .order_by("id")
    )
    for each in held:
        _add(found[each.person_id], each)
    reviews = Review.objects.filter(version__document__in=list(documents), decided_by_id__in=people)
    for person, document in reviews.values_list("decided_by_id", "version__document_id"):
        if person is not None:
            found[person].reviewed.add(document)
    return found


def _add(ties: Ties, held: Appointment) -> None:
    schools = list(held.schools.all())
    if held.role in SCHOOL_ROLES:
        ties.works_at |= {each.pk for each in schools}
        ties.municipalities |= {each.territory_id for each in schools}
    elif held.role == Role.CURATOR:
        ties.curates |= {each.pk for each in schools}
    else:
        ties.helps |= {each.pk for each in schools}
    if held.scope_kind in _OF_MUNICIPALITY and held.role != Role.OBSERVER:
        ties.municipalities |= {each.pk for each in held.territories.all()}
