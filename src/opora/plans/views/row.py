"""One row of a plan: read, written, moved, deleted, marked in words, tied to what shows it done."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.organisations.queries.names import school_index
from opora.plans.actions import rows as actions
from opora.plans.facts import choices
from opora.plans.forms.plans import LinkForm, TellForm
from opora.plans.forms.rows import RowForm
from opora.plans.models import Plan, PlanRow
from opora.plans.presenters import row as drawn
from opora.plans.presenters.plan import guarded
from opora.plans.presenters.words import short, stand_chip
from opora.plans.queries.pointing import thing_at
from opora.plans.queries.rows import RowView, rows_of
from opora.plans.queries.works import works_for
from opora.plans.rules import PUT_OFF, WRITE
from opora.plans.views.lookup import crumbs, plan_or_404, row_or_404, row_title
from opora.references import find_many
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_SAFE = require_http_methods(["GET", "HEAD"])
#: letters of a row that stand as the heading of its page; longer words stand below whole
_LONGEST_TITLE = 120


def _view(plan: Plan, row: PlanRow) -> RowView:
    return rows_of([plan], today=timezone.localdate(), only=[row.pk])[0]


@_SAFE
def row(request: Request, pk: int, row_pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    everything = rows_of([plan], today=timezone.localdate(), only=None)
    of = next(each for each in everything if each.row.pk == kept.pk)
    works = works_for(plan.path)
    marking = actions.marking_of(plan, of.row)
    tied = list(kept.links.all())
    seen = find_many(request.actor, [(each.kind, each.thing_id) for each in tied])
    order = [each.row.pk for each in everything]
    at = order.index(kept.pk)
    title = short(kept.what, _LONGEST_TITLE)
    context = {
        "title": title,
        "lead": f"{row_title(kept)}. {plan.title}",
        "is_cut": title != kept.what,
        "crumbs": crumbs(plan),
        "plan": plan,
        "row": kept,
        "stand": stand_chip(of.stand) if plan.state != "draft" else "",
        "facts": drawn.facts(of, works),
        "marks": drawn.marks(of),
        "links": drawn.links(tied, seen),
        "doubts": [each.message for each in guarded(plan, everything, works) if _about(each.positions, kept)],
        "may_write": WRITE.can(request.actor, plan),
        "may_tell": kept.told_at is None and PUT_OFF.can(request.actor, marking),
        "may_untell": kept.told_at is not None and PUT_OFF.can(request.actor, marking),
        "previous": order[at - 1] if at else None,
        "next": order[at + 1] if at + 1 < len(order) else None,
    }
    return form_page(request, "plans/row.html", None, context)


def _about(positions: tuple[int, ...], kept: PlanRow) -> bool:
    return kept.position in positions and len(positions) <= 10


def _form(request: Request, plan: Plan, of: RowView | None = None) -> RowForm:
    return RowForm(request.POST or None, facts=choices(plan.path), index=school_index(plan.path), of=of)


@_BOTH
def new(request: Request, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    WRITE.check(request.actor, plan)
    form = _form(request, plan)
    if form.is_valid():
        with told_in(form):
            made = actions.add_row(plan=plan, content=form.content(), by=request.actor, at=timezone.now())
            messages.success(request, "Строка добавлена в конец плана.")
            return redirect("plan-row", pk, made.pk)
    context = {
        "title": "Новая строка",
        "crumbs": crumbs(plan),
        "lead": plan.title,
        "action": "Добавить",
        "back_url": reverse("plan", args=[pk]),
    }
    return form_page(request, "plans/form.html", form, context)


@_BOTH
def edit(request: Request, pk: int, row_pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    WRITE.check(request.actor, plan)
    form = _form(request, plan, _view(plan, kept))
    if form.is_valid():
        with told_in(form):
            actions.change_row(
                row=kept,
                content=form.content(),
                revision=form.cleaned_data["revision"] or 0,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Записано.")
            return redirect("plan-row", pk, row_pk)
    context = {
        "title": f"{row_title(kept)}: изменить",
        "crumbs": crumbs(plan, kept),
        "lead": plan.title,
        "action": "Записать",
        "back_url": reverse("plan-row", args=[pk, row_pk]),
    }
    return form_page(request, "plans/form.html", form, context)


@require_POST
def shift(request: Request, pk: int, row_pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    actions.move_row(row=kept, up=request.POST.get("to") == "up", by=request.actor, at=timezone.now())
    return redirect("plan-row", pk, row_pk)


@_BOTH
def delete(request: Request, pk: int, row_pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    WRITE.check(request.actor, plan)
    if request.method == "POST":
        said = request.POST.get("revision", "")
        revision = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
        actions.delete_row(row=kept, revision=revision, by=request.actor, at=timezone.now())
        messages.success(request, "Строка удалена. Её слова остались в истории плана.")
        return redirect("plan", pk)
    context = {
        "title": f"{row_title(kept)}: удалить?",
        "crumbs": crumbs(plan, kept),
        "row": kept,
        "action": "Удалить",
        "danger": True,
        "back_url": reverse("plan-row", args=[pk, row_pk]),
    }
    return form_page(request, "plans/row_delete.html", None, context)


@_BOTH
def tell(request: Request, pk: int, row_pk: int) -> HttpResponse:
    """A mark by somebody's word where no fact speaks; beside a fact only that the row is put off."""
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    PUT_OFF.check(request.actor, actions.marking_of(plan, kept))
    form = TellForm(request.POST or None, has_fact=bool(kept.fact))
    if form.is_valid():
        with told_in(form):
            actions.tell_done(
                row=kept,
                words=form.cleaned_data["words"],
                how=form.told,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Отмечено со слов. Если появится факт, строку отметит он.")
            return redirect("plan-row", pk, row_pk)
    words = "перенести на следующий год" if kept.fact else "отметить словами"
    context = {
        "title": f"{row_title(kept)}: {words}",
        "crumbs": crumbs(plan, kept),
        "lead": kept.what,
        "action": "Перенести" if kept.fact else "Отметить",
        "back_url": reverse("plan-row", args=[pk, row_pk]),
    }
    return form_page(request, "plans/form.html", form, context)


@require_POST
def untell(request: Request, pk: int, row_pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    actions.take_word_back(row=kept, by=request.actor, at=timezone.now())
    messages.success(request, "Отметка снята. Слова остались в истории плана.")
    return redirect("plan-row", pk, row_pk)


@_BOTH
def link(request: Request, pk: int, row_pk: int) -> HttpResponse:
    """By the address of its page: what one does not see cannot be tied."""
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    WRITE.check(request.actor, plan)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        thing = thing_at(request.actor, urlsplit(form.cleaned_data["address"]).path)
        if thing is None:
            form.add_error(
                "address",
                "По этому адресу нет того, что можно связать. Скопируйте адрес страницы самого мероприятия, "
                "приказа, совещания, посещения или документа.",
            )
        else:
            actions.link(row=kept, thing=thing, by=request.actor, at=timezone.now())
            messages.success(request, f"Связано: {thing.title}.")
            return redirect("plan-row", pk, row_pk)
    context = {
        "title": f"{row_title(kept)}: с чем связать",
        "crumbs": crumbs(plan, kept),
        "lead": kept.what,
        "action": "Связать",
        "back_url": reverse("plan-row", args=[pk, row_pk]),
    }
    return form_page(request, "plans/form.html", form, context)


@require_POST
def unlink(request: Request, pk: int, row_pk: int, link_pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    kept = row_or_404(plan, row_pk)
    actions.unlink(row=kept, pk=link_pk, by=request.actor, at=timezone.now())
    messages.success(request, "Связь убрана.")
    return redirect("plan-row", pk, row_pk)
