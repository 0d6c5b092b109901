"""The profile of one school: the picture, the table under it, what changed, what others have."""

from collections.abc import Mapping
from math import hypot

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.indicators.values import Level
from opora.questionnaires.instrument import Audience
from opora.risks.models import Direction, GivenLevel
from opora.risks.presenters.levels import (
    HIDDEN_SENTENCES,
    figure_chip,
    interval_words,
    level_chip,
    level_word,
    shown_level,
    sureness,
    whole,
)
from opora.risks.queries import Beside, Figure, SchoolRisks
from opora.risks.states import DirectionState, Opinion, Outcome
from opora.ui.charts import IntervalPlot, IntervalRow, draw_intervals
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, number, percent

FACTORS = "фактор,фактора,факторов"
PEOPLE = {
    Audience.TEACHER: "учитель,учителя,учителей",
    Audience.PUPIL: "ученик,ученика,учеников",
    Audience.PARENT: "родитель,родителя,родителей",
    Audience.ANYONE: "взрослый,взрослых,взрослых",
}


def factor_url(school_id: int, code: str, cycle: str) -> str:
    return f"{reverse('risk-school-factor', args=[school_id, code])}?cycle={cycle}"


def picture(found: SchoolRisks) -> SafeString:
    """Every factor with its interval, the highest risk on top, what is hidden told in words."""
    catalogue = found.guide.catalogue
    return draw_intervals(
        IntervalPlot(
            id="risks",
            title="Факторы риска школы",
            description=description(found),
            label="Фактор",
            value="Риск",
            rows=[_row(found, each) for each in found.by_risk],
            ticks=(0, catalogue.bound_middle, catalogue.bound_high, 100),
            note=f"Знак — значение, полоса — насколько мы уверены. Больше — хуже. Границы уровней: "
            f"{catalogue.bound_middle} и {catalogue.bound_high}.",
        )
    )


def _row(found: SchoolRisks, figure: Figure) -> IntervalRow:
    note = HIDDEN_SENTENCES[figure.hidden] if figure.hidden else sureness(figure)
    return IntervalRow(
        label=found.guide.title(figure.code),
        value=figure.value,
        low=None if figure.low is None else round(figure.low),
        high=None if figure.high is None else round(figure.high),
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
    said = f"Показано {count_ru(len(found.figures) - hidden, FACTORS)}"
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


def table(found: SchoolRisks) -> Table:
    """The same figures with their count and origin, what was given from outside, and what school and curator say."""
    has_given = bool(found.given)
    columns = [
        Column("Фактор"),
        Column("Риск", "number"),
        Column("Интервал", "number"),
        Column("Уровень"),
        Column("Ответов", "number"),
        *([Column("Дано извне")] if has_given else []),
        Column("Школа"),
        Column("Куратор"),
    ]
    rows = []
    for each in found.by_risk:
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
                opinion_chip(direction),
                verdict_chip(direction),
            ]
        )
    return Table("factors", "Те же данные таблицей", columns, rows, stacks=False)


def _named(found: SchoolRisks, code: str) -> SafeString:
    """The factor with where its figures come from."""
    url = factor_url(found.profile.school_id, code, found.profile.cycle.code)
    return as_markup(
        f"{link(url, found.guide.title(code))}<br><small>{esc(found.guide.origin(code))}</small>"
    )


def opinion_chip(direction: Direction | None) -> SafeString | str:
    if direction is None or not direction.opinion:
        return ""
    agrees = direction.opinion == Opinion.AGREES
    return badge(Opinion(direction.opinion).label, "none" if agrees else "mid", "" if agrees else "■")


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


def changes(found: SchoolRisks) -> tuple[Table | None, int]:
    """What surely changed since the year before, and how many factors changed within the error or not at all."""
    rows, within = [], 0
    for each in found.by_risk:
        before = found.previous.get(each.code)
        if each.value is None or before is None or before.value is None:
            continue
        if not is_sure(before, each):
            within += 1
            continue
        rows.append(
            (found.guide.title(each.code), whole(before.value), whole(each.value), change_words(before, each))
        )
    if not rows:
        return None, within
    columns = [
        Column("Фактор"),
        Column(found.previous_title, "number"),
        Column(found.profile.cycle.title, "number"),
        Column("Что это значит", "words"),
    ]
    table = Table(
        "changes", "Что изменилось с прошлого года", columns, rows, stacks=False, caption_hidden=True
    )
    return table, within


def is_sure(before: Figure, now: Figure) -> bool:
    """Whether the difference is larger than both intervals' half-widths taken together."""
    assert before.value is not None and now.value is not None
    return abs(now.value - before.value) > hypot(_half(before), _half(now))


def change_words(before: Figure, now: Figure) -> str:
    """«риск вырос на 12», or that it is too early to say."""
    if not is_sure(before, now):
        return "в пределах погрешности: говорить об изменении рано"
    difference = (now.value or 0.0) - (before.value or 0.0)
    return f"риск {'вырос' if difference > 0 else 'снизился'} на {number(abs(difference), 0)}"


def _half(figure: Figure) -> float:
    return ((figure.high or 0.0) - (figure.low or 0.0)) / 2


def beside_table(found: SchoolRisks, others: Mapping[str, Beside]) -> Table | None:
    """The school and the medians of others; None where nobody can be told."""
    rows = [
        (
            found.guide.title(each.code),
            *map(whole, (each.value, o.similar, o.municipality, o.region)),
        )
        for each in found.by_risk
        if (o := others.get(each.code)) is not None and (o.similar, o.municipality, o.region) != (None,) * 3
    ]
    if not rows:
        return None
    columns = [
        Column("Фактор"),
        Column("Школа", "number"),
        Column("Похожие школы", "number"),
        Column("Муниципалитет", "number"),
        Column("Регион", "number"),
    ]
    return Table("beside", "Рядом с другими школами", columns, rows, stacks=False, caption_hidden=True)


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
