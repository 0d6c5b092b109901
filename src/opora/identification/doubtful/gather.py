"""Reads what the signs look at: only the kinds of data that some switched-on sign uses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from opora.identification.doubtful import doubts_of
from opora.identification.doubtful.inputs import Cohort, Compared, Journal, SchoolData, Scores, Tasks
from opora.identification.engine.outcomes import Doubt
from opora.identification.rule import SignSettings
from opora.organisations.models import Organisation, Territory
from opora.organisations.states import OrganisationKind, SchoolKind, TerritoryKind
from opora.results.models import Detail, Fact, GroupFact
from opora.results.states import DetailKind, ExamKind

ADVANCED = (SchoolKind.GYMNASIUM, SchoolKind.LYCEUM)
_FIGURES = (
    *("procedure__code", "procedure__test", "procedure__subject", "procedure__grade", "year"),
    *("participants", "high_count", "high_percent"),
)


@dataclass(slots=True)
class _Found:
    """What is collected for one school."""

    high: list[Compared] = field(default_factory=list)
    tasks: list[Tasks] = field(default_factory=list)
    scores: list[Scores] = field(default_factory=list)
    journals: list[Journal] = field(default_factory=list)


def school_data(settings: SignSettings, *, last_year: int, scope: str = "") -> dict[int, SchoolData]:
    """By school id; a school without any such data is not there. At most five queries."""
    found: defaultdict[int, _Found] = defaultdict(_Found)
    groups = _Groups(last_year)
    if settings.above_region or settings.class_drop:
        _read_facts(found, groups, last_year, scope, only_compared=not settings.class_drop)
    kinds = [
        kind
        for kind, is_on in (
            (DetailKind.TASKS, settings.easy_hard),
            (DetailKind.SCORES, settings.cliffs and settings.boundaries),
            (DetailKind.JOURNAL, settings.journal),
        )
        if is_on
    ]
    if kinds:
        _read_details(found, groups, settings, last_year=last_year, scope=scope, kinds=kinds)
    if not found:
        return {}
    advanced = set(
        Organisation.objects.filter(kind=OrganisationKind.SCHOOL, school_kind__in=ADVANCED).values_list(
            "pk", flat=True
        )
    )
    return {
        school: SchoolData(
            last_year=last_year,
            is_advanced=school in advanced,
            high=tuple(data.high),
            cohorts=tuple(_cohorts(data.high, last_year)),
            tasks=tuple(data.tasks),
            scores=tuple(data.scores),
            journals=tuple(data.journals),
        )
        for school, data in found.items()
    }


class _Groups:
    """Comparison groups: the region's figures, else those of the whole sample."""

    def __init__(self, last_year: int) -> None:
        rows = GroupFact.objects.filter(year__in=(last_year - 1, last_year), class_label="").values_list(
            "territory_id", "procedure__code", "year", "participants", "high_count", "high_percent"
        )
        self._high = {
            (territory, code, year): share
            for territory, code, year, participants, count, percent in rows
            if (share := _share(participants, count, percent)) is not None
        }
        places = list(Territory.objects.values_list("pk", "path", "kind"))
        # the municipality itself is no comparison group: it may consist of this school
        municipalities = {pk for pk, _, kind in places if kind == TerritoryKind.MUNICIPALITY}
        self._above = {
            pk: tuple(
                above
                for step in reversed((path or "").split("/")[:-1])
                if (above := int(step)) not in municipalities
            )
            for pk, path, _ in places
        }

    @property
    def has_high(self) -> bool:
        return bool(self._high)

    def above(self, territory: int) -> Iterable[int]:
        """The region of a territory, then the federation."""
        return self._above[territory]

    def high(self, territory: int, code: str, year: int) -> float | None:
        places = (self._high.get((pk, code, year)) for pk in self.above(territory))
        return next((share for share in places if share is not None), None)


def _share(participants: int | None, count: int | None, percent: Decimal | None) -> float | None:
    if count is not None and participants:
        return count / participants
    return None if percent is None else float(percent) / 100


def _in_scope(scope: str) -> Q:
    return Q(school__territory__path__startswith=scope) if scope else Q()


def _read_facts(
    found: defaultdict[int, _Found], groups: _Groups, last_year: int, scope: str, *, only_compared: bool
) -> None:
    if only_compared and not groups.has_high:
        return
    facts: QuerySet[Fact] = Fact.objects.filter(
        _in_scope(scope),
        Q(high_count__isnull=False) | Q(high_percent__isnull=False),
        class_label="",
        year__in=(last_year - 1, last_year),
        procedure__test__in=(ExamKind.VPR, ExamKind.OGE, ExamKind.EGE),
    )
    rows = facts.order_by("school_id", "procedure__code", "year").values_list(
        "school_id", "school__territory_id", *_FIGURES
    )
    for school, territory, code, test, subject, grade, year, participants, count, percent in rows.iterator():
        share = _share(participants, count, percent)
        if share is not None:
            group = groups.high(territory, code, year)
            found[school].high.append(Compared(code, test, subject, grade, year, share, participants, group))


def _cohorts(high: list[Compared], last_year: int) -> Iterable[Cohort]:
    """Pairs grade g in the year before, grade g + 1 in the last year."""
    last = {(c.test, c.subject, c.grade): c for c in high if c.year == last_year and c.grade is not None}
    for before in high:
        if before.year == last_year - 1 and before.grade is not None:
            after = last.get((before.test, before.subject, before.grade + 1))
            if after is not None:
                yield Cohort(before, after)


def _read_details(
    found: defaultdict[int, _Found],
    groups: _Groups,
    settings: SignSettings,
    *,
    last_year: int,
    scope: str,
    kinds: list[DetailKind],
) -> None:
    rows = list(
        Detail.objects.filter(
            Q(school__isnull=True) | _in_scope(scope) & Q(school__isnull=False),
            kind__in=kinds,
            year=last_year,
        )
        .select_related("procedure", "school")
        .order_by("kind", "procedure__code", "school_id", "class_label", "id")
    )
    of_groups = {(r.territory_id, r.kind, r.procedure_id): r for r in rows if r.territory_id is not None}
    starts = {code: (three, four, five) for code, three, four, five in settings.boundaries}
    for row in rows:
        if row.school_id is None or row.school is None:
            continue
        above = (
            of_groups.get((pk, row.kind, row.procedure_id)) for pk in groups.above(row.school.territory_id)
        )
        group = next((each for each in above if each is not None), None)
        _add_detail(found[row.school_id], row, group, starts.get(row.procedure.code))


def _add_detail(
    found: _Found, row: Detail, group: Detail | None, starts: tuple[int, int, int] | None
) -> None:
    place = (row.procedure.code, row.year, row.class_label, row.participants)
    shares = _shares(row)
    theirs = _shares(group) if group else {}
    match row.kind:
        case DetailKind.TASKS if group:
            found.tasks.append(Tasks(*place, shares, theirs))
        case DetailKind.SCORES if starts:
            by_score = {int(score): share for score, share in shares.items()}
            group_scores = {int(score): share for score, share in theirs.items()}
            found.scores.append(Scores(*place, by_score, group_scores, starts))
        case DetailKind.JOURNAL:
            apart = theirs.get("lowered", 0.0) + theirs.get("raised", 0.0) if group else None
            found.journals.append(
                Journal(*place, shares.get("lowered", 0.0), shares.get("raised", 0.0), apart)
            )


def _shares(row: Detail) -> dict[str, float]:
    return {name: float(value) / 100 for name, value in row.values.items() if value is not None}


def all_doubts(settings: SignSettings, *, last_year: int, scope: str = "") -> dict[int, tuple[Doubt, ...]]:
    """The signs that show themselves, by school id."""
    found = school_data(settings, last_year=last_year, scope=scope)
    return {school: doubts for school, data in found.items() if (doubts := doubts_of(data, settings))}
