"""What is done with one direction: a step, the curator's visit, dates, causes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access.request import Request
from opora.files.answers import stored
from opora.indicators.values import Level
from opora.risks import actions
from opora.risks.forms import CausesForm, MilestoneForm, MoveForm, VisitForm
from opora.risks.models import Direction, Verification
from opora.risks.queries import milestones_of
from opora.risks.queries.causes import causes_offered, hints_offered
from opora.risks.rules import EVIDENCE, MOVE, RECORD, VERIFY, Step
from opora.risks.states import VERBS, DirectionState, Happening, Outcome, asks_for_words
from opora.risks.views.lookup import crumbs, direction_or_404
from opora.ui.components import Crumb
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: Request, template: str, form: object, direction: Direction, **more: object
) -> HttpResponse:
    url = reverse("direction", args=[direction.pk])
    context = {
        "direction": direction,
        "school": direction.school,
        "crumbs": crumbs(direction.school, direction.cycle.code, Crumb(direction.factor_title, url)),
        "back_url": url,
        **more,
    }
    return form_page(request, template, form, context)  # type: ignore[arg-type]


@_BOTH
def move(request: Request, pk: int, target: str) -> HttpResponse:
    """One step of the transition table: the day and, where it is needed, the words."""
    found = direction_or_404(request, pk)
    if target not in DirectionState.values:
        raise Http404
    step = Step(found, DirectionState(target))
    MOVE.check(request.actor, step)
    origin, wanted = step.way
    needs_words = asks_for_words(origin, wanted)
    label = "Какой результат получен" if wanted is DirectionState.CLOSED else "Почему"
    form = MoveForm(
        request.POST or None,
        initial={"happened_on": timezone.localdate()},
        label=label if needs_words else "Примечание",
        required=needs_words,
    )
    if form.is_valid():
        with told_in(form):
            actions.move(
                direction=found, target=wanted, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"Записано: {wanted.label}.")
            return redirect("direction", pk)
    verb = VERBS[origin, wanted]
    return _page(request, "risks/move.html", form, found, title=f"{verb}?", action=verb, target=wanted.label)


@_BOTH
def verify(request: Request, pk: int) -> HttpResponse:
    """The curator's first visit, on a phone in two minutes."""
    found = direction_or_404(request, pk)
    VERIFY.check(request.actor, found)
    form = VisitForm(
        request.POST or None,
        request.FILES or None,
        hints=hints_offered(found),
        initial={"visited_on": timezone.localdate()},
    )
    if form.is_valid():
        with told_in(form):
            actions.verify(direction=found, visit=_visit(form), by=request.actor, at=timezone.now())
            messages.success(request, "Визит записан. Школа увидит ваш вывод.")
            return redirect("direction", pk)
    return _page(
        request,
        "risks/verify.html",
        form,
        found,
        title="Первичный визит",
        lead=found.factor_title,
        factor_url=f"{reverse('risk-school-factor', args=[found.school_id, found.factor_code])}?cycle={found.cycle.code}",
        action="Записать первичный визит",
    )


def _visit(form: VisitForm) -> actions.Visit:
    said = dict(form.cleaned_data)
    file = said.pop("file")
    level = said.pop("level")
    outcome = Outcome(said.pop("outcome"))
    return actions.Visit(
        outcome=outcome,
        level=Level(level) if level and outcome is Outcome.REFINED else None,
        file_name=file.name if file else "",
        file_type=file.content_type if file else "",
        file_data=file.read() if file else b"",
        **said,
    )


@require_safe
def verification_file(request: Request, pk: int) -> HttpResponse:
    """What the curator attached; for those who see the direction and read such files."""
    visit = Verification.objects.select_related("file").filter(pk=pk).exclude(file=None).first()
    if visit is None:
        raise Http404
    EVIDENCE.check(request.actor, direction_or_404(request, visit.direction_id))
    return stored(visit.file, way="bytes")


@_BOTH
def add_date(request: Request, pk: int) -> HttpResponse:
    """Write down what happened and when, whatever the state."""
    found = direction_or_404(request, pk)
    RECORD.check(request.actor, found)
    form = MilestoneForm(request.POST or None, within=(found.cycle.starts, found.cycle.ends))
    if form.is_valid():
        with told_in(form):
            actions.record_milestone(
                direction=found,
                what=Happening(form.cleaned_data["what"]),
                first=form.first,
                last=form.last,
                as_written=form.cleaned_data["when"],
                note=form.cleaned_data["note"],
                whole_school=form.cleaned_data["whole_school"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Дата записана.")
            return redirect("direction", pk)
    return _page(request, "risks/form.html", form, found, title="Записать дату", action="Записать")


@_BOTH
def forget_date(request: Request, pk: int, milestone_pk: int) -> HttpResponse:
    found = direction_or_404(request, pk)
    RECORD.check(request.actor, found)
    milestone = next((each for each in milestones_of(found) if each.pk == milestone_pk), None)
    if milestone is None:
        raise Http404
    if request.method == "POST":
        actions.forget_milestone(direction=found, milestone=milestone, by=request.actor, at=timezone.now())
        messages.success(request, "Дата убрана.")
        return redirect("direction", pk)
    return _page(
        request,
        "risks/forget_date.html",
        None,
        found,
        title="Убрать дату?",
        action="Убрать дату",
        milestone=milestone,
        danger=True,
    )


@_BOTH
def causes(request: Request, pk: int) -> HttpResponse:
    """Causes of the catalogue that the school finds at home, and its own."""
    found = direction_or_404(request, pk)
    RECORD.check(request.actor, found)
    offered = causes_offered(found)
    kept = list(found.causes.all())
    own = [each.text for each in kept if each.text not in offered]
    form = CausesForm(
        request.POST or None,
        causes=offered,
        initial={"picked": [each.text for each in kept], "own": "\n".join(own)},
    )
    if form.is_valid():
        actions.name_causes(
            direction=found,
            texts=form.cleaned_data.get("picked", []),
            own=form.cleaned_data["own"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "Причины записаны.")
        return redirect("direction", pk)
    return _page(request, "risks/form.html", form, found, title="Какие причины вы видите?", action="Записать")
