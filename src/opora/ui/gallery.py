"""Every component in every state on one page: for screenshots, for the accessibility scan, and for
whoever builds the next page. Shown in the demo only; everything on it is invented."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from opora.ui import gallery_charts as charts
from opora.ui import gallery_samples as samples
from opora.ui.charts import draw_distribution, draw_intervals, draw_lines
from opora.ui.components import import_steps


@login_not_required
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    _only_in_demo()
    context = {
        "shell": samples.shell(request.path),
        "as_of": samples.DAY,
        "inbox": samples.INBOX,
        "waiting": samples.WAITING,
        "facts": samples.FACTS,
        "stats": samples.STATS,
        "path": samples.PATH,
        "import_steps": import_steps(2),
        "tabs": samples.TABS,
        "history": samples.HISTORY,
        "running": samples.progress(reverse("gallery-progress"), 12_400),
        "counting": samples.counting(reverse("gallery-progress")),
        "versions": samples.VERSIONS,
        "page": Paginator(range(1200), 30).page(7),
        "filters": samples.Filters(request.GET or None, auto_id="filter_%s"),
        "form": samples.School(),
        "bad_form": samples.bad_form(),
        "schools": samples.schools(60),
        "heat": samples.heat(),
        "nothing": samples.schools(0),
        "lines": draw_lines(charts.LINES),
        "one_line": draw_lines(charts.ONE_YEAR),
        "intervals": draw_intervals(charts.INTERVALS),
        "distribution": draw_distribution(charts.SCORES),
    }
    return render(request, "ui/gallery.html", context)


@login_not_required
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """What the polled progress bar gets: finished work, so that the polling stops."""
    _only_in_demo()
    done = samples.progress("", samples.IMPORTED)
    return render(request, "ui/parts.html#progress", {"progress": done})


def _only_in_demo() -> None:
    if not getattr(settings, "IS_DEMO", False):
        raise Http404
