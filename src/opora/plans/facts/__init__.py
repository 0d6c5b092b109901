"""Facts that mark a row of a plan as carried out: read from what people did elsewhere, never written here.

A source answers for all rows of a page at once. What nobody offers any more answers nothing.
"""

from collections.abc import Mapping, Sequence

from opora.plans.facts import of_events, of_meetings, of_orders, of_people, of_schools, of_visits
from opora.plans.facts.base import Ask, FactFigure, FactSource

__all__ = ["SOURCES", "Ask", "FactFigure", "FactSource", "asked_of", "choices", "measured", "title_of"]

SOURCES: dict[str, FactSource] = {
    each.code: each
    for module in (of_people, of_schools, of_orders, of_meetings, of_events, of_visits)
    for each in module.SOURCES
}


def choices(path: str = "") -> list[tuple[str, str]]:
    """What a row may be marked by: «source» or «source:of what», in order of titles."""
    found: list[tuple[str, str]] = []
    asked: dict[object, list[tuple[str, str]]] = {}
    for source in SOURCES.values():
        found.append((source.code, source.title))
        if source.variants not in asked:
            asked[source.variants] = list(source.variants(path))
        found += [(f"{source.code}:{of}", f"{source.title}: {title}") for of, title in asked[source.variants]]
    return found


def asked_of(value: str) -> tuple[str, str]:
    """«source:of what» in its two parts."""
    code, _, of = value.partition(":")
    return code, of


def title_of(code: str) -> str:
    source = SOURCES.get(code)
    return source.title if source else ""


def measured[K](asks: Mapping[K, tuple[str, Ask]]) -> dict[K, FactFigure]:
    """{key: figure} of {key: (source, what is asked)}; each source is asked once for all its rows."""
    by_source: dict[str, list[K]] = {}
    for key, (code, _) in asks.items():
        if code in SOURCES:
            by_source.setdefault(code, []).append(key)
    found: dict[K, FactFigure] = {}
    for code, keys in by_source.items():
        questions: Sequence[Ask] = [asks[key][1] for key in keys]
        found |= dict(zip(keys, SOURCES[code].measure(questions), strict=True))
    return found
