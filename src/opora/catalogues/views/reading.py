"""The list of catalogues and one version of one of them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from opora.access.request import Request
from opora.catalogues import queries
from opora.catalogues.difference import difference
from opora.catalogues.kinds import Kind, mistakes, with_titles
from opora.catalogues.models import Version
from opora.catalogues.presenters import reading as present
from opora.catalogues.queries import Shelf, copy_of
from opora.catalogues.rules import COPY, EDIT, READ
from opora.catalogues.states import VersionState
from opora.catalogues.views.lookup import found
from opora.history.queries import of_subject


def catalogues(request: Request) -> HttpResponse:
    READ.check(request.actor, None)
    sections = present.sections(queries.listing(request.actor))
    return render(request, "catalogues/list.html", {"title": "Каталоги и правила", "sections": sections})


def in_force(request: Request, pk: int) -> HttpResponse:
    """What is in force; of a copy that never was, its draft."""
    shelf, kind = found(request, pk)
    return _page(request, shelf, kind, shelf.in_force or shelf.versions[0])


def version(request: Request, pk: int, number: int) -> HttpResponse:
    shelf, kind = found(request, pk)
    shown = shelf.numbered(number)
    if shown is None:
        raise Http404
    return _page(request, shelf, kind, shown)


def _page(request: Request, shelf: Shelf, kind: Kind, shown: Version) -> HttpResponse:
    definition, actor = shelf.definition, request.actor
    titled = with_titles(kind)
    context: dict[str, Any] = {
        "title": definition.title,
        "definition": definition,
        "kind": kind,
        "version": shown,
        "is_draft": shown.state == VersionState.DRAFT,
        "draft": shelf.draft,
        "in_force": shelf.in_force,
        "chips": [present.state_badge(shown.state), present.origin_badge(shown.origin)],
        "groups": present.fact_groups(titled, shown.content),
        "tables": present.tables(titled, shown.content, request.GET.get("part", "")),
        "differences": _differences(shelf, titled, shown),
        "wrong": len(mistakes(kind, shown.content)) if shown.state == VersionState.DRAFT else 0,
        "lines": present.version_lines(shelf, shown),
        "events": present.events(of_subject("definition", definition.pk, limit=10)),
        "may_edit": shelf.may_edit,
        "refusal": EDIT.refusal(actor, copy_of(definition)),
        "may_copy": COPY.can(actor, kind) and bool(queries.places_for_copy(actor, definition)),
        "may_have_own": kind.is_open and COPY.can(actor, kind),
    }
    return render(request, "catalogues/version.html", context)


def _differences(shelf: Shelf, kind: Kind, shown: Version) -> list[Any]:
    """What changed since the version before, and how a territory's copy differs from the base."""
    made = []
    before = shelf.before(shown)
    if before is not None:
        caption = f"Отличия от версии {before.number}"
        changes = difference(kind, before.content, shown.content)
        made.append(present.changes_table("since-previous", caption, changes))
    base = queries.base_of(shelf.definition) if shelf.definition.territory_path else None
    if base is not None:
        caption = f"Отличия от исходной редакции, версия {base.number}"
        made.append(
            present.changes_table("since-base", caption, difference(kind, base.content, shown.content))
        )
    return made
