"""Directions of support: what was held, who goes to the schools, which groups and meetings there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.urls import reverse

from opora.access import Role
from opora.access.paths import inside
from opora.curators.queries.facts import Facts as CuratorFacts
from opora.curators.queries.facts import facts as curator_facts
from opora.events.models import Session
from opora.events.queries.facts import Facts as EventFacts
from opora.events.queries.facts import facts as event_facts
from opora.events.states import CONSULTATIONS, SessionState, Sort
from opora.groups.models import Group
from opora.meetings.queries.facts import MeetingFacts
from opora.meetings.queries.facts import facts as meeting_facts
from opora.orders.naming import requisites
from opora.printing.russian import plural, short_date
from opora.reports.content import Line, Missing, Piece, Section, item, line
from opora.reports.facts.base import Asked
from opora.reports.texts import SUPPORT
from opora.visits.models import Visit
from opora.visits.states import VisitState, Way

#: so many events of each sort are named
MOST_EXAMPLES = 4
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An event that was held; `last` is its last day held."""

    id: int
    title: str
    last: date


@dataclass(frozen=True, slots=True)
class Visits:
    """Of the schools the report is about. `schools` are those where somebody was in presence."""

    presence: int = 0
    online: int = 0
    schools: int = 0


@dataclass(frozen=True, slots=True)
class Support:
    """`held` and `examples` by group of sorts: events, consultations, courses."""

    held: Mapping[str, EventFacts]
    examples: Mapping[str, list[Example]]
    curators: CuratorFacts
    visits: Visits
    groups: tuple[tuple[int, str, str], ...]
    meetings: MeetingFacts


_SORTS: dict[str, frozenset[Sort]] = {
    "events": frozenset({Sort.EVENT}),
    "consultations": CONSULTATIONS,
    "courses": frozenset({Sort.COURSE}),
}


def support(asked: Asked) -> Support:
    """About twenty queries, whatever the number of schools."""
    held = {
        name: event_facts(cycle_id=asked.cycle.pk, path=asked.path, sorts=sorts, last=asked.as_on)
        for name, sorts in _SORTS.items()
    }
    return Support(
        held=held,
        examples=_examples(asked),
        curators=curator_facts(asked.path, asked.cycle.pk),
        visits=_visits(asked),
        groups=_groups(asked),
        meetings=meeting_facts(asked.path, asked.cycle),
    )


def _examples(asked: Asked) -> dict[str, list[Example]]:
    """The newest first. One query."""
    here = inside("event__territory__path", [asked.path]) | inside(
        "event__school__territory__path", [asked.path]
    )
    rows = (
        Session.objects.filter(here, event__cycle=asked.cycle, state=SessionState.HELD, last__lte=asked.as_on)
        .order_by()
        .values("event_id", "event__title", "event__sort")
        .annotate(on=Max("last"))
        .order_by("-on", "-event_id")
    )
    found: dict[str, list[Example]] = {}
    for row in rows:
        name = next(name for name, sorts in _SORTS.items() if row["event__sort"] in sorts)
        own = found.setdefault(name, [])
        if len(own) < MOST_EXAMPLES:
            own.append(Example(row["event_id"], row["event__title"], row["on"]))
    return found


def _visits(asked: Asked) -> Visits:
    """One query."""
    done = Visit.objects.filter(
        school__in=asked.helped_ids, cycle=asked.cycle, state=VisitState.DONE, visited_on__lte=asked.as_on
    )
    there = Q(way=Way.PRESENCE)
    return Visits(
        **done.aggregate(
            presence=Count("pk", filter=there),
            online=Count("pk", filter=Q(way=Way.ONLINE)),
            schools=Count("school", distinct=True, filter=there),
        )
    )


def _groups(asked: Asked) -> tuple[tuple[int, str, str], ...]:
    """Groups of the territory itself that are not dissolved: id, name, order. One query."""
    rows = Group.objects.filter(territory=asked.territory, closed_on=None).order_by("sort_name", "pk")
    return tuple(
        (pk, name, requisites(number, day) if number or day else "")
        for pk, name, number, day in rows.values_list("pk", "name", "order_number", "order_date")
    )


def curators(asked: Asked, found: Support) -> dict[int, str]:
    """{school: names of those who are its curators on the day}."""
    names: dict[int, dict[str, None]] = {}
    for each in found.curators.curated:
        if each.until is None or each.until >= asked.as_on:
            names.setdefault(each.school_id, {})[each.name] = None
    return {school: ", ".join(found) for school, found in names.items()}


def section(asked: Asked, found: Support) -> Section:
    items = [
        *_held(asked, found, "events", "Методическая работа и сетевое взаимодействие", _EVENTS),
        *_held(asked, found, "consultations", "Консультации", _CONSULTATIONS),
        *_held(asked, found, "courses", "Повышение квалификации", _COURSES),
        *_addressed(asked, found),
        *_teams(asked, found),
    ]
    head = [line(f"Главные направления сопровождения школ{_SINCE if asked.stage else ''}:")] if items else []
    return Section(
        SUPPORT, "Направления поддержки", tuple(head + items), missing=tuple(_missing(asked, found))
    )


#: a stage is asked of what has become of the schools; what was held and visited is counted from the year's first day
_SINCE = " (мероприятия, посещения и совещания — с начала года)"
_EVENTS = ("мероприятие", "мероприятия", "мероприятий")
_CONSULTATIONS = ("консультация", "консультации", "консультаций")
_COURSES = ("курс", "курса", "курсов")


def _held(asked: Asked, found: Support, name: str, title: str, forms: tuple[str, str, str]) -> list[Line]:
    told = found.held[name]
    if not told.events:
        return []
    url, origin = asked.url("events"), f"query:events.facts {name}"
    pieces: list[Piece] = [
        f"{title}: ",
        asked.figure(told.events, f"проведено {forms[2]}", url, origin, forms[2]),
        f" {plural(told.events, *forms)}",
    ]
    if told.people:
        pieces += [
            ", участников — ",
            asked.figure(told.people, f"участников ({forms[2]}), с повторами", url, origin, "человек"),
        ]
    if told.schools:
        pieces += [
            ", школ — ",
            asked.figure(told.schools, f"школ, откуда приходили ({forms[2]})", url, origin, "школ"),
        ]
    examples = found.examples.get(name, [])
    if examples:
        pieces.append(". Среди них: ")
        for at, each in enumerate(examples):
            pieces += [
                *([", "] if at else []),
                asked.figure(
                    f"«{each.title}» ({short_date(each.last)})",
                    "проведённое мероприятие",
                    reverse("event", args=[each.id]),
                    f"event:{each.id}",
                ),
            ]
    return [item(*pieces, ".")]


def _addressed(asked: Asked, found: Support) -> list[Line]:
    """Curators, agreements and visits: help to a school by name."""
    helped = set(asked.helped_ids)
    curated = {
        each.school_id
        for each in found.curators.curated
        if each.school_id in helped and (each.until is None or each.until >= asked.as_on)
    }
    people = {each.person_id for each in found.curators.curated if each.school_id in curated}
    pieces: list[Piece] = []
    if curated:
        url = asked.url("curators")
        pieces += [
            "Адресная поддержка: куратор назначен в ",
            asked.figure(len(curated), "школ с куратором", url, "query:curators.facts", "школ"),
            f" {plural(len(curated), 'школе', 'школах', 'школах')}, кураторов — ",
            asked.figure(len(people), "кураторов", url, "query:curators.facts", "человек"),
        ]
        signed = {each.school_id for each in found.curators.agreements if each.is_signed} & helped
        if signed:
            pieces += [
                ", соглашений школы и куратора подписано — ",
                asked.figure(
                    len(signed),
                    "школ с подписанным соглашением",
                    asked.url("curator-agreements"),
                    "query:curators.facts",
                    "школ",
                ),
            ]
        pieces.append(". ")
    visits = found.visits
    if visits.presence or visits.online:
        url = asked.url("visits")
        pieces += [
            *([] if pieces else ["Адресная поддержка: "]),
            "Очных посещений — ",
            asked.figure(visits.presence, "очных посещений школ", url, "query:visits", "посещений"),
            " (школ — ",
            asked.figure(visits.schools, "школ, где были очно", url, "query:visits", "школ"),
            ")",
        ]
        if visits.online:
            online = asked.figure(visits.online, "встреч со школами онлайн", url, "query:visits", "встреч")
            pieces += [", встреч онлайн — ", online]
        pieces.append(".")
    return [item(*pieces)] if pieces else []


def _teams(asked: Asked, found: Support) -> list[Line]:
    """Groups of the territory and the meetings that took place."""
    pieces: list[Piece] = []
    if found.groups:
        pieces.append("Группы: ")
        for at, (pk, name, order) in enumerate(found.groups):
            said = f"{name} (приказ {order})" if order else name
            pieces += [
                *([", "] if at else []),
                asked.figure(said, "группа территории", reverse("group", args=[pk]), f"group:{pk}"),
            ]
        pieces.append(". ")
    if found.meetings.held:
        pieces += [
            "Совещаний проведено — ",
            asked.figure(
                found.meetings.held,
                "совещаний на территории и в её школах",
                asked.url("meetings"),
                "query:meetings.facts",
                "совещаний",
            ),
            ".",
        ]
    return [item(*pieces)] if pieces else []


def _missing(asked: Asked, found: Support) -> list[Missing]:
    missing = []
    if not any(each.events for each in found.held.values()):
        missing.append(asked.lacks("Проведённые мероприятия, консультации и курсы", asked.url("events")))
    curated = {each.school_id for each in found.curators.curated}
    alone = [each for each in asked.helped if each.id not in curated]
    if alone:
        names = ", ".join(each.name for each in alone[:_MOST_NAMED])
        more = f" и ещё {len(alone) - _MOST_NAMED}" if len(alone) > _MOST_NAMED else ""
        missing.append(asked.lacks(f"Куратор школы: {names}{more}", asked.url("curators")))
    if asked.helped and not (found.visits.presence or found.visits.online):
        roles = (Role.CURATOR, Role.MUNICIPAL_COORDINATOR)
        first = asked.helped[0]
        who = asked.lacks_of(first, "Записи о посещениях школ", asked.url("visits"), *roles, called=False)
        missing.append(who)
    return missing
