"""The ledger: what schools were asked in a year, by month and by who asks. Nothing is kept, everything is added up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from opora.access import Actor
from opora.burden.models import Reply
from opora.burden.queries.asking import norms_of
from opora.burden.sources import Asker, Load, LoadKind, Spent, Window, loads, portions
from opora.burden.states import AnswerSource, InquiryState
from opora.cycles.models import Cycle
from opora.ordering import folded
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.statements import every

type Month = tuple[int, int]


class School(NamedTuple):
    """A school as the ledger lists it."""

    pk: int
    key: str
    name: str
    territory: str


def schools_of(actor: Actor, path: str, named: str) -> list[School]:
    """Open schools of the scope inside a territory whose names have these words, in order of names. One query."""
    return [School(*row) for row in every(_schools, actor, path, named)]


def _schools(actor: Actor, path: str, named: str) -> QuerySet[Organisation, tuple[int, str, str, str]]:
    found = schools_visible_to(actor).filter(closed_on=None)
    if path:
        found = found.filter(territory__path__startswith=path)
    for word in folded(named).split():
        found = found.filter(sort_name__contains=word)
    return found.order_by("sort_name", "pk").values_list("pk", "key", "name", "territory__name")


def months_of(cycle: Cycle) -> list[Month]:
    """From the first to the last, both included."""
    found, day = [], cycle.starts.replace(day=1)
    while day <= cycle.ends:
        found.append((day.year, day.month))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


@dataclass(frozen=True, slots=True)
class Spared:
    """Questions that the system answered for a school, and in how many inquiries."""

    answers: int = 0
    inquiries: int = 0


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school's year, the newest request first. Minutes of staff are the school's own; of others apart."""

    school: Organisation
    cycle: Cycle
    loads: Sequence[Load]
    spared: Spared

    def minutes(self, *, spent: Spent = Spent.STAFF) -> int:
        return sum(load.minutes for load in self.loads if load.spent is spent)

    def by_month(self) -> Counter[tuple[Month, Asker]]:
        """Minutes of the staff."""
        found: Counter[tuple[Month, Asker]] = Counter()
        for load in self.loads:
            if load.spent is Spent.STAFF:
                found[(load.on.year, load.on.month), load.asker] += load.minutes
        return found

    def by_kind(self) -> Counter[LoadKind]:
        found: Counter[LoadKind] = Counter()
        for load in self.loads:
            if load.spent is Spent.STAFF:
                found[load.kind] += load.minutes
        return found


def school_year(school: Organisation, cycle: Cycle) -> SchoolYear:
    """A number of queries that grows with nothing. The school's territory is to be joined."""
    norms = norms_of(school.territory.path or "")
    found = loads(Window([school.pk], cycle.starts, cycle.ends, norms))
    ordered = sorted(found, key=lambda load: (load.on, load.kind, load.what), reverse=True)
    return SchoolYear(school, cycle, ordered, spared_of([school.pk], cycle).get(school.pk, Spared()))


def spared_of(schools: Sequence[int], cycle: Cycle) -> dict[int, Spared]:
    """Of each school what the system answered for it in inquiries of the year. One query."""
    rows = (
        Reply.objects.filter(school__in=schools, inquiry__sent_at__date__range=(cycle.starts, cycle.ends))
        .exclude(inquiry__state=InquiryState.DRAFT)
        .order_by()
        .values_list("school_id")
        .annotate(
            of_answers=Count("answers", filter=Q(answers__source=AnswerSource.SYSTEM)),
            of_inquiries=Count("pk", filter=Q(answers__source=AnswerSource.SYSTEM), distinct=True),
        )
    )
    return {school: Spared(answers, inquiries) for school, answers, inquiries in rows if answers}


@dataclass(slots=True)
class Sum:
    """What one school was asked: minutes of the staff by who asks, of others, how many requests."""

    staff: Counter[Asker] = field(default_factory=Counter)
    others: int = 0
    requests: int = 0

    @property
    def total(self) -> int:
        return sum(self.staff.values())


def sums_of(schools: Sequence[int], cycle: Cycle, path: str) -> dict[int, Sum]:
    """Of each school; those that nobody asked stand with nothing. Queries do not grow with schools."""
    found = {school: Sum() for school in schools}
    for portion in portions(Window(schools, cycle.starts, cycle.ends, norms_of(path))):
        line = found[portion.school_id]
        if portion.spent is Spent.STAFF:
            line.staff[portion.asker] += portion.minutes
            line.requests += portion.requests
        else:
            line.others += portion.minutes
    return found


def total_of(sums: Iterable[Sum]) -> Sum:
    whole = Sum()
    for each in sums:
        whole.staff.update(each.staff)
        whole.others += each.others
        whole.requests += each.requests
    return whole
