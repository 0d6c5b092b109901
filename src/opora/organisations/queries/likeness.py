"""The schools that resemble one, among those of its region."""

import json
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from opora.organisations.models import Organisation
from opora.organisations.passport import PassportItem, context_shares, passport_items
from opora.organisations.similarity import Likeness, Portrait, most, most_alike
from opora.organisations.states import Locality, OrganisationKind, SchoolKind

_KINDS: dict[str, str] = dict(SchoolKind.choices)
_LOCALITIES: dict[str, str] = dict(Locality.choices)


def similar_schools(
    school: Organisation, n: int = 5, *, year: int | None = None, among: QuerySet[Organisation] | None = None
) -> list[Likeness]:
    """The `n` open schools of the region most like `school`, with the reasons, the most alike first.

    `year` is the school year of the figures (by default the newest the school has). `among` narrows the
    candidates, for example to what an actor may see: `schools_visible_to(actor)`.
    """
    items = passport_items(school.territory.path or "")
    rows = _rows(school, year, among)
    own = _portrait(next(row for row in rows if row[0] == school.pk), items)
    ranked = sorted(((most(own, *row[3:6]), row) for row in rows), key=itemgetter(0), reverse=True)
    # a portrait reads the social passport: only of those who may still be near
    others = ((highest, _portrait(row, items)) for highest, row in ranked)
    return most_alike(own, others, {item.code: item.title for item in items}, n=n)


def _region(school: Organisation) -> str:
    """The path of the school's region: the first two steps from the root."""
    return "".join(f"{part}/" for part in (school.territory.path or "").split("/")[:2] if part)


# the texts are this module's own; what an actor sees is worded by the ORM, the rest are values
_NEWEST = "(SELECT max(year) FROM organisations_yearfigures WHERE organisation_id = %s)"
_ROWS = """
SELECT o.id, o.name, t.name, o.school_kind, o.locality, f.pupils, f.passport::text
FROM organisations_organisation o
JOIN organisations_territory t ON t.id = o.territory_id
LEFT JOIN organisations_yearfigures f ON f.organisation_id = o.id AND f.year = {year}
WHERE o.id = %s OR (o.kind = %s AND o.closed_on IS NULL AND starts_with(t.path, %s) AND {among})
ORDER BY o.id
"""


def _rows(
    school: Organisation, year: int | None, among: QuerySet[Organisation] | None
) -> list[tuple[Any, ...]]:
    """The school itself and the candidates, with their figures of the year."""
    seen, values = _condition(among)
    text = _ROWS.format(year=_NEWEST if year is None else "%s", among=seen)
    given = school.pk if year is None else year
    with connection.cursor() as cursor:
        cursor.execute(text, [given, school.pk, OrganisationKind.SCHOOL.value, _region(school), *values])
        return list(cursor.fetchall())


def _condition(among: QuerySet[Organisation] | None) -> tuple[str, tuple[Any, ...]]:
    if among is None:
        return "TRUE", ()
    try:
        text, values = among.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "FALSE", ()
    return f"o.id IN ({text})", tuple(values)


def _portrait(row: tuple[Any, ...], items: tuple[PassportItem, ...]) -> Portrait:
    pk, name, territory, kind, locality, pupils, passport = row
    return Portrait(
        id=pk,
        name=name,
        territory=territory,
        kind=kind,
        kind_title=_KINDS.get(kind, ""),
        locality=locality,
        locality_title=_LOCALITIES.get(locality, ""),
        pupils=pupils,
        context=context_shares(json.loads(passport), pupils, items) if passport and passport != "{}" else {},
    )
