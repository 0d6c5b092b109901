"""What the pages are about, if the actor sees it; else 404."""

from secrets import token_urlsafe

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.queries import visibility
from opora.roadmaps.rules import SEE
from opora.ui.components import Crumb


def work_or_404(request: Request, pk: int, *, whole: bool = False) -> Work:
    SEE.check(request.actor, None)
    found = visibility.work_seen_by(request.actor, pk, whole=whole)
    if found is None:
        raise Http404
    return found


def evidence_or_404(request: Request, pk: int) -> Evidence:
    SEE.check(request.actor, None)
    found = visibility.evidence_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def checkpoint_or_404(request: Request, pk: int) -> Checkpoint:
    SEE.check(request.actor, None)
    found = visibility.checkpoints_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def school_or_404(request: Request, pk: int) -> Organisation:
    """With its territory; `has_absorbed` says whether others were merged into it."""
    SEE.check(request.actor, None)
    absorbed = Organisation.objects.filter(merged_into=OuterRef("pk")).order_by()
    found = (
        Organisation.objects.filter(pk=pk, pk__in=school_ids(request.actor))
        .select_related("territory")
        .annotate(has_absorbed=Exists(absorbed))
        .first()
    )
    if found is None:
        raise Http404
    return found


def cycle_or_404(code: str, cycles: list[Cycle]) -> Cycle:
    """The year of this code; without one the newest."""
    found = next((each for each in cycles if each.code == code or not code), None)
    if found is None:
        raise Http404
    return found


def new_token() -> str:
    """Names a form: the same one sent twice is kept once."""
    return token_urlsafe(16)


def crumbs(school: Organisation | None = None, *more: Crumb, cycle: str = "") -> list[Crumb]:
    """«Дорожные карты / школа / …»."""
    found = [Crumb("Дорожные карты", reverse("roadmaps"))]
    if school is not None:
        query = f"?cycle={cycle}" if cycle else ""
        found.append(Crumb(school.name, reverse("roadmap", args=[school.pk]) + query))
    return [*found, *more]
