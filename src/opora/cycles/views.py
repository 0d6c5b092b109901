"""Pages of programme years."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from opora.access import WrongState
from opora.access.request import Request
from opora.cycles import actions, queries
from opora.cycles.forms import CycleForm, ParticipationForm, ProgrammeForm, StageForm
from opora.cycles.models import Cycle
from opora.cycles.rules import COORDINATE, KEEP_YEARS, READ_YEARS
from opora.cycles.states import Level, Mode
from opora.history.queries import of_subject
from opora.ui.form_pages import form_page, told_in


def year_list(request: Request) -> HttpResponse:
    READ_YEARS.check(request.actor, None)
    rows = queries.cycle_rows(request.actor, today=timezone.localdate())
    return render(
        request,
        "cycles/list.html",
        {"title": "Программные годы", "rows": rows, "may_keep": KEEP_YEARS.can(request.actor, None)},
    )


def year_page(request: Request, code: str) -> HttpResponse:
    READ_YEARS.check(request.actor, None)
    cycle = _cycle(code)
    rows = queries.participation_rows(request.actor, cycle)
    stages = queries.stage_rows(cycle, today=timezone.localdate())
    return render(
        request,
        "cycles/year.html",
        {
            "title": cycle.title,
            "cycle": cycle,
            "stages": stages,
            "months": queries.calendar(stages, cycle),
            "participations": rows,
            "schools": len({row.school_id for row in rows}),
            "events": of_subject("cycle", cycle.pk, limit=10),
            "may_keep": KEEP_YEARS.can(request.actor, None),
            "may_coordinate": COORDINATE.can(request.actor, None),
        },
    )


def year_add(request: Request) -> HttpResponse:
    KEEP_YEARS.check(request.actor, None)
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cycle = actions.add_cycle(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, f"Год «{cycle.title}» заведён. Теперь запишите его этапы.")
        return redirect("year", code=cycle.code)
    return _form(request, form, title="Новый программный год", action="Завести год", back="/years/")


def year_edit(request: Request, code: str) -> HttpResponse:
    KEEP_YEARS.check(request.actor, None)
    cycle = _cycle(code)
    form = CycleForm(request.POST or None, instance=cycle)
    if request.method == "POST" and form.is_valid():
        with told_in(form, WrongState, field="ends"):
            actions.change_cycle(cycle=cycle, **form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("year", code=code)
    return _form(request, form, title=f"Изменить «{cycle.title}»", action="Сохранить", back=f"/years/{code}/")


def stage_edit(request: Request, code: str, pk: int | None = None) -> HttpResponse:
    KEEP_YEARS.check(request.actor, None)
    cycle = _cycle(code)
    stage = queries.stage_of(cycle, pk) if pk else None
    if pk and stage is None:
        raise Http404
    form = StageForm(
        request.POST or None, initial={"title": stage.title, "term": stage.term} if stage else None
    )
    if request.method == "POST" and form.is_valid():
        saved = actions.set_stage(
            cycle=cycle, stage=stage, **form.cleaned_data, by=request.actor, at=timezone.now()
        )
        if saved.starts is None and saved.ends is None:
            messages.info(request, f"Срок «{saved.term}» сохранён как написан: дней в нём не нашлось.")
        return redirect("year", code=code)
    return _form(request, form, title="Этап года", action="Сохранить этап", back=f"/years/{code}/")


def stage_remove(request: Request, code: str, pk: int) -> HttpResponse:
    KEEP_YEARS.check(request.actor, None)
    stage = queries.stage_of(_cycle(code), pk)
    if stage is None:
        raise Http404
    if request.method == "POST":
        actions.remove_stage(stage=stage, by=request.actor, at=timezone.now())
        return redirect("year", code=code)
    context = {
        "title": f"Убрать этап «{stage.title}»?",
        "action": "Убрать этап",
        "back_url": f"/years/{code}/",
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def programme_add(request: Request) -> HttpResponse:
    COORDINATE.check(request.actor, None)
    form = ProgrammeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        with told_in(form, WrongState, field="name"):
            actions.add_programme(
                name=chosen["name"],
                level=Level(chosen["level"]),
                territory=chosen["territory"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Программа «{chosen['name']}» заведена.")
            return redirect("years")
    return _form(request, form, title="Новая программа", action="Завести программу", back="/years/")


def participation_add(request: Request, code: str) -> HttpResponse:
    COORDINATE.check(request.actor, None)
    cycle = _cycle(code)
    form = ParticipationForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data | {"mode": Mode(form.cleaned_data["mode"])}
        actions.set_participation(cycle=cycle, **chosen, by=request.actor, at=timezone.now())
        messages.success(request, f"Записано: {chosen['school']} — {chosen['mode'].label.lower()}.")
        return redirect("year", code=code)
    return _form(
        request,
        form,
        title=f"Участие школы, {cycle.title}",
        action="Записать участие",
        back=f"/years/{code}/",
    )


def participation_end(request: Request, code: str, pk: int) -> HttpResponse:
    COORDINATE.check(request.actor, None)
    participation = get_object_or_404(queries.participations_of(request.actor), pk=pk, cycle__code=code)
    if request.method == "POST":
        actions.end_participation(participation=participation, by=request.actor, at=timezone.now())
        return redirect("year", code=code)
    context = {
        "title": f"Убрать участие: {participation.school}?",
        "action": "Убрать участие",
        "back_url": f"/years/{code}/",
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _cycle(code: str) -> Cycle:
    return get_object_or_404(Cycle, code=code)


def _form(request: HttpRequest, form: BaseForm, *, title: str, action: str, back: str) -> HttpResponse:
    context = {"title": title, "action": action, "back_url": back}
    return form_page(request, "cycles/form.html", form, context)
