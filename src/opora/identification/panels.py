"""What the selection says on a school's card."""

from django.db.models import Case, When
from django.urls import reverse

from opora.access import Actor
from opora.identification.models import ListEntry
from opora.identification.presenters import state_chip
from opora.identification.queries import visible_to
from opora.identification.states import ListKind, ListState
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The latest ШНОР list (else another) that names the school and that the actor may see. Two queries."""
    if not actor.covers_school(school.pk, school.territory.path or ""):
        return None
    entries = ListEntry.objects.filter(school=school, year_list__in=visible_to(actor)).select_related(
        "year_list", "year_list__cycle", "year_list__territory"
    )
    latest = entries.order_by(
        Case(When(year_list__kind=ListKind.LOW, then=0), default=1),
        "-year_list__cycle__starts",
        "-year_list__number",
        "-pk",
    ).first()
    if latest is None:
        return None
    years = (
        entries.filter(listed=True, year_list__kind=ListKind.LOW, year_list__state=ListState.APPROVED)
        .order_by("year_list__cycle__starts", "pk")
        .values_list("year_list__cycle__title", flat=True)
    )
    return Shown(
        "identification/panel.html",
        {
            "entry": latest,
            "state": state_chip(latest.year_list.state),
            "title": latest.year_list.subject_title,
            "years": ", ".join(years),
            "url": reverse("list-school", args=[latest.year_list_id, latest.pk]),
        },
    )


PANEL = Panel(code="lists", title="Списки и основания", position=50, render=_render)
