"""From lines to what would be written: who is meant, what is new, what changes, what may not be."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from opora.access import Actor, Role
from opora.appointments.actions import Terms
from opora.appointments.import_reading import Line
from opora.appointments.models import Appointment
from opora.appointments.queries import visible_to
from opora.appointments.rules import APPOINT, Grant
from opora.appointments.scopes import NotAScope, PlaceBook, Places, grant_of, places_of
from opora.imports.names import nearest, person_key
from opora.imports.problems import Problem, register, shown
from opora.people.models import Person

BAD_SCOPE = register("people-bad-scope", "Охват не понят или не подходит к роли.")
ABOVE_RIGHTS = register("people-above-rights", "Назначать так вы не можете.")
OTHERS_EMAIL = register("people-others-email", "Эта почта записана за другим человеком.")
SEVERAL_PEOPLE = register("people-several", "Под этим именем несколько человек.")
NAMESAKE = register("people-namesake", "Есть человек с таким же именем; записываем другого.", stops=False)
NOT_YOURS = register(
    "people-not-yours", "Данные человека меняете не вы; они останутся прежними.", stops=False
)
TWICE = register("people-twice", "То же назначение этого человека уже есть выше в файле.")


class Kind(enum.Enum):
    NEW = "добавим"
    CHANGED = "изменим"
    SAME = "без изменений"


@dataclass(slots=True)
class Newcomer:
    """Somebody the file names first: one account, however many lines."""

    contacts: dict[str, str]


@dataclass(slots=True)
class Step:
    """What one line does."""

    line: Line
    who: Person | Newcomer
    places: Places
    terms: Terms
    appointment: Appointment | None
    contacts: dict[str, str]
    kind: Kind


@dataclass(slots=True)
class Plan:
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(lines: Sequence[Line], *, by: Actor, on: date) -> Plan:
    """Decide about every line; writes nothing."""
    return _Planner(lines, by, on).run()


class _Planner:
    def __init__(self, lines: Sequence[Line], by: Actor, on: date) -> None:
        self._lines = lines
        self._by = by
        self._on = on
        self._book = PlaceBook(by)
        self._known = _KnownPeople(lines, by, on)
        self._newcomers: dict[tuple[str, str], Newcomer] = {}
        self._seen: set[tuple[int, Role, tuple[str, ...], int | None]] = set()
        self._plan = Plan()

    def run(self) -> Plan:
        for line in self._lines:
            step = self._step(line)
            if step:
                self._plan.steps.append(step)
        return self._plan

    def _step(self, line: Line) -> Step | None:
        try:
            places = self._book.find(line.scope, role=line.role)
        except NotAScope as refused:
            near = nearest("; ".join(line.scope), refused.allowed, n=3, key=person_key)
            hint = f" Похожие: {', '.join(near)}." if near else ""
            self._tell(
                line, "scope", "; ".join(line.scope), BAD_SCOPE, refused.words + hint, allowed=refused.allowed
            )
            return None
        who = self._who(line, places)
        if who is None:
            return None
        appointment = self._known.alike(who, line, places) if isinstance(who, Person) else None
        step = Step(line, who, places, self._terms(line, appointment), appointment, {}, Kind.SAME)
        step.contacts = self._contacts(step)
        step.kind = self._kind(step)
        return step if self._is_first(step) and self._is_allowed(step) else None

    def _who(self, line: Line, places: Places) -> Person | Newcomer | None:
        found = self._known.matching(line, places)
        if isinstance(found, Person):
            return found
        if found is not None:
            self._tell(line, found.key, found.value, found.code, found.message)
            if found.stops:
                return None
        key = (line.contacts["email"].lower(), person_key(line.full_name))
        return self._newcomers.setdefault(key, Newcomer(line.contacts))

    def _terms(self, line: Line, kept: Appointment | None) -> Terms:
        """An empty cell changes nothing of a kept appointment."""
        dates = dict(line.dates)
        number = line.order_number
        if kept:
            number = number if "order_number" in line.given else kept.order_number
            for key in ("order_date", "since", "until"):
                dates[key] = dates[key] if key in line.given else getattr(kept, key)
        return Terms(line.cycle, number, dates["order_date"], dates["since"], dates["until"])

    def _contacts(self, step: Step) -> dict[str, str]:
        """What the line changes of a known person, as far as the importer may."""
        if isinstance(step.who, Newcomer):
            return {}
        given = {key: value for key, value in step.line.contacts.items() if key in step.line.given}
        changed = {key: value for key, value in given.items() if getattr(step.who, key) != value}
        if changed and not self._known.may_manage(step.who):
            message = "Имя, должность и связь этого человека меняет тот, кто его назначил. Оставим прежние."
            self._tell(step.line, next(iter(changed)), None, NOT_YOURS, message, stops=False)
            return {}
        return changed

    def _kind(self, step: Step) -> Kind:
        kept, terms = step.appointment, step.terms
        if kept is None:
            return Kind.NEW
        before = (kept.order_number, kept.order_date, kept.since, kept.until)
        after = (terms.order_number, terms.order_date, terms.since, terms.last_day)
        return Kind.CHANGED if before != after or step.contacts else Kind.SAME

    def _is_first(self, step: Step) -> bool:
        who = id(step.who) if isinstance(step.who, Newcomer) else -step.who.pk
        cycle = step.line.cycle.pk if step.line.cycle else None
        key = (who, step.line.role, step.places.codes, cycle)
        if key in self._seen:
            message = "Это назначение уже есть выше в файле. Удалите лишнюю строку."
            self._tell(step.line, "role", step.line.full_name, TWICE, message)
            return False
        self._seen.add(key)
        return True

    def _is_allowed(self, step: Step) -> bool:
        """An unchanged line needs no right: an exported file can always be read back."""
        if step.kind is Kind.SAME:
            return True
        person_id = step.who.pk if isinstance(step.who, Person) else None
        refusal = APPOINT.refusal(self._by, step.places.grant(person_id=person_id, role=step.line.role))
        if refusal:
            self._tell(step.line, "role", step.line.role.title, ABOVE_RIGHTS, refusal)
        return refusal is None

    def _tell(
        self, line: Line, key: str, value: str | None, code: str, message: str, *,
        allowed: tuple[str, ...] | None = None, stops: bool = True,
    ) -> None:  # fmt: skip
        stops = stops and code not in {NAMESAKE, NOT_YOURS}
        self._plan.problems.append(Problem(line.at(key), shown(value), code, message, allowed, stops))


@dataclass(frozen=True, slots=True)
class _Doubt:
    key: str
    value: str
    code: str
    message: str
    stops: bool = True


class _KnownPeople:
    """Those a file may mean, read at once: by e-mail everywhere, by name among those the importer sees."""

    def __init__(self, lines: Sequence[Line], by: Actor, on: date) -> None:
        self._by = by
        self._on = on
        emails = {line.contacts["email"].lower() for line in lines} - {""}
        self._by_email: dict[str, list[Person]] = {}
        for person in Person.objects.exclude(email="").order_by("id"):
            if person.email.lower() in emails:
                self._by_email.setdefault(person.email.lower(), []).append(person)
        names = {person_key(line.full_name) for line in lines}
        self._by_name: dict[str, list[Person]] = {}
        for person in visible_to(by).order_by("id"):
            if person_key(person.full_name) in names:
                self._by_name.setdefault(person_key(person.full_name), []).append(person)
        self._held = self._appointments()

    def _appointments(self) -> dict[int, list[Appointment]]:
        ids = {p.pk for people in (*self._by_email.values(), *self._by_name.values()) for p in people}
        held: dict[int, list[Appointment]] = {}
        found = Appointment.objects.filter(person__in=ids).select_related("cycle")
        for each in found.prefetch_related("territories", "schools__territory").order_by("id"):
            held.setdefault(each.person_id, []).append(each)
        return held

    def matching(self, line: Line, places: Places) -> Person | _Doubt | None:
        """The person meant, None for a new one, or why it cannot be said."""
        email, name = line.contacts["email"], person_key(line.full_name)
        same_email = self._by_email.get(email.lower(), []) if email else []
        named = [p for p in same_email if person_key(p.full_name) == name]
        if len(named) == 1:
            return named[0]
        if same_email:
            message = "Эта почта записана за человеком с другим именем. Проверьте почту и имя."
            return _Doubt("email", email, OTHERS_EMAIL, message)
        return self._by_name_only(line, self._by_name.get(name, []), places)

    def _by_name_only(self, line: Line, same_name: list[Person], places: Places) -> Person | _Doubt | None:
        surely = [p for p in same_name if self.alike(p, line, places) or self._same_phone(p, line)]
        if not surely and not line.contacts["email"]:
            surely = same_name
        if len(surely) == 1:
            return surely[0]
        if len(surely) > 1:
            message = "Под этим именем несколько человек. Укажите почту того, кого имеете в виду."
            return _Doubt("surname", line.full_name, SEVERAL_PEOPLE, message)
        if same_name:
            message = "Человек с таким именем уже есть, но с другой почтой. Запишем отдельно, как тёзку."
            return _Doubt("surname", line.full_name, NAMESAKE, message, stops=False)
        return None

    @staticmethod
    def _same_phone(person: Person, line: Line) -> bool:
        one, other = (_digits(phone) for phone in (person.phone, line.contacts["phone"]))
        return bool(one) and one == other

    def alike(self, person: Person | Newcomer, line: Line, places: Places) -> Appointment | None:
        """The person's lasting appointment to the same role, places and year."""
        held = self._held.get(person.pk, []) if isinstance(person, Person) else []
        return next((each for each in held if self._is_alike(each, line, places)), None)

    def _is_alike(self, each: Appointment, line: Line, places: Places) -> bool:
        return (
            each.role == line.role
            and each.cycle == line.cycle
            and places_of(each).codes == places.codes
            and each.revoked_at is None
            and self._lasts(each, line)
        )

    def _lasts(self, each: Appointment, line: Line) -> bool:
        # an export of past years names ended appointments: they are the same, not new ones
        return not each.is_over(self._on) or each.until == line.dates["until"]

    def may_manage(self, person: Person) -> bool:
        grants: Iterable[Grant] = [
            grant_of(each) for each in self._held.get(person.pk, []) if not each.is_over(self._on)
        ]
        return bool(grants) and all(APPOINT.can(self._by, grant) for grant in grants)


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())[-10:]
