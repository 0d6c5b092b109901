"""The board of directions: how many stand where, and the rows of one page. One statement each, however many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from opora.access import Actor
from opora.risks.queries.directions import own_states
from opora.risks.queries.visibility import seen_schools
from opora.risks.states import DirectionState


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a person chose above the board; empty is «all»."""

    cycle_id: int
    territory_path: str = ""
    factor: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """`factors`: title by code of all that the actor sees in the year; `counts`: of the place, by factor and state."""

    factors: Mapping[str, str]
    counts: Mapping[tuple[str, DirectionState], int]

    def by_state(self, factor: str = "") -> dict[DirectionState, int]:
        """Every state, also those with none; of one factor or of all."""
        found = dict.fromkeys(DirectionState, 0)
        for (code, state), many in self.counts.items():
            if factor in {"", code}:
                found[state] += many
        return found


class BoardRow(NamedTuple):
    """A direction as the board shows it."""

    id: int
    factor_title: str
    school: str
    place: str
    level: str
    state: str
    since: date
    opinion: str


# a factor is called as its newest direction calls it
_TOTALS = """
SELECT g.factor_code, g.state, g.many, d.factor_title
FROM (SELECT d.state, d.factor_code, max(d.id) AS newest, count(*){chosen} AS many
      FROM risks_direction d WHERE d.cycle_id = %s AND {seen} GROUP BY d.state, d.factor_code) g
JOIN risks_direction d ON d.id = g.newest
ORDER BY g.factor_code, g.newest
"""
# sorted by what orders them alone: names and titles are read for the rows of the page
_PAGE = """
WITH seen AS MATERIALIZED (
    SELECT o.id, o.sort_name FROM organisations_organisation o WHERE {seen}
), page AS (
    SELECT d.id FROM risks_direction d JOIN seen o ON o.id = d.school_id
    WHERE d.cycle_id = %s{here}{state}{factor}
    ORDER BY d.state = ANY(%s) DESC, d.state_since, o.sort_name, d.factor_code, d.id OFFSET %s LIMIT %s
)
SELECT d.id, d.factor_title, o.name, t.name, d.level, d.state, d.state_since, d.opinion
FROM page JOIN risks_direction d ON d.id = page.id
JOIN organisations_organisation o ON o.id = d.school_id
JOIN organisations_territory t ON t.id = o.territory_id
ORDER BY d.state = ANY(%s) DESC, d.state_since, o.sort_name, d.factor_code, d.id
"""
_HERE = """d.school_id IN (SELECT o.id FROM organisations_organisation o
    JOIN organisations_territory t ON t.id = o.territory_id WHERE starts_with(t.path, %s))"""


def _here(territory_path: str) -> tuple[str, tuple[Any, ...]]:
    return (_HERE, (territory_path,)) if territory_path else ("", ())


def board_totals(actor: Actor, cycle_id: int, territory_path: str = "") -> Totals:
    """What there is to choose among, and how many stand where. One query."""
    seen, seen_values = seen_schools(actor, "d.school_id")
    here, here_values = _here(territory_path)
    chosen = f" FILTER (WHERE {here})" if here else ""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.format(chosen=chosen, seen=seen), [*here_values, cycle_id, *seen_values])
        rows = cursor.fetchall()
    return Totals(
        factors={code: title for code, _, _, title in rows},
        counts={(code, DirectionState(state)): many for code, state, many, _ in rows},
    )


def board_rows(actor: Actor, chosen: BoardFilter, *, start: int, size: int) -> Sequence[BoardRow]:
    """What waits for the actor first, then the longest in their state, then by school. One query."""
    seen, seen_values = seen_schools(actor, "o.id")
    here, here_values = _here(chosen.territory_path)
    text = _PAGE.format(
        seen=seen,
        here=f" AND {here}" if here else "",
        state=" AND d.state = %s" if chosen.state else "",
        factor=" AND d.factor_code = %s" if chosen.factor else "",
    )
    narrowed = [each for each in (chosen.state, chosen.factor) if each]
    own = [state.value for state in own_states(actor)]
    values = [*seen_values, chosen.cycle_id, *here_values, *narrowed, own, start, size, own]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return [BoardRow(*row) for row in cursor.fetchall()]
