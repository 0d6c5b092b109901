"""Who signs the title page of a document of a school: its head and its curator, as they are known here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from opora.access import Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.documents.models import Document
from opora.documents.states import SETTLED, DocumentState
from opora.organisations.models import Leader, Organisation


@dataclass(frozen=True, slots=True)
class Signers:
    """Names with the surname first; empty where nobody is known, or more than one."""

    head: str = ""
    curator: str = ""


def signers_of(document: Document) -> Signers:
    """Two queries, none for a document of a territory. Those of the day on which a finished one was finished."""
    school = document.school
    if school is None:
        return Signers()
    is_finished = document.state in {*SETTLED, DocumentState.ARCHIVED}
    on = document.state_since if is_finished else timezone.localdate()
    appointed = _appointed(school, on)
    return Signers(_head(school, on) or appointed.get(Role.SCHOOL_HEAD, ""), appointed.get(Role.CURATOR, ""))


def _head(school: Organisation, on: date) -> str:
    heads = Leader.objects.filter(
        Q(since__isnull=True) | Q(since__lte=on),
        Q(until__isnull=True) | Q(until__gte=on),
        organisation=school,
        is_head=True,
    )
    return heads.order_by("-since", "id").values_list("name", flat=True).first() or ""


def _appointed(school: Organisation, on: date) -> dict[Role, str]:
    """The only person of each role: those for the school itself go before those for its territory."""
    rows = (
        Appointment.objects.in_force(on)
        .filter(
            Q(schools=school) | Q(territories__path__in=list(chain(school.territory.path or ""))),
            role__in=[Role.SCHOOL_HEAD, Role.CURATOR],
        )
        .order_by("person__sort_name", "person_id", "id")
        .values_list("role", "schools", "person__surname", "person__given_name", "person__patronymic")
        .distinct()
    )
    near: dict[Role, dict[str, None]] = {}
    far: dict[Role, dict[str, None]] = {}
    for role, of, *names in rows:
        (near if of == school.pk else far).setdefault(Role(role), {}).setdefault(
            " ".join(filter(None, names))
        )
    found = {role: list(near.get(role) or far.get(role) or ()) for role in {*near, *far}}
    return {role: names[0] for role, names in found.items() if len(names) == 1}
