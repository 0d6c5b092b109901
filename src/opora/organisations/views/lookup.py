"""Objects reach a page only through what the actor may see; invisible is 404."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from opora.access import Actor
from opora.access.request import Request
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import territories_visible_to, visible_ids
from opora.statements import every


def organisation_or_404(request: Request, pk: int) -> Organisation:
    """A visible organisation with its territory."""
    found = every(_seen, request.actor, pk)
    if not found:
        raise Http404
    return found[0]


def _seen(actor: Actor, pk: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=visible_ids(actor), pk=pk).select_related("territory")


def territory_or_404(request: Request, pk: int) -> Territory:
    return get_object_or_404(territories_visible_to(request.actor).select_related("parent"), pk=pk)
