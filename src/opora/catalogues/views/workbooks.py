"""A version as a spreadsheet, and an edited spreadsheet as a draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from opora.access.request import Request
from opora.catalogues import actions, workbook
from opora.catalogues.forms import UploadForm
from opora.catalogues.kinds import Content, Kind, mistakes
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.catalogues.views.lookup import found, found_to_edit
from opora.imports.problems import NOWHERE, Problem, register
from opora.imports.sheets import Limits, Unreadable, read_workbook
from opora.ui.downloads import attached
from opora.ui.text import count_ru, date_ru

_MEGABYTE = 1024 * 1024
_LIMITS = Limits(
    file_bytes=5 * _MEGABYTE, inflated_bytes=50 * _MEGABYTE, sheets=30, rows=20_000, cells=400_000
)
TOO_LARGE = register("catalogue-too-large", "Файл каталога больше пяти мегабайт.")


def download(request: Request, pk: int, number: int) -> HttpResponse:
    shelf, kind = found(request, pk)
    version = shelf.numbered(number)
    if version is None:
        raise Http404
    about = workbook.About(kind.code, _lines(shelf.definition, version))
    made = workbook.write(kind, version.content, about, title=shelf.definition.title)
    return attached(made, f"{kind.code}-{shelf.definition.code}-{version.number}.xlsx")


def _lines(definition: Definition, version: Version) -> tuple[tuple[str, str], ...]:
    since = date_ru(version.published_at) if version.published_at else "ещё не опубликована"
    return (
        ("Название", definition.title),
        ("Код", definition.code),
        ("Территория", definition.territory_name or "исходная редакция"),
        ("Версия", str(version.number)),
        ("Состояние", VersionState(version.state).label),
        ("Действует с", since),
        ("Откуда", Origin(version.origin).label),
        ("Источник", version.source),
        ("Пояснение", version.note),
        ("Контрольная сумма", version.content_hash),
    )


def upload(request: Request, pk: int) -> HttpResponse:
    shelf, kind = found_to_edit(request, pk)
    begun = shelf.draft or shelf.versions[0]
    form = UploadForm(request.POST or None, request.FILES or None, initial={"seen": begun.content_hash})
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        content, problems = _read(kind, form)
        if not problems:
            actions.write_draft(
                definition=shelf.definition,
                content=content,
                seen_hash=form.cleaned_data["seen"],
                by=request.actor,
                at=timezone.now(),
            )
            _tell(request, kind, content)
            return redirect("catalogue_edit", pk=pk)
    context = {
        "title": "Загрузить таблицу в черновик",
        "definition": shelf.definition,
        "version": begun,
        "draft": shelf.draft,
        "form": form,
        "problems": problems,
        "action": "Загрузить в черновик",
        "back_url": reverse("catalogue", args=[pk]),
    }
    return render(request, "catalogues/upload.html", context, status=422 if form.errors or problems else 200)


def _read(kind: Kind, form: UploadForm) -> tuple[Content, list[Problem]]:
    file = form.cleaned_data["file"]
    if file.size > _LIMITS.file_bytes:
        words = "Файл больше 5 МБ: каталог столько не занимает. Проверьте, тот ли это файл."
        return {}, [Problem(NOWHERE, None, TOO_LARGE, words)]
    try:
        return workbook.read(kind, read_workbook(file.read(), file.name, limits=_LIMITS))
    except Unreadable as refused:
        return {}, [refused.problem]


def _tell(request: Request, kind: Kind, content: Content) -> None:
    wrong = mistakes(kind, content)
    if wrong:
        places = count_ru(len(wrong), "место,места,мест")
        messages.warning(request, f"Таблица загружена в черновик. До публикации исправьте {places}.")
    else:
        messages.success(request, "Таблица загружена в черновик. Посмотрите отличия и опубликуйте.")
