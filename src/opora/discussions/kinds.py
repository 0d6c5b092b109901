"""Which kinds of things are talked about. `config` names them; a kind left out has no discussion at all.

What nobody may trace (blind rounds, sealed answers) is never named here.
"""

from collections.abc import Iterable

_kinds: set[str] = set()


def register(kinds: Iterable[str]) -> None:
    """Called once, from `config`, with kinds of `opora.references`."""
    _kinds.clear()
    _kinds.update(kinds)


def has(kind: str) -> bool:
    return kind in _kinds


def all_kinds() -> list[str]:
    return sorted(_kinds)
