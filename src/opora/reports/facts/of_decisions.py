"""Management decisions: on what ground, who carries them out, what they led to; each opens its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from opora.assignments.models import Assignment
from opora.assignments.states import AssignmentState
from opora.decisions.models import Decision, Outcome
from opora.decisions.queries.visibility import KIND
from opora.decisions.states import DecisionState
from opora.printing.russian import counted
from opora.reports.content import Grid, Line, Missing, Piece, Section, line
from opora.reports.facts.base import Asked, joined
from opora.reports.texts import DECISIONS

#: longer tables are printed as annexes
_MOST_ROWS = 8
_DONE = (DecisionState.EXECUTED, DecisionState.ASSESSED)


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision that stands; `ground`, `executors` and `led_to` are empty where nobody has said."""

    id: int
    title: str
    home: str
    decided_by: str
    decided_on: date
    state: DecisionState
    ground: str
    executors: str
    led_to: str

    @property
    def is_done(self) -> bool:
        return self.state in _DONE


def decisions(asked: Asked) -> tuple[DecisionFacts, ...]:
    """Of the year, of the territory itself and of the schools the report is about, the earliest first. Four
    queries, one where there are none."""
    found = list(
        Decision.objects.filter(
            Q(territory=asked.territory) | Q(school__in=asked.helped_ids),
            cycle=asked.cycle,
            decided_on__lte=asked.as_on,
        )
        .exclude(state=DecisionState.CANCELLED)
        .select_related("school", "territory")
        .prefetch_related("grounds", "outcomes")
        .order_by("decided_on", "pk")
    )
    executors = _executors([each.pk for each in found]) if found else {}
    return tuple(
        DecisionFacts(
            each.pk,
            each.title,
            each.home.name,
            each.decided_by,
            each.decided_on,
            DecisionState(each.state),
            joined((each.ground, *(ground.title for ground in each.grounds.all()))),
            ", ".join(executors.get(each.pk, ())),
            joined(_led_to(outcome) for outcome in each.outcomes.all() if outcome.on <= asked.as_on),
        )
        for each in found
    )


def _executors(ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """Who carries out the assignments of each decision, once each. One query."""
    rows = (
        Assignment.objects.filter(origin_kind=KIND, origin_id__in=ids)
        .exclude(state=AssignmentState.CANCELLED)
        .order_by("pk")
        .values_list("origin_id", "executor")
    )
    found: dict[int, dict[str, None]] = {}
    for of, executor in rows:
        if of is not None:
            found.setdefault(of, {})[executor] = None
    return {of: list(names) for of, names in found.items()}


def _led_to(outcome: Outcome) -> str:
    """«Посещают все; посещаемость, %: было 62, стало 91»."""
    words = outcome.words.strip()
    if not outcome.figure or outcome.before is None or outcome.after is None:
        return words
    unit = f", {outcome.unit}" if outcome.unit else ""
    figure = f"{outcome.figure}{unit}: было {_short(outcome.before)}, стало {_short(outcome.after)}"
    return joined((words, figure))


def _short(value: object) -> str:
    """Without zeros that say nothing, with a comma."""
    said = f"{value}"
    return (said.rstrip("0").rstrip(".") if "." in said else said).replace(".", ",")


def section(asked: Asked, found: Sequence[DecisionFacts]) -> Section:
    return Section(
        DECISIONS,
        "Управленческие решения",
        tuple(_lines(asked, found)),
        tuple(_grid(asked, found)),
        missing=tuple(_missing(asked, found)),
    )


def _lines(asked: Asked, found: Sequence[DecisionFacts]) -> list[Line]:
    if not found:
        return []
    url, origin = asked.url("decisions"), "query:decisions"
    pieces: list[Piece] = [
        "Принято управленческих решений — ",
        asked.figure(len(found), "управленческих решений", url, origin, "решений"),
        ", исполнено — ",
        asked.figure(sum(e.is_done for e in found), "исполненных решений", url, origin, "решений"),
        ", эффект оценён — ",
        asked.figure(
            sum(e.state == DecisionState.ASSESSED for e in found),
            "решений, эффект которых оценён",
            url,
            origin,
            "решений",
        ),
    ]
    return [line(*pieces, ".")]


def _grid(asked: Asked, found: Sequence[DecisionFacts]) -> list[Grid]:
    """Each decision with its day, which leads to its record."""
    if not found:
        return []
    heads = ("Решение", "Когда и кто", "Основание", "Исполняет", "К чему привело")
    rows: list[tuple[Piece | None, ...]] = [
        (
            f"{each.title} ({each.home})",
            asked.figure(
                f"{each.decided_on:%d.%m.%Y}, {each.decided_by}",
                f"решение «{each.title}»",
                reverse("decision", args=[each.id]),
                f"decision:{each.id}",
            ),
            each.ground or None,
            each.executors or None,
            each.led_to or each.state.label,
        )
        for each in found
    ]
    return [Grid("Решения и к чему они привели", heads, tuple(rows), is_long=len(rows) > _MOST_ROWS)]


def _missing(asked: Asked, found: Sequence[DecisionFacts]) -> list[Missing]:
    """What was carried out and nobody has said what it led to."""
    silent = [each for each in found if each.is_done and not each.led_to]
    if not silent:
        return []
    many = counted(len(silent), "исполненное решение", "исполненных решения", "исполненных решений")
    url = reverse("decision", args=[silent[0].id]) if len(silent) == 1 else asked.url("decisions")
    return [asked.lacks(f"К чему привело: {many}", url)]
