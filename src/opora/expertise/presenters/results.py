"""Results of a closed round, two rounds beside each other, a school's own result."""

from collections.abc import Callable, Sequence

from django.urls import reverse

from opora.documents.checks.sheet import Sheet
from opora.expertise.agreement import ENOUGH
from opora.expertise.models import Recommendation, Round
from opora.expertise.presenters.words import recommendation_chip, zone_badge
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.lines import Line
from opora.expertise.queries.results import Pair, Results
from opora.expertise.queries.school import Result, SchoolLine
from opora.expertise.scoring import HOW_TITLES, How
from opora.expertise.states import RecommendationState
from opora.ui.components import Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import number

type Kinds = dict[str, str]


def schools_table(found: Results, kinds: Kinds, some: Sequence[Line]) -> Table:
    return Table(
        "results",
        "Итоги по школам",
        [
            Column("Школа"),
            Column("Территория"),
            Column("Документ"),
            Column("Балл", "number", f"из {found.sheet.points}"),
            Column("Зона"),
            Column("Как посчитано"),
        ],
        [
            (
                link(reverse("expertise-school", args=[each.school_id]), each.whose),
                each.territory,
                kinds.get(each.kind, each.kind),
                each.points if each.points is not None else "",
                zone_badge(found.sheet, each.zone),
                HOW_TITLES[How(each.how)],
            )
            for each in some
        ],
        caption_hidden=True,
    )


def criteria_table(found: Results) -> Table:
    return Table(
        "criteria",
        "Критерии: сверху те, что проработаны хуже всего",
        [
            Column("Критерий"),
            Column("Средний балл", "number"),
            Column("Из скольких", "number"),
            Column("Получили 0", "number"),
            Column(found.round.naming.many, "number"),
        ],
        [
            (
                line.title,
                None if line.mean is None else number(line.mean, 2),
                line.most,
                line.zeros,
                line.of,
            )
            for line in found.criteria
        ],
    )


def weaknesses_table(found: Results) -> Table:
    scored = sum(bool(each.sheets) for each in found.found)
    return Table(
        "weaknesses",
        "Типичные слабые места",
        [
            Column("Что отметили эксперты", "words"),
            Column("Критерий"),
            Column(found.round.naming.many, "number", f"из {scored}"),
        ],
        [(each.title, each.criterion, count) for each, count in found.weaknesses],
        empty="Эксперты не отметили ни одного.",
        stacks=True,
    )


def agreement_table(found: Results) -> Table | None:
    """Weighted kappa; None under thirty documents with two sheets."""
    told = found.agreement
    if told[0][1] < ENOUGH:
        return None
    return Table(
        "agreement",
        f"Согласованность двух экспертов, {told[0][1]} пар листов",
        [Column("Что"), Column("Каппа", "number")],
        [(title, None if kappa is None else number(kappa, 2)) for title, _, kappa in told],
    )


def mirror_words(found: Results) -> str:
    """How far the mirror and the experts agree; empty under thirty documents."""
    many, agreed = found.mirror
    if many < ENOUGH or agreed is None:
        return ""
    return f"Зеркало правил и баллы экспертов, документов {many}: взвешенная каппа {number(agreed, 2)}."


def compared_table(before: Round, after: Round, found: Sequence[Pair], kinds: Kinds) -> Table:
    return Table(
        "compared",
        f"{before.title} → {after.title}",
        [
            Column(before.naming.owner),
            Column("Что оценивали"),
            Column("Было"),
            Column("Стало"),
            Column("Изменение", "number"),
        ],
        [
            (
                each.whose,
                kinds.get(each.kind, each.kind),
                _stood(sheet_of(before), each.before, "не оценивали"),
                _stood(sheet_of(after), each.after, "не пересматривали"),
                "" if each.change is None else f"{each.change:+d}".replace("-", "−"),
            )
            for each in found
        ],
        caption_hidden=True,
    )


def _stood(sheet: Sheet, line: Line | None, nothing: str) -> object:
    if line is None:
        return nothing
    zone = zone_badge(sheet, line.zone)
    if line.points is None:
        return zone
    return as_markup(f"{line.points} {zone}")


def result_facts(found: Result, kinds: Kinds) -> list[Fact]:
    entry = found.entry
    shown = [] if entry.curator_id is not None else [Fact("Документ", kinds.get(entry.kind, entry.kind))]
    if entry.points is None:
        return shown
    return [*shown, Fact("Балл", f"{entry.points} из {found.sheet.points}", HOW_TITLES[How(entry.how)])]


def result_table(found: Result) -> Table:
    """Criterion by criterion: points with what they mean, the experts' words; sheets are «А», «Б», «В»."""
    several = len(found.sheets) > 1
    letters = "АБВ"
    rows: list[tuple[object, ...]] = []
    for criterion in found.sheet.criteria:
        marks = [each.marks.get(criterion.code, {}) for each in found.sheets]
        points = [f"{mark['points']}" for mark in marks if mark.get("points") is not None]
        meant = dict.fromkeys(criterion.words[int(each)] for each in points)
        said = [
            esc(f"Лист {letters[n]}: {mark['words']}" if several else mark["words"])
            for n, mark in enumerate(marks)
            if mark.get("words")
        ]
        rows.append(
            (criterion.title, "\u00a0и\u00a0".join(points), " / ".join(meant), as_markup("<br>".join(said)))
        )
    return Table(
        f"result-{found.entry.pk}",
        f"Критерии: {found.entry.round.title}",
        [
            Column("Критерий"),
            Column("Балл"),
            Column("Что это значит", "words"),
            Column("Слова экспертов", "words"),
        ],
        rows,
        caption_hidden=True,
    )


def weak_places(found: Result) -> list[str]:
    ticked = {code for each in found.sheets for code in each.weaknesses}
    return [each.title for each in found.sheet.weaknesses if each.code in ticked]


def advice_lines(found: Result) -> list[str]:
    """What the experts advised, each text once, with the criterion it is about."""
    titles = {each.code: each.title for each in found.sheet.criteria}
    said = [(each["criterion"], each["text"]) for sheet in found.sheets for each in sheet.advice]
    return [f"{titles[code]}: {text}" if code in titles else text for code, text in dict.fromkeys(said)]


def unmet_parts(found: Result) -> list[str]:
    """Parts of criteria that no expert saw met: «ожидаемые результаты: раскрыты в полной мере»."""
    if not found.sheets:
        return []
    return [
        f"{criterion.title}: {part.title}"
        for criterion in found.sheet.criteria
        for part in criterion.parts
        if not any(part.code in each.parts.get(criterion.code, ()) for each in found.sheets)
    ]


def recommendations_table(
    found: Sequence[Recommendation], sheet: Sheet, ways: Callable[[Recommendation], Sequence[tuple[str, str]]]
) -> Table:
    titles = {each.code: each.title for each in sheet.criteria}
    return Table(
        f"advice-{found[0].entry_id}" if found else "advice",
        "Рекомендации",
        [
            Column("Рекомендация", "words"),
            Column("Критерий"),
            Column("Состояние"),
            Column("Как выполнена", "words"),
            Column("Что сделать"),
        ],
        [
            (
                each.text,
                titles.get(each.criterion, "документ в целом"),
                recommendation_chip(each.state),
                each.how,
                as_markup("<br>".join(link(url, words) for words, url in ways(each))),
            )
            for each in found
        ],
        caption_hidden=True,
    )


def lines_table(lines: Sequence[SchoolLine]) -> Table:
    return Table(
        "schools",
        "Итоги школ",
        [
            Column("Школа"),
            Column("Раунд"),
            Column("Балл", "number"),
            Column("Зона"),
            Column("Ждут выполнения", "number"),
        ],
        [
            (
                link(reverse("expertise-school", args=[each.pk]), each.name),
                each.round,
                each.points if each.points is not None else "",
                zone_badge(each.sheet, each.zone),
                each.open,
            )
            for each in lines
        ],
        caption_hidden=True,
    )


def way_words(state: RecommendationState) -> str:
    return {"fulfilled": "Отметить выполненной", "dropped": "Снять", "open": "Открыть снова"}[state]
