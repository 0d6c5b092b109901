"""Stages of the year: begun, written, handed over, closed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.history.queries import of_subject
from opora.roadmaps.actions import checkpoints as actions
from opora.roadmaps.actions.checkpoints import Said
from opora.roadmaps.forms.steps import BackForm, CheckpointForm, ConclusionForm
from opora.roadmaps.models import Checkpoint, Evidence
from opora.roadmaps.presenters import stages as words
from opora.roadmaps.presenters.measure import events
from opora.roadmaps.queries.snapshot import files_open_to, snapshot
from opora.roadmaps.queries.visibility import stages_of
from opora.roadmaps.rules import BEGIN_CHECKPOINT, CLOSE_CHECKPOINT, WRITE_CHECKPOINT
from opora.roadmaps.states import CheckpointState
from opora.roadmaps.views.lookup import checkpoint_or_404, crumbs, cycle_or_404, school_or_404
from opora.ui.form_pages import form_page, told_in

MEASURES_PER_PAGE = 200


@require_POST
def begin(request: Request, pk: int, code: str) -> HttpResponse:
    """Open a stage of a school's year."""
    school = school_or_404(request, pk)
    BEGIN_CHECKPOINT.check(request.actor, school)
    cycle = cycle_or_404(request.POST.get("cycle", ""), list(Cycle.objects.all()))
    stage = next((each for each in stages_of(school.territory.path or "") if each.code == code), None)
    if stage is None:
        raise Http404
    made = actions.begin_checkpoint(
        school=school, cycle=cycle, stage=stage, by=request.actor, at=timezone.now()
    )
    return redirect("roadmap-checkpoint", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint(request: Request, pk: int) -> HttpResponse:
    """A stage: the school writes and sends it, then it is read; a closed one shows what it has kept."""
    found = checkpoint_or_404(request, pk)
    changes = list(found.changes.select_related("evidence"))
    shown = Evidence.objects.filter(school=found.school_id, cycle=found.cycle_id, withdrawn_at__isnull=True)
    may_write = WRITE_CHECKPOINT.can(request.actor, found)
    if request.method == "POST":
        WRITE_CHECKPOINT.check(request.actor, found)
    form = CheckpointForm(
        request.POST or None,
        changes=changes,
        evidence=list(shown[:200]) if may_write else [],
        words=found.words,
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            said = {each.pk: _said(form, each.pk) for each in changes}
            actions.write_checkpoint(
                checkpoint=found,
                words=form.cleaned_data["words"],
                said=said,
                by=request.actor,
                at=timezone.now(),
            )
            if request.POST.get("what") == "send":
                actions.send_checkpoint(checkpoint=found, by=request.actor, at=timezone.now())
                messages.success(request, "Этап отправлен. Теперь слово за куратором.")
            else:
                messages.success(request, "Сохранено.")
            return redirect("roadmap-checkpoint", pk)
    return form_page(
        request, "roadmaps/checkpoint.html", form if may_write else None, _context(request, found)
    )


def _context(request: Request, found: Checkpoint) -> dict[str, object]:
    today = timezone.localdate()
    kept = found.snapshot or snapshot(found, today=today)
    within = (found.cycle.starts, found.cycle.ends)
    step = words.steps((), [found], within, today=today if found.school.is_open else None)[0]
    page = Paginator(kept["works"], MEASURES_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "title": found.title,
        "crumbs": crumbs(found.school, cycle=found.cycle.code),
        "checkpoint": found,
        "chip": step.chip,
        "move": step.move,
        "is_closed": found.state == CheckpointState.CLOSED,
        "works": words.kept_works(page.object_list, files_open_to(request.actor, page.object_list)),
        "page": page,
        "changes": words.changed(kept["changes"]),
        "may_close": CLOSE_CHECKPOINT.can(request.actor, found),
        "events": events(of_subject("checkpoint", found.pk)),
    }


def _said(form: CheckpointForm, pk: int) -> Said:
    said = form.cleaned_data
    shown = said.get(f"evidence-{pk}") or ""
    return Said(said[f"after-{pk}"], said[f"on-{pk}"], said[f"source-{pk}"], int(shown) if shown else None)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """The curator's conclusion; the roadmap of this day becomes the snapshot."""
    found = checkpoint_or_404(request, pk)
    CLOSE_CHECKPOINT.check(request.actor, found)
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.close_checkpoint(
                checkpoint=found,
                conclusion=form.cleaned_data["conclusion"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Этап закрыт. Его снимок больше не изменится.")
            return redirect("roadmap-checkpoint", pk)
    lead = "Состояние мер на сегодня станет снимком этапа. Что изменится потом, снимка не тронет."
    return _asked(request, found, form, "Закрыть этап", "Закрыть этап", lead)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: Request, pk: int) -> HttpResponse:
    found = checkpoint_or_404(request, pk)
    CLOSE_CHECKPOINT.check(request.actor, found)
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.give_checkpoint_back(
                checkpoint=found, words=form.cleaned_data["words"], by=request.actor, at=timezone.now()
            )
            messages.success(request, "Этап снова у школы.")
            return redirect("roadmap-checkpoint", pk)
    return _asked(request, found, form, "Вернуть этап школе", "Вернуть", "")


def _asked(
    request: Request, found: Checkpoint, form: ConclusionForm | BackForm, title: str, action: str, lead: str
) -> HttpResponse:
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs(found.school, cycle=found.cycle.code),
        "action": action,
        "back_url": reverse("roadmap-checkpoint", args=[found.pk]),
    }
    return form_page(request, "roadmaps/form.html", form, context)
