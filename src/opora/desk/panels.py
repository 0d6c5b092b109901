"""What the desk says on a school's card: the people to call."""

from django.utils import timezone

from opora.access import Actor
from opora.appointments.helping import helpers_of
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """Phones of people are for those who see the school's own affairs. One query."""
    if not actor.covers_school(school.pk, school.territory.path or ""):
        return None
    helpers = helpers_of(school, today=timezone.localdate(), but=actor.person_id, with_head=True)
    return Shown("desk/helpers_panel.html", {"helpers": helpers}) if helpers else None


PANEL = Panel(code="call", title="Кому позвонить", position=110, render=_render)
