"""One factor of a school: its value in words, the figures behind it, what stands beside it."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from opora.indicators.catalogue import Indicator
from opora.risks.guide import Guide, indicator_origin
from opora.risks.models import ProfileIndicator
from opora.risks.presenters.comparing import change_words
from opora.risks.presenters.levels import (
    HIDDEN_SENTENCES,
    figure_chip,
    interval_words,
    level_word,
    sureness,
    whole,
)
from opora.risks.queries import Beside, Figure, SchoolRisks
from opora.ui.components import Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.tables import Column, Table
from opora.ui.text import number, percent


def chip(figure: Figure) -> SafeString:
    return figure_chip(figure)


def lead(figure: Figure, guide: Guide) -> str:
    """The value in one or two sentences."""
    if figure.hidden is not None or figure.value is None:
        return HIDDEN_SENTENCES[figure.hidden] if figure.hidden else ""
    said = f"Риск {number(figure.value, 1)} из 100"
    interval = interval_words(figure)
    said += (
        f", с вероятностью 95\N{NO-BREAK SPACE}% — от {interval.replace('–', ' до ')}." if interval else "."
    )
    doubt = sureness(figure, guide)
    advice = " Сравните доли ниже и поговорите с каждой группой." if figure.groups_disagree else ""
    return f"{said} Осторожно: {doubt}.{advice}" if doubt else said


def indicators_table(
    indicators: Sequence[Indicator],
    values: Mapping[str, ProfileIndicator],
    questions: Mapping[str, str],
    figure: Figure,
) -> Table:
    """Every share with its numerator and denominator; one not known says so."""
    rows = [
        (
            _what(each, questions.get(each.code, "")),
            *_share(values.get(each.code), figure),
            _origin(each),
        )
        for each in indicators
    ]
    columns = [
        Column("Что считаем", "words"),
        Column("Доля", "number"),
        Column("Сколько", "number"),
        Column("Вклад в риск", "number"),
        Column("Откуда и с каким весом"),
    ]
    return Table("indicators", "Из чего сложился риск", columns, rows, stacks=True, empty="Показателей нет.")


def _origin(indicator: Indicator) -> str:
    """«ответы: педагоги; вес 2; полный риск при 30 %»; what is usual is left unsaid."""
    weight = f"; вес {indicator.weight}" if indicator.weight > 1 else ""
    full = f"; полный риск при {indicator.full}\N{NO-BREAK SPACE}%" if indicator.full < 100 else ""
    return f"{indicator_origin(indicator)}{weight}{full}"


def _what(indicator: Indicator, question: str) -> SafeString:
    note = question or indicator.note
    words = f"«{question}»" if question else indicator.note
    return as_markup(f"{esc(indicator.title)}{f'<br><small>{esc(words)}</small>' if note else ''}")


def _share(value: ProfileIndicator | None, figure: Figure) -> tuple[object, object, object]:
    if value is None or value.risk is None or not value.denominator:
        words = "не показываем" if figure.hidden else "не хватает данных"
        return words, None, None
    return (
        percent(value.numerator / value.denominator),
        f"{number(value.numerator)} из {number(value.denominator)}",
        number(value.risk * 100, 0),
    )


def facts(found: SchoolRisks, figure: Figure, others: Beside | None) -> list[Fact]:
    """Beside others, beside last year, beside what was given from outside."""
    shown = []
    medians = (
        (("Похожие школы", others.similar), ("Муниципалитет", others.municipality), ("Регион", others.region))
        if others
        else ()
    )
    for title, median in medians:
        if median is not None:
            shown.append(Fact(title, whole(median), note="в середине ряда школ"))
    before = found.previous.get(figure.code)
    if before is not None and before.value is not None and figure.value is not None:
        shown.append(Fact(found.previous_title, whole(before.value), note=change_words(before, figure)))
    given = found.given.get(figure.code)
    if given is not None:
        shown.append(Fact("Дано извне", level_word(given.level), note=given.source))
    return shown
