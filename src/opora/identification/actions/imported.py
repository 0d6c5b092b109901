"""Lists that somebody else drew up: ШНСУ, the federal list of schools with signs of biased results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.identification.actions.drafts import next_number, tell
from opora.identification.models import ListEntry, YearList
from opora.identification.queries import approved_year_before, sizes_of
from opora.identification.rules import IMPORT_LIST
from opora.identification.states import ListKind, ListState
from opora.organisations.models import Organisation, Territory


@dataclass(frozen=True, slots=True)
class Listed:
    """A school on an imported list, with the ground as the file words it."""

    school_id: int
    note: str = ""


@transaction.atomic
def load_list(
    *,
    kind: ListKind,
    cycle: Cycle,
    territory: Territory,
    schools: Sequence[Listed],
    source: str,
    by: Actor,
    at: datetime,
) -> YearList | None:
    """Put an imported list in force and replace the one loaded before it.

    The same schools with the same words again write nothing and return None.
    """
    IMPORT_LIST.check(by, territory)
    earlier = YearList.objects.filter(
        kind=kind, cycle=cycle, territory=territory, state=ListState.APPROVED
    ).first()
    if earlier is not None:
        stood = dict(earlier.entries.filter(listed=True).values_list("school_id", "note"))
        if stood == {each.school_id: each.note for each in schools}:
            return None
        earlier.state = ListState.SUPERSEDED
        earlier.save(update_fields=["state"])
    made = YearList.objects.create(
        kind=kind,
        cycle=cycle,
        territory=territory,
        number=next_number(kind, cycle, territory),
        state=ListState.APPROVED,
        source=source,
        drawn_at=at,
        drawn_by_name=by.name,
        approved_at=at,
        approved_by_name=by.name,
    )
    _fill(made, schools, approved_year_before(cycle, kind))
    tell(made, "загрузил(а) список", by=by, at=at, note=source)
    return made


def _fill(made: YearList, schools: Sequence[Listed], before: frozenset[int]) -> None:
    """The schools of the list, and those that were on it the year before."""
    scope = made.territory.path or ""
    notes = {each.school_id: each.note for each in schools}
    gone = Organisation.objects.filter(pk__in=before - notes.keys(), territory__path__startswith=scope)
    wanted = (Organisation.objects.filter(pk__in=notes) | gone).select_related("territory")
    sizes = sizes_of(scope, year=made.cycle.last_result_year)
    ListEntry.objects.bulk_create(
        ListEntry(
            year_list=made,
            school=school,
            position=position,
            school_name=school.name,
            territory_name=school.territory.name,
            listed=school.pk in notes,
            repeated=school.pk in notes and school.pk in before,
            entered=school.pk in notes and school.pk not in before,
            left=school.pk not in notes,
            note=notes.get(school.pk, ""),
            pupils=sizes.get(school.pk, (None, None))[0],
            teachers=sizes.get(school.pk, (None, None))[1],
        )
        for position, school in enumerate(wanted.order_by("sort_name", "key"))
    )
