"""What a school's card says of its roadmap."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.roadmaps.choosing import LATELY, RECENT
from opora.roadmaps.models import Work
from opora.roadmaps.queries.board import school_lines
from opora.roadmaps.rules import SEE, school_in_scope
from opora.statements import every
from opora.ui.components import Stat


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """Counts of the latest year that has measures, for those who see the school's own affairs. Two queries."""
    if not (SEE.can(actor, None) and school_in_scope.holds(actor, school)):
        return None
    cycle = next(iter(every(_latest, school.pk)), None)
    if cycle is None:
        return None
    today = timezone.localdate()
    (line,) = school_lines([school.pk], cycle[0], today=today, lately=today - LATELY)
    url = reverse("roadmap", args=[school.pk])
    counts: tuple[tuple[str, int, dict[str, str]], ...] = (
        ("Мер", line.measures, {}),
        ("Просрочено", line.late, {"mark": "late"}),
        ("Ждут куратора", line.reported, {"state": "reported"}),
        ("Подтверждено", line.confirmed, {"state": "confirmed"}),
        *([("Подтверждено за месяц", line.lately, {"mark": RECENT})] if line.lately else []),
    )
    stats = [
        Stat(label, many, url=f"{url}?{urlencode({'cycle': cycle[1], **query})}")
        for label, many, query in counts
    ]
    return Shown("roadmaps/panel.html", {"stats": stats})


def _latest(school: int) -> QuerySet[Work, tuple[int, str]]:
    found = Work.objects.filter(school=school).order_by("-cycle__starts", "-cycle_id")
    return found.values_list("cycle_id", "cycle__code")[:1]


PANEL = Panel(code="roadmap", title="Дорожная карта", position=72, render=_render)
