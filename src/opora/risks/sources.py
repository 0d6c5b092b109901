"""What profiles are computed from, out of PostgreSQL into Parquet by COPY: schools, answers, results, cards.

A school is asked about where it takes part in a campaign of the year whose answers are gathered. Before that
nothing of it leaves the database.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Sum

from opora.analytics.copying import write_copied
from opora.analytics.sources import ANSWERS, CARDS, RESULTS, SCHOOLS, Source
from opora.answering import sources as cards
from opora.cycles.models import Cycle
from opora.questionnaires.instrument import Purpose
from opora.surveys import sources as answers
from opora.surveys.models import Campaign, CampaignSchool, Cohort
from opora.surveys.storage import reading

#: results of so many years leave the database; the metrics take the last of them that a school has
YEARS = 3

_SCHOOLS = """
SELECT o.id, t.path, o.school_kind, o.locality, COALESCE(f.pupils, 0), ''
FROM organisations_organisation o
JOIN organisations_territory t ON t.id = o.territory_id
LEFT JOIN LATERAL (
    SELECT pupils FROM organisations_yearfigures WHERE organisation_id = o.id AND pupils IS NOT NULL AND year <= %s
    ORDER BY year DESC LIMIT 1
) f ON TRUE
WHERE o.id = ANY(%s) ORDER BY o.id
"""
_RESULTS = """
SELECT f.school_id, p.code, f.year, f.participants, f.low_count
FROM results_fact f JOIN results_procedure p ON p.id = f.procedure_id
WHERE f.class_label = '' AND f.participants > 0 AND f.low_count IS NOT NULL
  AND f.year > %s AND f.year <= %s AND f.school_id = ANY(%s)
ORDER BY f.school_id, p.code COLLATE "C", f.year
"""
_OF_SCHOOLS = "SELECT g.* FROM ({given}) g WHERE g.school = ANY(%s) ORDER BY {order}"


@dataclass(frozen=True, slots=True)
class Participants:
    """The schools of a computing: the campaign of each (the newest), and who answered, where it may be told.

    `whole` are the gathered campaigns none of whose schools lie outside.
    """

    whole: Sequence[int]
    campaigns: Mapping[int, int]
    answered: Mapping[int, Mapping[str, Sequence[int]]]

    @property
    def schools(self) -> list[int]:
        return sorted(self.campaigns)


def participants(cycle: Cycle, territory_path: str, *, minimum: int) -> Participants:
    """Open schools below the territory with a gathered campaign in the year. Four queries."""
    # asked first: a campaign gathered meanwhile is left to the computing that follows it
    whole = list(
        Campaign.objects.filter(
            cycle=cycle, is_gathered=True, purpose=Purpose.PROFILE, territory__path__startswith=territory_path
        ).values_list("pk", flat=True)
    )
    rows = CampaignSchool.objects.filter(
        campaign__cycle=cycle,
        campaign__is_gathered=True,
        campaign__purpose=Purpose.PROFILE,
        school__closed_on=None,
        school__territory__path__startswith=territory_path,
    ).order_by("campaign__closes", "campaign_id")
    campaigns = dict(rows.values_list("school_id", "campaign_id"))
    counted = answers.respondents(cycle.pk)
    expected = _expected({each.campaign_id for of in counted.values() for each in of.values()})
    answered = {
        school: {
            audience.value: [each.n, expected.get((each.campaign_id, school, audience.value), 0)]
            for audience, each in of.items()
            if each.n >= minimum
        }
        for school, of in counted.items()
        if school in campaigns
    }
    return Participants(whole, campaigns, answered)


def _expected(campaigns: Collection[int]) -> dict[tuple[int, int, str], int]:
    """How many answers were expected, by campaign, school and audience."""
    asked = Cohort.objects.filter(campaign_id__in=campaigns).order_by()
    rows = asked.values_list("campaign_id", "school_id", "audience").annotate(many=Sum("expected"))
    return {(campaign, school, audience): many for campaign, school, audience, many in rows}


def write_sources(folder: Path, cycle: Cycle, schools: Sequence[int]) -> None:
    """Four Parquet files about these schools, each sorted by school."""
    ids = list(schools)
    last = cycle.last_result_year
    _write(folder, SCHOOLS, _SCHOOLS, [last, ids])
    _write(folder, RESULTS, _RESULTS, [last - YEARS, last, ids])
    _write(folder, CARDS, _OF_SCHOOLS.format(given=cards.CARDS, order="1, 2"), [cycle.pk, ids])
    with reading():
        _write(
            folder,
            ANSWERS,
            _OF_SCHOOLS.format(given=answers.answers_sql(cycle.pk), order="1, 2, 3, 4"),
            [ids],
        )


def _write(folder: Path, source: Source, query: str, values: Sequence[Any]) -> None:
    connection.ensure_connection()
    write_copied(folder, source, connection.connection, query, values)
