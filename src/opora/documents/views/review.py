"""The curator's review: reading, marks, giving back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import WrongState
from opora.access.request import Request
from opora.documents.actions import steps as actions
from opora.documents.forms.deciding import MarksForm, ReturnForm
from opora.documents.models import Document
from opora.documents.presenters import page as words
from opora.documents.presenters import remarks as remark_words
from opora.documents.presenters.since import since
from opora.documents.presenters.words import page_of
from opora.documents.queries.checking import checked
from opora.documents.queries.definitions import expert_sheet
from opora.documents.queries.facts import parse_facts
from opora.documents.queries.reviewing import read_before, remarks_at
from opora.documents.queries.visibility import remarks_visible_to
from opora.documents.rules import DECIDE
from opora.documents.states import UNSETTLED, Audience, RemarkState
from opora.documents.views.document import head
from opora.documents.views.lookup import crumbs, document_or_404
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _asked(request: Request, pk: int) -> Document:
    found = document_or_404(request, pk)
    DECIDE.check(request.actor, found)
    return found


@_BOTH
def review(request: Request, pk: int) -> HttpResponse:
    """The version that was sent, read from top to bottom, with a mark and a word for each criterion."""
    document = _asked(request, pk)
    version = actions.sent_version(document)
    sheet = expert_sheet(document.territory_path)
    if request.method == "POST" and getattr(request, "htmx", False):
        return _kept(request, document, MarksForm(request.POST, sheet=sheet))
    opening = None
    if request.method == "GET":
        # opening is a fact of the review: it stands before any mark
        opening = actions.open_version(version=version, by=request.actor, at=timezone.now())
    form = MarksForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet,
        initial=opening.draft if opening else {},
    )
    if form.is_valid():
        with told_in(form, WrongState), told_in(form):
            actions.confirm(document=document, marks=form.marks, by=request.actor, at=timezone.now())
            messages.success(request, "Документ подтверждён. Школа увидит ваши слова к каждому критерию.")
            return redirect("document", pk)
    looked = checked(document)
    remarks = remarks_at(document, remarks_visible_to(request.actor))
    for_school = [each for each in remarks if each.seen_by == Audience.SCHOOL]
    changed = since(read_before(version), version, looked.programme)
    mended = [each for each in for_school if each.state == RemarkState.MENDED]
    context = {
        "title": f"Проверка: {document.title}",
        "crumbs": crumbs(document),
        **head(request, document, looked),
        "version": version,
        "sections": words.sections(
            looked,
            remarks,
            writes=False,
            may_remark=True,
            facts=parse_facts(version.facts),
            turns=changed.turns if changed else None,
        ),
        "since": changed,
        "mended": remark_words.items(mended),
        "unsettled": sum(each.state in UNSETTLED for each in for_school),
        "may_return": any(each.state == RemarkState.OPEN for each in for_school),
        "criteria": [(each, form[each.code], form[f"{each.code}-words"]) for each in sheet.criteria],
        "review_url": request.path,
        "back_url": page_of(document),
    }
    return form_page(request, "documents/review.html", form, context)


def _kept(request: Request, document: Document, form: MarksForm) -> HttpResponse:
    """Marks while they are made: reading on, or to a remark and back, loses none."""
    at = timezone.now()
    actions.keep_marks(document=document, draft=form.draft, by=request.actor, at=at)
    return render(request, "documents/parts.html#marks_kept", {"at": at})


@_BOTH
def give_back(request: Request, pk: int) -> HttpResponse:
    """Back to the school with the remarks that stand at places."""
    document = _asked(request, pk)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form, WrongState):
            actions.return_to_school(
                document=document, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, "Документ у школы. Замечания стоят у мест, которые надо исправить.")
            return redirect("document", pk)
    remarks = remarks_at(document, remarks_visible_to(request.actor))
    waiting = [e for e in remarks if e.state == RemarkState.OPEN and e.seen_by == Audience.SCHOOL]
    context = {
        "title": "Вернуть на доработку?",
        "crumbs": crumbs(document),
        "document": document,
        "lead": f"Школа увидит замечаний: {len(waiting)}."
        if waiting
        else "Сначала напишите замечание у места.",
        "action": "Вернуть школе",
        "back_url": page_of(document),
    }
    return form_page(request, "documents/form.html", form, context)
