"""What one question must fulfil: its answers, its bounds, and a condition that can hold. Pure Python."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opora.questionnaires.conditions import Comparison, Condition, compares, comparisons
from opora.questionnaires.instrument import TYPE_TITLES, QuestionType
from opora.questionnaires.reading import LARGEST_NUMBER

MOST_OPTIONS = 30
MOST_STEPS = 11
LONGEST_OPTION = 500

type Row = Mapping[str, Any]
type Wrong = Iterator[tuple[str, str]]

_CHOSEN = frozenset({QuestionType.SINGLE, QuestionType.SEVERAL, QuestionType.MATRIX})
_BOUNDED = frozenset({QuestionType.SCALE, QuestionType.NUMBER})
_COMPARED = frozenset({QuestionType.SINGLE, *_BOUNDED})
_BELONGS = {
    "options": _CHOSEN,
    "rows": frozenset({QuestionType.MATRIX}),
    "minimum": _BOUNDED,
    "maximum": _BOUNDED,
    "low_label": frozenset({QuestionType.SCALE}),
    "high_label": frozenset({QuestionType.SCALE}),
}


def of_answers(question: Row) -> Wrong:
    """What is wrong with the answers a question offers, by field."""
    kind = QuestionType(question["type"])
    for name, kinds in _BELONGS.items():
        if kind not in kinds and question.get(name) not in (None, "", []):
            yield name, f"У вида «{TYPE_TITLES[kind]}» этого нет. Очистите поле или смените вид вопроса."
    options, rows = question.get("options") or [], question.get("rows") or []
    if kind in _CHOSEN and not 2 <= len(options) <= MOST_OPTIONS:
        yield "options", f"Нужно от 2 до {MOST_OPTIONS} ответов, по одному в строке."
    if kind is QuestionType.MATRIX and not 1 <= len(rows) <= MOST_OPTIONS:
        yield "rows", f"Нужно от 1 до {MOST_OPTIONS} строк таблицы."
    yield from _of_texts("options", "Ответ", options)
    yield from _of_texts("rows", "Строка", rows)
    if kind in _BOUNDED:
        yield from _of_bounds(kind, question.get("minimum"), question.get("maximum"))


def _of_texts(name: str, what: str, texts: Sequence[str]) -> Wrong:
    seen: set[str] = set()
    for number, text in enumerate(texts, 1):
        key = " ".join(text.split()).casefold()
        if not key:
            yield name, f"{what} {number} без слов. Напишите слова или уберите строку."
        elif key in seen:
            yield name, f"«{text}» стоит дважды. Уберите повтор."
        elif len(text) > LONGEST_OPTION:
            yield name, f"{what} {number}: {len(text)} знаков. Сократите до {LONGEST_OPTION}."
        seen.add(key)


def _of_bounds(kind: QuestionType, minimum: int | None, maximum: int | None) -> Wrong:
    if minimum is None or maximum is None or not -LARGEST_NUMBER <= minimum < maximum <= LARGEST_NUMBER:
        yield "maximum", f"Назовите наименьшее и наибольшее число, не больше {LARGEST_NUMBER}."
    elif kind is QuestionType.SCALE and maximum - minimum >= MOST_STEPS:
        yield "maximum", f"На шкале не больше {MOST_STEPS} делений."


def of_condition(found: Condition, questions: Mapping[str, Row]) -> Iterator[str]:
    """Tests in it that ask a question for what it cannot say."""
    for test in comparisons(found):
        if test.code in questions and test.word != "answered":
            yield from _of_test(test, questions[test.code])


def _of_test(test: Comparison, asked: Row) -> Iterator[str]:
    kind, code = QuestionType(asked["type"]), test.code
    if test.word == "has":
        if kind is not QuestionType.SEVERAL:
            yield f"В вопросе «{code}» не отмечают несколько ответов: вместо has пишите =."
        elif not 1 <= test.number <= len(asked.get("options") or ()):
            yield f"У вопроса «{code}» нет ответа {test.number}."
    elif kind is QuestionType.SEVERAL:
        yield f"В вопросе «{code}» отмечают несколько ответов: пишите {code} has {test.number}."
    elif kind not in _COMPARED:
        yield f"Ответ на вопрос «{code}» не число: о нём можно спросить только {code} answered."
    elif not _may_hold(test, kind, asked):
        yield f"В вопросе «{code}» такого ответа нет: {test.word} {test.number}. Проверьте число."


def _may_hold(test: Comparison, kind: QuestionType, asked: Row) -> bool:
    if kind is QuestionType.SINGLE:
        low, high = 1, len(asked.get("options") or ())
    else:
        low, high = asked.get("minimum"), asked.get("maximum")  # type: ignore[assignment]
        if low is None or high is None:
            return True  # the missing bound is a mistake of its own
    if test.word in ("=", "!="):
        return low <= test.number <= high
    possible = (low, high)
    return any(compares(test.word, value, test.number) for value in possible)
