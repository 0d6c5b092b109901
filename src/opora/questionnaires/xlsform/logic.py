"""The relevants of a form as conditions of ours; what goes round in a circle is named once."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from opora.questionnaires.conditions import Condition, Joined, NotACondition, condition, spelled
from opora.questionnaires.xlsform import problems as codes
from opora.questionnaires.xlsform.expressions import NotSayable, from_xpath
from opora.questionnaires.xlsform.survey import Asked, Survey


def read_logic(survey: Survey) -> None:
    """Write `show_if` into every question; a problem in the cell where it cannot be said."""
    graph: dict[str, set[str]] = {}
    for asked in survey.asked:
        found = _condition(survey, asked)
        if found is not None:
            asked.content["show_if"] = spelled(found)
            graph[asked.content["code"]] = set(found.codes)
    for cycle in _cycles(graph):
        _complain(survey, cycle)


def _condition(survey: Survey, asked: Asked) -> Condition | None:
    """The question's own relevant and those of the groups around it, all at once."""
    parts: list[Condition] = []
    for line in asked.relevant:
        text = line["relevant"]
        if any(f"${{{name}}}" in text for name in survey.lost):
            continue
        try:
            found = from_xpath(text, survey.names)
            condition(spelled(found))
        except (NotSayable, NotACondition) as refused:
            survey.wrong(line, "relevant", codes.BAD_LOGIC, refused.words)
        else:
            parts += [] if found is None else [found]
    return Joined("and", tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def _cycles(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    """Every circle once: one is cut where it was found, then the next is looked for."""
    left = {code: set(asked) for code, asked in graph.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            # the sorter names each question before the one that asks about it
            cycle = list(error.args[1])
            yield cycle
            left[cycle[1]].discard(cycle[0])
        else:
            return


def _complain(survey: Survey, cycle: list[str]) -> None:
    first = min(
        (at for at, asked in enumerate(survey.asked) if asked.content["code"] in cycle),
    )
    way = " → ".join(f"«{code}»" for code in reversed(cycle))
    words = f"Условия идут по кругу: {way}. Снимите условие с того вопроса, что стоит первым."
    survey.wrong(survey.asked[first].line, "relevant", codes.LOGIC_CYCLE, words)
