"""What the expertise of the year came to: documents with points and zones, what experts recommend."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from opora.expertise.models import Entry, Recommendation
from opora.expertise.queries.documents import sheet_of
from opora.expertise.scoring import zone_titles
from opora.expertise.states import RecommendationState, RoundState, Subject
from opora.printing.russian import counted
from opora.reports.content import Grid, Line, Missing, Piece, Section, item, line
from opora.reports.facts.base import Asked
from opora.reports.texts import ADVICE, EXPERTISE

_MOST_ROWS, _MOST_ADVICE = 12, 15


@dataclass(frozen=True, slots=True)
class Scored:
    """A document in a closed round; `points` None: it was not presented."""

    round: int
    round_title: str
    school: int
    school_name: str
    title: str
    points: int | None
    most: int
    zone: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation in one wording: to which schools, and how many of them have fulfilled it."""

    text: str
    schools: tuple[str, ...]
    fulfilled: int


@dataclass(frozen=True, slots=True)
class Expertise:
    scored: tuple[Scored, ...]
    advice: tuple[Advice, ...]


def expertise(asked: Asked) -> Expertise:
    """Closed rounds of documents of the schools in the year. Two queries, one more for each sheet not met before."""
    entries = (
        Entry.objects.filter(
            round__cycle=asked.cycle,
            round__state=RoundState.CLOSED,
            round__subject=Subject.DOCUMENTS,
            school__in=asked.helped_ids,
        )
        .exclude(zone="")
        .select_related("round__version__definition", "school", "document")
        .order_by("round__number", "round_id", "school__sort_name", "kind", "pk")
    )
    return Expertise(tuple(_scored(each) for each in entries), _advice(asked))


def _scored(entry: Entry) -> Scored:
    sheet = sheet_of(entry.round)
    return Scored(
        entry.round_id,
        entry.round.title,
        entry.owner.pk,
        entry.owner.name,
        entry.document.title if entry.document else "не представлено",
        entry.points,
        sheet.points,
        zone_titles(sheet).get(entry.zone, entry.zone),
    )


def _advice(asked: Asked) -> tuple[Advice, ...]:
    """What was said to most schools first; what was dropped is left out. One query."""
    rows = (
        Recommendation.objects.filter(entry__round__cycle=asked.cycle, school__in=asked.helped_ids)
        .exclude(state=RecommendationState.DROPPED)
        .order_by("school__sort_name", "pk")
        .values_list("text", "school__name", "state")
    )
    told: dict[str, list[tuple[str, str]]] = {}
    for text, school, state in rows:
        told.setdefault(" ".join(text.split()), []).append((school, state))
    found = [
        Advice(
            text,
            tuple(dict.fromkeys(school for school, _ in said)),
            sum(state == RecommendationState.FULFILLED for _, state in said),
        )
        for text, said in told.items()
    ]
    return tuple(sorted(found, key=lambda each: -len(each.schools)))


def section(asked: Asked, found: Expertise) -> Section:
    """By rounds: how many documents in which zone, then document by document."""
    return Section(
        EXPERTISE,
        "Результаты экспертизы",
        tuple(_lines(asked, found.scored)),
        tuple(_grid(asked, found.scored)),
        missing=tuple(_missing(asked, found.scored)),
    )


def _lines(asked: Asked, scored: Sequence[Scored]) -> list[Line]:
    lines = []
    for number, title in dict.fromkeys((each.round, each.round_title) for each in scored):
        own = [each for each in scored if each.round == number]
        url, origin = reverse("expertise-results", args=[number]), f"round:{number}"
        pieces: list[Piece] = [
            f"«{title}»: оценено документов — ",
            asked.figure(sum(e.points is not None for e in own), "оценено документов", url, origin, "шт."),
        ]
        for zone, many in Counter(each.zone for each in own).items():
            pieces += [
                f", {zone[:1].lower()}{zone[1:]} — ",
                asked.figure(many, f"зона «{zone}»", url, origin),
            ]
        lines.append(line(*pieces, "."))
    return lines


def _grid(asked: Asked, scored: Sequence[Scored]) -> list[Grid]:
    if not scored:
        return []
    rows: list[tuple[Piece | None, ...]] = [
        (
            each.school_name,
            each.title,
            "—"
            if each.points is None
            else asked.figure(
                f"{each.points} из {each.most}",
                f"балл: {each.title}",
                asked.in_year("expertise-school", each.school),
                f"round:{each.round}",
            ),
            each.zone,
        )
        for each in scored
    ]
    heads = ("Школа", "Документ", "Балл", "Зона")
    return [Grid("Документы школ по итогам экспертизы", heads, tuple(rows), is_long=len(rows) > _MOST_ROWS)]


def _missing(asked: Asked, scored: Sequence[Scored]) -> list[Missing]:
    if scored or not asked.helped:
        return []
    return [asked.lacks("Закрытый раунд экспертизы документов", reverse("expertise"))]


def recommended(asked: Asked, found: Expertise) -> Section:
    """Recommendations of experts in their own words, each once."""
    lines: list[Line] = []
    if found.advice:
        lines.append(line("Эксперты рекомендовали школам:"))
    for each in found.advice[:_MOST_ADVICE]:
        whom = (
            each.schools[0]
            if len(each.schools) == 1
            else counted(len(each.schools), "школе", "школам", "школам")
        )
        done = f", выполнили: {each.fulfilled}" if each.fulfilled else ""
        lines.append(item(f"{each.text.rstrip('.')} ({whom}{done})"))
    rest = len(found.advice) - _MOST_ADVICE
    if rest > 0:
        more = asked.figure(rest, "остальных рекомендаций", reverse("expertise"), "query:expertise.advice")
        lines.append(line("Остальных рекомендаций — ", more, "; каждую школа видит у своего документа."))
    return Section(ADVICE, "Рекомендации", tuple(lines))
