"""Assignments for tests, given by the way a feature gives them."""

from datetime import datetime
from typing import Any

from opora.access import Actor
from opora.access.actor import operator
from opora.assignments.actions import give, report
from opora.assignments.models import Assignment, ReportFile
from opora.attachments.materials import Material
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

PNG = Material("png", "фото.png", b"\x89PNG\r\n\x1a\n")


def assignment(
    home: Organisation | Territory,
    cycle: Cycle,
    *,
    what: str = "Провести педсовет",
    person: Person | None = None,
    by: Actor | None = None,
    at: datetime,
    **more: Any,
) -> Assignment:
    """One that waits for its executor."""
    return give(what=what, home=home, cycle=cycle, person=person, by=by or operator(), at=at, **more)


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)


def assigned_at(
    territory: Territory, school: Organisation, cycle: Cycle, somebody: Actor, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address name prefix: kwargs}: one of the school to be done by `somebody`, with a photograph of its report."""
    made = assignment(school, cycle, person=person_of(somebody), at=now)
    done = report(assignment=made, words="Провели", materials=[PNG], by=operator(), at=now)
    file = ReportFile.objects.get(assignment=done)
    waiting = assignment(school, cycle, what="Заполнить карту", person=person_of(somebody), at=now)
    return {
        "assignment-hand-over": {"person_pk": somebody.person_id},
        "assignment-file": {"pk": done.pk, "file_pk": file.pk},
        "assignment-answer": {"pk": done.pk},
        "assignment": {"pk": waiting.pk},
    }
