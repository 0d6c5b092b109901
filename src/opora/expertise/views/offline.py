"""Sheets as a workbook: out, and in again as drafts. The file is read and not kept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.expertise import actions, offline
from opora.expertise.forms import LoadForm
from opora.expertise.models import Assignment
from opora.expertise.printouts.offline import offline_workbook
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.queue import waiting_in
from opora.expertise.rules import QUEUE
from opora.imports.problems import Problem
from opora.imports.sheets import Unreadable, read_workbook
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru

_SHOWN = 200
_SHEETS = "лист,листа,листов"


def _waiting(request: Request, pk: int) -> list[Assignment]:
    QUEUE.check(request.actor, None)
    found = waiting_in(request.actor, pk)
    if not found:
        raise Http404
    return found


@require_safe
def workbook(request: Request, pk: int) -> HttpResponse:
    found = _waiting(request, pk)
    of = found[0].entry.round
    return attached(offline_workbook(of, sheet_of(of), found), f"{of.title}, мои листы.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: Request, pk: int) -> HttpResponse:
    """Checked as a whole: with one mistake nothing is written, «Проверить» never writes."""
    found = _waiting(request, pk)
    of = found[0].entry.round
    form = LoadForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    checked = ""
    if request.method == "POST" and form.is_valid():
        reading = _read(form, found)
        if isinstance(reading, Problem):
            problems = [reading]
        elif reading.problems:
            problems = reading.problems
        elif not reading.changed:
            form.add_error("file", "В файле ничего не заполнено: записывать нечего.")
        elif request.POST.get("do") == "check":
            which = offline.numbers(sorted(reading.changed))
            checked = f"Ошибок нет. Запишутся {count_ru(len(reading.changed), _SHEETS)}: {which}."
        else:
            return _written(request, found, reading)
    if problems:
        form.add_error(
            None, ValidationError("Файл не записан: исправьте места из таблицы и загрузите снова.")
        )
    context = {
        "title": "Загрузить листы из таблицы",
        "crumbs": [Crumb("Моя очередь", reverse("expertise-queue"))],
        "of": of,
        "checked": checked,
        "problems": _table(problems) if problems else None,
        "back_url": reverse("expertise-queue"),
    }
    return form_page(request, "expertise/load.html", form, context)


def _read(form: LoadForm, found: list[Assignment]) -> offline.Reading | Problem:
    file = form.cleaned_data["file"]
    drafts = {
        each.entry.number: actions.written_of(getattr(each, "sheet", None))
        for each in found
        if each.entry.number is not None
    }
    try:
        workbook = read_workbook(file.read(), file.name)
    except Unreadable as refused:
        return refused.problem
    return offline.read_sheets(workbook, sheet_of(found[0].entry.round), drafts)


def _written(request: Request, found: list[Assignment], reading: offline.Reading) -> HttpResponse:
    by_number = {each.entry.number: each for each in found}
    count = actions.save_sheets(
        written={by_number[number].pk: reading.written[number] for number in reading.changed},
        assignments=found,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(
        request, f"Записано черновиков: {count_ru(count, _SHEETS)}. Проверьте и отправьте каждый."
    )
    return redirect("expertise-queue")


def _table(problems: list[Problem]) -> Table:
    return Table(
        "problems",
        "Что исправить в файле",
        [Column("Где"), Column("Что стоит"), Column("Что не так", "words")],
        [(str(each.place) or "файл", each.value or "", each.message) for each in problems[:_SHOWN]],
    )
