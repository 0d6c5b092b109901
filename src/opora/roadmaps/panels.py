"""What a school's card says of its roadmap."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from opora.access import Actor
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.roadmaps.models import Work
from opora.roadmaps.queries.board import school_lines
from opora.roadmaps.rules import SEE, school_in_scope
from opora.ui.components import Stat


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """Counts of the latest year that has measures, for those who see the school's own affairs. Two queries."""
    if not (SEE.can(actor, None) and school_in_scope.holds(actor, school)):
        return None
    latest = Work.objects.filter(school=school.pk).order_by("-cycle__starts", "-cycle_id")
    cycle = latest.values_list("cycle_id", "cycle__code").first()
    if cycle is None:
        return None
    today = timezone.localdate()
    (line,) = school_lines([school.pk], cycle[0], today=today, lately=today)
    url = reverse("roadmap", args=[school.pk])
    counts: tuple[tuple[str, int, dict[str, str]], ...] = (
        ("Мер", line.measures, {}),
        ("Просрочено", line.late, {"mark": "late"}),
        ("Ждут куратора", line.reported, {"state": "reported"}),
        ("Подтверждено", line.confirmed, {"state": "confirmed"}),
    )
    stats = [
        Stat(label, many, url=f"{url}?{urlencode({'cycle': cycle[1], **query})}")
        for label, many, query in counts
    ]
    return Shown("roadmaps/panel.html", {"stats": stats})


PANEL = Panel(code="roadmap", title="Дорожная карта", position=72, render=_render)
