"""Objects reach a page only through what the actor may see; invisible is 404."""

from django.shortcuts import get_object_or_404

from opora.access.request import Request
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import territories_visible_to, visible_ids


def organisation_or_404(request: Request, pk: int) -> Organisation:
    """A visible organisation with its territory."""
    seen = Organisation.objects.filter(pk__in=visible_ids(request.actor))
    return get_object_or_404(seen.select_related("territory"), pk=pk)


def territory_or_404(request: Request, pk: int) -> Territory:
    return get_object_or_404(territories_visible_to(request.actor).select_related("parent"), pk=pk)
