"""When a question is asked: a small language of conditions over earlier answers. Pure Python, no eval.

    t05 = 2
    t05 >= 3 and not t07 has 4
    (p01 answered or p02 < 5) and p03 != 1

A condition on a question that was not answered does not hold, `!=` and `<` included: missing is not zero.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne

type Value = int | list[int] | Mapping[int, int] | str
type Answers = Mapping[str, Value]

_TOKEN = re.compile(r"\s*(?:(\()|(\))|(!=|>=|<=|=|<|>)|(-?\d+)|([A-Za-z]\w*))")
_COMPARED: dict[str, Callable[[int, int], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
WORDS = frozenset({"and", "or", "not", "has", "answered"})
MOST_DEEP = 20


class NotACondition(ValueError):
    """The text is not a condition; `words` say in Russian where it breaks."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question held against a number; `answered` holds against nothing."""

    code: str
    word: str
    number: int = 0

    def holds(self, answers: Answers) -> bool:
        value = answers.get(self.code)
        if value is None:
            return False
        if self.word == "answered":
            return True
        if self.word == "has":
            return isinstance(value, list) and self.number in value
        return isinstance(value, int) and compares(self.word, value, self.number)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset({self.code})


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Condition"

    def holds(self, answers: Answers) -> bool:
        return not self.inner.holds(answers)

    @property
    def codes(self) -> frozenset[str]:
        return self.inner.codes


@dataclass(frozen=True, slots=True)
class Joined:
    """All of the parts, or any of them."""

    word: str
    parts: "tuple[Condition, ...]"

    def holds(self, answers: Answers) -> bool:
        held = (part.holds(answers) for part in self.parts)
        return all(held) if self.word == "and" else any(held)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset().union(*(part.codes for part in self.parts))


type Condition = Comparison | Not | Joined


def compares(word: str, value: int, number: int) -> bool:
    """Whether `value` stands so to the number."""
    return _COMPARED[word](value, number)


def comparisons(found: Condition) -> Iterator[Comparison]:
    """Every test in the condition, from left to right."""
    match found:
        case Comparison():
            yield found
        case Not():
            yield from comparisons(found.inner)
        case Joined():
            for part in found.parts:
                yield from comparisons(part)


def spelled(found: Condition | None) -> str:
    """The condition as text that `condition` reads as the same tree."""
    match found:
        case None:
            return ""
        case Comparison():
            test = f"{found.code} {found.word}"
            return test if found.word == "answered" else f"{test} {found.number}"
        case Not():
            return f"not {_part(found.inner)}"
        case Joined():
            return f" {found.word} ".join(map(_part, found.parts))


def _part(found: Condition) -> str:
    return f"({spelled(found)})" if isinstance(found, Joined) else spelled(found)


def condition(text: str) -> Condition | None:
    """The condition as a tree; None for an empty text, which always holds. Raises NotACondition."""
    words = _words(text)
    if not words:
        return None
    reader = _Reader(words)
    found = reader.either(0)
    if not reader.is_over:
        raise NotACondition(f"Лишнее после условия: «{reader.rest}». Соедините словом and или or.")
    return found


def _words(text: str) -> list[str]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotACondition(
                f"Непонятно: «{text[at:].strip()[:20]}». Пишите так: t05 = 2 and not t07 has 4."
            )
        found.append(match[0].strip())
        at = match.end()
    return found


class _Reader:
    """Reads the words from left to right: or, and, not, brackets, one test."""

    def __init__(self, words: list[str]) -> None:
        self._words, self._at = words, 0

    @property
    def is_over(self) -> bool:
        return self._at == len(self._words)

    @property
    def rest(self) -> str:
        return " ".join(self._words[self._at :])

    def either(self, depth: int) -> Condition:
        return self._joined("or", self._both, depth)

    def _both(self, depth: int) -> Condition:
        return self._joined("and", self._one, depth)

    def _joined(self, word: str, part: Callable[[int], Condition], depth: int) -> Condition:
        parts = [part(depth)]
        while self._takes(word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _one(self, depth: int) -> Condition:
        if depth > MOST_DEEP:
            raise NotACondition("Слишком много скобок и not. Упростите условие.")
        if self._takes("not"):
            return Not(self._one(depth + 1))
        if self._takes("("):
            inner = self.either(depth + 1)
            if not self._takes(")"):
                raise NotACondition("Скобка не закрыта.")
            return inner
        return self._test()

    def _test(self) -> Comparison:
        code = self._next("код вопроса")
        if code in WORDS or not code[0].isalpha():
            raise NotACondition(f"Вместо «{code}» нужен код вопроса.")
        word = self._next("сравнение: =, !=, <, <=, >, >=, has или answered")
        if word == "answered":
            return Comparison(code, word)
        if word not in _COMPARED and word != "has":
            raise NotACondition(
                f"После «{code}» вместо «{word}» нужно сравнение: =, !=, <, >, has или answered."
            )
        number = self._next("число")
        if not re.fullmatch(r"-?\d{1,9}", number):
            raise NotACondition(f"После «{code} {word}» вместо «{number}» нужно число.")
        return Comparison(code, word, int(number))

    def _takes(self, word: str) -> bool:
        if self.is_over or self._words[self._at] != word:
            return False
        self._at += 1
        return True

    def _next(self, wanted: str) -> str:
        if self.is_over:
            raise NotACondition(f"Условие обрывается: дальше нужно {wanted}.")
        self._at += 1
        return self._words[self._at - 1]
