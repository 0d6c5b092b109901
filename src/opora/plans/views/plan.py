"""One plan: its rows and files, its heading, its steps, who does what, what has changed."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.history.queries import of_subject
from opora.plans.actions import plans as actions
from opora.plans.execution import RULE
from opora.plans.forms.plans import HeadingForm, RowsForm, SinceForm
from opora.plans.models import Plan
from opora.plans.presenters import plan as drawn
from opora.plans.presenters.words import changes as changes_told
from opora.plans.presenters.words import events, state_chip
from opora.plans.presenters.words import move as move_words
from opora.plans.printouts.document import plan_document
from opora.plans.printouts.workbook import matrix_workbook, plan_workbook
from opora.plans.queries.changes import changed_since
from opora.plans.queries.rows import RowView, rows_of
from opora.plans.queries.works import works_for
from opora.plans.rules import DELETE, STEER, WRITE
from opora.plans.states import KIND, TRANSITIONS, VERBS, PlanState
from opora.plans.views.lookup import crumbs, plan_or_404
from opora.printing import write_docx, write_pdf
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_MONTH = timedelta(days=30)
CHANGES_PER_PAGE = 100


@require_safe
def plan(request: Request, pk: int) -> HttpResponse:
    """The rows, narrowed by the address; `as` gives them as xlsx (the filter applies), docx or pdf (the whole plan)."""
    found = plan_or_404(request, pk)
    today = timezone.localdate()
    rows = rows_of([found], today=today)
    form, chosen = _chosen(request, rows)
    shown = drawn.narrowed(rows, chosen, request.actor, today=today)
    wanted = request.GET.get("as", "")
    if wanted:
        return _file(found, rows, shown, wanted)
    doubts = drawn.guarded(found, rows, works_for(found.path))
    context = {
        "title": found.title,
        "crumbs": crumbs(),
        "plan": found,
        "state": state_chip(found.state),
        "move": move_words(request.actor, found),
        "form": form,
        "active": form.active,
        "stats": drawn.stats(found, rows, today=today),
        "rule": RULE if found.state != PlanState.DRAFT else "",
        "table": drawn.rows_table(found, shown, empty=_empty(rows)),
        "about": drawn.about(found),
        "doubts": drawn.findings_items(found, doubts, rows),
        "opens_doubts": len(doubts) <= drawn.SHOWN_FINDINGS,
        "has_rows": bool(rows),
        "may_write": WRITE.can(request.actor, found),
        "may_delete": DELETE.can(request.actor, found),
        "steps": _steps(request, found),
        "events": events(of_subject(KIND, found.pk, limit=10)),
    }
    return render(request, "plans/plan.html", context)


def _chosen(request: Request, rows: list[RowView]) -> tuple[RowsForm, drawn.Chosen]:
    schools = {school.pk: school.name for each in rows for school in each.schools}
    people = sorted({named.name for each in rows for named in each.people})
    form = RowsForm(
        request.GET,
        schools=[
            (str(pk), name) for pk, name in sorted(schools.items(), key=lambda each: (each[1], each[0]))
        ],
        people=people,
        has_mine=any(drawn.is_named(each, request.actor) for each in rows),
    )
    school = form.chosen("school")
    chosen = drawn.Chosen(
        show=form.chosen("show"),
        school=int(school) if school else None,
        who=form.chosen("who"),
        mine=bool(form.chosen("mine")),
    )
    return form, chosen


def _file(found: Plan, rows: list[RowView], shown: list[RowView], wanted: str) -> HttpResponse:
    today = timezone.localdate()
    if wanted == "xlsx":
        return attached(plan_workbook(found, shown, today=today), f"{found.title}.xlsx")
    if wanted not in ("docx", "pdf"):
        raise Http404
    document = plan_document(found, rows, today=today)
    data = write_docx(document) if wanted == "docx" else write_pdf(document)
    return attached(data, f"{found.title}.{wanted}")


def _empty(rows: list[RowView]) -> str:
    if rows:
        return "Таких строк нет. Измените условия или сбросьте их."
    return "Строк пока нет. Впишите первую или загрузите их таблицей."


def _steps(request: Request, found: Plan) -> list[tuple[str, str]]:
    if not STEER.can(request.actor, found):
        return []
    origin = PlanState(found.state)
    return [
        (VERBS[origin, target], reverse("plan-move", args=[found.pk, target.value]))
        for target in sorted(TRANSITIONS[origin])
    ]


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    found = plan_or_404(request, pk)
    WRITE.check(request.actor, found)
    names = ("title", "approved_by", "order_number", "order_date")
    form = HeadingForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        with told_in(form):
            actions.change_plan(plan=found, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Записано.")
            return redirect("plan", pk)
    context = {
        "title": "О плане",
        "crumbs": crumbs(found),
        "lead": f"{found.territory.name}, {found.cycle.title}",
        "action": "Записать",
        "back_url": reverse("plan", args=[pk]),
    }
    return form_page(request, "plans/form.html", form, context)


@_BOTH
def move(request: Request, pk: int, target: str) -> HttpResponse:
    """Asks once more and says what follows."""
    found = plan_or_404(request, pk)
    if target not in PlanState.values:
        raise Http404
    STEER.check(request.actor, found)
    wanted = PlanState(target)
    if wanted not in TRANSITIONS[PlanState(found.state)]:
        raise WrongState("План уже в другом состоянии. Обновите страницу.")
    verb = VERBS[PlanState(found.state), wanted]
    if request.method == "POST":
        actions.move_plan(plan=found, target=wanted, by=request.actor, at=timezone.now())
        messages.success(request, f"План: {wanted.label}.")
        return redirect("plan", pk)
    context = {
        "title": f"{verb}?",
        "crumbs": crumbs(found),
        "plan": found,
        "target": wanted.value,
        "action": verb,
        "back_url": reverse("plan", args=[pk]),
    }
    return form_page(request, "plans/move.html", None, context)


@_BOTH
def delete(request: Request, pk: int) -> HttpResponse:
    found = plan_or_404(request, pk)
    DELETE.check(request.actor, found)
    if request.method == "POST":
        actions.delete_plan(plan=found, by=request.actor, at=timezone.now())
        messages.success(request, "Проект плана удалён.")
        return redirect("plans")
    context = {
        "title": "Удалить проект плана?",
        "crumbs": crumbs(found),
        "plan": found,
        "many": found.rows.count(),
        "action": "Удалить",
        "danger": True,
        "back_url": reverse("plan", args=[pk]),
    }
    return form_page(request, "plans/delete.html", None, context)


@require_safe
def duties(request: Request, pk: int) -> HttpResponse:
    """Who does, helps and answers, by person; with `as=xlsx` the whole matrix."""
    found = plan_or_404(request, pk)
    today = timezone.localdate()
    rows = rows_of([found], today=today)
    people = drawn.duties(rows)
    if request.GET.get("as") == "xlsx":
        data = matrix_workbook(found, rows, [duty.name for duty in people], today=today)
        return attached(data, f"Кто за что отвечает — {found.title}.xlsx")
    context = {
        "title": "Кто за что отвечает",
        "crumbs": crumbs(found),
        "plan": found,
        "table": drawn.duties_table(found, people),
        "has_people": bool(people),
    }
    return render(request, "plans/duties.html", context)


@require_safe
def changes(request: Request, pk: int) -> HttpResponse:
    """What people changed since a day; the last thirty days where none is named."""
    found = plan_or_404(request, pk)
    default = timezone.localdate() - _MONTH
    form = SinceForm(request.GET if "since" in request.GET else None, initial={"since": default})
    day = (form.cleaned_data["since"] if form.is_valid() else None) or default
    since = timezone.make_aware(datetime.combine(day, time.min))
    page = Paginator(changed_since(found, since), CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Что изменилось",
        "crumbs": crumbs(found),
        "plan": found,
        "since": day,
        "page": page,
        "events": changes_told(page),
    }
    return form_page(request, "plans/changes.html", form, context)
