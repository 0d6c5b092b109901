"""Writes on the card of one organisation: contacts, figures of a year, leaders, merits."""

import hashlib
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.history.as_read import as_read
from opora.organisations.models import Leader, Merit, Organisation, YearFigures
from opora.organisations.rules import EDIT_CARD
from opora.organisations.states import MeritKind
from opora.organisations.timeline import assign, details_of, note_of, tell

CARD_FIELDS = (
    "official_name",
    "school_kind",
    "locality",
    "distance_km",
    "latitude",
    "longitude",
    "is_legal_entity",
    "inn",
    "address",
    "phone",
    "email",
    "site",
    "letterhead",
)
FIGURE_FIELDS = ("pupils", "teachers", "teachers_under_35", "teachers_over_55", "passport")


# what gives the right to change a card: its place and its life
_GROUND = ("territory_id", "closed_on", "merged_into_id")
_CHANGED = (
    "Пока вы правили карточку, её изменил другой человек. Ничего не записано: откройте карточку "
    "снова, посмотрите, что изменилось, и повторите правку."
)


def card_mark(organisation: Organisation) -> str:
    """The card as a person saw it: `update_card` refuses to write over another one."""
    fields = [str(getattr(organisation, name)) for name in CARD_FIELDS]
    return hashlib.sha256(repr(fields).encode()).hexdigest()[:16]


@transaction.atomic
def update_card(
    organisation: Organisation,
    *,
    values: Mapping[str, object],
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Change fields of `CARD_FIELDS`; a trigger keeps the old row.

    `organisation` (its territory joined) is what was read: it is written over only where what changes, and
    what gives the right to change it, still is so. Raises Conflict where it is not, or where the card is not
    the `seen` one any more.
    """
    EDIT_CARD.check(by, organisation)
    if seen is not None and seen != card_mark(organisation):
        raise Conflict(_CHANGED)
    row = copy(organisation)
    changes = assign(row, {name: values[name] for name in CARD_FIELDS if name in values})
    if not changes:
        return
    changed = {change.field for change in changes}
    # what did not change is not asked about again: each constraint is a query
    row.full_clean(exclude={field.name for field in row._meta.fields} - changed)
    if not as_read(organisation, (*changed, *_GROUND)).update(
        **{name: getattr(row, name) for name in changed}
    ):
        raise Conflict(_CHANGED)
    tell(row, "изменил(а) карточку", by=by, at=at, note=note_of(changes), details=details_of(changes))


@transaction.atomic
def set_figures(
    organisation: Organisation, *, year: int, values: Mapping[str, object], by: Actor, at: datetime
) -> YearFigures:
    """Write the figures of the school year that begins in `year`; fields left out keep their value."""
    EDIT_CARD.check(by, organisation)
    row = YearFigures.objects.select_for_update().filter(organisation=organisation, year=year).first()
    row = row or YearFigures(organisation=organisation, year=year)
    changes = assign(row, {name: values[name] for name in FIGURE_FIELDS if name in values})
    if row.pk and not changes:
        return row
    row.full_clean(validate_unique=False)
    row.save()
    tell(
        organisation,
        f"записал(а) численность и состав за {year}/{(year + 1) % 100:02} год",
        by=by,
        at=at,
        note=note_of([change for change in changes if change.field != "passport"]),
        details={"year": year, **details_of(changes)},
    )
    return row


@transaction.atomic
def appoint_leader(
    organisation: Organisation,
    *,
    post: str,
    name: str,
    is_head: bool = False,
    since: date | None = None,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Leader:
    """Write a head or a deputy; a new head in office ends the term of the one before."""
    EDIT_CARD.check(by, organisation)
    made = Leader(organisation=organisation, post=post, name=name, is_head=is_head, since=since, until=until)
    made.full_clean()
    if is_head and until is None:
        _end_heads(organisation, before=since or timezone.localtime(at).date())
    made.save()
    tell(organisation, "записал(а) руководителя", by=by, at=at, note=f"{post}: {name}")
    return made


def _end_heads(organisation: Organisation, *, before: date) -> None:
    for head in Leader.objects.select_for_update().filter(
        organisation=organisation, is_head=True, until=None
    ):
        last_day = before - timedelta(days=1)
        head.until = max(last_day, head.since) if head.since else last_day
        head.save(update_fields=["until"])


@transaction.atomic
def end_leader(leader: Leader, *, until: date, by: Actor, at: datetime) -> None:
    """End the term; the person stays in the history of heads."""
    EDIT_CARD.check(by, leader.organisation)
    leader.until = until
    leader.full_clean()
    leader.save(update_fields=["until"])
    tell(
        leader.organisation,
        "записал(а) конец срока руководителя",
        by=by,
        at=at,
        note=f"{leader.post}: {leader.name}, по {until:%d.%m.%Y}",
    )


@transaction.atomic
def remove_leader(leader: Leader, *, by: Actor, at: datetime) -> None:
    """Take back a mistaken entry; who removed it stays on the timeline."""
    EDIT_CARD.check(by, leader.organisation)
    tell(leader.organisation, "убрал(а) ошибочную запись", by=by, at=at, note=f"{leader.post}: {leader.name}")
    leader.delete()


@transaction.atomic
def add_merit(
    organisation: Organisation,
    *,
    kind: MeritKind,
    text: str,
    year_from: int | None = None,
    year_to: int | None = None,
    by: Actor,
    at: datetime,
) -> Merit:
    """A status, a strength or an achievement with its years."""
    EDIT_CARD.check(by, organisation)
    made = Merit(organisation=organisation, kind=kind, text=text, year_from=year_from, year_to=year_to)
    made.full_clean()
    made.save()
    tell(organisation, f"добавил(а): {kind.label.lower()}", by=by, at=at, note=text)
    return made


@transaction.atomic
def remove_merit(merit: Merit, *, by: Actor, at: datetime) -> None:
    EDIT_CARD.check(by, merit.organisation)
    tell(merit.organisation, f"убрал(а): {merit.get_kind_display().lower()}", by=by, at=at, note=merit.text)
    merit.delete()
