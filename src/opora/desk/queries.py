"""Reads of the desk: where a school stands on its way, whom a curator accompanies."""

from dataclasses import dataclass

from opora.access import Actor, Role
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to, visible_to
from opora.results.models import Fact
from opora.ui.components import Step


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
