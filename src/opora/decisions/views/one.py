"""One decision: its page, writing it, its tasks, its end and what it led to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora import references
from opora.access import Conflict, WrongState
from opora.access.request import Request
from opora.assignments.panels import of_origin
from opora.assignments.people import executors_at
from opora.cycles.models import Cycle
from opora.decisions import actions, presenters
from opora.decisions.forms import (
    CancelForm,
    ExecutedForm,
    FirstTaskForm,
    HomeForm,
    OutcomeForm,
    SaidForm,
    TaskForm,
)
from opora.decisions.models import Decision
from opora.decisions.queries.visibility import KIND
from opora.decisions.queries.waiting import effect_days
from opora.decisions.rules import ASSESS, CANCEL, DECIDE, EDIT, EXECUTE, GIVE, Home
from opora.decisions.views.lookup import (
    code_of,
    crumbs,
    decision_or_404,
    grounds_of,
    home_of_ground,
    home_or_404,
    homes_of,
)
from opora.files.answers import stored
from opora.history.queries import of_subject
from opora.organisations.models import Organisation
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def decision(request: Request, pk: int) -> HttpResponse:
    """What was decided, on what ground, who carries it out, what it led to."""
    actor = request.actor
    found = decision_or_404(request, pk)
    grounds = list(found.grounds.all())
    add_url = reverse("decision-task", args=[pk]) if GIVE.can(actor, found) else ""
    tasks = of_origin(actor, KIND, pk, at=timezone.now(), add_url=add_url, caption="Меры")
    outcomes = list(found.outcomes.select_related("file"))
    context = {
        "title": found.title,
        "crumbs": crumbs(),
        "decision": found,
        "chips": presenters.chips(actor, found, open_tasks=tasks.open),
        "facts": presenters.facts(found),
        "grounds": presenters.grounds(
            grounds, references.find_many(actor, [(each.kind, each.thing_id) for each in grounds])
        ),
        "assignments": tasks,
        "open_words": presenters.open_words(tasks.open),
        "outcomes": presenters.outcomes(found, outcomes) if outcomes else None,
        "effect_days": effect_days(),
        "events": presenters.events(of_subject(KIND, pk)),
        "may_edit": EDIT.can(actor, found),
        "may_execute": EXECUTE.can(actor, found) and not tasks.open,
        "may_assess": ASSESS.can(actor, found),
        "may_cancel": CANCEL.can(actor, found) and not tasks.open,
    }
    return render(request, "decisions/decision.html", context)


@_BOTH
def new(request: Request) -> HttpResponse:
    """`?ground=kind:id` names what it rests on, `?home=s12` or `t5` about whom it is decided."""
    grounds = grounds_of(request)
    code = request.GET.get("home", "")
    home = home_or_404(request, code) if code else home_of_ground(request, grounds[0]) if grounds else None
    if home is None:
        return _choose(request)
    DECIDE.check(request.actor, home)
    today = timezone.localdate()
    cycle = _cycle_of_today()
    post = request.POST if request.method == "POST" else None
    form = SaidForm(post, initial={"decided_on": today})
    task = FirstTaskForm(post, people=executors_at(home, on=today))
    # both are looked at, so that all mistakes are told at once
    if all([form.is_valid(), task.is_valid()]):
        with told_in(form, ValidationError, WrongState):
            made = actions.adopt(
                home=home,
                cycle=cycle,
                said=actions.Said(**form.cleaned_data),
                grounds=grounds,
                tasks=[actions.Task(**task.cleaned_data)] if task.cleaned_data["what"] else (),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Решение записано.")
            return redirect("decision", made.pk)
    context = {
        "title": "Записать решение",
        "lead": f"{home.name}, {cycle.title}",
        "crumbs": crumbs(),
        "grounds": grounds,
        "task": task,
        "action": "Записать решение",
        "back_url": grounds[0].url if grounds else reverse("decisions"),
    }
    status = 422 if form.errors or task.errors else 200
    return render(request, "decisions/new.html", {"form": form, **context}, status=status)


def _cycle_of_today() -> Cycle:
    """The year of today, else the newest."""
    today = timezone.localdate()
    found = Cycle.objects.filter(starts__lte=today, ends__gte=today).first() or Cycle.objects.first()
    if found is None:
        raise Http404
    return found


def _choose(request: Request) -> HttpResponse:
    territories, schools = homes_of(request)
    every: list[Home] = [*territories, *schools]
    if not every:
        DECIDE.check(request.actor, Organisation())
        raise Http404
    DECIDE.check(request.actor, every[0])
    if len(every) == 1:
        return redirect(f"{reverse('decision-new')}?home={code_of(every[0])}")
    post = request.POST if request.method == "POST" else None
    initial = {"home": code_of(every[0])} if territories else {}
    form = HomeForm(post, territories=territories, schools=schools, initial=initial)
    if form.is_valid():
        return redirect(f"{reverse('decision-new')}?home={form.cleaned_data['home']}")
    context = {
        "title": "О ком решение?",
        "crumbs": crumbs(),
        "action": "Дальше",
        "back_url": reverse("decisions"),
    }
    return form_page(request, "decisions/form.html", form, context)


def _page(request: Request, found: Decision, form: object, **more: object) -> HttpResponse:
    context = {
        "crumbs": crumbs(found),
        "lead": found.title,
        "back_url": reverse("decision", args=[found.pk]),
        **more,
    }
    return form_page(request, "decisions/form.html", form, context)  # type: ignore[arg-type]


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    """Correct the words while the decision is carried out."""
    found = decision_or_404(request, pk)
    EDIT.check(request.actor, found)
    names = ("text", "ground", "decided_by", "decided_on")
    form = SaidForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in names},
    )
    if form.is_valid():
        seen = request.POST.get("seen", "")
        if not seen.isdecimal():
            raise Conflict("Страница устарела. Откройте решение и внесите правку снова.")
        with told_in(form):
            actions.change(
                decision=found,
                said=actions.Said(**form.cleaned_data),
                seen=int(seen),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Решение изменено.")
            return redirect("decision", pk)
    seen = request.POST.get("seen") or str(found.revision)
    return _page(request, found, form, title="Изменить решение", seen=seen, action="Записать")


@_BOTH
def task(request: Request, pk: int) -> HttpResponse:
    """One more measure: it becomes an assignment."""
    found = decision_or_404(request, pk)
    GIVE.check(request.actor, found)
    people = executors_at(found.home, on=timezone.localdate())
    form = TaskForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        with told_in(form, ValidationError, WrongState):
            made = actions.give_task(
                decision=found, task=actions.Task(**form.cleaned_data), by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Поручение дано: {made.executor}.")
            return redirect("decision", pk)
    return _page(request, found, form, title="Кто это сделает?", action="Поручить")


@_BOTH
def execute(request: Request, pk: int) -> HttpResponse:
    """Every measure is done: the count of days to its effect begins."""
    found = decision_or_404(request, pk)
    EXECUTE.check(request.actor, found)
    post = request.POST if request.method == "POST" else None
    form = ExecutedForm(post, initial={"day": timezone.localdate()})
    if form.is_valid():
        with told_in(form):
            actions.mark_executed(
                decision=found, day=form.cleaned_data["day"], by=request.actor, at=timezone.now()
            )
            messages.success(
                request, f"Исполнено. Через {effect_days()} дней напомним оценить, к чему привело."
            )
            return redirect("decision", pk)
    return _page(request, found, form, title="Решение исполнено?", action="Отметить исполненным")


@_BOTH
def outcome(request: Request, pk: int) -> HttpResponse:
    """What it led to: words, a figure before and after, a paper that shows it."""
    found = decision_or_404(request, pk)
    ASSESS.check(request.actor, found)
    is_post = request.method == "POST"
    form = OutcomeForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        initial={"on": timezone.localdate()},
    )
    if form.is_valid():
        said = dict(form.cleaned_data)
        given = said.pop("material")
        with told_in(form):
            actions.assess(
                decision=found,
                measured=actions.Measured(**said, material=given[0] if given else None),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Записано, к чему привело решение.")
            return redirect("decision", pk)
    return _page(request, found, form, title="К чему привело решение?", action="Записать")


@_BOTH
def cancel(request: Request, pk: int) -> HttpResponse:
    found = decision_or_404(request, pk)
    CANCEL.check(request.actor, found)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with told_in(form):
            actions.cancel(
                decision=found, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Решение отменено.")
            return redirect("decision", pk)
    return _page(request, found, form, title="Отменить решение?", action="Отменить решение", danger=True)


@require_safe
def outcome_file(request: Request, pk: int, outcome_pk: int) -> HttpResponse:
    """What shows the outcome; given back to be kept, never shown by us."""
    found = decision_or_404(request, pk)
    kept = found.outcomes.select_related("file").filter(pk=outcome_pk).first()
    return stored(kept.file if kept else None, way="bytes")
