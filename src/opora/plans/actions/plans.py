"""A plan as a whole: begun, its heading changed, put in force, closed, deleted."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.cycles.models import Cycle
from opora.history.actions import record
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.organisations.states import TerritoryKind
from opora.plans.models import Plan
from opora.plans.rules import DELETE, MAKE, STEER, WRITE
from opora.plans.states import DONE, KIND, TRANSITIONS, Level, PlanState


def level_of(territory: Territory) -> Level:
    return Level.MUNICIPAL if territory.kind == TerritoryKind.MUNICIPALITY else Level.REGIONAL


@transaction.atomic
def add_plan(
    *,
    territory: Territory,
    cycle: Cycle,
    title: str,
    approved_by: str = "",
    order_number: str = "",
    order_date: date | None = None,
    by: Actor,
    at: datetime,
) -> Plan:
    """An empty draft and one event. Raises ValidationError without a title or with one that is taken."""
    MAKE.check(by, territory)
    made = begun(territory, cycle, _title(territory, cycle, title), by=by, at=at)
    made.approved_by, made.order_number, made.order_date = (
        approved_by.strip(),
        order_number.strip(),
        order_date,
    )
    _save_new(made)
    tell(made, "завёл(а) план", by=by, at=at)
    return made


def begun(territory: Territory, cycle: Cycle, title: str, *, by: Actor, at: datetime) -> Plan:
    """A draft, not saved yet."""
    return Plan(
        territory=territory,
        cycle=cycle,
        level=level_of(territory),
        title=title,
        state=PlanState.DRAFT,
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_name=by.name,
        changed_at=at,
        changed_by_name=by.name,
    )


def _title(territory: Territory, cycle: Cycle, title: str, *, but: int = 0) -> str:
    words = " ".join(title.split())
    if not words:
        raise ValidationError({"title": "Назовите план: под этим названием его найдут."})
    taken = Plan.objects.filter(territory=territory, cycle=cycle, sort_title=folded(words)).exclude(pk=but)
    if taken.exists():
        raise ValidationError({"title": "На этот год уже есть план с таким названием. Дайте другое."})
    return words


def _save_new(plan: Plan) -> None:
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as clash:
        raise WrongState("План с таким названием только что завели. Обновите страницу.") from clash


@transaction.atomic
def change_plan(
    *,
    plan: Plan,
    title: str,
    approved_by: str,
    order_number: str,
    order_date: date | None,
    by: Actor,
    at: datetime,
) -> Plan:
    """The heading of a plan and one event; nothing where nothing changes."""
    plan = locked(plan.pk)
    WRITE.check(by, plan)
    given = {
        "title": _title(plan.territory, plan.cycle, title, but=plan.pk),
        "approved_by": " ".join(approved_by.split()),
        "order_number": order_number.strip(),
        "order_date": order_date,
    }
    changed = [name for name, value in given.items() if getattr(plan, name) != value]
    if not changed:
        return plan
    for name, value in given.items():
        setattr(plan, name, value)
    touch(plan, by=by, at=at)
    plan.save()
    titles = {
        "title": "название",
        "approved_by": "чем утверждён",
        "order_number": "номер приказа",
        "order_date": "дата приказа",
    }
    tell(plan, "изменил(а) план", by=by, at=at, note=", ".join(titles[name] for name in changed))
    return plan


@transaction.atomic
def move_plan(*, plan: Plan, target: PlanState, by: Actor, at: datetime) -> Plan:
    """One step of the table of transitions and one event. A plan without rows is not put in force."""
    plan = locked(plan.pk)
    STEER.check(by, plan)
    origin = PlanState(plan.state)
    if target not in TRANSITIONS[origin]:
        raise WrongState("План уже в другом состоянии. Обновите страницу.")
    if origin is PlanState.DRAFT and not plan.rows.exists():
        raise WrongState(
            "В плане нет ни одной строки. Впишите или загрузите их, тогда вводите план в действие."
        )
    plan.state, plan.state_since = target, timezone.localdate(at)
    touch(plan, by=by, at=at)
    plan.save()
    tell(plan, DONE[origin, target], by=by, at=at)
    return plan


@transaction.atomic
def delete_plan(*, plan: Plan, by: Actor, at: datetime) -> None:
    """A draft goes with its rows; one event."""
    plan = locked(plan.pk)
    DELETE.check(by, plan)
    tell(plan, "удалил(а) проект плана", by=by, at=at, note=f"строк: {plan.rows.count()}")
    plan.delete()


def locked(pk: int) -> Plan:
    """The plan with its territory and year, nobody else writing it. Raises WrongState where it is gone."""
    found = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("territory", "cycle")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise WrongState("План удалён. Вернитесь к списку планов.")
    return found


def touch(plan: Plan, *, by: Actor, at: datetime) -> None:
    plan.changed_at, plan.changed_by_name = at, by.name


def tell(
    plan: Plan,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    details: dict[str, object] | None = None,
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=KIND,
        subject_id=plan.pk,
        subject_title=plan.title,
        territory_path=plan.path,
        note=note,
        details=details,
    )
