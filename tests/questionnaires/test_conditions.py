"""Skip logic: what the small language reads, what it refuses, and that it means what Python means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.questionnaires.conditions import Comparison, Joined, NotACondition, condition


def test_no_condition_always_holds() -> None:
    assert condition("") is None
    assert condition("   ") is None


def test_words_bind_as_people_expect() -> None:
    assert condition("a = 1 or b = 2 and c = 3") == Joined(
        "or", (Comparison("a", "=", 1), Joined("and", (Comparison("b", "=", 2), Comparison("c", "=", 3))))
    )


@pytest.mark.parametrize(
    ("text", "answers", "held"),
    [
        ("t05 = 2", {"t05": 2}, True),
        ("t05 != 2", {"t05": 2}, False),
        ("t05 != 2", {}, False),
        ("t05 < 3", {}, False),
        ("not t05 = 2", {}, True),
        ("t07 has 4", {"t07": [1, 4]}, True),
        ("t07 has 4", {"t07": 4}, False),
        ("t07 = 4", {"t07": [4]}, False),
        ("t07 answered", {"t07": []}, True),
        ("t08 answered and not t09 answered", {"t08": "слова"}, True),
        ("(a = 1 or b = 1) and c >= -2", {"b": 1, "c": 0}, True),
    ],
)
def test_what_holds(text: str, answers: dict[str, int | list[int] | str], held: bool) -> None:
    found = condition(text)
    assert found is not None
    assert found.holds(answers) is held


def test_a_condition_names_the_questions_it_asks_of() -> None:
    found = condition("a = 1 or not (b has 2 and c answered)")
    assert found is not None
    assert found.codes == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("t05 == 2", "нужно число"),
        ("t05 =", "обрывается"),
        ("t05", "обрывается"),
        ("= 2", "нужен код вопроса"),
        ("t05 = 2 t06 = 1", "Лишнее"),
        ("(t05 = 2", "не закрыта"),
        ("t05 = 2)", "Лишнее"),
        ("t05 = «да»", "Непонятно"),
        ("__import__('os')", "Непонятно"),
        ("and = 2", "нужен код вопроса"),
        ("t05 has has", "нужно число"),
        ("not " * 40 + "t05 = 1", "Слишком много"),
        ("t05 = 99999999999999999999", "нужно число"),
    ],
)
def test_what_is_not_a_condition_says_where_it_breaks(text: str, words: str) -> None:
    with pytest.raises(NotACondition, match=words):
        condition(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        found = condition(text)
    except NotACondition as refused:
        assert refused.words
    else:
        assert found is None or found.codes


tests = st.builds(
    lambda code, word, number: (
        f"{code} {word} {number}",
        f"({code} is not None and {code} {word} {number})",
    ),
    st.sampled_from("abc"),
    st.sampled_from(["!=", "<", "<=", ">", ">="]),
    st.integers(-3, 3),
)


def joined(inner: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    pairs = st.tuples(inner, st.sampled_from(["and", "or"]), inner)
    both = pairs.map(lambda p: (f"({p[0][0]}) {p[1]} ({p[2][0]})", f"({p[0][1]}) {p[1]} ({p[2][1]})"))
    return both | inner.map(lambda one: (f"not ({one[0]})", f"not ({one[1]})"))


values = st.none() | st.integers(-3, 3)


@given(st.recursive(tests, joined, max_leaves=6), st.tuples(values, values, values))
def test_it_means_what_python_means(
    said: tuple[str, str], given: tuple[int | None, int | None, int | None]
) -> None:
    ours, python = said
    found = condition(ours)
    assert found is not None
    named = dict(zip("abc", given, strict=True))
    answers = {code: value for code, value in named.items() if value is not None}
    assert found.holds(answers) is eval(python, {}, named)
