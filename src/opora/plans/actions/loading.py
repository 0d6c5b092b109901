"""A plan as a file says it: rows that are there are changed, new ones added, none removed. One event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from opora.access import Actor
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.organisations.models import Territory
from opora.plans.actions.plans import begun, locked, tell, touch
from opora.plans.actions.writing import changes, fill, in_words, propose_fact, responsible_of
from opora.plans.content import Content
from opora.plans.matching import Said, matched
from opora.plans.models import Plan, PlanResponsible, PlanRow
from opora.plans.queries.named import PeopleIndex, people_of
from opora.plans.queries.works import works_for
from opora.plans.rules import MAKE, WRITE

_TOLD = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the file and what it does: `row` is the one that stands, None for a new one."""

    content: Content
    row: PlanRow | None
    changed: Sequence[str] = ()

    @property
    def is_new(self) -> bool:
        return self.row is None

    @property
    def is_same(self) -> bool:
        return self.row is not None and not self.changed


@dataclass(frozen=True, slots=True)
class Steps:
    """What loading would do; `left` are rows that the file does not have, they stay at the end."""

    steps: Sequence[Step]
    left: Sequence[PlanRow]


def planned(plan: Plan | None, contents: Sequence[Content]) -> Steps:
    """Which rows of the file are which of the plan. Three queries for a plan that stands; writes nothing."""
    if plan is None:
        return Steps([Step(content, None) for content in contents], [])
    standing = list(plan.rows.order_by("position", "pk").prefetch_related("responsible", "schools"))
    which = matched(
        [Said(row.number, row.what) for row in standing], [Said(c.number, c.what) for c in contents]
    )
    taken = {at for at in which if at is not None}
    steps = []
    for content, at in zip(contents, which, strict=True):
        row = standing[at] if at is not None else None
        if row is None:
            steps.append(Step(content, None))
            continue
        people = [(each.part, each.name) for each in row.responsible.all()]
        schools = [each.pk for each in row.schools.all()]
        kept = _as_loaded(content, row, has_schools=bool(schools))
        steps.append(Step(kept, row, changes(row, kept, people, schools)))
    return Steps(steps, [row for at, row in enumerate(standing) if at not in taken])


def _as_loaded(content: Content, row: PlanRow, *, has_schools: bool) -> Content:
    """What the file is silent about stays: an empty mark, schools that a person has chosen."""
    keeps = set(content.keeps)
    if not content.mark and row.mark:
        keeps.add("mark")
    if has_schools and not content.school_ids:
        keeps.add("schools")
    return Content(
        **{
            name: getattr(content, name)
            for name in ("what", "number", "section", "term", "mark", "people", "school_ids")
        },
        keeps=frozenset(keeps),
    )


def load_plan(
    *,
    plan: Plan | None,
    territory: Territory,
    cycle: Cycle,
    title: str,
    contents: Sequence[Content],
    file: StoredFile | None,
    by: Actor,
    at: datetime,
) -> Plan:
    """Inside the caller's transaction. Whatever the number of rows, the same number of statements for each thousand;
    rows that change are written one by one."""
    MAKE.check(by, territory)
    is_new = plan is None
    if plan is None:
        plan = begun(territory, cycle, title, by=by, at=at)
    else:
        plan = locked(plan.pk)
        WRITE.check(by, plan)
    plan.file = file
    touch(plan, by=by, at=at)
    plan.save()
    found = planned(None if is_new else plan, contents)
    works, people = works_for(plan.path), people_of(plan.path)
    made: list[tuple[PlanRow, Content]] = []
    told: list[str] = []
    for position, step in enumerate(found.steps, start=1):
        row = step.row or PlanRow(plan=plan)
        moved = row.position != position
        row.position = position
        if step.is_same:
            if moved:
                row.save(update_fields=["position"])
            continue
        if step.row is not None:
            told.append(f"{_name(row)}: {in_words(step.changed, row, step.content)}")
        fill(row, step.content, plan, works, by=by, at=at)
        if step.row is None:
            propose_fact(row, works)
            made.append((row, step.content))
            continue
        row.revision += 1
        row.save()
        _rename(row, step, people=people)
    for position, row in enumerate(found.left, start=len(found.steps) + 1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    _write_new(made, people=people)
    same = sum(step.is_same for step in found.steps)
    note = f"новых строк {len(made)}, изменено {len(told)}, прежних {same}"
    tell(plan, "загрузил(а) план из файла", by=by, at=at, note=note, details={"changes": told[:_TOLD]})
    return plan


def _rename(row: PlanRow, step: Step, *, people: PeopleIndex) -> None:
    if "people" in step.changed:
        row.responsible.all().delete()
        PlanResponsible.objects.bulk_create(responsible_of(row, step.content.people, people))
    if "schools" in step.changed:
        row.schools.set(step.content.school_ids)


def _write_new(made: Sequence[tuple[PlanRow, Content]], *, people: PeopleIndex) -> None:
    PlanRow.objects.bulk_create([row for row, _ in made], batch_size=1000)
    PlanResponsible.objects.bulk_create(
        [each for row, content in made for each in responsible_of(row, content.people, people)],
        batch_size=1000,
    )
    through = PlanRow.schools.through
    through._default_manager.bulk_create(
        [
            through(planrow_id=row.pk, organisation_id=school)
            for row, content in made
            for school in dict.fromkeys(content.school_ids)
        ],
        batch_size=1000,
    )


def _name(row: PlanRow) -> str:
    return (
        f"строка {row.number.strip().rstrip('.')}"
        if row.number.strip()
        else f"строка на месте {row.position}"
    )
