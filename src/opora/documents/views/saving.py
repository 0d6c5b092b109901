"""Saving what a form says: by the button, or while it is typed. Used by steps and by rows."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from opora.access.request import Request
from opora.documents.actions.writing import RowConflict, save_row
from opora.documents.exchange import dump_row
from opora.documents.forms.rows import RowForm, row_form
from opora.documents.models import Document, Row
from opora.documents.presenters.conflict import Clash, clash_of
from opora.documents.programme import LINKS, ROWS
from opora.documents.queries.checking import Checked
from opora.documents.queries.content import PASSAGES
from opora.documents.queries.presence import others_here
from opora.documents.rules import WRITE
from opora.documents.views.lookup import document_or_404
from opora.ui.form_pages import told_in

#: what a row or a section may be called in an address
CODE = re.compile(r"[A-Za-z0-9_-]{0,60}", re.ASCII)


def mine(request: Request, pk: int) -> Document:
    """The document, if the actor writes it."""
    found = document_or_404(request, pk)
    WRITE.check(request.actor, found)
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """Where a writer came from to mend a place, and goes back to: `title` is the word on the button."""

    url: str
    title: str


_REMARK = re.compile(r"remark([1-9][0-9]{0,8})", re.ASCII)


def way_back(request: Request, document: Document) -> Way | None:
    """From `?back=check` or `?back=remark7`; None where a row was opened from the document itself."""
    said = request.GET.get("back", "")
    if said == "check":
        return Way(reverse("document-check", args=[document.pk]), "проверка")
    remark = _REMARK.fullmatch(said)
    if remark:
        return Way(reverse("document-remark", args=[document.pk, remark[1]]), "замечание")
    return None


def row_at(looked: Checked, table: str, code: str) -> Row | None:
    return next((each for each in looked.rows if each.table == table and each.code == code), None)


def form_of(looked: Checked, table: str, code: str, sent: RowForm | None = None) -> RowForm:
    """The form with the row's own values; what was `sent` and refused stands in it with the reasons."""
    kept = row_at(looked, table, code) if code else None
    data = sent.data if sent is not None else None
    form = row_form(table, looked.programme, data, initial=_initial(looked, table, code, kept))
    if sent is not None:
        form.errors.clear()
        form.errors.update(sent.errors)
    return form


def _initial(looked: Checked, table: str, code: str, kept: Row | None) -> Mapping[str, Any]:
    """The row's own values; of a new one only the links that there is no choice about."""
    if kept is None:
        return {"token": secrets.token_hex(16)} | _only(looked, table)
    shown = getattr(looked.programme, table)
    found = next(each for each in shown if (each.section if table == PASSAGES else each.id) == code)
    return dump_row(found) | {"revision": kept.revision, "code": code}


def _only(looked: Checked, table: str) -> dict[str, str]:
    """A link to one row, where there is only one it can name."""
    found: dict[str, str] = {}
    for (owner, field), tables in LINKS.items():
        if owner == table and ROWS[table].__dataclass_fields__[field].type in {str, "str"}:
            there = [each.id for of in tables for each in getattr(looked.programme, of)]
            if len(there) == 1:
                found[field] = there[0]
    return found


def saved(
    request: Request, document: Document, table: str, code: str, form: RowForm, back: str
) -> tuple[HttpResponse | None, Clash | None]:
    """The answer where it was saved; else the form is shown again, with what stands against it."""
    if not form.is_valid():
        return None, None
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
        token=form.cleaned_data["token"],
        by=request.actor,
        at=timezone.now(),
    )


def kept_while_typing(
    request: Request, document: Document, table: str, code: str, form: RowForm
) -> HttpResponse:
    """A line that says it is saved, with the revision to go on from; the address becomes that of the row."""
    if not form.is_valid():
        return render(request, "documents/parts.html#not_saved", {"form": form})
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


def autosave_url(document: Document, table: str, code: str) -> str:
    if code:
        return reverse("document-row", args=[document.pk, table, code])
    return reverse("document-row-new", args=[document.pk, table])
