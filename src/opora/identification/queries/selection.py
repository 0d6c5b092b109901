"""Whom a rule selects, with last year's list and the doubtful signs beside it."""

import hashlib
import json
from dataclasses import replace

from opora.catalogues.queries import current
from opora.cycles.models import Cycle
from opora.identification.doubtful.gather import all_doubts
from opora.identification.engine import Selection, select
from opora.identification.models import ListEntry
from opora.identification.rule import Rule, parse_rule, version_of
from opora.identification.states import ListKind, ListState
from opora.organisations.models import YearFigures
from opora.results.models import Procedure

RULE_KIND = "identification-rules"
RULE_CODE = "shnor"


def rule_for(territory_path: str = "", code: str = RULE_CODE) -> Rule:
    """The published rule of the territory, the nearest one above it, or the base one.

    Raises `opora.catalogues.queries.NotPublished` where the installation was never seeded.
    """
    published = current(RULE_KIND, code, territory_path)
    place = f"{code}, {published.territory_name}" if published.territory_name else code
    return parse_rule(published.content, version=version_of(place, published.number, published.content))


def assess(cycle: Cycle, rule: Rule, *, scope: str = "") -> Selection:
    """Run the rule for a programme year over the schools below `scope`.

    Fills «повторно» from the lists approved for the year before and the doubtful signs; the signs that
    show themselves are part of the data version.
    """
    found = select(rule, up_to_year=cycle.last_result_year, scope=scope)
    before = approved_year_before(cycle)
    doubts = all_doubts(rule.signs, last_year=found.last_year, scope=scope) if found.last_year else {}
    outcomes = found.outcomes
    if before or doubts:
        outcomes = tuple(
            replace(o, repeated=o.listed and o.school_id in before, doubtful=doubts.get(o.school_id, ()))
            if o.school_id in before or o.school_id in doubts
            else o
            for o in outcomes
        )
    told = [
        [o.key, [d.as_json() for d in o.doubtful]]
        for o in sorted(outcomes, key=lambda o: o.key)
        if o.doubtful
    ]
    version = found.data_version
    if told:
        text = json.dumps([version, told], ensure_ascii=False, sort_keys=True)
        version = hashlib.sha256(text.encode()).hexdigest()
    return replace(found, outcomes=outcomes, data_version=version)


def approved_year_before(cycle: Cycle, kind: ListKind = ListKind.LOW) -> frozenset[int]:
    """Schools on the lists in force for the year before; a year without lists never bridges.

    A list that was replaced counts no more: the one that replaced it does.
    """
    return frozenset(
        ListEntry.objects.filter(
            listed=True,
            year_list__kind=kind,
            year_list__state=ListState.APPROVED,
            year_list__cycle__ends__year=cycle.ends.year - 1,
        ).values_list("school_id", flat=True)
    )


def procedure_titles() -> dict[str, str]:
    return dict(Procedure.objects.values_list("code", "title"))


def sizes_of(scope: str, *, year: int) -> dict[int, tuple[int | None, int | None]]:
    """(pupils, teachers) by school: the latest figures not after the school year that began in `year`."""
    rows = (
        YearFigures.objects.filter(organisation__territory__path__startswith=scope, year__lte=year)
        .order_by("organisation_id", "-year")
        .distinct("organisation_id")
        .values_list("organisation_id", "pupils", "teachers")
    )
    return {school: (pupils, teachers) for school, pupils, teachers in rows}
