"""Events for tests, and what one place has of them: planned ones, a day to mark, a material, a link."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from opora.access import Actor
from opora.access.actor import operator
from opora.catalogues import kinds as registry
from opora.catalogues.seeding import seed_from_files
from opora.cycles.models import Cycle
from opora.events.actions import Day, Written, add_material, hold_day, make_event
from opora.events.catalogue import KIND
from opora.events.kinds import work_forms
from opora.events.models import Event, EventLink
from opora.events.queries import choices
from opora.events.rules import Home
from opora.organisations.models import Organisation, Territory

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


def forms_published(*, now: datetime) -> None:
    """The catalogue of forms of the repository, in force; again, nothing happens."""
    registry.register([work_forms()])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), only={KIND}, by=operator(), at=now)


def event_of(
    home: Home,
    cycle: Cycle,
    *days: date,
    form: str = "practice-seminar",
    by: Actor | None = None,
    now: datetime,
    **written: Any,
) -> Event:
    """A planned event of a territory or a school, with these days; `written` are fields of `Written`."""
    path = (home.territory.path if isinstance(home, Organisation) else home.path) or ""
    said: dict[str, Any] = {"title": "Семинар о чтении", **written}
    if not days:
        said.setdefault("is_on_request", True)
    return make_event(
        cycle=cycle,
        home=home,
        form=choices.work_forms(path).forms[form],
        version_id=choices.version_id(path),
        written=Written(**said),
        days=[Day(each) for each in days],
        by=by or operator(),
        at=now,
    )


def events_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}; files must have somewhere to lie."""
    forms_published(now=now)
    by, day = operator(), max(cycle.starts, min(now.date(), cycle.ends))
    made = event_of(territory, cycle, day, cycle.ends, schools={school.pk: None}, now=now)
    held = event_of(school, cycle, day, now=now)
    hold_day(session=held.sessions.get(), revision=None, came=5, by=by, at=now)
    material = add_material(event=made, title="Памятка", name="памятка.png", data=PNG, by=by, at=now)
    link = EventLink.objects.create(event=made, kind="event", thing_id=held.pk)
    one = {"pk": made.pk}
    planned = {"pk": made.sessions.order_by("date")[0].pk}
    return {
        "event": one,
        "event-edit": one,
        "event-cancel": one,
        "event-finish": one,
        "event-day-add": one,
        "event-hold": planned,
        "event-day-move": planned,
        "event-day-cancel": planned,
        "event-material-add": one,
        "event-material-file": {"pk": material.pk},
        "event-material-remove": {"pk": material.pk},
        "event-link-add": one,
        "event-link-remove": {"pk": link.pk},
    }
