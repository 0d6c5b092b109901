"""Which kinds of things are talked about. `config` names them; a kind left out has no discussion at all.

What nobody may trace (blind rounds, sealed answers) is never named here.
"""

from collections.abc import Iterable, Mapping

_kinds: set[str] = set()
_readers: dict[str, str] = {}


def register(kinds: Iterable[str], readers: Mapping[str, str] | None = None) -> None:
    """Called once, from `config`, with kinds of `opora.references`.

    `readers` are words about who reads, for kinds whose talk others read than their page; left as they are
    where none are given.
    """
    _kinds.clear()
    _kinds.update(kinds)
    if readers is not None:
        _readers.clear()
        _readers.update(readers)


def has(kind: str) -> bool:
    return kind in _kinds


def all_kinds() -> list[str]:
    return sorted(_kinds)


def readers(kind: str) -> str:
    """Who reads talks of this kind; «» where everybody does who sees the page."""
    return _readers.get(kind, "")
