"""What a school was invited to and came to, on its card."""

from urllib.parse import urlencode

from django.urls import reverse

from opora.access import Actor
from opora.events.queries.of_school import Visit, days_of_school
from opora.events.rules import SEE
from opora.events.states import SessionState
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.ui.text import count_ru, date_ru

_MOST = 6


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The days nearest to now. One query; none for those who do not see events."""
    if not SEE.can(actor, None):
        return None
    found = days_of_school(actor, school, most=_MOST)
    if not found:
        return None
    return Shown(
        "events/panel.html",
        {
            "rows": [(each.title, reverse("event", args=[each.event_id]), _words(each)) for each in found],
            "url": f"{reverse('events')}?{urlencode({'school': school.key})}",
        },
    )


def _words(each: Visit) -> str:
    if each.state == SessionState.PLANNED:
        return f"{date_ru(each.day)}, приглашена"
    came = "сколько пришло из школы, не отмечено" if each.came is None else _came(each.came)
    return f"{date_ru(each.day)}, {came}"


def _came(many: int) -> str:
    return f"из школы {count_ru(many, 'человек,человека,человек')}" if many else "из школы никто не пришёл"


PANEL = Panel(code="events", title="Мероприятия", position=80, render=_render)
