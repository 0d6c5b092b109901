"""Versions: the list, one with its difference to another, going back."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.documents.actions import versions as actions
from opora.documents.difference import difference
from opora.documents.exchange import parse
from opora.documents.presenters import versions as words
from opora.documents.presenters.page import sections
from opora.documents.presenters.words import page_of
from opora.documents.queries.checking import checked
from opora.documents.queries.facts import parse_facts
from opora.documents.rules import READ_VERSIONS, WRITE
from opora.documents.views.lookup import crumbs, document_or_404, version_or_404
from opora.ui.components import Crumb

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@_BOTH
def versions(request: Request, pk: int) -> HttpResponse:
    """Every version that was kept; a writer may keep one more."""
    document = document_or_404(request, pk)
    READ_VERSIONS.check(request.actor, document)
    if request.method == "POST":
        made = actions.keep_version(document=document, by=request.actor, at=timezone.now())
        messages.success(request, f"Версия {made.number} сохранена.")
        return redirect("document-versions", pk)
    context = {
        "title": "Версии",
        "crumbs": crumbs(document),
        "document": document,
        "table": words.table(document, list(document.versions.defer("content", "checked", "facts"))),
        "writes": WRITE.can(request.actor, document),
    }
    return render(request, "documents/versions.html", context)


@require_safe
def version(request: Request, pk: int, number: int) -> HttpResponse:
    """What changed from a version to another, or to what stands now."""
    document = document_or_404(request, pk)
    READ_VERSIONS.check(request.actor, document)
    found = version_or_404(document, number)
    other = request.GET.get("to", "")
    is_number = other.isascii() and other.isdecimal()
    if is_number and len(other) > 9:
        raise Http404
    later = version_or_404(document, int(other)) if is_number else None
    looked = checked(document)
    now = parse(later.content) if later else looked.programme
    before = parse(found.content)
    to = f"версии {later.number}" if later else "тому, что сейчас"
    context = {
        "title": f"Версия {number}: что изменилось к {to}",
        "crumbs": crumbs(document, Crumb("Версии", reverse("document-versions", args=[pk]))),
        "document": document,
        "version": found,
        "groups": words.changes(before, now, difference(before, now), looked.outline),
        "writes": WRITE.can(request.actor, document),
    }
    return render(request, "documents/version.html", context)


@require_safe
def whole(request: Request, pk: int, number: int) -> HttpResponse:
    """A version from top to bottom, as it stood, with what the rules of today say of it."""
    document = document_or_404(request, pk)
    READ_VERSIONS.check(request.actor, document)
    found = version_or_404(document, number)
    looked = replace(checked(document), programme=parse(found.content), rows=[])
    context = {
        "title": f"Версия {number}: {looked.programme.title or document.title}",
        "crumbs": crumbs(document, Crumb("Версии", reverse("document-versions", args=[pk]))),
        "document": document,
        "version": found,
        "sections": sections(looked, [], writes=False, may_remark=False, facts=parse_facts(found.facts)),
        "writes": WRITE.can(request.actor, document),
    }
    return render(request, "documents/whole.html", context)


@_BOTH
def restore(request: Request, pk: int, number: int) -> HttpResponse:
    """Asks once more; what stands now is kept as a version before."""
    document = document_or_404(request, pk)
    WRITE.check(request.actor, document)
    found = version_or_404(document, number)
    if request.method == "POST":
        actions.restore(document=document, version=found, by=request.actor, at=timezone.now())
        messages.success(request, f"Документ снова как в версии {number}. То, что было, сохранено версией.")
        return redirect("document", pk)
    context = {
        "title": f"Вернуться к версии {number}?",
        "crumbs": crumbs(document, Crumb("Версии", reverse("document-versions", args=[pk]))),
        "document": document,
        "number": number,
        "back_url": page_of(document),
    }
    return render(request, "documents/restore.html", context)
