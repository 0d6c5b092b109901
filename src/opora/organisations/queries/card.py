"""Everything a school's own page shows of this package, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from opora.history.queries import Entry, of_school
from opora.organisations.models import Leader, Merit, Organisation, Territory, YearFigures
from opora.organisations.passport import PassportItem, passport_items
from opora.organisations.queries.visibility import SUPPORTING
from opora.organisations.states import OrganisationKind


@dataclass(frozen=True, slots=True)
class Helper:
    """A body that stands above the school and whom it may ring up."""

    id: int
    name: str
    kind: str
    phone: str
    email: str
    site: str


@dataclass(frozen=True, slots=True)
class Card:
    """`figures` newest first; `former` are (name, until) of the organisation and of what it absorbed."""

    organisation: Organisation
    chain: list[Territory]
    figures: list[YearFigures]
    passport: tuple[PassportItem, ...]
    leaders: list[Leader]
    merits: list[Merit]
    former: list[str]
    absorbed: list[Organisation]
    helpers: list[Helper]
    history: list[Entry]


# one statement for all that hangs on the card: seven small ones cost more in wording than in answering
_HANGS_ON_IT = """
SELECT
 (SELECT json_agg(json_build_array(t.id, t.name, t.path) ORDER BY t.path)
  FROM organisations_territory t WHERE t.id = ANY(%(above)s)),
 (SELECT json_agg(json_build_array(f.id, f.year, f.pupils, f.teachers, f.teachers_under_35,
                                   f.teachers_over_55, f.passport) ORDER BY f.year DESC, f.id)
  FROM organisations_yearfigures f WHERE f.organisation_id = %(own)s),
 (SELECT json_agg(json_build_array(l.id, l.post, l.name, l.is_head, l.since, l.until)
                  ORDER BY l.is_head DESC, l.since DESC, l.id DESC)
  FROM organisations_leader l WHERE l.organisation_id = %(own)s),
 (SELECT json_agg(json_build_array(m.id, m.kind, m.text, m.year_from, m.year_to)
                  ORDER BY m.kind, m.year_from DESC, m.id)
  FROM organisations_merit m WHERE m.organisation_id = %(own)s),
 (SELECT json_agg(n.name ORDER BY n.until DESC, n.id)
  FROM organisations_formername n WHERE n.organisation_id = %(own)s),
 (SELECT json_agg(json_build_array(o.id, o.name) ORDER BY o.sort_name, o.id)
  FROM organisations_organisation o WHERE o.merged_into_id = %(own)s),
 -- the nearest first: a municipality's path is longer than its region's
 (SELECT json_agg(json_build_array(o.id, o.name, o.kind, o.phone, o.email, o.site)
                  ORDER BY t.path DESC, o.sort_name, o.id)
  FROM organisations_organisation o JOIN organisations_territory t ON t.id = o.territory_id
  WHERE t.id = ANY(%(above)s) AND o.kind = ANY(%(supporting)s) AND o.closed_on IS NULL AND o.id <> %(own)s)
"""
_KINDS: dict[str, str] = dict(OrganisationKind.choices)


def card_of(organisation: Organisation, *, with_history: bool = True, events: int = 15) -> Card:
    """The card of a visible organisation (`territory` joined). Three queries."""
    path = organisation.territory.path or ""
    with connection.cursor() as cursor:
        cursor.execute(
            _HANGS_ON_IT,
            {
                "own": organisation.pk,
                "above": [int(part) for part in path.split("/") if part],
                "supporting": [kind.value for kind in SUPPORTING],
            },
        )
        found = [part or [] for part in cursor.fetchone()]
    chain, figures, leaders, merits, former, absorbed, helpers = found
    return Card(
        organisation=organisation,
        chain=_rows(Territory, ("id", "name", "path"), chain),
        figures=_rows(YearFigures, _FIGURES, figures),
        passport=passport_items(path),
        leaders=_rows(Leader, _LEADER, ([*row[:4], _day(row[4]), _day(row[5])] for row in leaders)),
        merits=_rows(Merit, ("id", "kind", "text", "year_from", "year_to"), merits),
        former=former,
        absorbed=_rows(Organisation, ("id", "name"), absorbed),
        helpers=[Helper(pk, name, _KINDS[kind], *contacts) for pk, name, kind, *contacts in helpers],
        history=of_school(organisation.pk, limit=events) if with_history else [],
    )


_FIGURES = ("id", "year", "pupils", "teachers", "teachers_under_35", "teachers_over_55", "passport")
_LEADER = ("id", "post", "name", "is_head", "since", "until")


def _rows[M: Model](model: type[M], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[M]:
    """The rows as the model, its other fields left unread."""
    loaded = set(names)
    order = [field.attname for field in model._meta.concrete_fields if field.attname in loaded]
    places = [names.index(name) for name in order]
    return [model.from_db("default", order, [row[place] for place in places]) for row in rows]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
