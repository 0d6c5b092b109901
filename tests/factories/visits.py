"""What visits leave in one place: a planned one and a noted one with a photograph."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from opora.access import Actor
from opora.attachments.materials import Material
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person
from opora.visits.actions import Note, note_unplanned
from opora.visits.models import Visit, Visitor
from opora.visits.queries.definitions import kinds_for
from opora.visits.states import Way


def visits_at(
    territory: Territory, school: Organisation, cycle: Cycle, curator: Actor, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address: its keyword arguments}; definitions are published already. `curator` goes to the school."""
    kind = kinds_for(territory.path or "")["curator"]
    person = Person.objects.get(pk=curator.person_id or 0)
    today = timezone.localdate(now)
    planned = Visit.objects.create(
        cycle=cycle,
        school=school,
        kind=kind.code,
        kind_title=kind.title,
        version_id=kind.version_id,
        way=Way.PRESENCE,
        planned_on=today + timedelta(days=1),
        made_at=now,
        made_by_id=person.pk,
        made_by_name=curator.name,
    )
    Visitor.objects.create(visit=planned, person=person, name=curator.name)
    done = note_unplanned(
        school=school,
        cycle=cycle,
        kind=kind,
        note=Note(
            visited_on=max(cycle.starts, today),
            way=Way.PRESENCE,
            seen="Были на уроке.",
            materials=[Material("pdf", "план.pdf", b"%PDF-1.4")],
        ),
        visitors=[person],
        by=curator,
        at=now,
    )
    one, noted = {"pk": planned.pk}, {"pk": done.pk}
    return {
        "visit": one,
        "visit-note": one,
        "visit-move": one,
        "visit-cancel": one,
        "visit-amend": noted,
        "visit-paper": noted,
        "visit-file": noted | {"file_pk": done.pictures.get().pk},
        "visit-note-unplanned": {"pk": school.pk},
        "visit-checklists-school": {"pk": school.pk},
    }
