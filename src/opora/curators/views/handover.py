"""The hand-over of a school: a page, and one sheet of paper of the same."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora.access.request import Request
from opora.curators.presenters import handover as pages
from opora.curators.printouts.handover import fitting
from opora.curators.queries.handover import Pack, pack_of
from opora.curators.rules import HANDOVER, OF_SCHOOL
from opora.curators.states import Side
from opora.curators.views.lookup import school_crumbs, school_or_404, this_year
from opora.printing import write_docx
from opora.ui.downloads import attached


def _pack(request: Request, pk: int) -> Pack:
    """`?for=school` is for a new deputy head, `?for=curator` for a new curator; people of a school get the first."""
    school = school_or_404(request, pk)
    HANDOVER.check(request.actor, school)
    usual = Side.SCHOOL if request.actor.role in OF_SCHOOL else Side.CURATOR
    asked = request.GET.get("for", "")
    side = Side(asked) if asked in Side.values else usual
    return pack_of(request.actor, school, this_year(), side, today=timezone.localdate())


@require_safe
def handover(request: Request, pk: int) -> HttpResponse:
    """Everything, also what the sheet has no room for."""
    pack = _pack(request, pk)
    context = {
        "title": "Передача дел",
        "crumbs": school_crumbs(pack.school),
        "pack": pack,
        "parts": pages.parts(pack),
        "team": pages.team_table(pack.team),
        "measures": pages.measures_table(pack),
        "left": pages.left_words(pack),
        "sides": pages.sides(pack.side),
    }
    return render(request, "curators/handover.html", context)


@require_safe
def handover_file(request: Request, pk: int, extension: str) -> HttpResponse:
    """One page of A4."""
    pack = _pack(request, pk)
    document, pdf = fitting(pack)
    name = f"Передача дел, {pack.school.name}, {pack.today:%d.%m.%Y}.{extension}"
    return attached(pdf if extension == "pdf" else write_docx(document), name)
