"""The parts of the chain as tables. What is not filled in yet is «—»."""

from collections.abc import Callable, Iterable

from opora.documents.amounts import change_of
from opora.documents.outline import Outline, Part
from opora.documents.people_words import PARTICIPANT_TITLES
from opora.documents.printouts.chain import Chain, Group
from opora.documents.programme import Cause, Direction, Goal, Indicator, Measure, Result, Task
from opora.documents.responsible import said
from opora.printing import Align, Column, Row, Run, Section, Table, Text, Value
from opora.printing.russian import bound, short_period

#: so many letters of a row that stands in full elsewhere
_SHORT = 160
_NUMBER = Column("№", Align.CENTER, 0.5)


def shortened(text: str, length: int = _SHORT) -> str:
    """The beginning of a text, up to a whole word."""
    words = " ".join(text.split())
    if len(words) > length:
        words = f"{words[: length + 1].rsplit(' ', 1)[0][:length].rstrip(' ,;:.—–-')}…"
    return bound(words)


def causes(chain: Chain, outline: Outline) -> Table:
    del outline

    def row(each: Cause) -> Row:
        return Row((chain.numbers[each.id], _said(each.text)))

    return Table(
        (_NUMBER, Column("Причина", width=9)),
        _sectioned(chain.causes, _direction, "Причины без направления", row),
    )


def goals(chain: Chain, outline: Outline) -> Table:
    del outline

    def row(each: Goal) -> Row:
        return Row((chain.numbers[each.id], _said(each.text)))

    return Table(
        (_NUMBER, Column("Цель", width=9)), _sectioned(chain.goals, _direction, "Программа в целом", row)
    )


def tasks(chain: Chain, outline: Outline) -> Table:
    def row(each: Task) -> Row:
        named = (chain.causes_by_id[code] for code in each.causes if code in chain.causes_by_id)
        text = "\n".join(_called(chain, "", cause, cause.text, outline.has(Part.CAUSES)) for cause in named)
        return Row((chain.numbers[each.id], _said(each.text), _said(text)))

    return Table(
        (_NUMBER, Column("Задача", width=5), Column("Какие причины устраняет", width=4.5)),
        _sectioned(chain.tasks, _parent(chain, "Цель", outline.has(Part.GOALS)), "Задачи без цели", row),
    )


def measures(chain: Chain, outline: Outline) -> Table:
    """The column of resources is there when a measure names some."""
    costs = any(each.resources.strip() for each in chain.programme.measures)
    columns = (
        _NUMBER,
        Column("Мера", width=3),
        Column("Срок", width=1.6),
        Column("Исполнители", width=2),
        Column("Участники", width=1.8),
        Column("Ожидаемый результат", width=2.5),
        *((Column("Ресурсы", width=1.5),) if costs else ()),
    )

    def row(each: Measure) -> Row:
        cells: tuple[Value, ...] = (
            chain.numbers[each.id],
            _said(each.title),
            _said(each.when) or _said(short_period(each.starts, each.ends)),
            _executors(each),
            _said(", ".join(PARTICIPANT_TITLES[who] for who in each.participants)),
            _said(each.result),
        )
        return Row((*cells, _said(each.resources)) if costs else cells)

    title = _parent(chain, "Задача", outline.has(Part.TASKS))
    return Table(columns, _sectioned(chain.measures, title, "Меры без задачи", row), small=True)


def indicators(chain: Chain, outline: Outline) -> Table:
    del outline
    columns = (
        _NUMBER,
        Column("Показатель", width=2.8),
        Column("Ед. изм.", width=1.2),
        Column("исходное", Align.CENTER, 1.4, group="Значение"),
        Column("целевое", Align.CENTER, 1.4, group="Значение"),
        Column("Срок", Align.CENTER, 1.5),
        Column("Источник", width=1.9),
        Column("Метод", width=2.1),
    )

    def row(each: Indicator) -> Row:
        return Row(
            (
                chain.numbers[each.id],
                _indicator(chain, each),
                _said(each.unit),
                *(_amount(value, each.unit) for value in (each.baseline, each.target)),
                each.by,
                _said(each.source),
                _said(each.method),
            )
        )

    return Table(columns, tuple(row(each) for each in chain.programme.indicators), small=True)


def results(chain: Chain, outline: Outline) -> Table:
    numbers = chain.numbers

    def row(each: Result) -> Row:
        aims = ", ".join(str(numbers[code]) for code in each.goals if code in numbers)
        named = (chain.indicators_by_id[code] for code in each.indicators if code in chain.indicators_by_id)
        seen = "\n".join(_called(chain, "", item, item.title, outline.has(Part.INDICATORS)) for item in named)
        return Row((numbers[each.id], _said(each.text), _said(aims), _said(seen)))

    return Table(
        (
            _NUMBER,
            Column("Ожидаемый результат", width=4.5),
            Column("Цель", Align.CENTER, 0.9),
            Column("По каким показателям видно", width=4),
        ),
        tuple(row(each) for each in chain.programme.results),
    )


TABLES: dict[Part, Callable[[Chain, Outline], Table]] = {
    Part.CAUSES: causes,
    Part.GOALS: goals,
    Part.TASKS: tasks,
    Part.MEASURES: measures,
    Part.INDICATORS: indicators,
    Part.RESULTS: results,
}


def _sectioned[Parent, Child](
    groups: Iterable[Group[Parent, Child]],
    title: Callable[[Parent], str],
    loose: str,
    row: Callable[[Child], Row],
) -> tuple[Row | Section, ...]:
    """Rows under the names of their parents, where there is more than one."""
    groups = tuple(groups)
    lines: list[Row | Section] = []
    for group in groups:
        if len(groups) > 1:
            lines.append(Section(loose if group.parent is None else title(group.parent)))
        lines += [row(each) for each in group.rows]
    return tuple(lines)


def _direction(direction: Direction) -> str:
    return f"Направление «{shortened(direction.title) or '—'}»"


def _parent(chain: Chain, word: str, in_full_elsewhere: bool) -> Callable[[Goal | Task], str]:
    return lambda each: _called(chain, f"{word} ", each, each.text, in_full_elsewhere)


def _called(
    chain: Chain, word: str, row: Goal | Task | Cause | Indicator, text: str, in_full_elsewhere: bool
) -> str:
    """«Задача 3. Перенести консультации»; in short where the document has it in full."""
    said = _said(text) or "—"
    return f"{word}{chain.numbers[row.id]}. {shortened(said) if in_full_elsewhere else said}"


def _executors(measure: Measure) -> str | None:
    """Parts on the first line, names below; nobody twice."""
    names = [name.strip() for name in measure.named if name.strip()]
    titles = said(measure.executors, names)[: -len(names) or None]
    return _said("\n".join(filter(None, (", ".join(titles), ", ".join(names)))))


def _amount(value: str, unit: str) -> str | None:
    """A figure without the unit, which has a column of its own; words («до 60 %») stay as they are."""
    bare = change_of(value, "", unit).removesuffix(unit.strip())
    return _said(value if any(sign.isalpha() for sign in bare) else bare)


def _indicator(chain: Chain, indicator: Indicator) -> Text:
    """The title, and under it what it is of."""
    title = _said(indicator.title) or "—"
    match chain.owner(indicator):
        case Goal(id=code):
            return title, Run(f"\nк цели {chain.numbers[code]}", italic=True)
        case Task(id=code):
            return title, Run(f"\nк задаче {chain.numbers[code]}", italic=True)
        case Measure(id=code):
            return title, Run(f"\nк мере {chain.numbers[code]}", italic=True)
    return title


def _said(text: str) -> str | None:
    return bound(text.strip()) or None
