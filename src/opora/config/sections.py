"""The sections of the main navigation and their parts: which role sees which."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from opora.access import Actor, Role
from opora.access.actor import COORDINATING_ROLES, SCHOOL_ROLES
from opora.answering.rules import CARD_READERS, KEYING_ROLES
from opora.appointments.rules import SEES_PEOPLE
from opora.assignments.rules import NEVER as NEVER_ASSIGNED
from opora.burden.rules import SEES_BURDEN
from opora.curators.rules import AGREEMENT_READERS as READS_AGREEMENTS
from opora.curators.rules import READERS as READS_CURATORS
from opora.decisions.rules import READERS as READS_DECISIONS
from opora.documents.rules import NEVER
from opora.events.rules import READERS as READS_EVENTS
from opora.expertise.rules import COUNTERS, DECIDERS, OF_SCHOOL, READERS
from opora.meetings.rules import NEVER as NEVER_MEETS
from opora.orders.rules import NEVER as NEVER_ORDERS
from opora.overview.rules import READERS as LOOKS_OVER
from opora.plans.rules import READERS as READS_PLANS
from opora.reports.rules import READ_REQUESTS as READS_REQUESTS
from opora.reports.rules import READERS as READS_REPORTS
from opora.risks.rules import LOOK_AFTER, SEES_RISKS
from opora.roadmaps.rules import NEVER as NEVER_ROADMAPS
from opora.surveys.rules import SEES_COVERAGE
from opora.ui.shell import NavItem
from opora.visits.rules import READERS as SEES_VISITS
from opora.visits.rules import VISITORS

type Roles = frozenset[Role] | None


@dataclass(frozen=True, slots=True)
class Part:
    """A page of its own; `roles` None is everybody with a capacity."""

    title: str
    name: str
    roles: Roles = None

    def is_for(self, actor: Actor) -> bool:
        return self.roles is None or (actor.role is not None and actor.role in self.roles)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands in the navigation; it leads to the first part that one sees. Pages below `also` are its own too."""

    title: str
    parts: tuple[Part, ...]
    also: tuple[str, ...] = ()

    @property
    def starts(self) -> tuple[str, ...]:
        return tuple(address(name) for name in (*(part.name for part in self.parts), *self.also))


def _alone(title: str, name: str, roles: Roles = None) -> Section:
    return Section(title, (Part(title, name, roles),))


SECTIONS = (
    Section(
        "Мой стол",
        (Part("Мой стол", "desk"), Part("Календарь", "calendar"), Part("Обсуждения", "discussions")),
    ),
    Section(
        "Школы",
        (Part("Школы", "schools"), Part("Обзор территории", "overview", frozenset(LOOKS_OVER))),
        also=("territories",),
    ),
    Section(
        "Отбор",
        (
            Part("Результаты", "results"),
            Part("Списки", "lists"),
            Part("Возражения", "objections", SCHOOL_ROLES | COORDINATING_ROLES),
        ),
    ),
    Section(
        "Опросы",
        (
            Part("Опросы", "campaigns", frozenset(SEES_COVERAGE)),
            Part("Ввод листков", "keying", frozenset(KEYING_ROLES)),
            Part("Карты школ", "school-cards", frozenset(CARD_READERS)),
            Part("Анкеты", "questionnaires"),
        ),
    ),
    Section(
        "Риски",
        (
            Part("Профили", "risks", frozenset(SEES_RISKS)),
            Part("Направления", "directions", frozenset(SEES_RISKS)),
            Part("Кто поможет", "risk-alike", frozenset(LOOK_AFTER)),
        ),
    ),
    _alone("Документы", "documents", frozenset(Role) - NEVER),
    Section(
        "Дорожные карты",
        (
            Part("Дорожные карты", "roadmaps", frozenset(Role) - NEVER_ROADMAPS),
            Part("Планы территорий", "plans", frozenset(READS_PLANS)),
            Part("Отчёты", "reports", frozenset(READS_REPORTS)),
            Part("Запросы отчётов", "report-requests", frozenset(READS_REQUESTS)),
        ),
    ),
    Section(
        "Дела",
        (
            Part("Поручения", "assignments", frozenset(Role) - NEVER_ASSIGNED),
            Part("Посещения", "visits", frozenset(SEES_VISITS)),
            Part("Кого пора посетить", "visit-planner", frozenset(VISITORS)),
            Part("Совещания", "meetings", frozenset(Role) - NEVER_MEETS),
            Part("Мероприятия", "events", frozenset(READS_EVENTS)),
            Part("Запросы сведений", "inquiries", frozenset(SEES_BURDEN)),
            Part("Нагрузка школ", "burden", frozenset(SEES_BURDEN)),
        ),
    ),
    Section(
        "Приказы",
        (
            Part("Приказы", "orders", frozenset(Role) - NEVER_ORDERS),
            Part("Каких не хватает", "orders-expected", frozenset(Role) - NEVER_ORDERS),
            Part("Решения", "decisions", frozenset(READS_DECISIONS)),
        ),
    ),
    Section(
        "Экспертиза",
        (
            Part("Раунды", "expertise", frozenset({*READERS, *COUNTERS})),
            Part("Моя очередь", "expertise-queue", frozenset({Role.EXPERT})),
            Part("Как проверяют", "expertise-reviewing", frozenset(DECIDERS)),
            Part("Итоги школ", "expertise-schools", frozenset({*READERS, *OF_SCHOOL})),
        ),
    ),
    Section(
        "Люди",
        (
            Part("Люди", "people", frozenset(SEES_PEOPLE)),
            Part("Группы", "groups"),
            Part("Кураторы", "curators", frozenset(READS_CURATORS)),
            Part("Нагрузка кураторов", "curator-load", frozenset(READS_CURATORS)),
            Part("Соглашения", "curator-agreements", frozenset(READS_AGREEMENTS)),
        ),
    ),
    Section(
        "Данные",
        (
            Part("Загрузка", "imports", COORDINATING_ROLES | {Role.SCHOOL_HEAD, *KEYING_ROLES}),
            Part("Каталоги", "catalogues"),
            Part("Годы", "years"),
        ),
    ),
)


def navigation(actor: Actor, path: str) -> tuple[tuple[NavItem, ...], tuple[NavItem, ...]]:
    """The sections that the actor sees, and the parts of the present one where there are several."""
    sections: list[NavItem] = []
    path = _place(path)
    parts: tuple[NavItem, ...] = ()
    for section in SECTIONS:
        seen = [part for part in section.parts if part.is_for(actor)]
        if not seen:
            continue
        is_current = any(_is_under(path, start) for start in section.starts)
        sections.append(NavItem(section.title, address(seen[0].name), current=is_current))
        if is_current and len(seen) > 1 and path in {address(part.name) for part in seen}:
            parts = tuple(NavItem(p.title, address(p.name), current=path == address(p.name)) for p in seen)
    return tuple(sections), parts


def _place(path: str) -> str:
    """The overview of one territory is the part «Обзор территории»."""
    own = address("overview")
    return own if path.startswith(address("territories")) and path.endswith(own) else path


def _is_under(path: str, start: str) -> bool:
    return path == start if start == "/" else path.startswith(start)


@cache
def address(name: str) -> str:
    return reverse(name)
