"""The coordinator's control: how far schools have come step by step, roadmaps, documents, visits, the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from opora.documents.models import Document
from opora.documents.states import DocumentState
from opora.organisations.models import Organisation
from opora.plans.facts import Ask, FactFigure, measured
from opora.printing.russian import counted, plural
from opora.reports.content import Grid, Line, Missing, Piece, Section, line
from opora.reports.facts.base import Asked
from opora.reports.facts.of_plans import PlanFacts, plan_lines, plans
from opora.reports.texts import CONTROL
from opora.roadmaps.models import Checkpoint
from opora.roadmaps.queries.board import SchoolLine, school_lines
from opora.roadmaps.states import CheckpointState
from opora.surveys.models import CampaignSchool
from opora.visits.queries.planner import planner_lines

_MOST_NAMED = 5
#: longer tables are printed as annexes
_MOST_ROWS = 8
#: sources of `plans.facts` that count schools, in the order of the year: (source, what is said of it)
WAYS: tuple[tuple[str, str], ...] = (
    ("school-coordinators", "Назначен школьный координатор"),
    ("curators", "Назначен куратор"),
    ("survey-coverage", "Прошло анкетирование"),
    ("profiles", "Есть рисковый профиль"),
    ("directions-verified", "Направления верифицированы куратором"),
    ("directions-active", "Направления активированы"),
    ("documents-sent", "Документы присланы"),
    ("documents-confirmed", "Документы подтверждены"),
    ("visits", "Куратор был в школе"),
)

_SURVEY = "survey-coverage"
#: other sections say what is missing of these
_ASKED_ELSEWHERE = frozenset(
    {"curators", "profiles", "directions-verified", "directions-active", "documents-confirmed", "visits"}
)
#: a step that nobody has taken is a zero once the step before it is recorded
_AFTER = {
    "directions-verified": "profiles",
    "directions-active": "profiles",
    "documents-confirmed": "documents-sent",
}


@dataclass(frozen=True, slots=True)
class Control:
    """`documents` counts those of the schools by state; `stages` the checkpoints of this stage: (closed, begun).

    `is_surveyed`: a campaign of the year asks some of the schools here.
    """

    ways: Mapping[str, FactFigure]
    roadmaps: tuple[SchoolLine, ...]
    documents: Mapping[DocumentState, int]
    stages: tuple[int, int]
    waiting: tuple[str, ...]
    plans: tuple[PlanFacts, ...]
    is_surveyed: bool = False

    def is_known(self, code: str) -> bool:
        """Whether a step is recorded here at all: nothing where nobody records it is no zero."""
        told = self.ways.get(code)
        if told is not None and told.done:
            return True
        if code == _SURVEY:
            return self.is_surveyed
        before = _AFTER.get(code)
        return before is not None and self.is_known(before)

    @property
    def latest(self) -> list[SchoolLine]:
        """Schools with measures that are late, the most first."""
        late = [each for each in self.roadmaps if each.late]
        return sorted(late, key=lambda each: (-each.late, each.school))


def control(asked: Asked) -> Control:
    """About thirty queries, whatever the number of schools; a few more where a plan is in force."""
    ids = asked.helped_ids
    return Control(
        ways=_ways(asked, ids),
        roadmaps=tuple(
            school_lines(ids, asked.cycle.pk, today=asked.as_on, lately=asked.as_on.replace(day=1))
        ),
        documents=_documents(asked, ids),
        stages=_stages(asked, ids),
        waiting=_waiting(asked, ids),
        plans=plans(asked),
        is_surveyed=CampaignSchool.objects.filter(school__in=ids, campaign__cycle=asked.cycle).exists(),
    )


def _ways(asked: Asked, ids: Sequence[int]) -> dict[str, FactFigure]:
    if not ids:
        return {}
    each = Ask(
        path=asked.path,
        cycle_id=asked.cycle.pk,
        cycle_code=asked.cycle.code,
        year_ends=asked.cycle.ends,
        schools=tuple(ids),
        last=asked.as_on,
    )
    return measured({code: (code, each) for code, _ in WAYS})


def _documents(asked: Asked, ids: Sequence[int]) -> dict[DocumentState, int]:
    rows = (
        Document.objects.filter(school__in=ids, cycle=asked.cycle)
        .exclude(state=DocumentState.ARCHIVED)
        .order_by()
        .values_list("state")
        .annotate(many=Count("pk"))
    )
    return {DocumentState(state): many for state, many in rows}


def _stages(asked: Asked, ids: Sequence[int]) -> tuple[int, int]:
    if not asked.stage:
        return 0, 0
    states = list(
        Checkpoint.objects.filter(school__in=ids, cycle=asked.cycle, code=asked.stage)
        .order_by()
        .values_list("state", flat=True)
    )
    return states.count(CheckpointState.CLOSED), len(states)


def _waiting(asked: Asked, ids: Sequence[int]) -> tuple[str, ...]:
    """Names of the schools that wait for a visit longer than the rhythm allows."""
    schools = Organisation.objects.filter(pk__in=ids, closed_on=None).select_related("territory")
    lines = planner_lines(list(schools), asked.cycle, today=asked.as_on)
    return tuple(each.name for each in lines if each.due.is_late(asked.as_on))


def section(asked: Asked, found: Control) -> Section:
    lines = [
        *plan_lines(asked, found.plans),
        *_roadmap_lines(asked, found),
        *_document_lines(asked, found),
        *_stage_lines(asked, found),
        *_visit_lines(asked, found),
    ]
    grids = [*_ways_grid(asked, found), *_schools_grid(asked, found)]
    return Section(
        CONTROL,
        "Координация и контроль",
        tuple(lines),
        tuple(grids),
        missing=tuple(_missing(asked, found)),
    )


def _roadmap_lines(asked: Asked, found: Control) -> list[Line]:
    if not found.roadmaps:
        return []
    url, origin = asked.url("roadmaps"), "query:roadmaps.school_lines"
    total = sum(each.measures for each in found.roadmaps)
    many = len(found.roadmaps)
    pieces: list[Piece] = [
        "Школ с дорожной картой — ",
        asked.figure(many, "школ с дорожной картой", url, origin, "школ"),
        ", мер в них — ",
        asked.figure(total, "мер в дорожных картах", url, origin, "мер"),
    ]
    for count, said, words in (
        (sum(e.confirmed for e in found.roadmaps), "подтверждено куратором", "мер подтверждено"),
        (sum(e.reported for e in found.roadmaps), "ждут подтверждения", "мер ждут подтверждения"),
        (sum(e.late for e in found.roadmaps), "с прошедшим сроком", "мер с прошедшим сроком"),
    ):
        pieces += [f", {said} — ", asked.figure(count, words, url, origin, "мер")]
    return [line(*pieces, ".")]


def _document_lines(asked: Asked, found: Control) -> list[Line]:
    total = sum(found.documents.values())
    if not total:
        return []
    pieces: list[Piece] = [
        "Документов школ — ",
        asked.figure(total, "документов школ", asked.url("documents"), "query:documents", "документов"),
    ]
    for at, (state, many) in enumerate(sorted(found.documents.items(), key=lambda each: each[0].value)):
        pieces += [
            ": " if at == 0 else ", ",
            f"{state.label} — ",
            asked.figure(
                many,
                f"документов в состоянии «{state.label}»",
                asked.url("documents", state=state.value),
                "query:documents",
                "документов",
            ),
        ]
    return [line(*pieces, ".")]


def _stage_lines(asked: Asked, found: Control) -> list[Line]:
    closed, begun = found.stages
    if not begun:
        return []
    url, origin = asked.url("roadmaps"), f"query:roadmaps.checkpoints {asked.stage}"
    return [
        line(
            "Этап закрыт заключением куратора у ",
            asked.figure(closed, "школ, где этап закрыт", url, origin, "школ"),
            f" из {counted(len(asked.helped), 'школы', 'школ', 'школ')}, подводят итоги ещё ",
            asked.figure(begun - closed, "школ, где этап не закрыт", url, origin, "школ"),
            ".",
        )
    ]


def _visit_lines(asked: Asked, found: Control) -> list[Line]:
    if not found.waiting:
        return []
    names = ", ".join(found.waiting[:_MOST_NAMED])
    more = " и другие" if len(found.waiting) > _MOST_NAMED else ""
    figure = asked.figure(
        len(found.waiting),
        "школ, где посещение просрочено",
        asked.url("visit-planner", show="late"),
        "query:visits.planner",
        "школ",
    )
    many = len(found.waiting)
    verb, schools = plural(many, "ждёт", "ждут", "ждут"), plural(many, "школа", "школы", "школ")
    return [line(f"Дольше положенного {verb} посещения ", figure, f" {schools} — {names}{more}.")]


def _ways_grid(asked: Asked, found: Control) -> list[Grid]:
    rows: list[tuple[Piece | None, ...]] = []
    for code, title in WAYS:
        told = found.ways.get(code)
        if told is not None and told.total:
            origin, url = f"query:plans.facts {code}", _of_territory(asked, told.url)
            known = found.is_known(code)
            done = asked.figure(told.done, told.words, url, origin, "школ") if known else None
            rows.append((title, done, str(told.total)))
    return [Grid("Сколько школ прошли каждый шаг", ("Шаг", "Школ", "Из"), tuple(rows))] if rows else []


def _of_territory(asked: Asked, url: str) -> str:
    """The list that a source of plans leads to, narrowed to the territory."""
    return f"{url}{'&' if '?' in url else '?'}territory={asked.territory.code}"


def _schools_grid(asked: Asked, found: Control) -> list[Grid]:
    if not found.roadmaps:
        return []
    origin = "query:roadmaps.school_lines"
    rows: list[tuple[Piece | None, ...]] = []
    for each in found.roadmaps:
        url = asked.in_year("roadmap", each.school_id)
        cells = (
            (each.measures, "мер в дорожной карте"),
            (each.confirmed, "мер подтверждено"),
            (each.reported, "мер ждут подтверждения"),
            (each.late, "мер с прошедшим сроком"),
            (each.moved, "мер с перенесённым сроком"),
        )
        figures = [asked.figure(many, f"{each.school}: {words}", url, origin, "мер") for many, words in cells]
        rows.append((each.school, *figures))
    heads = ("Школа", "Мер", "Подтверждено", "Ждут", "Просрочено", "Перенесено")
    return [Grid("Исполнение дорожных карт", heads, tuple(rows), is_long=len(rows) > _MOST_ROWS)]


def _missing(asked: Asked, found: Control) -> list[Missing]:
    missing = [
        asked.lacks(f"{title}: ни одной школы не отмечено", _of_territory(asked, found.ways[code].url))
        for code, title in WAYS
        if code in found.ways and code not in _ASKED_ELSEWHERE and not found.is_known(code)
    ]
    with_roadmap = {each.school_id for each in found.roadmaps}
    blank = [each for each in asked.helped if each.id not in with_roadmap]
    if blank:
        names = ", ".join(each.name for each in blank[:_MOST_NAMED])
        more = f" и ещё {len(blank) - _MOST_NAMED}" if len(blank) > _MOST_NAMED else ""
        missing.append(
            asked.lacks(f"Дорожная карта (подтверждённая программа): {names}{more}", asked.url("documents"))
        )
    if not found.plans:
        missing.append(asked.lacks("План муниципалитета в силе", asked.url("plans")))
    return missing
