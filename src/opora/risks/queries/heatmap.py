"""Schools × factors: the heatmap and the page of one factor. One statement each, whatever the number of schools."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from opora.access import Actor
from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.indicators.values import Hidden, Level
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import school_ids, territories_visible_to
from opora.organisations.states import TerritoryKind
from opora.risks.guide import Guide, guide_of
from opora.risks.models import Profile
from opora.risks.queries.profile import Figure
from opora.risks.queries.visibility import profiles_visible_to, seen_schools

# the order by risk looks at every school's factors, the order by name only at those of the page
_BY_RISK = """(SELECT (count(*) FILTER (WHERE f.level = 'high')) * 1e6 + COALESCE(sum(f.value), 0)
    FROM risks_profilefactor f WHERE f.profile_id = p.id AND f.code = ANY(%s)) DESC, """


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person chose above the heatmap; empty is «all». `order` is name or risk."""

    territory_path: str = ""
    level: str = ""
    group: str = ""
    order: str = "name"


@dataclass(frozen=True, slots=True)
class Line:
    """A school with its factors, aligned with the codes of the map: value, level and why it is hidden.

    Ends of the interval and `ns` are empty unless they were asked for.
    """

    id: int
    name: str
    territory: str
    values: Sequence[float | None]
    levels: Sequence[str]
    hidden: Sequence[str]
    lows: Sequence[float | None] = ()
    highs: Sequence[float | None] = ()
    ns: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Heatmap:
    """`codes` are the factors shown, in the order of the catalogue; `total` counts schools of all pages."""

    cycle: Cycle
    guide: Guide
    codes: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int
    as_of: date | None


def cycles_with_profiles(actor: Actor) -> list[Cycle]:
    """The years in which the actor sees any profile, the newest first. One query."""
    seen = profiles_visible_to(actor).order_by().values("cycle_id").distinct()
    return list(Cycle.objects.filter(pk__in=seen))


def newest_version(actor: Actor, cycle: Cycle) -> Version | None:
    """The catalogue by which the newest profile of the year was computed: it names the columns. One query."""
    newest = (
        profiles_visible_to(actor).filter(cycle=cycle).order_by("-computed_on", "-id").values("version_id")
    )
    return Version.objects.defer("content").filter(pk__in=newest[:1]).first()


def municipalities_seen(actor: Actor) -> list[Territory]:
    """Municipalities to choose among; nothing where there is no choice. One query."""
    found = list(
        territories_visible_to(actor).filter(kind=TerritoryKind.MUNICIPALITY).order_by("sort_name", "id")
    )
    return found if len(found) > 1 else []


_MAP = """
WITH page AS MATERIALIZED (
    SELECT p.id AS profile, o.id, o.name, t.name AS place, count(*) OVER () AS total,
           max(p.computed_on) OVER () AS as_of, row_number() OVER (ORDER BY {order}o.sort_name, o.id) AS place_in
    FROM risks_profile p
    JOIN organisations_organisation o ON o.id = p.school_id
    JOIN organisations_territory t ON t.id = o.territory_id
    WHERE p.is_current AND p.cycle_id = %s AND starts_with(t.path, %s) AND {seen} AND {level}
    ORDER BY place_in OFFSET %s LIMIT %s
)
SELECT page.id, page.name, page.place, agg.*, page.total, page.as_of
FROM page JOIN LATERAL (
    SELECT array_agg(f.code ORDER BY f.position), array_agg(f.value ORDER BY f.position),
           array_agg(f.level ORDER BY f.position), array_agg(f.hidden ORDER BY f.position){more}
    FROM risks_profilefactor f WHERE f.profile_id = page.profile AND f.code = ANY(%s)
) agg ON TRUE
ORDER BY page.place_in
"""
_MORE = "".join(f", array_agg(f.{name} ORDER BY f.position)" for name in ("low", "high", "n"))
_SOME = "EXISTS (SELECT FROM risks_profilefactor f WHERE f.profile_id = p.id AND f.code = ANY(%s) AND f.level = %s)"


def heatmap(
    actor: Actor,
    cycle: Cycle,
    asked: Asked,
    *,
    start: int = 0,
    size: int | None = None,
    with_intervals: bool = False,
) -> Heatmap | None:
    """Schools of the actor's scope with a profile in the year; None where there is none. Two queries."""
    version = newest_version(actor, cycle)
    if version is None:
        return None
    guide = guide_of(version)
    codes = guide.codes(asked.group)
    seen, seen_values = seen_schools(actor, "p.school_id")
    level, level_values = (_SOME, [codes, asked.level]) if asked.level else ("TRUE", [])
    order, order_values = (_BY_RISK, [codes]) if asked.order == "risk" else ("", [])
    text = _MAP.format(seen=seen, level=level, order=order, more=_MORE if with_intervals else "")
    chosen = [cycle.pk, asked.territory_path, *seen_values, *level_values]
    values = [*order_values, *chosen, start, size, codes]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows = cursor.fetchall()
    return Heatmap(
        cycle=cycle,
        guide=guide,
        codes=tuple(codes),
        lines=tuple(_line(row, codes) for row in rows),
        total=rows[0][-2] if rows else 0,
        as_of=rows[0][-1] if rows else None,
    )


#: of a factor that a profile does not have: value, level, why hidden, low, high, n
_ABSENT = (None, "", Hidden.NO_DATA.value, None, None, 0)


def _line(row: tuple[Any, ...], codes: list[str]) -> Line:
    own, *arrays = [each or [] for each in row[3:-2]]
    if own == codes:
        return Line(*row[:3], *arrays)
    # computed by another version of the catalogue: what it did not have is no data
    at = {code: place for place, code in enumerate(own)}
    return Line(
        *row[:3],
        *(
            [array[at[code]] if code in at else absent for code in codes]
            for array, absent in zip(arrays, _ABSENT, strict=False)
        ),
    )


_FACTOR = """
SELECT o.id, o.name, t.name, f.code, f.value, f.level, f.low, f.high, f.n, f.hidden, f.groups_disagree,
       count(*) OVER ()
FROM risks_profile p
JOIN organisations_organisation o ON o.id = p.school_id
JOIN organisations_territory t ON t.id = o.territory_id
JOIN risks_profilefactor f ON f.profile_id = p.id AND f.code = %s
WHERE p.is_current AND p.cycle_id = %s AND starts_with(t.path, %s) AND {seen}
ORDER BY f.value DESC NULLS LAST, o.sort_name, o.id OFFSET %s LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class FactorLine:
    id: int
    name: str
    territory: str
    figure: Figure


def factor_lines(
    actor: Actor, cycle: Cycle, code: str, *, territory_path: str = "", start: int = 0, size: int = 50
) -> tuple[list[FactorLine], int]:
    """Schools by this factor, the highest risk first, and how many there are in all. One query."""
    seen, seen_values = seen_schools(actor, "p.school_id")
    with connection.cursor() as cursor:
        cursor.execute(_FACTOR.format(seen=seen), [code, cycle.pk, territory_path, *seen_values, start, size])
        rows = cursor.fetchall()
    found = [FactorLine(row[0], row[1], row[2], _figure(*row[3:11])) for row in rows]
    return found, rows[0][11] if rows else 0


def _figure(code: str, value: float | None, level: str, *rest: Any) -> Figure:
    low, high, n, hidden, groups_disagree = rest
    reason = Hidden(hidden) if hidden else None
    return Figure(code, value, Level(level) if level else None, low, high, n, reason, groups_disagree)


def schools_without_profile(actor: Actor, cycle: Cycle, territory_path: str = "") -> int:
    """Open schools of the scope that have no profile in the year. One query."""
    schools = Organisation.objects.filter(
        kind="school", closed_on=None, territory__path__startswith=territory_path
    ).exclude(pk__in=Profile.objects.filter(cycle=cycle, is_current=True).values("school_id"))
    return (schools if actor.is_operator else schools.filter(pk__in=school_ids(actor))).count()
