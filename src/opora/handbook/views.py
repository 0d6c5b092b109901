"""A chapter of the handbook: anybody may read it, also before signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.handbook import reading
from opora.ui.components import Crumb


@login_not_required
@require_safe
def chapter(request: HttpRequest, code: str = "") -> HttpResponse:
    found = reading.chapter(code)
    if found is None:
        raise Http404
    crumbs = [Crumb("Помощь", reading.address(""))] if code else []
    return render(
        request, "handbook/chapter.html", {"title": found.title, "chapter": found, "crumbs": crumbs}
    )
