"""Codes: read as people type them, told from foreign ones, never guessed from each other. Pure."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.surveys.codes import (
    ALPHABET,
    BASE,
    CHANCE,
    LENGTH,
    Mistyped,
    code_of,
    digest_of,
    in_address,
    read,
    shown,
    with_check,
)

CHANCES = st.text(alphabet=ALPHABET, min_size=CHANCE, max_size=CHANCE)


def test_a_code_has_more_than_45_bits_of_chance() -> None:
    assert math.log2(BASE**CHANCE) > 45


@given(CHANCES)
def test_what_is_printed_is_read_back(chance: str) -> None:
    code = with_check(chance)
    assert [read(code), read(shown(code)), read(in_address(code)), read(shown(code).lower())] == [code] * 4


@given(CHANCES, st.integers(0, LENGTH - 1), st.integers(1, BASE - 1))
def test_one_wrong_symbol_is_an_error_of_the_fingers(chance: str, place: int, by: int) -> None:
    code = with_check(chance)
    wrong = ALPHABET[(ALPHABET.index(code[place]) + by) % BASE]
    with pytest.raises(Mistyped):
        read(code[:place] + wrong + code[place + 1 :])


@given(CHANCES, st.tuples(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1)))
def test_two_symbols_that_changed_places_are_found(chance: str, places: tuple[int, int]) -> None:
    code = list(with_check(chance))
    one, other = places
    changed = code.copy()
    changed[one], changed[other] = code[other], code[one]
    if changed == code:
        return
    with pytest.raises(Mistyped):
        read("".join(changed))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("О", "0"),
        ("o", "0"),
        ("о", "0"),
        ("O", "0"),
        ("з", "3"),
        ("З", "3"),
        ("ч", "4"),
        ("K", "К"),
        ("x", "Х"),
    ],
)
def test_what_looks_alike_is_read_alike(typed: str, meant: str) -> None:
    code = next(code for number in range(1, 2000) if meant in (code := code_of(1, number)))
    assert read(code.replace(meant, typed)) == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "В коде 12 знаков, а здесь 0. Проверьте, все ли набраны."),
        ("4К7М-2МХ9", "В коде 12 знаков, а здесь 8. Проверьте, все ли набраны."),
        ("1К7М-2МХ9-РТ05", "Знака «1» в кодах не бывает. Посмотрите на листок ещё раз."),
        ("😀" * 12, "В коде 12 знаков, а здесь 0. Проверьте, все ли набраны."),
    ],
)
def test_a_refusal_says_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(Mistyped) as refused:
        read(typed)
    assert refused.value.words == words


def test_codes_of_a_cohort_tell_nothing_of_each_other() -> None:
    made = [code_of(7, number) for number in range(1, 2001)]
    assert len(set(made)) == 2000
    for place in range(CHANCE):  # each symbol about as often at each place
        counts = [sum(code[place] == symbol for code in made) for symbol in ALPHABET]
        assert max(counts) < 2 * min(counts)
    alike = [sum(a == b for a, b in zip(one, other, strict=True)) for one, other in itertools.pairwise(made)]
    assert sum(alike) / len(alike) < 1


def test_the_same_key_makes_the_same_codes_and_another_key_others(settings: object, tmp_path: object) -> None:
    code = code_of(7, 1)
    assert code_of(7, 1) == code
    assert digest_of(code) == digest_of(code)
    settings.HOME = tmp_path / "another"  # type: ignore[attr-defined, operator]
    assert code_of(7, 1) != code
    assert digest_of(code) != digest_of(code_of(7, 1))
