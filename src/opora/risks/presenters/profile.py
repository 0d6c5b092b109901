"""The profile of one school: the picture, the table under it, what is said of its directions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.indicators.values import Level
from opora.questionnaires.instrument import Audience
from opora.risks.models import Direction, GivenLevel
from opora.risks.presenters.levels import (
    HIDDEN_SENTENCES,
    ends,
    figure_chip,
    interval_words,
    level_chip,
    level_word,
    shown_level,
    sureness,
    whole,
)
from opora.risks.queries import Figure, SchoolRisks
from opora.risks.states import DirectionState, Opinion, Outcome
from opora.ui.charts import IntervalPlot, IntervalRow, draw_intervals
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link, missing
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, number, percent, ru_plural

FACTORS = "фактор,фактора,факторов"
PEOPLE = {
    Audience.TEACHER: "учитель,учителя,учителей",
    Audience.PUPIL: "ученик,ученика,учеников",
    Audience.PARENT: "родитель,родителя,родителей",
    Audience.ANYONE: "взрослый,взрослых,взрослых",
}


def factor_url(school_id: int, code: str, cycle: str) -> str:
    return f"{reverse('risk-school-factor', args=[school_id, code])}?cycle={cycle}"


@dataclass(frozen=True, slots=True)
class Part:
    """Factors that are told together: at once (`is_rest` False) or on a tap."""

    title: str
    figures: Sequence[Figure]
    is_rest: bool

    @property
    def mark(self) -> str:
        return "-rest" if self.is_rest else ""


def parts(found: SchoolRisks) -> tuple[Part, Part]:
    """What needs attention: high, middle and what the school works on; and the rest, low and hidden.

    Where nothing needs attention, all that is known comes first.
    """
    by_risk = found.by_risk
    first = [each for each in by_risk if each.code in found.directions or each.level not in {None, Level.LOW}]
    first = first or [each for each in by_risk if each.hidden is None]
    rest = [each for each in by_risk if each not in first]
    return (
        Part("Факторы риска школы", first, is_rest=False),
        Part(_rest_title(rest, bool(first)), rest, is_rest=True),
    )


def _rest_title(rest: Sequence[Figure], is_more: bool) -> str:
    """«Ещё 13 факторов с низким риском», «Ещё 14 факторов: 6 с низким риском, 8 не показываем»."""
    many = f"{'Ещё' if is_more else 'Все'} {count_ru(len(rest), FACTORS)}"
    hidden = sum(each.hidden is not None for each in rest)
    if not hidden:
        return f"{many} с низким риском"
    low = f"{len(rest) - hidden} с низким риском, " if hidden < len(rest) else ""
    return f"{many}: {low}{hidden} не показываем"


def picture(found: SchoolRisks, part: Part) -> SafeString:
    """Factors with their intervals, the highest risk on top, what is hidden told in words."""
    catalogue = found.guide.catalogue
    return draw_intervals(
        IntervalPlot(
            id=f"risks{part.mark}",
            title="Остальные факторы" if part.is_rest else part.title,
            description=f"{part.title}." if part.is_rest else description(found),
            label="Фактор",
            value="Риск",
            rows=[_row(found, each) for each in part.figures],
            ticks=(0, catalogue.bound_middle, catalogue.bound_high, 100),
            note=f"Знак — значение, полоса — насколько мы уверены. Больше — хуже. Границы уровней: "
            f"{catalogue.bound_middle} и {catalogue.bound_high}.",
        )
    )


def _row(found: SchoolRisks, figure: Figure) -> IntervalRow:
    note = HIDDEN_SENTENCES[figure.hidden] if figure.hidden else sureness(figure, found.guide)
    low, high = ends(figure) or (None, None)
    return IntervalRow(
        label=found.guide.title(figure.code),
        value=figure.value,
        low=low,
        high=high,
        level=shown_level(figure.level),
        note=note,
        url=factor_url(found.profile.school_id, figure.code, found.profile.cycle.code),
        shown=number(figure.value, 1) if figure.value is not None else "",
        verdict="не показываем" if figure.hidden else "",
    )


def description(found: SchoolRisks) -> str:
    """The picture in words: how many factors of each level, the highest by name."""
    highs = [each for each in found.by_risk if each.level is Level.HIGH]
    hidden = sum(each.hidden is not None for each in found.figures)
    shown = len(found.figures) - hidden
    said = f"{ru_plural(shown, 'Показан,Показано,Показано')} {count_ru(shown, FACTORS)}"
    said += f", не показано {hidden}." if hidden else "."
    if not highs:
        return f"{said} Высоких рисков нет."
    named = ", ".join(f"{found.guide.title(each.code)} ({whole(each.value)})" for each in highs[:4])
    return f"{said} Высокий риск: {named}{' и другие' if len(highs) > 4 else ''}."


def answered_words(answered: Mapping[str, list[int]]) -> str:
    """«Ответили 146 учеников из 150 (97 %), 21 учитель из 21 (100 %)»; empty where it is not known."""
    said = []
    for audience in (Audience.PUPIL, Audience.TEACHER, Audience.PARENT, Audience.ANYONE):
        if audience.value not in answered:
            continue
        many, expected = answered[audience.value]
        part = f" из {number(expected)} ({percent(min(1, many / expected))})" if expected else ""
        said.append(f"{count_ru(many, PEOPLE[audience])}{part}")
    return f"Ответили {', '.join(said)}." if said else ""


def table(found: SchoolRisks, part: Part) -> Table:
    """The same figures with their count and origin; side by side what outside, school and curator say."""
    has_given = bool(found.given)
    columns = [
        Column("Фактор"),
        Column("Риск", "number"),
        Column("Интервал", "number"),
        Column("Уровень"),
        Column("Из скольких", "number"),
        *([Column("Дано извне")] if has_given else []),
        Column("Школа говорит"),
        Column("Куратор говорит"),
    ]
    rows = []
    for each in part.figures:
        direction = found.directions.get(each.code)
        given = found.given.get(each.code)
        rows.append(
            [
                _named(found, each.code),
                None if each.value is None else number(each.value, 1),
                interval_words(each) or None,
                figure_chip(each),
                each.n or None,
                *([level_chip(given.level) if given else ""] if has_given else []),
                opinion_said(direction),
                verdict_said(direction),
            ]
        )
    caption = "Остальное таблицей" if part.is_rest else "Профиль, школа и куратор рядом"
    return Table(f"factors{part.mark}", caption, columns, rows)


def _named(found: SchoolRisks, code: str) -> SafeString:
    """The factor with where its figures come from."""
    url = factor_url(found.profile.school_id, code, found.profile.cycle.code)
    return as_markup(
        f"{link(url, found.guide.title(code))}<br><small>{esc(found.guide.origin(code))}</small>"
    )


_OPINIONS = {
    Opinion.AGREES.value: badge(Opinion.AGREES.label),
    Opinion.DISAGREES.value: badge(Opinion.DISAGREES.label, "mid", "■"),
}


def opinion_badge(opinion: str) -> SafeString | str:
    """«согласна», «не согласна»; empty where the school did not say."""
    return _OPINIONS[opinion] if opinion else ""


def opinion_chip(direction: Direction | None) -> SafeString | str:
    return opinion_badge(direction.opinion) if direction else ""


def verdict_chip(direction: Direction | None) -> SafeString | str:
    """What the last visit ended in."""
    visit = next(iter(direction.verifications.all()), None) if direction else None
    if visit is None:
        return ""
    match Outcome(visit.outcome):
        case Outcome.CONFIRMED:
            return badge("подтвердил", "low", "✓")
        case Outcome.REFINED:
            return badge(f"уточнил: {level_word(visit.level)}", "mid", "■")
        case _:
            return badge("оспорил", "high", "▲")


def opinion_said(direction: Direction | None) -> SafeString | str:
    """The school's word, or that there is none yet."""
    if direction is None:
        return missing("направления нет, школа не высказывалась")
    return opinion_chip(direction) or (
        "ещё не решила" if direction.state == DirectionState.FOUND else "не сказала, согласна ли"
    )


def verdict_said(direction: Direction | None) -> SafeString | str:
    """The curator's word, or that it is waited for."""
    if direction is None:
        return missing("направления нет, куратор не смотрел")
    waits = direction.state == DirectionState.CHOSEN
    return verdict_chip(direction) or ("визита ещё не было" if waits else missing("куратора пока не ждут"))


def given_table(levels: list[GivenLevel], titles: Mapping[str, str]) -> Table:
    """Levels from outside where there is no profile of ours."""
    rows = [
        (titles.get(each.factor_code, each.factor_code), level_chip(each.level), each.source)
        for each in levels
    ]
    columns = [Column("Фактор"), Column("Уровень"), Column("Откуда", "words")]
    return Table("given", "Уровни, данные извне", columns, rows)


def next_step(found: SchoolRisks) -> str:
    """What the school's page says of the directions of the year."""
    states = [DirectionState(each.state) for each in found.directions.values()]
    waiting = states.count(DirectionState.FOUND)
    if waiting:
        return (
            f"Выявлено высоких рисков: {waiting}. "
            "Следующий шаг — школа решает, с какими из них будет работать."
        )
    if not states:
        return "Высоких рисков не выявлено. Школа может сама выбрать направление, если видит в нём нужду."
    return ""
