"""Which kinds of things are talked about. `config` names them; a kind left out has no discussion at all.

What nobody may trace (blind rounds, sealed answers) is never named here.
"""

from collections.abc import Callable, Iterable, Mapping

from opora.references import Reference

_kinds: set[str] = set()
#: words, or what gives them where not all things of a kind are read alike
type Readers = str | Callable[[Reference], str]
_readers: dict[str, Readers] = {}


def register(kinds: Iterable[str], readers: Mapping[str, Readers] | None = None) -> None:
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


def readers(thing: Reference) -> str:
    """Who reads the talk of this thing; «» where everybody does who sees the page."""
    words = _readers.get(thing.kind, "")
    return words if isinstance(words, str) else words(thing)
