"""The expert's queue and sheets. A document is a number: whose it is, these pages never say."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Conflict
from opora.access.request import Request
from opora.documents.exchange import parse
from opora.documents.models import DocumentVersion
from opora.documents.queries.definitions import outline_of
from opora.expertise import actions
from opora.expertise.blind import Secrets, blind
from opora.expertise.forms import DeclineForm, SheetForm
from opora.expertise.models import Assignment, ExpertSheet
from opora.expertise.naming import WORK_TITLE
from opora.expertise.presenters import curators as curator_words
from opora.expertise.presenters import document as document_words
from opora.expertise.presenters import queue as drawn
from opora.expertise.presenters.words import zone_badge
from opora.expertise.queries.curators import figures_of
from opora.expertise.queries.documents import entry_titles, sheet_of
from opora.expertise.queries.queue import next_of, place_in_queue, queues_of
from opora.expertise.queries.secrets import secrets_of
from opora.expertise.rules import QUEUE, SCORE
from opora.expertise.states import AssignmentState, Refusing, Subject
from opora.expertise.views.lookup import own_assignment_or_404
from opora.files.answers import stored
from opora.ui.components import Crumb, Fact
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import date_ru

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def queue(request: Request) -> HttpResponse:
    """«12 из 45», what waits, what is sent; of others nothing."""
    QUEUE.check(request.actor, None)
    kinds = entry_titles()
    found = queues_of(request.actor)
    context = {
        "title": "Моя очередь",
        "queues": [
            {
                "of": each.round,
                "done": each.done,
                "total": each.total,
                "items": drawn.items(each, kinds),
                "more": each.total - each.done - len(each.lines) if each.lines else 0,
                "sent": drawn.sent_table(each, kinds) if each.sent else None,
            }
            for each in found
        ],
        "has_waiting": any(each.lines for each in found),
    }
    return render(request, "expertise/queue.html", context)


@_BOTH
def sheet(request: Request, key: uuid.UUID) -> HttpResponse:
    """The blind document and the sheet under it. What is typed stays, also where it is refused."""
    found = own_assignment_or_404(request, key)
    if found.state == AssignmentState.SENT:
        return _sent(request, found)
    SCORE.check(request.actor, found)
    kept: ExpertSheet | None = getattr(found, "sheet", None)
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet_of(found.entry.round),
        naming=found.entry.round.naming,
        written=actions.written_of(kept),
        revision=kept.revision if kept else 0,
    )
    if request.method == "POST":
        return _answer(request, found, form)
    return _show(request, found, form)


def _answer(request: Request, found: Assignment, form: SheetForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, found, form, status=422)
    what = request.POST.get("do", "save")
    if what == "show":
        return _running(request, found, form)
    try:
        act = actions.send_sheet if what == "send" else actions.save_sheet
        act(
            assignment=found,
            written=form.written(),
            revision=form.seen,
            by=request.actor,
            at=timezone.now(),
        )
    except ValidationError as refused:
        told = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        form.tell(told)
        return _show(request, found, form, status=422)
    except Conflict as stale:
        return _show(request, found, form, status=409, notice=stale.reason)
    if what == "save":
        messages.success(request, "Черновик сохранён.")
        return redirect("expertise-sheet", found.key)
    return _onward(request, found, "Лист отправлен." if what == "send" else "Черновик сохранён.")


def _onward(request: Request, found: Assignment, said: str) -> HttpResponse:
    following = next_of(request.actor, found)
    if following is None:
        messages.success(request, f"{said} В этом раунде у вас больше ничего не ждёт.")
        return redirect("expertise-queue")
    messages.success(request, said)
    return redirect("expertise-sheet", following.key)


def _running(request: Request, found: Assignment, form: SheetForm) -> HttpResponse:
    facts = drawn.running(sheet_of(found.entry.round), form.written())
    if getattr(request, "htmx", False):
        return render(request, "expertise/sheet.html#running", {"running": facts})
    return _show(request, found, form)


def _show(
    request: Request, found: Assignment, form: SheetForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    shown = sheet_of(found.entry.round)
    written = form.written() if form.is_bound and form.is_valid() else _kept(found)
    context = {
        **_document(found, _secrets(found)),
        **_place(request, found),
        "form": form,
        "running": drawn.running(shown, written),
        "notice": notice,
        "here": reverse("expertise-sheet", args=[found.key]),
        "decline_url": reverse("expertise-decline", args=[found.key]),
    }
    return render(request, "expertise/sheet.html", context, status=status)


def _kept(found: Assignment) -> actions.Written:
    return actions.written_of(getattr(found, "sheet", None))


def _sent(request: Request, found: Assignment) -> HttpResponse:
    """The own sheet as it was sent; only now the mirror beside it."""
    if request.POST.get("do") == "show" and getattr(request, "htmx", False):
        return HttpResponse(status=204)  # the sum of what was typed just before it was sent
    if request.method == "POST":
        SCORE.check(request.actor, found)
    shown, kept, secrets = sheet_of(found.entry.round), found.sheet, _secrets(found)
    total = kept.total or 0
    context = {
        **_document(found, secrets),
        **_place(request, found),
        "facts": [
            Fact("Сумма", f"{total} из {shown.points}"),
            Fact("Зона", zone_badge(shown, shown.zone_of(total).code)),
            Fact("Отправлен", date_ru(kept.sent_at)),
        ],
        "table": drawn.sheet_table(shown, found.entry.round.naming, _kept(found)),
        "mirror": drawn.mirror_table(found, shown, kept, secrets.cover),
    }
    return render(request, "expertise/sent.html", context)


def _secrets(found: Assignment) -> Secrets:
    """Figures of a curator's work name nobody: there is nothing to cover."""
    return Secrets() if found.entry.school is None else secrets_of(found.entry.school)


def _document(found: Assignment, secrets: Secrets) -> Mapping[str, object]:
    if found.entry.curator_id is not None:
        return {
            "title": f"{WORK_TITLE} № {found.entry.number}",
            "kind": WORK_TITLE.lower(),
            "blocks": curator_words.blocks(figures_of(found.entry)),
            "file_url": "",
        }
    version, document = found.entry.version, found.entry.document
    assert version is not None and document is not None  # an assignment is of what was presented
    outline = outline_of(document.version)
    programme = blind(parse(version.content), secrets)
    return {
        "title": f"Документ № {found.entry.number}",
        "kind": outline.title,
        "blocks": document_words.blocks(programme, outline, _ready(version, secrets)),
        "file_url": reverse("expertise-sheet-file", args=[found.key]) if version.file_id else "",
    }


def _ready(version: DocumentVersion, secrets: Secrets) -> Mapping[str, list[Fact]]:
    """What stood ready in the document, told without whose it is."""
    return {
        code: [
            Fact(secrets.cover(term), secrets.cover(f"{value} ({note})" if note else value))
            for term, value, note in known
        ]
        for code, known in version.facts.items()
    }


def _place(request: Request, found: Assignment) -> Mapping[str, object]:
    sent, total = place_in_queue(request.actor, found)
    return {
        "of": found.entry.round,
        "naming": found.entry.round.naming,
        "sent": sent,
        "total": total,
        "crumbs": [Crumb("Моя очередь", reverse("expertise-queue"))],
    }


@require_safe
def file(request: Request, key: uuid.UUID) -> HttpResponse:
    """The attached file under a name that tells nothing; what stands in it cannot be covered."""
    found = own_assignment_or_404(request, key)
    version = found.entry.version
    if version is None or version.file is None:
        raise Http404
    _, dot, suffix = version.file.name.rpartition(".")
    ending = f".{suffix.lower()}" if dot and suffix.isalnum() else ""
    return stored(version.file, name=f"document-{found.entry.number}{ending}", way="bytes")


@_BOTH
def decline(request: Request, key: uuid.UUID) -> HttpResponse:
    """The expert gives the document back: a conflict of interest, or no judgement."""
    found = own_assignment_or_404(request, key)
    SCORE.check(request.actor, found)
    form = DeclineForm(request.POST or None, subject=Subject(found.entry.round.subject))
    if form.is_valid():
        with told_in(form):
            actions.decline(
                assignment=found,
                refusing=Refusing(form.cleaned_data["refusing"]),
                words=form.cleaned_data["words"],
                by=request.actor,
                at=timezone.now(),
            )
            return _onward(request, found, f"№ {found.entry.number} — снова у координатора.")
    context = {
        "title": f"Отказаться от № {found.entry.number}?",
        "crumbs": [Crumb("Моя очередь", reverse("expertise-queue"))],
        "lead": "Это получит другой эксперт. Черновик вашего листа никто не прочтёт.",
        "action": "Вернуть координатору",
        "back_url": reverse("expertise-sheet", args=[found.key]),
    }
    return form_page(request, "expertise/form.html", form, context)
