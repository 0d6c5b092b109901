"""What a school's card says of visits."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.statements import every
from opora.visits.models import Visit
from opora.visits.presenters.words import due_chip, state_chip, together, way_chip, when
from opora.visits.queries.listing import line_of, told
from opora.visits.queries.planner import cycle_of, planner_lines
from opora.visits.queries.visibility import visible_to
from opora.visits.rules import GO, NOTE_UNPLANNED, PLAN, SEE

_MOST = 5


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The last visits and those to come; until when the next is due is told to those who go. A fixed number of queries."""
    if not SEE.can(actor, None):
        return None
    today = timezone.localdate()
    rows = [line_of(*each) for each in every(_newest, actor, school.pk)]
    goes, cycle = GO.can(actor, None), cycle_of(today)
    if not rows and not goes:
        return None
    due = None
    if goes and cycle is not None and school.is_open:
        due = planner_lines([school], cycle, today=today)[0].due
    before, after = reverse("visit", args=[0]).split("0")
    return Shown(
        "visits/panel.html",
        {
            "rows": [
                (
                    f"{before}{row.pk}{after}",
                    f"{row.kind}, {when(row.day, row.at)}",
                    together(state_chip(row.state, is_late=row.is_late(today)), way_chip(row.way)),
                )
                for row in rows
            ],
            "due": due_chip(due, today) if due is not None and due.day is not None else "",
            "url": f"{reverse('visits')}?school={school.pk}",
            "plan_url": f"{reverse('visit-plan')}?school={school.pk}" if PLAN.can(actor, school) else "",
            "note_url": reverse("visit-note-unplanned", args=[school.pk])
            if NOTE_UNPLANNED.can(actor, school)
            else "",
        },
    )


def _newest(actor: Actor, school: int) -> QuerySet[Visit, Any]:
    return told(visible_to(actor).filter(school=school)[:_MOST])


PANEL = Panel(code="visits", title="Посещения", position=75, render=_render)
