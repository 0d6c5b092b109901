"""The guard of chronology for plans (C6): what in a plan cannot be so, or is not said. Warns, never blocks. Pure.

Dates are compared only where the words leave no doubt: a work is early where the last day on which it may begin lies
before the first day of what it rests on. «Март» may begin on any day of March, so it is never earlier than
«10.03–15.03»; «февраль–апрель» begins in February and is earlier than «март». Terms that only repeat («еженедельно»)
begin nowhere and are not compared.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from opora.plans.terms import Term, read
from opora.plans.works import Works, alike, plain

#: what the codes mean, in the order in which findings stand; docs/import.md is written from it
RULES: dict[str, str] = {
    "number-repeated": "Один номер стоит у нескольких строк.",
    "number-missing": "Номер пропущен: соседние номера в плане есть.",
    "before-its-ground": "Работа начинается раньше той, на которой держится, или подводит итог тому, что не начато.",
    "group-meets-before-created": "Группа заседает раньше, чем создана.",
    "end-before-start": "Срок кончается раньше, чем начинается.",
    "term-outside-plan-year": "Срок лежит за пределами программного года плана.",
    "term-not-understood": "Срок остался словами: дней в нём не прочитать.",
    "no-term": "У строки нет срока.",
    "no-responsible": "Не названо, кто отвечает.",
    "same-work-twice": "Одна и та же работа записана дважды на одно время.",
}
#: the words of works that differ in nothing else are one work; a threshold of our own
_SAME = 0.9
_FEWEST_WORDS = 4
_NUMBER = re.compile(r"^\s*(\d{1,4})\s*[.)]?\s*$")
_MEETS = {"coordination-meeting": "coordination-group", "working-meeting": "working-group"}
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a plan as the guard reads it. `number` and `term` are as they were written."""

    position: int
    number: str
    what: str
    term: str
    has_responsible: bool = True

    @property
    def name(self) -> str:
        """The number without its dot; a row without one by its place, «#5»."""
        return self.number.strip().rstrip(".) ") or f"#{self.position}"

    @property
    def quoted(self) -> str:
        words = " ".join(self.what.split())
        return f"«{words[: _LONGEST - 1]}…»" if len(words) > _LONGEST else f"«{words}»"


@dataclass(frozen=True, slots=True)
class Finding:
    """`rows` are numbers as written, without the dot (places «#5» where there is none); `positions` the places."""

    rule: str
    rows: tuple[str, ...]
    message: str
    positions: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "rows": list(self.rows), "message": self.message}


@dataclass(frozen=True)
class Case:
    """A plan to be looked at: its rows in order, its year, the works it may be about."""

    lines: Sequence[Line]
    within: tuple[date, date]
    works: Works

    @cached_property
    def terms(self) -> dict[int, Term]:
        return {line.position: read(line.term, self.within) for line in self.lines}

    @cached_property
    def by_work(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[self.works.recognise(line.what)].append(line)
        return found

    def begins(self, line: Line) -> date | None:
        """The first day on which it may begin; None where nothing is said or only a last day («до …»)."""
        term = self.terms[line.position]
        return term.starts if term.is_stated else None


type Rule = Callable[[Case], Iterable[Finding]]


def findings(lines: Sequence[Line], within: tuple[date, date], works: Works) -> list[Finding]:
    """Everything that is doubtful, in the order of `RULES`, then of the plan."""
    case = Case(lines, within, works)
    order = list(RULES)
    found = [each for rule in _RULES for each in rule(case)]
    return sorted(found, key=lambda each: order.index(each.rule))


def _finding(rule: str, lines: Sequence[Line], message: str) -> Finding:
    return Finding(rule, tuple(line.name for line in lines), message, tuple(line.position for line in lines))


def _numbers(case: Case) -> Iterator[Finding]:
    by_number: dict[int, list[Line]] = defaultdict(list)
    for line in case.lines:
        found = _NUMBER.match(line.number)
        if found:
            by_number[int(found[1])].append(line)
    for number, lines in sorted(by_number.items()):
        if len(lines) > 1:
            said = " и ".join(line.quoted for line in lines[:3])
            yield _finding("number-repeated", lines, f"Номер {number} стоит у {len(lines)} строк: {said}.")
    known = sorted(by_number)
    for one, other in pairwise(known):
        if other - one > 1:
            gone = range(one + 1, other)
            said = f"Номера {gone[0]} нет" if len(gone) == 1 else f"Номеров {gone[0]}–{gone[-1]} нет"
            message = f"{said}: после {one} идёт {other}."
            rows = tuple(str(each) for each in gone[:50])
            yield Finding(
                "number-missing", rows, message, (by_number[one][-1].position, by_number[other][0].position)
            )


def _grounds(case: Case) -> Iterator[Finding]:
    for line in case.lines:
        work = case.works.by_code.get(case.works.recognise(line.what))
        term = case.terms[line.position]
        if work is None or term.begins_by is None:
            continue
        late = [
            ground
            for code in work.rests_on
            for ground in case.by_work.get(code, ())
            if _begins_after(case, ground, term.begins_by)
        ]
        if late:
            rule = "group-meets-before-created" if work.code in _MEETS else "before-its-ground"
            grounds = ", ".join(
                f"{case.works.title(_code(case, g))} (строка {g.name}, {_when(case, g)})" for g in late
            )
            message = f"{_upper(work.title)} (строка {line.name}) — {term.text}, а держится на том, что позже: {grounds}."
            yield _finding(rule, [line, *late], message)


def _code(case: Case, line: Line) -> str:
    return case.works.recognise(line.what)


def _begins_after(case: Case, ground: Line, day: date) -> bool:
    first = case.begins(ground)
    return first is not None and first > day


def _when(case: Case, line: Line) -> str:
    return case.terms[line.position].text or "без срока"


def _sums(case: Case) -> Iterator[Finding]:
    """What sums up a plan has nothing to sum up before anything in it has begun."""
    for line in case.lines:
        work = case.works.by_code.get(_code(case, line))
        term = case.terms[line.position]
        if work is None or not work.sums_up or term.ends is None or not term.is_stated:
            continue
        others = [(case.begins(each), each) for each in case.lines if each is not line]
        dated = [(first, each) for first, each in others if first is not None]
        if not dated or any(first <= term.ends for first, _ in dated):
            continue
        earliest = min(first for first, _ in dated)
        firsts = [each for first, each in dated if first == earliest]
        named = ", ".join(each.name for each in firsts)
        message = (
            f"{_upper(work.title)} (строка {line.name}) — {term.text}, а первые меры плана (строки {named}) — "
            f"{_when(case, firsts[0])}: оценивать ещё нечего."
        )
        yield _finding("before-its-ground", [line, *firsts], message)


def _terms(case: Case) -> Iterator[Finding]:
    outside, without = [], []
    for line in case.lines:
        term = case.terms[line.position]
        if not term.text:
            without.append(line)
        elif term.is_reversed:
            yield _finding(
                "end-before-start",
                [line],
                f"Строка {line.name}: срок «{term.text}» кончается раньше, чем начинается.",
            )
        elif not term.is_understood:
            said = f"Строка {line.name}: срок «{_cut(term.text)}» остался словами."
            message = f"{said} Впишите дни или один ритм, если знаете."
            yield _finding("term-not-understood", [line], message)
        elif term.is_stated and _is_outside(term, case.within):
            outside.append(line)
    if outside:
        said = "; ".join(f"{line.name} — {_when(case, line)}" for line in outside[:10])
        more = f" и ещё {len(outside) - 10}" if len(outside) > 10 else ""
        first, last = case.within
        message = f"Год плана — с {first:%d.%m.%Y} по {last:%d.%m.%Y}, а сроки выходят за него: {said}{more}."
        yield _finding("term-outside-plan-year", outside, message)
    if without:
        yield _finding("no-term", without, f"Срока нет: {_listed(without)}.")


def _is_outside(term: Term, within: tuple[date, date]) -> bool:
    days = [day for day in (term.starts, term.ends) if day is not None]
    return any(not within[0] <= day <= within[1] for day in days)


def _responsible(case: Case) -> Iterator[Finding]:
    without = [line for line in case.lines if not line.has_responsible]
    if without and len(without) == len(case.lines):
        yield _finding("no-responsible", without, "Ответственные не названы ни в одной строке плана.")
    elif without:
        yield _finding("no-responsible", without, f"Не названо, кто отвечает: {_listed(without)}.")


def _listed(lines: Sequence[Line]) -> str:
    named = ", ".join(line.name for line in lines[:20])
    more = f" и ещё {len(lines) - 20}" if len(lines) > 20 else ""
    return f"строк{'а' if len(lines) == 1 else 'и'} {named}{more}"


def _twice(case: Case) -> Iterator[Finding]:
    """Words and time the same: 37 «для кураторов» and 38 «для участников» are two works."""
    said = [(line, set(plain(line.what).split())) for line in case.lines]
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, (_, words) in enumerate(said):
        for word in words:
            by_word[word].append(at)
    for at, (line, words) in enumerate(said):
        if len(words) < _FEWEST_WORDS:
            continue
        # two texts that share nine words of ten share the rarest two of one of them
        rarest = sorted(words, key=lambda word: (len(by_word[word]), word))[: max(2, len(words) // 5 + 1)]
        near = sorted({other for word in rarest for other in by_word[word] if other > at})
        for other in near:
            twin, theirs = said[other]
            if alike(words, theirs) >= _SAME and _one_time(case, line, twin):
                message = f"Строки {line.name} и {twin.name} говорят об одном и том же: {line.quoted}."
                yield _finding("same-work-twice", [line, twin], message)


def _one_time(case: Case, one: Line, other: Line) -> bool:
    """Surely apart in time are two works, whatever their words."""
    first, second = case.terms[one.position], case.terms[other.position]
    if first.starts and second.ends and second.ends < first.starts:
        return False
    return not (second.starts and first.ends and first.ends < second.starts)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_RULES: tuple[Rule, ...] = (_numbers, _grounds, _sums, _terms, _responsible, _twice)
