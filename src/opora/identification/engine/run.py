"""Running the rule: parameters in, rows out, outcomes shaped."""

import hashlib
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max

from opora.identification.engine.outcomes import Closest, Evidence, Ground, Outcome, Selection
from opora.identification.engine.statement import decision
from opora.identification.rule import ONE_POINT, PLACES, Rule
from opora.identification.states import GroundKind, Mode
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind
from opora.results.models import Fact

type _Figure = Sequence[int | None]
type _Row = tuple[Any, ...]


def select(rule: Rule, *, up_to_year: int, scope: str = "") -> Selection:
    """Run the rule over the open schools below the territory path `scope` («» — all of them).

    `up_to_year` is the year the cycle ends in. Neither «повторно» nor the doubtful signs are filled here.
    Two queries: the last year with figures, then one row for each school.
    """
    last = last_year_of(rule, up_to_year=up_to_year, scope=scope)
    rows = _rows(rule, last if last is not None else up_to_year, scope)
    shape = _shaper(rule, last if last is not None else up_to_year)
    return Selection(
        rule=rule,
        last_year=last,
        data_version=_data_version(rule, last, rows),
        outcomes=tuple(map(shape, rows)),
    )


def last_year_of(rule: Rule, *, up_to_year: int, scope: str = "") -> int | None:
    """The rule's own last year, or the latest with any figure of its procedures, not after `up_to_year`."""
    if rule.last_year is not None:
        return rule.last_year
    facts = Fact.objects.filter(procedure__code__in=rule.procedures, year__lte=up_to_year)
    if scope:
        facts = facts.filter(school__territory__path__startswith=scope)
    found: int | None = facts.aggregate(last=Max("year"))["last"]
    return found


def _rows(rule: Rule, last: int, scope: str) -> list[_Row]:
    figures_scope = _region_of(scope) if rule.quartile else scope
    statement = decision(with_quartile=rule.quartile, within_scope=bool(figures_scope))
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "codes": list(rule.all_procedures),
                "mains": len(rule.procedures),
                "ege": list(rule.ege_procedures) if rule.ege else [],
                "first": rule.years_up_to(last)[0],
                "last": last,
                "minimum": rule.minimum_participants,
                "t": _whole(rule.threshold),
                "t_minus": _whole(rule.threshold - ONE_POINT),
                "t_plus": _whole(rule.threshold + ONE_POINT),
                "ege_t": _whole(rule.ege_share),
                "scope": scope,
                "figures_scope": figures_scope,
            },
        )
        rows: list[_Row] = cursor.fetchall()
        return rows


def _region_of(scope: str) -> str:
    """The lower quarter is one of the region's schools, even where the list is a municipality's."""
    above = [int(step) for step in scope.split("/") if step]
    region = Territory.objects.filter(pk__in=above, kind=TerritoryKind.REGION).first()
    return region.path or "" if region else scope


def _whole(share: Decimal) -> int:
    return int(share.scaleb(PLACES))


def _data_version(rule: Rule, last: int | None, rows: list[_Row]) -> str:
    """SHA-256 over what the figures of the rule's procedures and years say, whatever the order of import."""
    head = json.dumps([rule.all_procedures, last, rule.years], ensure_ascii=False)
    lines = sorted(f"{row[1]}\t{row[15] or ''}" for row in rows)
    return hashlib.sha256("\n".join([head, *lines]).encode()).hexdigest()


def _shaper(rule: Rule, last: int) -> Callable[[_Row], Outcome]:
    codes = rule.all_procedures
    one_is_enough = rule.mode is Mode.OR
    need = rule.count

    def is_listed(now: int, before: int) -> bool:
        counted, repeated = now.bit_count() >= need, bool(now & before)
        return (counted or repeated) if one_is_enough else (counted and repeated)

    def shape(row: _Row) -> Outcome:
        key, name = row[1], row[2]
        masks = [mask or 0 for mask in row[6:13]]
        now_minus, now, now_plus, before_minus, before, before_plus, ege = masks
        quarter = row[16] or 0
        further = bool(ege) or (rule.quartile and quarter.bit_count() >= rule.quartile_count)
        listed = further or is_listed(now, before)
        grounds: tuple[Ground, ...] = ()
        if now or further:
            figures = [_evidence(codes, figure) for figure in (*(row[14] or ()), *(row[17] or ()))]
            grounds = _grounds(rule, last, masks, quarter, figures)
        return Outcome(
            school_id=row[0],
            key=key,
            school=name,
            territory_id=row[3],
            territory=row[4],
            territory_path=row[5],
            listed=listed,
            grounds=grounds,
            closest=_closest(rule.threshold, codes, row[13]),
            changes_at_minus_1=not listed and is_listed(now_minus, before_minus),
            changes_at_plus_1=listed and not further and not is_listed(now_plus, before_plus),
        )

    return shape


def _evidence(codes: Sequence[str], figure: _Figure) -> Evidence:
    """From (procedure's position, year, participants, low, base, summed)."""
    position, year, participants, low, base, summed = figure
    assert position is not None and year is not None and low is not None and base is not None
    return Evidence(
        procedure=codes[position],
        year=year,
        participants=participants,
        low=low,
        base=base,
        is_percent=base != participants,
        is_summed=bool(summed),
    )


def _closest(threshold: Decimal, codes: Sequence[str], found: _Figure | None) -> Closest | None:
    if found is None:
        return None
    figure = _evidence(codes, found[1:])
    return Closest(figure=figure, margin=figure.share - threshold)


def _grounds(
    rule: Rule, last: int, masks: Sequence[int], quarter: int, figures: list[Evidence]
) -> tuple[Ground, ...]:
    """Every ground that fired, also where the mode asks for both and only one did."""
    by_place = {(figure.procedure, figure.year): figure for figure in figures}
    codes = rule.all_procedures

    def ground(kind: GroundKind, mask: int, *years: int) -> Ground:
        chosen = [code for position, code in enumerate(codes) if mask >> position & 1]
        return Ground(kind, years, tuple(by_place[code, year] for code in chosen for year in years))

    _, now, _, _, before, _, ege = masks
    fired = []
    if now.bit_count() >= rule.count:
        fired.append(ground(GroundKind.COUNT, now, last))
    if now & before:
        fired.append(ground(GroundKind.REPEAT, now & before, last - 1, last))
    if rule.quartile and quarter.bit_count() >= rule.quartile_count:
        fired.append(ground(GroundKind.QUARTILE, quarter, last))
    if ege:
        fired.append(ground(GroundKind.EGE, ege, last))
    return tuple(fired)
