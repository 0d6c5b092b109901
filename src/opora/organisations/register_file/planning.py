"""From lines to what would be written: every organisation of the file new, changed or the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from opora.access import Actor
from opora.imports.problems import Problem, shown
from opora.organisations.actions.card import CARD_FIELDS
from opora.organisations.models import FormerName, Organisation, YearFigures
from opora.organisations.passport import PassportItem
from opora.organisations.register_file import codes
from opora.organisations.register_file.figures import plan_figures
from opora.organisations.register_file.places import Fate, Place, Places, plan_places
from opora.organisations.register_file.reading import Line, Reading
from opora.organisations.register_file.step import Step
from opora.organisations.states import OrganisationKind
from opora.organisations.timeline import Change, assign

_FIELDS = ("name", *CARD_FIELDS)


@dataclass(slots=True)
class Plan:
    places: Places
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Known:
    """What the database says about the organisations of the file."""

    by_key: dict[str, Organisation]
    figures: dict[tuple[int, int], YearFigures]
    former: set[tuple[int, str]]


def plan_register(reading: Reading, *, by: Actor, items: Sequence[PassportItem], home: str = "") -> Plan:
    """`home` is the code of the territory for new organisations whose row names none."""
    places = plan_places(reading.territories, by)
    plan = Plan(places, problems=[*places.problems])
    groups = _by_key(reading.organisations, plan.problems)
    known = _known(groups)
    for key, lines in groups.items():
        step = _step(key, lines, known.by_key.get(key), plan, by=by, home=home)
        if step is None:
            continue
        plan_figures(step, lines, known.figures, items, plan.problems)
        _former(step, lines, known)
        if step.fate is Fate.SAME and (step.changes or step.former or step.figures):
            step.fate = Fate.CHANGED
        _check_place_on_map(step, lines[0], plan.problems)
        if step.fate is Fate.CHANGED and not step.organisation.is_open:
            message = "Организация закрыта, её карточку больше не меняют. Уберите строку из файла."
            plan.problems.append(Problem(lines[0].place("key"), key, codes.CLOSED, message))
        plan.steps.append(step)
    _check_taken(plan, groups)
    return plan


def _by_key(lines: Iterable[Line], problems: list[Problem]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        key = line.text("key")
        if key:
            groups.setdefault(key, []).append(line)
        else:
            message = "Заполните «Код»: по нему организацию узнают в следующий раз."
            problems.append(Problem(line.place("key"), None, codes.REQUIRED, message))
    return groups


def _known(groups: dict[str, list[Line]]) -> _Known:
    rows = Organisation.objects.filter(key__in=list(groups)).select_related("territory")
    by_key = {row.key: row for row in rows}
    ids = [row.pk for row in by_key.values()]
    figures = YearFigures.objects.filter(organisation__in=ids)
    former = FormerName.objects.filter(organisation__in=ids).values_list("organisation_id", "name")
    return _Known(by_key, {(row.organisation_id, row.year): row for row in figures}, set(former))


def _step(
    key: str, lines: list[Line], row: Organisation | None, plan: Plan, *, by: Actor, home: str
) -> Step | None:
    """The organisation with the file's values set on it; None where the rows cannot be placed."""
    values = _agreed(lines, plan.problems)
    place = _place_of(lines[0], values, row, plan, home)
    if place is None or not _is_yours(lines[0], row, place, plan, by):
        return None
    if row is None:
        if not values.get("name"):
            plan.problems.append(
                Problem(
                    lines[0].place("name"), None, codes.REQUIRED, "Заполните «Название» новой организации."
                )
            )
            return None
        made = Organisation(key=key, kind=str(values.get("kind", OrganisationKind.SCHOOL)))
        for name in _FIELDS:
            if name in values:
                setattr(made, name, values[name])
        return Step(made, place, Fate.NEW)
    step = Step(row, place, Fate.SAME)
    before = row.name
    step.changes = assign(row, {name: values[name] for name in ("kind", *_FIELDS) if name in values})
    if row.name != before:
        step.former.append(before)
        _warn(
            plan,
            lines[0],
            "name",
            codes.RENAMED,
            f"«{before}» станет «{row.name}»; прежнее название запомним.",
        )
    if place.code != row.territory.code:
        step.changes.append(Change("territory", "территория", row.territory.name, place.name))
        _warn(
            plan, lines[0], "territory", codes.MOVED, f"Перейдёт из «{row.territory.name}» в «{place.name}»."
        )
    return step


def _warn(plan: Plan, line: Line, key: str, code: str, message: str) -> None:
    plan.problems.append(Problem(line.place(key), shown(line.values.get(key)), code, message, stops=False))


def _agreed(lines: list[Line], problems: list[Problem]) -> dict[str, object]:
    """The card said by the rows of one organisation; rows may be silent but must not disagree."""
    values: dict[str, object] = {}
    for line in lines:
        for key in ("kind", "territory", *_FIELDS):
            if key not in line.values:
                continue
            if values.setdefault(key, line.values[key]) != line.values[key]:
                message = f"Выше у этой же организации стоит «{shown(values[key])}». Оставьте одно значение."
                problems.append(
                    Problem(line.place(key), shown(line.values[key]), codes.ROWS_DISAGREE, message)
                )
    return values


def _place_of(
    line: Line, values: dict[str, object], row: Organisation | None, plan: Plan, home: str
) -> Place | None:
    code = str(values.get("territory") or (row.territory.code if row else home))
    if not code:
        message = "Впишите код территории: без него новую организацию не поместить."
        plan.problems.append(Problem(line.place("territory"), None, codes.NO_TERRITORY, message))
        return None
    place = plan.places.by_code.get(code)
    if place is None:
        mine = sorted(c for c, p in plan.places.by_code.items() if plan.places.covers(p))
        message = f"Территории с кодом «{code}» нет. Впишите код с листа «Территории» или добавьте её туда."
        plan.problems.append(
            Problem(line.place("territory"), code, codes.UNKNOWN_TERRITORY, message, tuple(mine[:30]))
        )
    return place


def _is_yours(line: Line, row: Organisation | None, place: Place, plan: Plan, by: Actor) -> bool:
    """Both where the organisation stands and where it goes must be in the actor's scope."""
    here = row is None or by.covers_school(row.pk, row.territory.path or "")
    if here and plan.places.covers(place):
        return True
    message = "Это вне вашего охвата: такую строку загружает тот, чья это территория. Уберите её из файла."
    plan.problems.append(Problem(line.place("key"), line.text("key"), codes.NOT_YOURS, message))
    return False


def _check_place_on_map(step: Step, line: Line, problems: list[Problem]) -> None:
    """A latitude without a longitude is no place; a cell that was not understood is told already."""
    row = step.organisation
    if (row.latitude is None) == (row.longitude is None):
        return
    lacking = "latitude" if row.latitude is None else "longitude"
    message = "Нужны и широта, и долгота. Впишите вторую или очистите обе."
    problems.append(Problem(line.place(lacking), None, codes.HALF_A_PLACE, message))


def _former(step: Step, lines: list[Line], known: _Known) -> None:
    for line in lines:
        names = line.values.get("former_names", ())
        assert isinstance(names, tuple)
        step.former += [name for name in names if name != step.organisation.name]
    step.former = [
        name for name in dict.fromkeys(step.former) if (step.organisation.pk or 0, name) not in known.former
    ]


def _check_taken(plan: Plan, groups: dict[str, list[Line]]) -> None:
    """Names within a territory and INN everywhere must stay unique once everything is written."""
    mine = [step for step in plan.steps if step.organisation.is_open]
    keys = [step.organisation.key for step in mine]
    codes_of = {step.place.code for step in mine}
    others = Organisation.objects.filter(closed_on=None, territory__code__in=codes_of).exclude(key__in=keys)
    names = {(code, name): key for code, name, key in others.values_list("territory__code", "name", "key")}
    inns = [step.organisation.inn for step in plan.steps if step.organisation.inn]
    strangers = Organisation.objects.filter(inn__in=inns).exclude(
        key__in=[s.organisation.key for s in plan.steps]
    )
    taken = dict(strangers.values_list("inn", "key"))
    for step in plan.steps:
        row, line = step.organisation, groups[step.organisation.key][0]
        if row.is_open and (other := names.setdefault((step.place.code, row.name), row.key)) != row.key:
            message = (
                f"Организация с таким названием здесь уже есть, её код — {other}. Проверьте код или название."
            )
            plan.problems.append(Problem(line.place("name"), row.name, codes.NAME_TAKEN, message, (other,)))
        if row.inn and (other := taken.setdefault(row.inn, row.key)) != row.key:
            message = f"Этот ИНН записан у организации с кодом {other}. Проверьте код или ИНН."
            plan.problems.append(Problem(line.place("inn"), row.inn, codes.INN_TAKEN, message, (other,)))
