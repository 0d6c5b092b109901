"""Skip logic as XLSForm writes it (XPath over `${names}`) and back. Pure Python, no eval.

ODK takes an unanswered question for an empty string and compares it: `'' != 2` holds. Ours does not, so
`t05 != 2` is written `(${t05} != '' and ${t05} != 2)` and read back from that.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opora.questionnaires.conditions import MOST_DEEP, Comparison, Condition, Joined, Not
from opora.questionnaires.instrument import Instrument, QuestionType
from opora.questionnaires.xlsform.vocabulary import row_name


def to_xpath(found: Condition | None, instrument: Instrument) -> str:
    """The condition as a `relevant` of XLSForm; empty for none."""
    match found:
        case None:
            return ""
        case Comparison():
            return _test(found, instrument)
        case Not():
            return f"not({to_xpath(found.inner, instrument)})"
        case Joined():
            return f" {found.word} ".join(_part(part, instrument) for part in found.parts)


def _part(found: Condition, instrument: Instrument) -> str:
    text = to_xpath(found, instrument)
    return f"({text})" if isinstance(found, Joined) else text


def _test(test: Comparison, instrument: Instrument) -> str:
    question = instrument.by_code[test.code]
    match test.word:
        case "answered" if question.type is QuestionType.MATRIX:
            rows = range(1, len(question.rows) + 1)
            anything = " or ".join(f"${{{row_name(test.code, row)}}} != ''" for row in rows)
            return f"({anything})"
        case "answered":
            return f"${{{test.code}}} != ''"
        case "has":
            return f"selected(${{{test.code}}}, '{test.number}')"
        case "!=":
            return f"(${{{test.code}}} != '' and ${{{test.code}}} != {test.number})"
        case _:
            return f"${{{test.code}}} {test.word} {test.number}"


@dataclass(frozen=True, slots=True)
class Named:
    """What a name of the form stands for.

    `values` are the numbers of the answers by their names in the list of choices, None where any whole
    number is one. `row` of a matrix is from 1; `rows` is how many it has.
    """

    code: str
    type: QuestionType
    values: Mapping[str, int] | None = None
    row: int = 0
    rows: int = 0


class NotSayable(ValueError):
    """The expression says what our conditions cannot; the words say what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


_TOKEN = re.compile(
    r"""\s*(?:\$\{\s*(?P<name>[^{}]*?)\s*\}|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<sign>!=|<=|>=|=|<|>|\(|\)|,)|(?P<word>[A-Za-z][\w.:-]*))"""
)
_COMPARED = frozenset({"=", "!=", "<", "<=", ">", ">="})
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}

type Token = tuple[str, str]
_END: Token = ("end", "")
# `!=` and a matrix bring brackets of their own
_DEEPEST = MOST_DEEP + 1


def from_xpath(text: str, names: Mapping[str, Named]) -> Condition | None:
    """The expression as a condition; None for an empty one. Raises NotSayable."""
    tokens = _tokens(text)
    if not tokens:
        return None
    reader = _Reader(tokens, names)
    found = reader.either(0)
    if reader.next != _END:
        raise NotSayable(f"Непонятно после условия: «{reader.next[1]}».")
    return simplified(found, names)


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotSayable(f"Непонятно: «{text[at : at + 20].strip()}».")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    """Reads from left to right: or, and, not(), brackets, selected(), one comparison."""

    def __init__(self, tokens: list[Token], names: Mapping[str, Named]) -> None:
        self._tokens, self._names, self._at = tokens, names, 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def either(self, depth: int) -> Condition:
        return self._joined("or", self._both, depth)

    def _both(self, depth: int) -> Condition:
        return self._joined("and", self._one, depth)

    def _joined(self, word: str, part: Callable[[int], Condition], depth: int) -> Condition:
        parts = [part(depth)]
        while self._takes("word", word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _one(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise NotSayable("Слишком много скобок. Упростите условие.")
        if self._takes("sign", "("):
            return self._closed(self.either(depth + 1))
        if self._takes("word", "not"):
            self._must("(")
            return Not(self._closed(self.either(depth + 1)))
        if self._takes("word", "selected"):
            return self._selected()
        return self._comparison()

    def _closed(self, inner: Condition) -> Condition:
        self._must(")")
        return inner

    def _selected(self) -> Condition:
        self._must("(")
        named = self._named(self._take())
        self._must(",")
        kind, answer = self._take()
        self._must(")")
        if kind not in ("text", "number"):
            raise NotSayable("Вторым в selected() стоит имя ответа в кавычках: selected(${t07}, '4').")
        number = _answer(named, answer.strip("'\""))
        return Comparison(_code(named), "has" if named.type is QuestionType.SEVERAL else "=", number)

    def _comparison(self) -> Condition:
        left, (sign, word), right = self._take(), self._take(), self._take()
        if sign != "sign" or word not in _COMPARED:
            what = f" («{left[1]}»)" if left[0] == "word" else ""
            raise NotSayable(
                f"Так сравнивать{what} мы не умеем. Умеем: =, !=, <, <=, >, >=, and, or, not(), selected()."
            )
        if left[0] != "name":
            left, word, right = right, _MIRRORED.get(word, word), left
        return _compared(self._named(left), word, right)

    def _named(self, token: Token) -> Named:
        kind, name = token
        if kind != "name":
            raise NotSayable(f"Вместо «{name}» нужен вопрос: ${{имя}}.")
        if name not in self._names:
            raise NotSayable(f"Вопроса ${{{name}}} в анкете нет. Проверьте имя.")
        return self._names[name]

    def _take(self) -> Token:
        token = self.next
        if token == _END:
            raise NotSayable("Условие обрывается.")
        self._at += 1
        return token

    def _takes(self, kind: str, word: str) -> bool:
        if self.next != (kind, word):
            return False
        self._at += 1
        return True

    def _must(self, sign: str) -> None:
        if not self._takes("sign", sign):
            raise NotSayable(f"Здесь нужна «{sign}», а стоит «{self.next[1] or 'конец условия'}».")


def _code(named: Named) -> str:
    return row_name(named.code, named.row) if named.row else named.code


def _compared(named: Named, word: str, token: Token) -> Condition:
    kind, said = token
    if kind not in ("text", "number"):
        raise NotSayable("Сравнивать можно только вопрос с ответом: два вопроса между собой — нельзя.")
    said = said.strip("'\"")
    if not said:
        answered = Comparison(_code(named), "answered")
        if word == "!=":
            return answered
        if word == "=":
            return Not(answered)
    if named.type is QuestionType.SEVERAL:
        raise NotSayable("О вопросе с несколькими ответами спрашивают так: selected(${t07}, '4').")
    if word == "=":
        return Comparison(_code(named), word, _answer(named, said))
    # answers called by their numbers are held against any number, as ours are
    is_numeric = all(str(number) == name for name, number in (named.values or {}).items())
    if word == "!=":
        number = _whole(said) if is_numeric and named.type is not QuestionType.TEXT else _answer(named, said)
        return Not(Comparison(_code(named), "=", number))
    if not is_numeric or named.type is QuestionType.TEXT:
        raise NotSayable("Больше и меньше спрашивают только о числе и о шкале. Напишите = и or.")
    return Comparison(_code(named), word, _whole(said))


def _answer(named: Named, said: str) -> int:
    if named.type is QuestionType.TEXT:
        raise NotSayable("О словах можно спросить только, написаны ли они: != ''.")
    if named.values is None:
        return _whole(said)
    if said not in named.values:
        raise NotSayable(f"У вопроса ${{{_code(named)}}} нет ответа «{said}».")
    return named.values[said]


def _whole(said: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", said):
        raise NotSayable(f"Вместо «{said}» нужно целое число.")
    return int(said)


def simplified(found: Condition, names: Mapping[str, Named]) -> Condition:
    """The same in the words of our conditions: `!=` again `!=`, all rows of a matrix again its code.

    Raises NotSayable where a single row of a matrix is asked about.
    """
    rows = {each.code: each.rows for each in names.values() if each.row}
    simple = _simple(found, rows)
    single = next((code for code in sorted(simple.codes) if "-" in code), None)
    if single is not None:
        raise NotSayable(f"Об одной строке таблицы (${{{single}}}) спросить нельзя, только о всей таблице.")
    return simple


def _simple(found: Condition, rows: Mapping[str, int]) -> Condition:
    match found:
        case Comparison(word="answered"):
            return _whole_matrix((found,), rows) or found
        case Comparison():
            return found
        case Not():
            return Not(_simple(found.inner, rows))
        case Joined():
            if found.word == "or" and (matrix := _whole_matrix(found.parts, rows)):
                return matrix
            parts = tuple(_simple(part, rows) for part in found.parts)
            kept = _unequal(parts) if found.word == "and" else parts
            return kept[0] if len(kept) == 1 else Joined(found.word, kept)


def _whole_matrix(parts: tuple[Condition, ...], rows: Mapping[str, int]) -> Comparison | None:
    """The matrix of which every row, in order, is asked whether it was answered."""
    first = parts[0]
    code = first.code.rpartition("-")[0] if isinstance(first, Comparison) else ""
    every = tuple(Comparison(row_name(code, row), "answered") for row in range(1, rows.get(code, 0) + 1))
    return Comparison(code, "answered") if every and parts == every else None


def _unequal(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    kept: list[Condition] = []
    for part in parts:
        match part:
            case Not(inner=Comparison(code=code, word="=", number=number)) if kept and kept[-1] == Comparison(
                code, "answered"
            ):
                kept[-1] = Comparison(code, "!=", number)
            case _:
                kept.append(part)
    return tuple(kept)
