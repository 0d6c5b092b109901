"""One row of the chain: writing it, moving it, taking it out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.documents.actions.writing import delete_row, move_row
from opora.documents.forms.rows import sent_form
from opora.documents.models import Remark
from opora.documents.presenters.beside import beside
from opora.documents.presenters.conflict import Clash
from opora.documents.presenters.rows import hanging_on
from opora.documents.presenters.words import page_of
from opora.documents.queries.checking import checked
from opora.documents.queries.content import OWN_TABLES, PASSAGES
from opora.documents.queries.presence import others_here
from opora.documents.queries.reviewing import remarks_at
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.views.document import head
from opora.documents.views.lookup import crumbs
from opora.documents.views.saving import (
    CODE,
    autosave_url,
    form_of,
    kept_while_typing,
    mine,
    row_at,
    saved,
    way_back,
)
from opora.documents.words import ADD, TABLE_TITLES
from opora.ui.form_pages import form_page

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def row(request: Request, pk: int, table: str, code: str = "") -> HttpResponse:
    """One row: new, or as it stands. What is typed is saved as one goes on (`HX-Request`), or by the button."""
    document = mine(request, pk)
    if table not in OWN_TABLES:
        raise Http404
    code = code or request.POST.get("code", "")
    if (table == PASSAGES and not code) or not CODE.fullmatch(code):
        raise Http404
    way = way_back(request, document)
    clash: Clash | None = None
    sent = sent_form(table, request.POST) if request.method == "POST" else None
    if sent is not None:
        if getattr(request, "htmx", False):
            return kept_while_typing(request, document, table, code, sent)
        stay = page_of(document, code) if code else request.get_full_path()
        answer, clash = saved(request, document, table, code, sent, way.url if way else stay)
        if answer is not None:
            return answer
    looked = checked(document)
    kept = row_at(looked, table, code) if code else None
    if code and kept is None and table != PASSAGES and sent is None:
        raise Http404
    form = form_of(looked, table, code, sent)
    remarks = remarks_visible_to(request.actor).filter(row=code) if code else Remark.objects.none()
    said = beside(looked.findings, remarks_at(document, remarks))
    context = {
        "title": ADD[table] if not code else TABLE_TITLES[table][0].capitalize(),
        "crumbs": crumbs(document),
        **head(request, document, looked),
        "table": table,
        "row": kept,
        "said": said.at(code),
        "clash": clash,
        "back_url": way.url if way else page_of(document, code),
        "back_title": f"Назад: {way.title}" if way else "К документу",
        "others": others_here(document, request.actor, at=timezone.now()),
        "autosave_url": autosave_url(document, table, code),
    }
    return form_page(request, "documents/row.html", form, context)


@_BOTH
def row_delete(request: Request, pk: int, table: str, code: str) -> HttpResponse:
    """Asks once more, and says what hangs on the row."""
    document = mine(request, pk)
    looked = checked(document)
    kept = row_at(looked, table, code)
    if kept is None:
        raise Http404
    if request.method == "POST":
        said = request.POST.get("revision", "")
        revision = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
        delete_row(
            document=document, table=table, code=code, revision=revision, by=request.actor, at=timezone.now()
        )
        messages.success(request, "Строка удалена. Что на ней держалось, осталось: свяжите это заново.")
        return redirect("document", pk)
    context = {
        "title": f"Удалить: {TABLE_TITLES[table][0]}?",
        "crumbs": crumbs(document),
        "document": document,
        "row": kept,
        "text": kept.measure.title if kept.measure else kept.content.get("title") or kept.content.get("text"),
        "hanging": hanging_on(looked.programme, code),
        "back_url": page_of(document, code),
    }
    return render(request, "documents/delete.html", context)


@require_POST
def row_move(request: Request, pk: int, table: str, code: str) -> HttpResponse:
    document = mine(request, pk)
    up = request.POST.get("to") == "up"
    move_row(document=document, table=table, code=code, up=up, by=request.actor, at=timezone.now())
    return redirect(page_of(document, code))
