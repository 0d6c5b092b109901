"""Writing: section by section with a word of help, or row by row."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.documents.actions.writing import RowConflict, delete_row, move_row, rename, save_row
from opora.documents.exchange import dump_row
from opora.documents.forms.rows import RowForm, TitleForm, row_form
from opora.documents.models import Document, Row
from opora.documents.outline import Part, Section
from opora.documents.places import place_of_section
from opora.documents.presenters.beside import beside
from opora.documents.presenters.conflict import Clash, clash_of
from opora.documents.presenters.rows import Drawer
from opora.documents.presenters.words import page_of
from opora.documents.queries.checking import Checked, checked
from opora.documents.queries.content import OWN_TABLES, PASSAGES
from opora.documents.queries.facts import facts_for
from opora.documents.queries.listing import remarks_at
from opora.documents.queries.presence import others_here
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.rules import WRITE
from opora.documents.views.document import head
from opora.documents.views.lookup import crumbs, document_or_404
from opora.documents.words import ADD, TABLE_TITLES
from opora.ui.components import Crumb
from opora.ui.components import steps as path_steps
from opora.ui.form_pages import form_page, told_in

#: what a row or a section may be called in an address
_CODE = re.compile(r"[A-Za-z0-9_-]{0,60}", re.ASCII)
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _mine(request: Request, pk: int) -> Document:
    found = document_or_404(request, pk)
    WRITE.check(request.actor, found)
    return found


@_BOTH
def write(request: Request, pk: int, section: str) -> HttpResponse:
    """One section with why it is there, a good and a weak example: for those who have never done it."""
    document = _mine(request, pk)
    looked = checked(document)
    sections = [each for each in looked.outline.sections if each.part is not Part.FACTS]
    here = next((number for number, each in enumerate(sections) if each.code == section), None)
    if here is None:
        raise Http404
    return _writing(request, document, looked, sections, here)


def _writing(
    request: Request, document: Document, looked: Checked, sections: list[Section], here: int
) -> HttpResponse:
    section = sections[here]
    following = sections[here + 1] if here + 1 < len(sections) else None
    next_url = (
        reverse("document-write", args=[document.pk, following.code])
        if following
        else reverse("document-check", args=[document.pk])
    )
    table = PASSAGES if section.part is Part.TEXT else section.part.value
    # what was typed here may have been saved on the way: then the row has its number already
    code = section.code if section.part is Part.TEXT else _code_given(request)
    row = _row(looked, table, section.code) if section.part is Part.TEXT else None
    form = row_form(
        table,
        looked.programme,
        request.POST if request.method == "POST" else None,
        initial=_initial(looked, table, code, row),
    )
    clash: Clash | None = None
    if form.is_valid():
        back = next_url if "next" in request.POST else request.get_full_path()
        answer, clash = _saved(request, document, table, code, form, back)
        if answer is not None:
            return answer
    remarks = remarks_at(document, remarks_visible_to(request.actor))
    said = beside(looked.findings, remarks)
    place = place_of_section(section.code) if section.part is Part.TEXT else table
    context = {
        "title": section.title,
        "crumbs": crumbs(document),
        **head(request, document, looked),
        "section": section,
        "steps": path_steps([each.title for each in sections], here),
        "number": here + 1,
        "total": len(sections),
        "previous_url": (
            reverse("document-write", args=[document.pk, sections[here - 1].code]) if here else ""
        ),
        "back_url": request.path,
        "next_title": following.title if following else "Проверка",
        "table": None
        if section.part is Part.TEXT
        else Drawer(document.pk, looked.programme, said, True, False).table(table),
        "add_words": ADD.get(table, ""),
        "said": said.at(place),
        "clash": clash,
        "facts": facts_for(document, section.facts),
        "others": others_here(document, request.actor, at=timezone.now()),
        "autosave_url": _autosave(document, table, code),
    }
    return form_page(request, "documents/write.html", form, context)


def _code_given(request: Request) -> str:
    code = request.POST.get("code", "")
    return code if _CODE.fullmatch(code) else ""


def _autosave(document: Document, table: str, code: str) -> str:
    if code:
        return reverse("document-row", args=[document.pk, table, code])
    return reverse("document-row-new", args=[document.pk, table])


@_BOTH
def row(request: Request, pk: int, table: str, code: str = "") -> HttpResponse:
    """One row: new, or as it stands. What is typed is saved as one goes on (`HX-Request`), or by the button."""
    document = _mine(request, pk)
    if table not in OWN_TABLES:
        raise Http404
    code = code or request.POST.get("code", "")
    if (table == PASSAGES and not code) or not _CODE.fullmatch(code):
        raise Http404
    typing = bool(getattr(request, "htmx", False))
    looked = checked(document)
    kept = _row(looked, table, code) if code else None
    if code and kept is None and table != PASSAGES and request.method != "POST":
        raise Http404
    form = row_form(
        table,
        looked.programme,
        request.POST if request.method == "POST" else None,
        initial=_initial(looked, table, code, kept),
    )
    clash: Clash | None = None
    if form.is_valid():
        back = page_of(document, code) if code else request.get_full_path()
        if typing:
            return _kept_while_typing(request, document, table, code, form)
        answer, clash = _saved(request, document, table, code, form, back)
        if answer is not None:
            return answer
    elif typing and form.is_bound:
        return render(request, "documents/parts.html#not_saved", {"form": form})
    said = beside(looked.findings, remarks_at(document, remarks_visible_to(request.actor)))
    context = {
        "title": ADD[table] if not code else TABLE_TITLES[table][0].capitalize(),
        "crumbs": crumbs(document),
        **head(request, document, looked),
        "table": table,
        "row": kept,
        "said": said.at(code),
        "clash": clash,
        "back_url": page_of(document, code),
        "others": others_here(document, request.actor, at=timezone.now()),
        "autosave_url": _autosave(document, table, code),
    }
    return form_page(request, "documents/row.html", form, context)


def _row(looked: Checked, table: str, code: str) -> Row | None:
    return next((each for each in looked.rows if each.table == table and each.code == code), None)


def _initial(looked: Checked, table: str, code: str, kept: Row | None) -> Mapping[str, Any]:
    """The row's own values; of a new one only a link that there is no choice about."""
    if kept is None:
        only = looked.programme.directions
        return {"direction": only[0].id} if len(only) == 1 else {}
    shown = getattr(looked.programme, table)
    found = next(each for each in shown if (each.section if table == PASSAGES else each.id) == code)
    return dump_row(found) | {"revision": kept.revision, "code": code}


def _saved(
    request: Request, document: Document, table: str, code: str, form: RowForm, back: str
) -> tuple[HttpResponse | None, Clash | None]:
    """The answer where it was saved; else the form is shown again, with what stands against it."""
    nothing_yet = form.cleaned_data["revision"] is None
    if not form.values and (not code or (nothing_yet and "next" in request.POST)):
        if "next" in request.POST:
            return redirect(back), None
        form.add_error(None, "Строка пустая: впишите хотя бы несколько слов.")
        return None, None
    with told_in(form):
        try:
            _save(request, document, table, code, form)
        except RowConflict as told:
            form.add_error(None, told.reason)
            return None, clash_of(form.values, told.theirs)
        messages.success(request, "Сохранено.")
        return redirect(back), None
    return None, None


def _save(request: Request, document: Document, table: str, code: str, form: RowForm) -> Row:
    return save_row(
        document=document,
        table=table,
        code=code,
        values=form.values,
        revision=form.cleaned_data["revision"],
        by=request.actor,
        at=timezone.now(),
    )


def _kept_while_typing(
    request: Request, document: Document, table: str, code: str, form: RowForm
) -> HttpResponse:
    """A line that says it is saved, with the revision to go on from; the address becomes that of the row."""
    if not form.values and not code:
        return HttpResponse(status=204)
    with told_in(form):
        try:
            made = _save(request, document, table, code, form)
        except RowConflict as told:
            return render(request, "documents/parts.html#conflict", {"reason": told.reason})
        context = {
            "row": made,
            "at": timezone.now(),
            "others": others_here(document, request.actor, at=timezone.now()),
        }
        return render(request, "documents/parts.html#saved", context)
    return render(request, "documents/parts.html#not_saved", {"form": form})


@_BOTH
def row_delete(request: Request, pk: int, table: str, code: str) -> HttpResponse:
    """Asks once more, and says what hangs on the row."""
    document = _mine(request, pk)
    looked = checked(document)
    kept = _row(looked, table, code)
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
    hanging = [each for each in looked.rows if code in str(list(each.content.values()))]
    context = {
        "title": f"Удалить: {TABLE_TITLES[table][0]}?",
        "crumbs": crumbs(document),
        "document": document,
        "row": kept,
        "text": kept.measure.title if kept.measure else kept.content.get("title") or kept.content.get("text"),
        "hanging": len(hanging),
        "back_url": page_of(document, code),
    }
    return render(request, "documents/delete.html", context)


@require_POST
def row_move(request: Request, pk: int, table: str, code: str) -> HttpResponse:
    document = _mine(request, pk)
    up = request.POST.get("to") == "up"
    move_row(document=document, table=table, code=code, up=up, by=request.actor, at=timezone.now())
    return redirect(page_of(document, code))


@_BOTH
def title(request: Request, pk: int) -> HttpResponse:
    """The name and the term of the document."""
    document = _mine(request, pk)
    initial = {"title": document.title, "starts": document.starts, "ends": document.ends}
    form = TitleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with told_in(form):
            rename(document=document, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Название и срок записаны.")
            return redirect("document", pk)
    context = {
        "title": "Название и срок",
        "crumbs": crumbs(document, Crumb("Название и срок", request.path))[:-1],
        "document": document,
        "action": "Записать",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)
