"""What every page of a definition begins with."""

from django.http import Http404

from opora.access.request import Request
from opora.catalogues.kinds import Kind, kind_of
from opora.catalogues.queries import Shelf, copy_of, shelf
from opora.catalogues.rules import EDIT, READ


def found(request: Request, pk: int) -> tuple[Shelf, Kind]:
    """The definition as this person sees it; 404 where they see nothing."""
    READ.check(request.actor, None)
    seen = shelf(request.actor, pk)
    if seen is None:
        raise Http404
    return seen, kind_of(seen.definition.kind)


def found_to_edit(request: Request, pk: int) -> tuple[Shelf, Kind]:
    """The same, for those who may change it: 403 with the reason otherwise."""
    seen, kind = found(request, pk)
    EDIT.check(request.actor, copy_of(seen.definition))
    return seen, kind
