"""Rules and permissions: typed predicates with the words of their refusal.

A feature's `rules.py` ends in a table of permissions that a non-programmer can read; `docs/permissions.md`
is generated from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opora.access.actor import Actor
from opora.access.errors import Refused, WrongState

_registry: dict[str, "Permission[Any]"] = {}


@dataclass(frozen=True, slots=True)
class Rule[T]:
    """A predicate over (actor, object), its plain-language reading and the words of its refusal.

    `about_state` marks questions about the object alone: their refusal is a wrong state (409), not 403.
    """

    holds: Callable[[Actor, T], bool]
    reads: str
    refusal: str
    about_state: bool = False


def rule[T](
    reads: str, refusal: str, *, about_state: bool = False
) -> Callable[[Callable[[Actor, T], bool]], Rule[T]]:
    """Make a Rule of a predicate function."""

    def make(holds: Callable[[Actor, T], bool]) -> Rule[T]:
        return Rule(holds=holds, reads=reads, refusal=refusal, about_state=about_state)

    return make


@dataclass(frozen=True, slots=True)
class Permission[T]:
    """Granted where all rules of any one alternative hold."""

    code: str
    title: str
    any_of: tuple[tuple[Rule[T], ...], ...]

    def __post_init__(self) -> None:
        if not self.any_of:
            raise ValueError(f"permission {self.code} grants nobody anything")
        if self.code in _registry and _registry[self.code].title != self.title:
            raise ValueError(f"permission {self.code} is declared twice")
        _registry[self.code] = self

    def can(self, actor: Actor, thing: T) -> bool:
        return any(all(each.holds(actor, thing) for each in rules) for rules in self.any_of)

    def failing(self, actor: Actor, thing: T) -> Rule[T] | None:
        """The rule to tell the person about: of the alternative that came nearest to being granted."""
        nearest: Rule[T] | None = None
        most = -1
        for rules in self.any_of:
            for position, each in enumerate(rules):
                if not each.holds(actor, thing):
                    if position > most:
                        nearest, most = each, position
                    break
            else:
                return None
        return nearest

    def refusal(self, actor: Actor, thing: T) -> str | None:
        """The words for a disabled button; None where it is allowed."""
        failing = self.failing(actor, thing)
        return failing.refusal if failing else None

    def check(self, actor: Actor, thing: T) -> None:
        """Raise Refused (who) or WrongState (when) with the reason."""
        failing = self.failing(actor, thing)
        if failing is None:
            return
        raise WrongState(failing.refusal) if failing.about_state else Refused(failing.refusal)


def all_permissions() -> list[Permission[Any]]:
    """Every permission declared so far, in order of code."""
    return [_registry[code] for code in sorted(_registry)]
