"""The editor: what is typed stays, right or wrong; a mistake is named at its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from opora.access import Conflict
from opora.access.request import Request
from opora.catalogues import actions
from opora.catalogues.actions import Provenance
from opora.catalogues.difference import Change, difference
from opora.catalogues.forms import Order, read_about, read_content, read_order, rearranged
from opora.catalogues.inputs import cell_name
from opora.catalogues.kinds import Content, Kind, Mistake, mistakes, with_titles
from opora.catalogues.models import Version
from opora.catalogues.presenters import editing as present
from opora.catalogues.presenters.reading import changes_table
from opora.catalogues.queries import Shelf
from opora.catalogues.states import Origin
from opora.catalogues.values import tidy
from opora.catalogues.views.lookup import found_to_edit
from opora.catalogues.windows import end_of, merged, window_asked

_UNSAVED = "Строки изменены только на экране. Сохраните черновик, чтобы записать их."
_KEPT_WRONG = "Черновик сохранён. Опубликовать его можно, когда отмеченное будет исправлено."


@dataclass(frozen=True, slots=True)
class Page:
    """What the editor shows: typed or stored values, and what is said about them."""

    content: Content
    about: Provenance
    wrong: Sequence[Mistake] = ()
    notice: str = ""
    focus: str = ""
    shows: bool = False
    theirs: Sequence[Change] = field(default=())
    status: int = 200


def edit(request: Request, pk: int) -> HttpResponse:
    """All of a definition, or («?rows=table:2») some rows of a table too long for one page."""
    shelf, kind = found_to_edit(request, pk)
    if request.method == "POST":
        return _answer(request, shelf, kind)
    begun = _begun(shelf)
    wrong = mistakes(kind, begun.content) if shelf.draft else []
    return _show(request, shelf, kind, Page(begun.content, _offered(shelf), wrong))


def _begun(shelf: Shelf) -> Version:
    """What an edit begins with: the draft, or what is in force."""
    begun = shelf.draft or shelf.in_force
    assert begun is not None  # a definition has one or the other
    return begun


def _offered(shelf: Shelf) -> Provenance:
    """A new draft is not official until somebody names the document."""
    begun = _begun(shelf)
    if shelf.draft is not None:
        return Provenance(Origin(begun.origin), begun.source, begun.note)
    return Provenance(Origin.REGION if shelf.definition.territory_path else Origin.OURS, begun.source)


def _shown(request: Request, shelf: Shelf, kind: Kind, focus: str = "") -> present.Shown:
    stored = _begun(shelf).content
    return present.Shown(stored, window_asked(kind, stored, request.GET.get("rows", "")), focus)


def _answer(request: Request, shelf: Shelf, kind: Kind) -> HttpResponse:
    order = read_order(request.POST)
    titled = with_titles(kind)
    shown = _shown(request, shelf, titled)
    window = shown.window
    sent = read_content(kind, request.POST, first=window.first if window else 0)
    content = merged(titled, shown.stored, sent, window)
    is_copy = bool(shelf.definition.territory_path)
    about = read_about(request.POST, is_copy=is_copy) if window is None else _offered(shelf)
    if order.what in ("add", "drop", "up"):
        end = end_of(window, shown.stored, content) if window else None
        arranged = rearranged(kind, content, order, end=end)
        focus = _focus(kind, content, order, end)
        return _show(request, shelf, kind, Page(arranged, about, notice=_UNSAVED, focus=focus))
    if order.what == "show":
        page = Page(content, about, shows=True)
        return _show(request, shelf, kind, page, only_preview=bool(getattr(request, "htmx", False)))
    return _save(request, shelf, kind, tidy(kind, content), about, then_publish=order.what == "publish")


def _focus(kind: Kind, content: Content, order: Order, end: int | None) -> str:
    """The first field of the row that the button was about."""
    table = next((each for each in kind.tables if each.name == order.table), None)
    if table is None:
        return ""
    count = len(content[table.name]) if end is None else end
    row = {"add": count, "up": order.row - 1}.get(order.what, min(order.row, count - 2))
    return cell_name(table, max(row, 0), table.fields[0])


def _save(
    request: Request, shelf: Shelf, kind: Kind, content: Content, about: Provenance, *, then_publish: bool
) -> HttpResponse:
    try:
        actions.write_draft(
            definition=shelf.definition,
            content=content,
            about=about,
            seen_hash=request.POST.get("seen", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except Conflict as conflict:
        theirs = difference(kind, _begun(shelf).content, content)
        return _show(
            request, shelf, kind, Page(content, about, notice=conflict.reason, theirs=theirs, status=409)
        )
    wrong = mistakes(kind, content)
    if wrong:
        # kept all the same: a half-written draft must not be lost with the page
        shelf, _ = found_to_edit(request, shelf.definition.pk)
        return _show(request, shelf, kind, Page(content, about, wrong, notice=_KEPT_WRONG, status=422))
    if then_publish:
        return redirect("catalogue_publish", pk=shelf.definition.pk)
    messages.success(request, "Черновик сохранён.")
    return redirect(request.get_full_path())


def _show(
    request: Request, shelf: Shelf, kind: Kind, page: Page, *, only_preview: bool = False
) -> HttpResponse:
    begun = _begun(shelf)
    titled = with_titles(kind)
    shown = _shown(request, shelf, titled, page.focus)
    context: dict[str, Any] = {
        "kind": kind,
        "definition": shelf.definition,
        "page": page,
        # a template would call the function itself
        "has_preview": kind.preview is not None,
        **_preview(request, kind, page, shown),
    }
    if only_preview:
        return render(request, "catalogues/edit.html#preview", context)
    context |= {
        "title": f"Править: {shelf.definition.title}",
        "version": begun,
        "draft": shelf.draft,
        "number": begun.number if shelf.draft else begun.number + 1,
        "groups": [] if shown.window else present.edited_groups(kind, page.content, page.wrong),
        "tables": present.edited_tables(titled, page.content, page.wrong, shown),
        "window": shown.window,
        "here": request.get_full_path(),
        "complaints": present.complaints(titled, page.content, page.wrong, shown),
        "theirs": changes_table("theirs", "Чем ваше отличается от сохранённого", page.theirs),
        "origins": () if shelf.definition.territory_path else (Origin.OURS, Origin.OFFICIAL),
    }
    return render(request, "catalogues/edit.html", context, status=page.status)


def _preview(request: Request, kind: Kind, page: Page, shown: present.Shown) -> dict[str, Any]:
    """What the content would do; nothing is computed until somebody asks."""
    if kind.preview is None or not page.shows:
        return {}
    content = tidy(kind, page.content)
    wrong = mistakes(kind, content)
    if wrong:
        return {"preview_wrong": present.complaints(kind, content, wrong, shown)}
    return {"preview": kind.preview(request.actor, content)}
