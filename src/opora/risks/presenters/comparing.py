"""A school beside the year before and beside other schools."""

from collections.abc import Mapping
from math import hypot

from opora.risks.presenters.levels import whole
from opora.risks.queries import Beside, Figure, SchoolRisks
from opora.ui.tables import Column, Table
from opora.ui.text import number

#: a difference worth a sentence, in points
APART = 10
_NAMED = 3


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
            (
                found.guide.title(each.code),
                number(before.value, 1),
                number(each.value, 1),
                change_words(before, each),
            )
        )
    if not rows:
        return None, within
    columns = [
        Column("Фактор"),
        Column(found.previous_title, "number"),
        Column(found.profile.cycle.title, "number"),
        Column("Что это значит", "words"),
    ]
    return Table("changes", "Риск по годам", columns, rows, caption_hidden=True), within


def is_sure(before: Figure, now: Figure) -> bool:
    """Whether the difference is larger than both intervals' half-widths taken together."""
    assert before.value is not None and now.value is not None
    return abs(now.value - before.value) > hypot(_half(before), _half(now))


def change_words(before: Figure, now: Figure) -> str:
    """«риск вырос на 12», or that it is too early to say."""
    if not is_sure(before, now):
        return "в пределах погрешности: говорить об изменении рано"
    difference = (now.value or 0.0) - (before.value or 0.0)
    return f"риск {'вырос' if difference > 0 else 'снизился'} на {number(round(abs(difference), 1))}"


def _half(figure: Figure) -> float:
    return ((figure.high or 0.0) - (figure.low or 0.0)) / 2


_OTHERS = {"similar": "Похожие школы", "municipality": "Муниципалитет", "region": "Регион"}


def beside_table(found: SchoolRisks, others: Mapping[str, Beside]) -> Table | None:
    """The school and the medians of others, of whom there are enough; None where nobody can be told."""
    shown = [name for name in _OTHERS if any(getattr(each, name) is not None for each in others.values())]
    rows = [
        (found.guide.title(each.code), whole(each.value), *(whole(getattr(o, name)) for name in shown))
        for each in found.by_risk
        if (o := others.get(each.code)) is not None and any(getattr(o, name) is not None for name in shown)
    ]
    if not rows:
        return None
    columns = [
        *(Column("Фактор"), Column("Школа", "number")),
        *(Column(_OTHERS[name], "number") for name in shown),
    ]
    return Table("beside", "Школа и середина ряда других школ", columns, rows, stacks=False)


def too_few(others: Mapping[str, Beside]) -> str:
    """«Похожих школ с профилем меньше четырёх…»: why a column is not there; empty where all are."""
    words = {
        "similar": "Похожих школ",
        "municipality": "Других школ муниципалитета",
        "region": "Школ региона",
    }
    absent = [words[name] for name in _OTHERS if all(getattr(each, name) is None for each in others.values())]
    return (
        f"{', '.join(absent)} с профилем меньше четырёх: с ними не сравниваем." if absent and others else ""
    )


def furthest(found: SchoolRisks, others: Mapping[str, Beside]) -> list[str]:
    """Where the school's risk is higher than the middle of others by `APART` points and more, the most first."""
    pairs = [
        (each.value - middle, each, middle)
        for each in found.by_risk
        if each.value is not None
        and (o := others.get(each.code)) is not None
        and (middle := o.municipality if o.municipality is not None else o.region) is not None
    ]
    worst = sorted((pair for pair in pairs if pair[0] >= APART), key=lambda pair: -pair[0])[:_NAMED]
    return [
        f"{found.guide.title(each.code)}: {whole(each.value)}, в середине ряда\N{NO-BREAK SPACE}{whole(middle)}"
        for _, each, middle in worst
    ]
