"""`{% talk "meeting" meeting.pk %}`: the discussion of the thing whose page this is."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opora.discussions.panels import Panel, panel_for
from opora.references import Reference

register = template.Library()
_MARK = "talk"


@register.inclusion_tag("discussions/panel.html", takes_context=True)
def talk(context: Context, kind: str, thing_id: int, path: str = "") -> dict[str, Panel | None]:
    """Draws nothing for a kind that is not talked about. The page has decided that the thing is seen; `path` is that
    of the territory, where who reads depends on it."""
    return {"discussion": _panel(context, Reference(kind, thing_id, "", "", territory_path=path))}


@register.simple_tag(takes_context=True)
def talk_news(context: Context, kind: str, thing_id: int, path: str = "") -> SafeString | str:
    """A line for the head of a page whose `talk` stands far below, where something in it is new."""
    panel = _panel(context, Reference(kind, thing_id, "", "", territory_path=path))
    if panel is None or not panel.new:
        return ""
    return format_html('<p><a href="#discussion-title">Обсуждение · новых: {}</a></p>', panel.new)


def _panel(context: Context, thing: Reference) -> Panel | None:
    """Asked once for a page."""
    kept: Any = context.render_context
    asked: dict[Reference, Panel | None] = kept.setdefault(_MARK, {})
    if thing not in asked:
        asked[thing] = panel_for(context["request"].actor, thing)
    return asked[thing]
