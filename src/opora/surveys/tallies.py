"""What people answered to each question of a campaign that is over: counts, never one person's sheet.

Only of what is no part of a risk profile: there, figures of single schools are shown, and counts over all
schools beside them would give a hidden one away.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opora.questionnaires.instrument import Audience, Instrument, Question, QuestionType
from opora.surveys.storage import SHEETS, WORDS, reading

type Counts = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """An answer that could be given, and how many gave it."""

    words: str
    many: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A question, or a row of a matrix (`row`), with its answers in the order of the form.

    `answered` is None where fewer than the minimum answered: then nothing else is told. `written` are the
    words of a text question, in alphabetical order.
    """

    question: Question
    row: str
    answered: int | None
    lines: tuple[Line, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """`respondents` is None for a group below the minimum, whose tallies are empty."""

    audience: Audience
    respondents: int | None
    tallies: tuple[Tally, ...]


_ITEMS = f"""
SELECT i.key, i.value::int, count(*) FROM {SHEETS} s CROSS JOIN LATERAL jsonb_each_text(s.items) i
WHERE s.campaign_id = %s AND s.audience = %s AND s.school_id = ANY(%s) GROUP BY 1, 2
"""  # noqa: S608 (names of our own)
_COUNT = f"SELECT count(*) FROM {SHEETS} WHERE campaign_id = %s AND audience = %s AND school_id = ANY(%s)"  # noqa: S608
_WORDS = f"""
SELECT question, words FROM {WORDS}
WHERE campaign_id = %s AND audience = %s AND school_id = ANY(%s) ORDER BY question, words
"""  # noqa: S608 (names of our own)


def results(
    campaign_id: int,
    audience: Audience,
    instrument: Instrument,
    schools: Sequence[int],
    *,
    minimum: int,
    with_words: bool,
) -> Results:
    """The answers of these schools together. Three queries."""
    named = [campaign_id, audience.value, list(schools)]
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    written: dict[str, list[str]] = defaultdict(list)
    with reading() as cursor:
        cursor.execute(_COUNT, named)
        respondents = int(cursor.fetchone()[0])
        if respondents < minimum:
            return Results(audience, None, ())
        cursor.execute(_ITEMS, named)
        for item, value, many in cursor.fetchall():
            counts[item][value] = many
        if with_words:
            cursor.execute(_WORDS, named)
            for question, words in cursor.fetchall():
                written[question].append(words)
    tallies = [
        each for question in instrument.in_order() for each in tally(question, counts, written, minimum)
    ]
    return Results(audience, respondents, tuple(tallies))


def tally(
    question: Question, counts: Counts, written: Mapping[str, Sequence[str]], minimum: int
) -> list[Tally]:
    """One question; a matrix gives one for each row. Pure."""
    match question.type:
        case QuestionType.TEXT:
            words = written.get(question.code, ())
            shown = len(words) >= minimum
            return [Tally(question, "", len(words) if shown else None, written=tuple(words) if shown else ())]
        case QuestionType.SEVERAL:
            return [_several(question, counts, minimum)]
        case QuestionType.MATRIX:
            return [
                _single(question, counts.get(item, {}), minimum, row=row)
                for item, row in zip(question.item_codes, question.rows, strict=True)
            ]
        case _:
            return [_single(question, counts.get(question.code, {}), minimum)]


def _several(question: Question, counts: Counts, minimum: int) -> Tally:
    answered = max((sum(counts.get(item, {}).values()) for item in question.item_codes), default=0)
    if answered < minimum:
        return Tally(question, "", None)
    chosen = [
        Line(option, counts.get(item, {}).get(1, 0))
        for item, option in zip(question.item_codes, question.options, strict=True)
    ]
    return Tally(question, "", answered, tuple(chosen))


def _single(question: Question, given: Mapping[int, int], minimum: int, *, row: str = "") -> Tally:
    answered = sum(given.values())
    if answered < minimum:
        return Tally(question, row, None)
    return Tally(
        question, row, answered, tuple(Line(w, given.get(v, 0)) for v, w in _values(question, given))
    )


def _values(question: Question, given: Mapping[int, int]) -> list[tuple[int, str]]:
    if question.type is QuestionType.NUMBER:
        return [(value, str(value)) for value in sorted(given)]
    if question.type is not QuestionType.SCALE:
        return list(enumerate(question.options, 1))
    ends = {question.minimum: question.low_label, question.maximum: question.high_label}
    return [(step, f"{step} — {ends[step]}" if ends.get(step) else str(step)) for step in question.steps]
