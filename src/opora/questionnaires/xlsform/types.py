"""What one line of the sheet survey asks for."""

import re
from dataclasses import dataclass

from opora.questionnaires.checks import MOST_STEPS
from opora.questionnaires.instrument import QuestionType
from opora.questionnaires.reading import LARGEST_NUMBER
from opora.questionnaires.xlsform.choices import ChoiceList
from opora.questionnaires.xlsform.vocabulary import LIKERT, SELECTS, TYPES

_SELECT = re.compile(rf"({'|'.join(sorted(SELECTS, key=len, reverse=True))})\s+(\S+)(\s+or[ _]other)?", re.I)
_BOUND = re.compile(r"\(?\s*\.\s*(>=|>|<=|<)\s*(-?[0-9]{1,9})\s*\)?")
_PARAMETER = re.compile(r"([a-z_]+)\s*=\s*(-?[0-9]{1,9}(?:\.[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class RowType:
    """The type in one spelling; a select with the name of its list."""

    name: str
    list_name: str = ""
    or_other: bool = False


def row_type(said: str) -> RowType:
    text = " ".join(said.split())
    select = _SELECT.fullmatch(text)
    if select:
        return RowType(SELECTS[select[1].casefold()], select[2], bool(select[3]))
    first = text.casefold()
    if first in TYPES:
        return RowType(TYPES[first])
    name, _, rest = first.partition(" ")
    if rest and name in ("select_one_from_file", "select_multiple_from_file", "select_one_external", "rank"):
        return RowType(name)
    return RowType(first.replace("begin ", "begin_").replace("end ", "end_"))


class BadBounds(ValueError):
    """The bounds of a number cannot be told; the words say what to write."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def bounds(constraint: str) -> tuple[int | None, int | None]:
    """Least and greatest, both included; None for an end that is not named. Raises BadBounds."""
    low: int | None = None
    high: int | None = None
    for part in re.split(r"\s+and\s+", constraint.strip().strip("()").strip()) if constraint.strip() else ():
        match = _BOUND.fullmatch(part.strip())
        if match is None:
            raise BadBounds("Границы не понять. Напишите так: . >= 0 and . <= 40.")
        sign, number = match[1], int(match[2])
        if sign in (">", ">="):
            low = number + (sign == ">")
        else:
            high = number - (sign == "<")
    return low, high


def range_of(parameters: str) -> tuple[int, int]:
    """Start and end of a `range`, by XLSForm 1 and 10 where they are not named. Raises BadBounds."""
    said = dict(_PARAMETER.findall(parameters))
    if "." in "".join(said.values()) or said.get("step", "1") != "1":
        raise BadBounds("Шаг шкалы у нас один: step=1, целые числа. Исправьте столбец parameters.")
    start, end = int(said.get("start", 1)), int(said.get("end", 10))
    return min(start, end), max(start, end)


def range_type(low: int, high: int) -> QuestionType:
    return QuestionType.SCALE if high - low < MOST_STEPS else QuestionType.NUMBER


@dataclass(frozen=True, slots=True)
class Scale:
    """A select_one that is a scale: its ends and what is said at them, by language."""

    minimum: int
    maximum: int
    low: dict[str, str]
    high: dict[str, str]


def scale_of(appearance: str, choices: ChoiceList) -> Scale | None:
    """The scale as we write one: numbers one after another, words only at its ends; else None."""
    steps = choices.steps
    if LIKERT not in appearance.split() or steps is None or len(steps) > MOST_STEPS:
        return None
    if max(abs(steps[0]), abs(steps[-1])) > LARGEST_NUMBER:
        return None
    ends: dict[int, dict[str, str]] = {steps[0]: {}, steps[-1]: {}}
    for step, choice in zip(steps, choices.choices, strict=True):
        for language, text in choice.said.items():
            words = text.removeprefix(f"{step} — ")
            if text == str(step):
                continue
            if step not in ends or words == text:
                return None
            ends[step][language] = words
    return Scale(steps[0], steps[-1], ends[steps[0]], ends[steps[-1]])
