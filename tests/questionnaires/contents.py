"""Contents of questionnaires for the tests: one by hand with everything in it, and any that may be."""

from typing import Any

from hypothesis import strategies as st

from opora.catalogues.kinds import Content
from opora.catalogues.values import clean, tidy
from opora.questionnaires.conditions import Comparison, Condition, Joined, Not, Value, spelled
from opora.questionnaires.instrument import Audience, Instrument, Purpose, Question, QuestionType
from opora.questionnaires.kinds import questionnaires, translatable

PUPIL: Content = {
    "audience": "pupil",
    "purpose": "profile",
    "minutes": 3,
    "languages": ["ru", "tt"],
    "sections": [
        {"code": "a", "title": "Об учёбе", "intro": "Отвечай как есть.\nОценок здесь нет."},
        {"code": "b", "title": "О классе"},
    ],
    "questions": [
        {
            "code": "p01", "section": "a", "type": "single", "text": "Ходишь ли ты на кружки?", "required": True,
            "options": ["да", "нет", "затрудняюсь ответить"],
        },
        {
            "code": "p02", "section": "a", "type": "several", "text": "На какие?", "help": "Отметь все.",
            "options": ["спорт", "музыка", "техника", "другое"], "show_if": "p01 = 1",
        },
        {"code": "p03", "section": "a", "type": "text", "text": "Назови другое", "show_if": "p02 has 4"},
        {
            "code": "p04", "section": "a", "type": "scale", "text": "Насколько тебе интересно?",
            "minimum": 1, "maximum": 5, "low_label": "совсем нет", "high_label": "очень", "required": True,
        },
        {
            "code": "p05", "section": "b", "type": "matrix", "text": "Как часто в классе…",
            "help": "Отметь в каждой строке.", "required": True,
            "rows": ["шумят", "помогают друг другу"], "options": ["никогда", "иногда", "часто"],
            "show_if": "p01 answered and p04 != 5",
        },
        {
            "code": "p06", "section": "b", "type": "number", "text": "Сколько у тебя братьев и сестёр?",
            "minimum": 0, "maximum": 20, "required": False,
            "show_if": "not (p05 answered or p02 has 1) or p04 >= 4",
        },
    ],
    "translations": [
        {"language": "tt", "place": "question:p01.text", "text": "Түгәрәкләргә йөрисеңме?"},
        {"language": "tt", "place": "question:p01.option.1", "text": "әйе"},
        {"language": "tt", "place": "question:p04.low_label", "text": "юк"},
        {"language": "tt", "place": "question:p05.row.2", "text": "ярдәм итәләр"},
        {"language": "tt", "place": "section:a.intro", "text": "Ничек бар, шулай җавап бир."},
    ],
}  # fmt: skip

_LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u200b{")
WORDS = st.text(_LETTERS, min_size=1, max_size=30).map(clean).filter(bool)
_LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
_DISTINCT = {"unique_by": lambda text: " ".join(text.split()).casefold()}


def _texts(most: int, least: int) -> st.SearchStrategy[list[str]]:
    return st.lists(WORDS, min_size=least, max_size=most, **_DISTINCT)  # type: ignore[arg-type]


@st.composite
def _question(draw: st.DrawFn, code: str, section: str, before: list[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(QuestionType))
    made: dict[str, Any] = {"code": code, "section": section, "type": kind.value, "text": draw(_LINES)}
    made["help"] = draw(st.none() | _LINES)
    made["required"] = draw(st.none() | st.booleans())
    if kind in (QuestionType.SINGLE, QuestionType.SEVERAL, QuestionType.MATRIX):
        made["options"] = draw(_texts(5, 2))
    if kind is QuestionType.MATRIX:
        made["rows"] = draw(_texts(4, 1))
    if kind in (QuestionType.SCALE, QuestionType.NUMBER):
        made["minimum"] = draw(st.integers(-5, 5))
        most = 10 if kind is QuestionType.SCALE else 3_000
        made["maximum"] = made["minimum"] + draw(st.integers(1, most))
    if kind is QuestionType.SCALE:
        made["low_label"], made["high_label"] = draw(st.none() | WORDS), draw(st.none() | WORDS)
    if before and draw(st.booleans()):
        made["show_if"] = spelled(draw(conditions(before)))
    return made


def conditions(asked: list[dict[str, Any]]) -> st.SearchStrategy[Condition]:
    """Any condition on these questions that can hold."""
    tests = st.sampled_from(asked).flatmap(_test)
    return st.recursive(
        tests,
        lambda inner: (
            inner.map(Not)
            | st.builds(
                Joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)
            )
        ),
        max_leaves=5,
    )


def _test(row: dict[str, Any]) -> st.SearchStrategy[Comparison]:
    code, answered = row["code"], st.just(Comparison(row["code"], "answered"))
    match QuestionType(row["type"]):
        case QuestionType.SEVERAL:
            numbers = st.integers(1, len(row["options"]))
            return answered | st.builds(Comparison, st.just(code), st.just("has"), numbers)
        case QuestionType.MATRIX | QuestionType.TEXT:
            return answered
        case QuestionType.SINGLE:
            low, high = 1, len(row["options"])
        case _:
            low, high = row["minimum"], row["maximum"]
    within = st.builds(
        Comparison, st.just(code), st.sampled_from(["=", "!=", "<=", ">="]), st.integers(low, high)
    )
    beyond = st.builds(Comparison, st.just(code), st.sampled_from([">=", ">"]), st.integers(low - 9, low - 1))
    return answered | within | beyond


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """A content without mistakes."""
    sections = [f"s{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    rows: list[dict[str, Any]] = []
    for section in sections:
        for _ in range(draw(st.integers(1, 4))):
            rows.append(draw(_question(f"q{len(rows) + 1}", section, list(rows))))
    languages = ["ru", *draw(st.lists(st.sampled_from(["tt", "en", "myv"]), unique=True, max_size=2))]
    made: Content = {
        "audience": draw(st.sampled_from(Audience)).value,
        "purpose": draw(st.sampled_from(Purpose)).value,
        "minutes": draw(st.integers(1, 60)),
        "languages": languages,
        "sections": [
            {"code": code, "title": draw(WORDS), "intro": draw(st.none() | _LINES)} for code in sections
        ],
        "questions": rows,
    }
    made = tidy(questionnaires(), made)
    places = list(translatable(made))
    made["translations"] = [
        {"language": language, "place": place, "text": draw(WORDS)}
        for language in languages[1:]
        for place in draw(st.lists(st.sampled_from(places), unique=True, max_size=6))
    ]
    return made


def value_of(question: Question) -> st.SearchStrategy[Value]:
    """Any answer to it."""
    options = st.integers(1, max(1, len(question.options)))
    match question.type:
        case QuestionType.SINGLE:
            return options
        case QuestionType.SEVERAL:
            return st.lists(options, min_size=1, unique=True).map(sorted)
        case QuestionType.MATRIX:
            return st.dictionaries(st.integers(1, len(question.rows)), options, min_size=1)
        case QuestionType.TEXT:
            return WORDS
        case _:
            return st.integers(question.minimum, question.maximum)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, dict[str, Value]]:
    """An instrument, and answers to some of its questions, hidden ones among them."""
    instrument = Instrument.parse(draw(contents()))
    given: dict[str, Value] = {}
    for question in instrument.questions:
        if draw(st.booleans()):
            given[question.code] = draw(value_of(question))
    return instrument, given
