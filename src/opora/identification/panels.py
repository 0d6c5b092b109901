"""What the selection says on a school's card."""

from django.urls import reverse

from opora.access import Actor
from opora.identification.presenters import state_chip
from opora.identification.queries import listings_of
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The latest ШНОР list (else another) that names the school and that the actor may see. One query."""
    if not actor.covers_school(school.pk, school.territory.path or ""):
        return None
    listings = listings_of(actor, school.pk)
    if not listings:
        return None
    latest = listings[0]
    return Shown(
        "identification/panel.html",
        {
            "entry": latest,
            "state": state_chip(latest.state),
            "years": ", ".join(each.year for each in reversed(listings) if each.counts),
            "url": reverse("list-school", args=[latest.list_id, latest.entry_id]),
        },
    )


PANEL = Panel(code="lists", title="Списки и основания", position=50, render=_render)
