"""Writing a plan: territories one by one, organisations in bulk, an event on each timeline."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from opora.access import Actor
from opora.history.models import Event
from opora.imports.contract import Progress
from opora.organisations import actions
from opora.organisations.actions.card import CARD_FIELDS
from opora.organisations.models import FormerName, Organisation, Territory, YearFigures
from opora.organisations.register_file.figures import COUNTS
from opora.organisations.register_file.places import Fate, Places
from opora.organisations.register_file.planning import Plan
from opora.organisations.register_file.step import Step
from opora.organisations.timeline import ORGANISATION, details_of, note_of

_BATCH = 1000


def write(plan: Plan, *, by: Actor, at: datetime, source: str, progress: Progress) -> None:
    """Inside the caller's transaction; the plan has no problem that stops it."""
    _write_places(plan.places, by=by, at=at)
    here = {row.code: row for row in Territory.objects.filter(code__in={s.place.code for s in plan.steps})}
    steps = [step for step in plan.steps if step.fate is not Fate.SAME]
    for start in range(0, len(steps), _BATCH):
        part = steps[start : start + _BATCH]
        for step in part:
            step.organisation.territory = here[step.place.code]
        _write_cards(part)
        _write_figures(part)
        _write_former(part, at)
        Event.objects.bulk_create(_events(part, by, at, source))
        progress(start + len(part), len(steps))


def _write_places(places: Places, *, by: Actor, at: datetime) -> None:
    changed = [place for place in places.mentioned if place.fate is not Fate.SAME]
    rows: dict[str, Territory] = {}
    if changed:
        rows = {"RU": actions.ensure_federation(by=by, at=at)}
        rows |= {row.code: row for row in Territory.objects.exclude(parent=None)}
    for place in sorted(changed, key=lambda each: each.depth):
        row = rows.get(place.code)
        if row is None:
            rows[place.code] = actions.create_territory(
                parent=rows[place.parent], name=place.name, code=place.code, by=by, at=at
            )
            continue
        actions.rename_territory(row, name=place.name, by=by, at=at)
        if row.parent_id != rows[place.parent].pk:
            actions.move_territory(row, parent=rows[place.parent], by=by, at=at)


def _write_cards(steps: Sequence[Step]) -> None:
    Organisation.objects.bulk_create([step.organisation for step in steps if step.fate is Fate.NEW])
    changed = [step.organisation for step in steps if step.fate is Fate.CHANGED and step.changes]
    Organisation.objects.bulk_update(changed, ["kind", "name", "territory", *CARD_FIELDS])


def _write_figures(steps: Iterable[Step]) -> None:
    rows = []
    for step in steps:
        for row in step.figures:
            row.organisation = step.organisation
            rows.append(row)
    for row in rows:
        row.pk = None
    YearFigures.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "year"],
        update_fields=[*COUNTS, "passport"],
    )


def _write_former(steps: Iterable[Step], at: datetime) -> None:
    FormerName.objects.bulk_create(
        [
            FormerName(organisation=step.organisation, name=name, until=at.date())
            for step in steps
            for name in step.former
        ],
        ignore_conflicts=True,
    )


def _events(steps: Iterable[Step], by: Actor, at: datetime, source: str) -> list[Event]:
    return [
        Event(
            at=at,
            by_id=by.person_id,
            by_name=by.name,
            by_capacity=by.capacity.title if by.capacity else "",
            verb="добавил(а) организацию" if step.fate is Fate.NEW else "изменил(а) карточку",
            subject_kind=ORGANISATION,
            subject_id=step.organisation.pk,
            subject_title=step.organisation.name,
            school_id=step.organisation.pk,
            territory_path=step.organisation.territory.path or "",
            note=_note(step, source),
            details=details_of(step.changes),
        )
        for step in steps
    ]


def _note(step: Step, source: str) -> str:
    years = ", ".join(str(row.year) for row in step.figures)
    parts = [note_of(step.changes), f"численность за {years}" if years else "", f"из файла «{source}»"]
    return "; ".join(part for part in parts if part)
