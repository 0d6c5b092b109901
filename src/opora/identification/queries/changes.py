"""What a kept list would be by today's data: it is told, never changed silently."""

from dataclasses import dataclass, replace
from functools import lru_cache

from opora.identification.engine import Outcome, Selection
from opora.identification.models import ListEntry, YearList
from opora.identification.queries.marks import data_marks
from opora.identification.queries.selection import assess
from opora.identification.record import rule_of
from opora.identification.rule import Rule


@dataclass(frozen=True, slots=True)
class Changes:
    """`is_changed`: the figures are others than those the list was drawn up by.

    `enter` and `leave` are the schools whose answer by the rule would differ, in the order of names.
    """

    is_changed: bool
    enter: tuple[Outcome, ...] = ()
    leave: tuple[Outcome, ...] = ()


def changes_since(year_list: YearList) -> Changes:
    """Compare with today's figures under the list's own rule and year.

    One query while the answer is known: the rule is run again only after the data or the list changed.
    """
    if not year_list.rule:
        return Changes(is_changed=False)
    scope = year_list.territory.path or ""
    # read before the comparison: what is written meanwhile is compared next time
    marks = data_marks(scope)
    kept = (year_list.drawn_at, year_list.data_version, scope, year_list.cycle.last_result_year)
    return _known(year_list, (kept, marks))


@lru_cache(maxsize=256)
def _known(year_list: YearList, _stands_at: tuple[object, ...]) -> Changes:
    """A list is its number here; what may change about it and the data is in `_stands_at`."""
    return compared(year_list, replace(rule_of(year_list), last_year=year_list.last_year))


def compared(year_list: YearList, rule: Rule) -> Changes:
    """Compare the rule's answers that the list keeps with those of `rule` over today's figures."""
    return differing(year_list, assess(year_list.cycle, rule, scope=year_list.territory.path or ""))


def differing(year_list: YearList, selection: Selection) -> Changes:
    """Compare the answers that the list keeps with a selection over the same territory."""
    rule = selection.rule
    is_changed = selection.data_version != year_list.data_version
    if not is_changed and replace(rule, last_year=None) == replace(rule_of(year_list), last_year=None):
        return Changes(is_changed=False)
    kept = dict(ListEntry.objects.filter(year_list=year_list).values_list("school_id", "by_rule"))
    return Changes(
        is_changed=is_changed,
        enter=tuple(o for o in selection.outcomes if o.listed and not kept.get(o.school_id, False)),
        leave=tuple(o for o in selection.outcomes if not o.listed and kept.get(o.school_id, False)),
    )
