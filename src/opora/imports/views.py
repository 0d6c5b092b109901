"""Pages of imports. Each write is one action; a job's work is only looked at."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from opora.access import Refused, WrongState
from opora.access.request import Request
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.imports import actions, presenters, queries
from opora.imports.contract import Importer, importer_of
from opora.imports.forms import CellsForm, ColumnsForm, TurnForm, UploadForm
from opora.imports.models import ImportRun
from opora.imports.queries import resolutions_of
from opora.imports.rules import OPEN_IMPORTS, kinds_for
from opora.imports.sheets import Unreadable
from opora.imports.states import OPEN, WORKING, RunState
from opora.ui.components import import_steps
from opora.ui.downloads import attached

PER_PAGE = 30
DISK_FULL = "На диске сервера не хватило места, файл не сохранён. Сообщите администратору и повторите позже."


@require_GET
def run_list(request: Request) -> HttpResponse:
    OPEN_IMPORTS.check(request.actor, None)
    page = Paginator(queries.listed(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.rows(page.object_list, request.actor)
    context = {
        "title": "Загрузка",
        "importers": [importer_of(kind) for kind in kinds_for(request.actor)],
        "page": page,
        "table": presenters.run_table(rows) if rows else None,
    }
    return render(request, "imports/list.html", context)


def run_new(request: Request, kind: str) -> HttpResponse:
    importer = _importer(request, kind)
    form = UploadForm(request.POST or None, request.FILES or None, importer=importer, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        run = _start(request, importer, form)
        if run is not None:
            return redirect("import-run", pk=run.pk)
    context = {
        "title": f"Загрузить: {importer.title[:1].lower() + importer.title[1:]}",
        "importer": importer,
        "form": form,
        "steps": import_steps(0),
        "back_url": reverse("imports"),
    }
    return render(request, "imports/new.html", context, status=422 if form.errors else 200)


def _start(request: Request, importer: Importer, form: UploadForm) -> ImportRun | None:
    """The run, or None with the reason put into the form."""
    data, name, is_pasted = form.content()
    try:
        return actions.start_run(
            kind=importer.kind,
            data=data,
            name=name,
            is_pasted=is_pasted,
            options=form.options,
            by=request.actor,
            at=timezone.now(),
        )
    except Unreadable as unreadable:
        form.add_error("text" if is_pasted else "file", unreadable.problem.message)
    except OSError:
        form.add_error(None, DISK_FULL)
    return None


@require_GET
def template_file(request: Request, kind: str) -> HttpResponse:
    importer = _importer(request, kind)
    return attached(importer.template(), f"{kind}.xlsx")


@require_GET
def run_page(request: Request, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if run.state == RunState.MAPPING:
        return redirect("import-columns", pk=pk)
    return _page(request, run)


@require_GET
def run_progress(request: Request, pk: int) -> HttpResponse:
    """The partial that the page asks for again and again; when the work is over the page is loaded anew."""
    run = _run(request, pk)
    if run.state in WORKING:
        return render(request, "ui/parts.html#progress", {"progress": presenters.progress_of(run)})
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    return redirect("import-run", pk=pk)


def run_columns(request: Request, pk: int) -> HttpResponse:
    run = _run(request, pk)
    step = run.mapping_step()
    if step is None:
        raise Http404
    if request.method == "GET" and run.state not in OPEN:
        return redirect("import-run", pk=pk)
    form = ColumnsForm(request.POST or None, step=step, chosen=run.mapping)
    if request.method == "POST" and form.is_valid():
        actions.set_mapping(
            run=run, mapping=form.mapping, turn=form.cleaned_data["turn"], by=request.actor, at=timezone.now()
        )
        return redirect("import-run", pk=pk)
    page = presenters.run_page(run, request.actor)
    context = {"title": "Что в каких столбцах?", "page": page, "form": form, "steps": import_steps(1)}
    return render(request, "imports/columns.html", context, status=422 if form.errors else 200)


@require_POST
def run_cells(request: Request, pk: int) -> HttpResponse:
    run = _run(request, pk)
    doubtful = presenters.doubtful_of(importer_of(run.kind), run.last_report())
    form = CellsForm(request.POST, doubtful=doubtful, decided=resolutions_of(run))
    if not form.is_valid():
        return _page(request, run, form)
    actions.resolve_cells(
        run=run,
        decisions=form.decisions,
        turn=form.cleaned_data["turn"],
        by=request.actor,
        at=timezone.now(),
    )
    return redirect("import-run", pk=pk)


@require_POST
def run_apply(request: Request, pk: int) -> HttpResponse:
    try:
        return _decide(request, pk, actions.apply_run)
    except actions.AlreadyApplied as already:
        # a double click shows the answer to the second press: it is the page the first one leads to
        messages.info(request, already.reason)
        return redirect("import-run", pk=pk)


@require_POST
def run_check(request: Request, pk: int) -> HttpResponse:
    return _decide(request, pk, actions.check_run)


@require_POST
def run_discard(request: Request, pk: int) -> HttpResponse:
    run = _run(request, pk)
    actions.discard_run(run=run, by=request.actor, at=timezone.now())
    messages.info(request, f"Загрузка файла «{run.file.name}» отменена. Ничего не записано.")
    return redirect("imports")


@require_GET
def run_file(request: Request, pk: int) -> HttpResponse:
    """The file as it was given, only ever as a download."""
    run = _run(request, pk)
    if run.file.removed_at is not None:
        raise WrongState("Файл этой загрузки удалён. Если он нужен, загрузите его заново.")
    return stored(run.file, way="bytes")


@require_GET
def run_annotated(request: Request, pk: int) -> HttpResponse:
    """The same file with the wrong cells marked and a list of what to correct in front."""
    run = _run(request, pk)
    data = actions.annotated(run) if run.file.removed_at is None else None
    if data is None:
        raise Http404
    return attached(data, actions.marked_name(run))


def _importer(request: Request, kind: str) -> Importer:
    try:
        importer = importer_of(kind)
    except KeyError:
        raise Http404 from None
    refusal = importer.may_import(request.actor)
    if refusal is not None:
        raise Refused(refusal)
    return importer


def _run(request: Request, pk: int) -> ImportRun:
    return get_object_or_404(queries.visible_to(request.actor).select_related("file", "annotated"), pk=pk)


def _decide(request: Request, pk: int, action: Callable[..., ImportRun]) -> HttpResponse:
    run = _run(request, pk)
    form = TurnForm(request.POST)
    if not form.is_valid():
        return _page(request, run, form)
    action(run=run, turn=form.cleaned_data["turn"], by=request.actor, at=timezone.now())
    return redirect("import-run", pk=pk)


def _page(request: Request, run: ImportRun, form: TurnForm | None = None) -> HttpResponse:
    """The run as it stands; with a form that was not accepted, 422."""
    page = presenters.run_page(run, request.actor)
    cells = form if isinstance(form, CellsForm) else None
    if cells is None and page.may_recheck and (page.doubtful or run.resolutions):
        cells = CellsForm(doubtful=page.doubtful, decided=resolutions_of(run))
    context = {
        "title": page.heading,
        "page": page,
        "form": cells,
        "progress": page.progress,
        "events": of_subject("import_run", run.pk, limit=10),
    }
    return render(request, "imports/run.html", context, status=422 if form is not None else 200)
