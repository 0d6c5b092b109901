"""Facts of people: who is appointed, which groups there are, which expertise has ended."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from opora.access import Role
from opora.access.paths import chain
from opora.appointments.models import Appointment
from opora.expertise.models import Round
from opora.expertise.states import RoundState, Subject
from opora.groups.models import Group
from opora.groups.states import GroupKind
from opora.organisations.models import Organisation
from opora.plans.facts.base import Ask, FactFigure, FactSource, cycles_asked, latest, schools_asked


def _appointed(asks: Sequence[Ask], role: Role, words: str) -> list[FactFigure]:
    """Schools for which somebody is appointed in this role today, by name or through their territory. Two queries."""
    rows = list(
        Appointment.objects.in_force(timezone.localdate())
        .filter(role=role)
        .filter(Q(schools__in=schools_asked(asks)) | Q(territories__isnull=False))
        .order_by()
        .values_list("schools", "territories__path", "order_date", "since")
    )
    places = dict(
        Organisation.objects.filter(pk__in=schools_asked(asks)).values_list("pk", "territory__path")
    )
    by_school: dict[int, list[date]] = {}
    by_path: dict[str, list[date]] = {}
    for school, path, ordered, since in rows:
        days = [day for day in (ordered, since) if day][:1]
        if school is not None:
            by_school.setdefault(school, []).extend(days)
        if path:
            by_path.setdefault(path, []).extend(days)
    url = f"{reverse('people')}?role={role.value}"
    figures = []
    for ask in asks:
        done, days = 0, list[date]()
        for school in ask.schools:
            above = [path for path in chain(places.get(school) or "") if path in by_path]
            if school in by_school or above:
                done += 1
                days += by_school.get(school, []) + [day for path in above for day in by_path[path]]
        figures.append(FactFigure(done, len(ask.schools), words, url, latest(days)))
    return figures


def _curators(asks: Sequence[Ask]) -> list[FactFigure]:
    return _appointed(asks, Role.CURATOR, "школ с назначенным куратором")


def _school_coordinators(asks: Sequence[Ask]) -> list[FactFigure]:
    return _appointed(asks, Role.SCHOOL_COORDINATOR, "школ со школьным координатором")


def _municipal_coordinators(asks: Sequence[Ask]) -> list[FactFigure]:
    rows = (
        Appointment.objects.in_force(timezone.localdate())
        .filter(role=Role.MUNICIPAL_COORDINATOR, territories__isnull=False)
        .order_by()
        .values_list("person_id", "territories__path", "order_date", "since")
    )
    found = list(rows)
    figures = []
    for ask in asks:
        here = [row for row in found if (row[1] or "").startswith(ask.path)]
        days = [day for _, _, ordered, since in here if (day := ordered or since)]
        people = len({row[0] for row in here})
        words, url = (
            "муниципальных координаторов назначено",
            f"{reverse('people')}?role=municipal_coordinator",
        )
        figures.append(FactFigure(people, None, words, url, latest(days)))
    return figures


def _groups_of_schools(asks: Sequence[Ask]) -> list[FactFigure]:
    rows = Group.objects.filter(closed_on__isnull=True, organisation__in=schools_asked(asks)).values_list(
        "organisation_id", "kind", "order_date"
    )
    known: dict[tuple[int, str], list[date]] = {}
    for school, kind, ordered in rows:
        for each in (kind, ""):
            known.setdefault((school, each), []).extend([ordered] if ordered else [])
    figures = []
    for ask in asks:
        there = [known[school, ask.of] for school in ask.schools if (school, ask.of) in known]
        days = [day for each in there for day in each]
        figures.append(
            FactFigure(
                len(there), len(ask.schools), "школ, где создана группа", reverse("groups"), latest(days)
            )
        )
    return figures


def _groups_of_territory(asks: Sequence[Ask]) -> list[FactFigure]:
    rows = Group.objects.filter(
        closed_on__isnull=True, territory__path__in={ask.path for ask in asks}
    ).values_list("territory__path", "kind", "order_date")
    found = list(rows)
    figures = []
    for ask in asks:
        here = [row for row in found if row[0] == ask.path and ask.of in ("", row[1])]
        days = [ordered for _, _, ordered in here if ordered]
        figures.append(
            FactFigure(min(len(here), 1), 1, "группа территории создана", reverse("groups"), latest(days))
        )
    return figures


def _kinds_of_groups(_: str) -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in GroupKind]


def _expertise(asks: Sequence[Ask]) -> list[FactFigure]:
    """Rounds of documents that were held for the territory, by itself or by the region above."""
    paths = {above for ask in asks for above in chain(ask.path)}
    rows = list(
        Round.objects.filter(
            cycle__in=cycles_asked(asks), subject=Subject.DOCUMENTS, territory__path__in=paths
        ).values_list("cycle_id", "territory__path", "state", "state_since")
    )
    figures = []
    for ask in asks:
        here = [row for row in rows if row[0] == ask.cycle_id and ask.path.startswith(row[1] or "")]
        closed = [since for _, _, state, since in here if state == RoundState.CLOSED]
        words = "раундов экспертизы закрыто"
        figures.append(
            FactFigure(len(closed), max(len(here), 1), words, reverse("expertise"), latest(closed))
        )
    return figures


SOURCES = (
    FactSource("curators", "Кураторы назначены", _curators),
    FactSource("school-coordinators", "Школьные координаторы назначены", _school_coordinators),
    FactSource(
        "municipal-coordinators", "Муниципальные координаторы назначены", _municipal_coordinators, counts=True
    ),
    FactSource("groups-schools", "Группы в школах созданы", _groups_of_schools, _kinds_of_groups),
    FactSource("groups-territory", "Группа территории создана", _groups_of_territory, _kinds_of_groups),
    FactSource("expertise", "Экспертиза документов завершена", _expertise),
)
