"""What catalogues must know of territories, answered by the package that keeps them.

Organisations stand above catalogues and read them; the two questions the other way round are put
through here and joined in `config`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A territory: `path` is its scope prefix («1/5/»)."""

    id: int
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """`territories` of paths, in order of names; `of_schools`: the paths schools of these ids lie at."""

    territories: Callable[[Sequence[str]], list[Place]]
    of_schools: Callable[[Sequence[int]], list[str]]


_atlas = Atlas(territories=lambda _: [], of_schools=lambda _: [])


def use(atlas: Atlas) -> None:
    """Called once, from `config`."""
    global _atlas  # noqa: PLW0603
    _atlas = atlas


def territories(paths: Sequence[str]) -> list[Place]:
    return _atlas.territories(paths)


def of_schools(ids: Sequence[int]) -> list[str]:
    return _atlas.of_schools(ids)
