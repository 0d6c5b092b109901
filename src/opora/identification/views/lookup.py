"""Objects reach a view only through what the actor sees."""

from collections.abc import Sequence

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.identification.models import ListEntry, YearList
from opora.identification.queries import entries_visible_to, find_list
from opora.ui.components import Crumb


def list_or_404(request: Request, pk: int) -> YearList:
    found = find_list(request.actor, pk)
    if found is None:
        raise Http404
    return found


def entry_or_404(request: Request, pk: int, entry_pk: int) -> ListEntry:
    """The row with its list, where both are visible."""
    year_list = list_or_404(request, pk)
    entries = entries_visible_to(request.actor, year_list).select_related("school__territory")
    entry = entries.filter(pk=entry_pk).first()
    if entry is None:
        raise Http404
    entry.year_list = year_list
    return entry


def crumbs(*more: Crumb) -> Sequence[Crumb]:
    return [Crumb("Отбор", reverse("lists")), *more]


def list_crumb(year_list: YearList) -> Crumb:
    return Crumb(year_list.subject_title, reverse("list", args=[year_list.pk]))
