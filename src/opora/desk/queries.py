"""Reads of the desk: who helps a school, where it stands on its way."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from opora.access import Actor, Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to, visible_to
from opora.results.models import Fact
from opora.ui.components import Step


@dataclass(frozen=True, slots=True)
class Helper:
    """A named person to call: never a role without a face."""

    role: str
    name: str
    post: str
    phone: str
    email: str


_HELPING = (Role.CURATOR, Role.MUNICIPAL_COORDINATOR, Role.METHODIST, Role.REGIONAL_COORDINATOR)


def helpers_of(school: Organisation, *, today: date) -> list[Helper]:
    """The school's curators, then its municipal coordinators, methodists, regional coordinators."""
    above = chain(school.territory.path or "")
    found = (
        Appointment.objects.in_force(today)
        .filter(role__in=_HELPING)
        .filter(Q(schools=school) | Q(territories__path__in=above))
        .select_related("person")
        .distinct()
    )
    order = list(_HELPING)
    ranked = sorted(found, key=lambda a: (order.index(Role(a.role)), a.person.sort_name, a.pk))
    return [
        Helper(Role(a.role).title, a.person.full_name, a.person.post, a.person.phone, a.person.email)
        for a in ranked
    ]


def own_school(actor: Actor) -> Organisation | None:
    """The one school of a person who acts at a school."""
    if actor.scope is None or len(actor.scope.school_ids) != 1:
        return None
    return visible_to(actor).filter(pk__in=actor.scope.school_ids).select_related("territory").first()


@dataclass(frozen=True, slots=True)
class Charge:
    """A school entrusted to a curator or an expert, with a phone to call."""

    pk: int
    name: str
    territory: str
    phone: str


def charges_of(actor: Actor) -> list[Charge]:
    """The schools named in a curator's or an expert's appointment, in order of names."""
    if actor.role not in {Role.CURATOR, Role.EXPERT}:
        return []
    found = schools_visible_to(actor).select_related("territory").order_by("sort_name", "id")
    return [Charge(s.pk, s.name, s.territory.name, s.phone) for s in found]


WAY = (
    "Результаты",
    "Опросы",
    "Рисковый профиль",
    "Программы",
    "Проверка",
    "Экспертиза",
    "Дорожная карта",
    "Эффект",
)


def way_of(school: Organisation) -> list[Step]:
    """The school's way: this version accompanies its first step, the others lie ahead."""
    has_results = Fact.objects.filter(school=school).exists()
    now = 1 if has_results else 0
    return [Step(title, "done" if i < now else "now" if i == now else "ahead") for i, title in enumerate(WAY)]
