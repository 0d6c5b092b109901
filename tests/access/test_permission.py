from collections.abc import Iterator

import pytest

from opora.access import ANONYMOUS, Actor, Permission, Refused, Rule, WrongState
from opora.access import permission as registry

is_named = Rule[str](holds=lambda actor, _: bool(actor.name), reads="вошёл", refusal="Сначала войдите.")
is_open = Rule[str](
    holds=lambda _, thing: thing == "open", reads="открыто", refusal="Уже закрыто.", about_state=True
)
is_short = Rule[str](holds=lambda _, thing: len(thing) < 4, reads="коротко", refusal="Слишком длинно.")


@pytest.fixture
def answer() -> Iterator[Permission[str]]:
    before = dict(registry._registry)
    yield Permission("tests.answer", "Ответить", any_of=((is_named, is_open), (is_short, is_named)))
    registry._registry.clear()
    registry._registry.update(before)


NAMED = Actor(person_id=1, name="Анна")


def test_any_alternative_is_enough(answer: Permission[str]) -> None:
    assert answer.can(NAMED, "open")
    assert answer.can(NAMED, "abc")
    assert not answer.can(NAMED, "closed")


def test_the_reason_is_of_the_alternative_that_came_nearest(answer: Permission[str]) -> None:
    assert answer.refusal(NAMED, "closed") == "Уже закрыто."
    assert answer.refusal(ANONYMOUS, "closed") == "Сначала войдите."
    assert answer.refusal(NAMED, "open") is None


def test_not_you_and_not_now_are_different_refusals(answer: Permission[str]) -> None:
    with pytest.raises(Refused, match=r"Сначала войдите\."):
        answer.check(ANONYMOUS, "open")
    with pytest.raises(WrongState, match=r"Уже закрыто\."):
        answer.check(NAMED, "closed")
    answer.check(NAMED, "open")


def test_a_permission_that_grants_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nobody"):
        Permission[str]("tests.nobody", "Ничего", any_of=())
