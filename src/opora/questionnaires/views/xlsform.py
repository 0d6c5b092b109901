"""A version as XLSForm, and an XLSForm as a draft: first what would change, then the writing."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Conflict
from opora.access.request import Request
from opora.catalogues.actions import write_draft
from opora.catalogues.difference import difference
from opora.catalogues.kinds import Content
from opora.catalogues.models import Version
from opora.catalogues.presenters.reading import changes_table
from opora.catalogues.queries import copy_of
from opora.catalogues.rules import EDIT
from opora.imports.problems import NOWHERE, Problem
from opora.imports.sheets import Limits, Unreadable, read_workbook
from opora.questionnaires.forms import XlsformUpload
from opora.questionnaires.kinds import questionnaires
from opora.questionnaires.queries import begun_with
from opora.questionnaires.views.lookup import found, found_whole
from opora.questionnaires.xlsform import Found, read, write
from opora.questionnaires.xlsform.problems import TOO_LARGE
from opora.ui.downloads import attached

_MEGABYTE = 1024 * 1024
_LIMITS = Limits(
    file_bytes=5 * _MEGABYTE, inflated_bytes=50 * _MEGABYTE, sheets=30, rows=20_000, cells=1_000_000
)
# what was shown may be written within a day
_SALT, _DAY = "questionnaires.xlsform", 24 * 60 * 60
_MOST_SHOWN = 50


@require_safe
def download(request: Request, version: int) -> HttpResponse:
    seen = found_whole(request, version)
    data = write(seen.version.content, seen.about)
    return attached(data, f"{seen.about.code}-{seen.about.number}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request, version: int) -> HttpResponse:
    seen = found(request, version)
    EDIT.check(request.actor, copy_of(seen.definition))
    if "content" in request.POST:
        return _write(request, seen)
    form = XlsformUpload(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, seen, form)
    begun = begun_with(seen.definition)
    read_ = _read(form, begun.content)
    return _ask(request, seen, form, read_) if read_.stops else _show(request, seen, begun, read_)


def _read(form: XlsformUpload, base: Content) -> Found:
    file = form.cleaned_data["file"]
    if file.size > _LIMITS.file_bytes:
        words = "Файл больше 5 МБ: анкета столько не занимает. Проверьте, тот ли это файл."
        return Found({}, (Problem(NOWHERE, None, TOO_LARGE, words),))
    try:
        return read(read_workbook(file.read(), file.name, limits=_LIMITS), base)
    except Unreadable as refused:
        return Found({}, (refused.problem,))


def _ask(request: Request, seen: Version, form: XlsformUpload, read_: Found | None = None) -> HttpResponse:
    problems = [problem for problem in read_.problems if problem.stops] if read_ else []
    context = _context(seen) | {
        "title": "Загрузить XLSForm",
        "form": form,
        "action": "Показать, что изменится",
        "back_url": reverse("questionnaire", args=[seen.pk]),
        "problems": problems[:_MOST_SHOWN],
        "count": len(problems),
        "more": max(0, len(problems) - _MOST_SHOWN),
    }
    status = 422 if form.errors or problems else 200
    return render(request, "questionnaires/upload.html", context, status=status)


def _show(request: Request, seen: Version, begun: Version, read_: Found) -> HttpResponse:
    """What writing would change; nothing is kept yet: the page itself holds what was read."""
    changes = difference(questionnaires(), begun.content, read_.content)
    kept = {"definition": seen.definition_id, "content": read_.content}
    context = _context(seen) | {
        "title": "Что изменит этот файл",
        "begun": begun,
        "warnings": read_.problems[:_MOST_SHOWN],
        "more": max(0, len(read_.problems) - _MOST_SHOWN),
        "changes": replace(changes_table("changes", f"Против версии {begun.number}", changes), stacks=True)
        if changes
        else None,
        "content": signing.dumps(kept, salt=_SALT, compress=True),
        "back_url": reverse("questionnaire_xlsform_upload", args=[seen.pk]),
    }
    return render(request, "questionnaires/changes.html", context)


def _write(request: Request, seen: Version) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["content"], salt=_SALT, max_age=_DAY)
    except signing.BadSignature:
        raise Conflict("Эта страница устарела. Загрузите файл ещё раз.") from None
    if kept["definition"] != seen.definition_id:
        raise Conflict("Файл показан для другой анкеты. Загрузите его ещё раз.")
    draft = write_draft(
        definition=seen.definition,
        content=kept["content"],
        seen_hash=request.POST.get("seen", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, "Файл записан в черновик. Прочитайте его и опубликуйте.")
    return redirect("questionnaire", version=draft.pk)


def _context(seen: Version) -> dict[str, Any]:
    return {"definition": seen.definition, "version": seen}
