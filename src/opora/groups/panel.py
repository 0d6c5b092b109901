"""The groups of a school on its card."""

from django.utils import timezone

from opora.access import Actor
from opora.groups.presenters import panel_table
from opora.groups.queries import groups_of
from opora.groups.rules import CREATE
from opora.organisations import cards
from opora.organisations.models import Organisation


def groups_panel(actor: Actor, school: Organisation) -> cards.Shown | None:
    """Nothing for those who could neither read nor create a group there."""
    rows, may_create = groups_of(school, on=timezone.localdate()), CREATE.can(actor, school)
    if not rows and not may_create:
        return None
    table = panel_table(rows) if rows else None
    return cards.Shown("groups/panel.html", {"table": table, "may_create": may_create, "school": school})
