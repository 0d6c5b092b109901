"""What the results say on a school's card."""

from django.urls import reverse

from opora.access import Actor
from opora.organisations.cards import Panel, Shown
from opora.organisations.models import Organisation
from opora.results.presenters.school import results_table
from opora.results.queries import school_results


def _render(actor: Actor, school: Organisation) -> Shown | None:
    """The table of years, if there is anything; the figures are seen by whoever sees the school's."""
    found = school_results(actor, school)
    if not found.rows:
        return None
    table = results_table(school, found)
    return Shown("results/panel.html", {"table": table, "url": reverse("results-school", args=[school.pk])})


PANEL = Panel(code="results", title="Результаты", position=60, render=_render)
