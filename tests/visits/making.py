"""Makers of visits, by the ways a person would go."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from conftest import NOW
from opora.access import Actor
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.risks.models import Direction, Verification
from opora.risks.states import Outcome
from opora.visits import actions
from opora.visits.actions import Day, Note, Plan
from opora.visits.kinds import VisitKind
from opora.visits.models import Visit, Visitor
from opora.visits.queries.definitions import kinds_for
from opora.visits.states import VisitState, Way

TODAY = date(2026, 9, 14)


def day(days: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=days)


def kind(school: Organisation, code: str = "curator") -> VisitKind:
    return kinds_for(school.territory.path or "")[code]


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)


def planned(
    school: Organisation,
    cycle: Cycle,
    by: Actor,
    days: int = 1,
    *,
    hour: time | None = None,
    code: str = "curator",
    at: datetime = NOW,
    people: Sequence[Person] | None = None,
) -> Visit:
    plan = Plan(
        kind=kind(school, code), way=Way.PRESENCE, visitors=[person_of(by)] if people is None else people
    )
    chosen = Day(school, at.date() + timedelta(days=days), hour)
    return actions.plan_visits(cycle=cycle, plan=plan, days=[chosen], by=by, at=at)[0]


def note(days: int = 0, **said: Any) -> Note:
    return Note(**({"visited_on": day(days), "way": Way.PRESENCE, "seen": "Был на уроке."} | said))


def visited(
    school: Organisation,
    cycle: Cycle,
    by: Actor,
    days: int = 0,
    *,
    code: str = "curator",
    token: UUID | None = None,
    **said: Any,
) -> Visit:
    return actions.note_unplanned(
        school=school,
        cycle=cycle,
        kind=kind(school, code),
        note=note(days, **said),
        visitors=[person_of(by)],
        token=token,
        by=by,
        at=NOW,
    )


def written(school: Organisation, cycle: Cycle, by: Actor, on: date, way: Way = Way.PRESENCE) -> Visit:
    """A row as it is, on any day of the year."""
    of = kind(school)
    made = Visit.objects.create(
        cycle=cycle, school=school, kind=of.code, kind_title=of.title, version_id=of.version_id, counts=True,
        way=way, state=VisitState.DONE, visited_on=on, made_at=NOW, made_by_name=by.name,
        noted_at=NOW, noted_by_id=by.person_id, noted_by_name=by.name, seen="Был.",
    )  # fmt: skip
    Visitor.objects.create(visit=made, person=person_of(by), name=by.name)
    return made


def verification(cycle: Cycle, school: Organisation, factor: str, days: int) -> Verification:
    """A risk that the curator looked at on the spot so many days from today."""
    direction = Direction.objects.create(
        cycle=cycle, school=school, factor_code=factor, factor_title="Мотивация", state_since=TODAY
    )
    return Verification.objects.create(
        direction=direction,
        visited_on=day(days),
        outcome=Outcome.CONFIRMED,
        recorded_at=NOW,
        recorded_by_name="К. Кураторова",
    )
