"""`{% talk "meeting" meeting.pk %}`: the discussion of the thing whose page this is."""

from typing import Any

from django import template

from opora.discussions.panels import Panel, panel_for
from opora.references import Reference

register = template.Library()


@register.inclusion_tag("discussions/panel.html", takes_context=True)
def talk(context: dict[str, Any], kind: str, thing_id: int) -> dict[str, Panel | None]:
    """Draws nothing for a kind that is not talked about. The page has decided that the thing is seen."""
    return {"discussion": panel_for(context["request"].actor, Reference(kind, thing_id, "", ""))}
