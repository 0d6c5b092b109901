"""The coordinator's rounds: the list, making one, the preview, the page of a round, its steps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.access import Conflict, Role, WrongState
from opora.access.paths import inside
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.expertise import actions
from opora.expertise.forms import PlaceForm, RoundForm, WordsForm
from opora.expertise.models import Round
from opora.expertise.presenters import rounds as drawn
from opora.expertise.presenters import words
from opora.expertise.queries.documents import entry_titles, kind_titles
from opora.expertise.queries.experts import experts_for
from opora.expertise.queries.planning import preview
from opora.expertise.queries.progress import progress
from opora.expertise.queries.visibility import rounds_run_by, rounds_seen_by
from opora.expertise.rules import (
    CLOSE,
    COUNT_ZONES,
    MAKE,
    MAKE_OF_CURATORS,
    OF_SCHOOL,
    RUNNERS,
    RUNNERS_OF_CURATORS,
    START,
    STEER,
)
from opora.expertise.states import TRANSITIONS, VERBS, RoundState, SecondSheet, Subject
from opora.expertise.views.lookup import crumbs, round_run_or_404
from opora.history.queries import of_subject
from opora.organisations.models import Territory
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_PER_PAGE = 100
_TITLES = {Subject.DOCUMENTS: "Экспертиза программ", Subject.CURATORS: "Экспертиза работы кураторов"}


@require_safe
def rounds(request: Request) -> HttpResponse:
    """The rounds one runs and the closed ones one reads; experts and schools have pages of their own."""
    actor = request.actor
    if actor.role is Role.EXPERT:
        return redirect("expertise-queue")
    if actor.role in OF_SCHOOL:
        return redirect("expertise-schools")
    COUNT_ZONES.check(actor, None)
    found = list(
        rounds_seen_by(actor)
        .select_related("cycle", "territory")
        .order_by("-cycle__starts", "-number", "-id")
    )
    run = set(rounds_run_by(actor).values_list("pk", flat=True))
    context = {
        "title": "Экспертиза",
        "table": drawn.rounds_table(actor, found, run) if found else None,
        "may_make": actor.acts_as(*RUNNERS),
        "may_make_of_curators": actor.acts_as(*RUNNERS_OF_CURATORS),
    }
    return render(request, "expertise/rounds.html", context)


def _own_territories(request: Request) -> list[Territory]:
    paths = request.actor.scope.territory_paths if request.actor.scope else ()
    if request.actor.is_operator:
        paths = ("",)
    found = Territory.objects.filter(inside("path", paths)).exclude(kind="federation")
    return [each for each in found.order_by("sort_name", "id") if MAKE.can(request.actor, each)]


@_BOTH
def make(request: Request) -> HttpResponse:
    """First the territory and the year (one of each is taken as it is), then the settings."""
    if not request.actor.acts_as(*RUNNERS):
        MAKE.check(request.actor, Territory(path="?"))
    subject = _subject(request)
    if subject is Subject.CURATORS and not request.actor.acts_as(*RUNNERS_OF_CURATORS):
        MAKE_OF_CURATORS.check(request.actor, Territory(path="?"))
    own = _own_territories(request)
    asked = request.GET if {"cycle", "territory"} & set(request.GET) else None
    place = PlaceForm(asked, territories=Territory.objects.filter(pk__in=[each.pk for each in own]))
    cycle = place.cleaned_data.get("cycle") if place.is_valid() else Cycle.objects.first()
    territory = place.cleaned_data.get("territory") if place.is_valid() else None
    if territory is None and len(own) == 1:
        territory = own[0]
    if cycle is None:
        raise WrongState("Программный год ещё не заведён. Попросите администратора завести его.")
    if territory is None:
        place.initial = {"cycle": cycle.code}
        context = {"title": "Новый раунд экспертизы", "crumbs": crumbs(), "form": place}
        context["subject"] = request.GET.get("subject", "")
        return render(request, "expertise/place.html", context)
    form = _form(request, territory, cycle, subject)
    if form.is_valid():
        with told_in(form):
            made = actions.make_round(
                cycle=cycle,
                territory=territory,
                settings=_settings(form, subject),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Раунд подготовлен. Посмотрите распределение и начните оценку.")
            return redirect("expertise-plan", made.pk)
    context = {
        "title": "Новый раунд экспертизы",
        "crumbs": crumbs(),
        "lead": f"{territory.name}, {cycle.title}: {subject.label}",
        "action": "Подготовить и посмотреть распределение",
        "back_url": reverse("expertise"),
    }
    return form_page(request, "expertise/form.html", form, context)


def _subject(request: Request) -> Subject:
    asked = request.GET.get("subject", "")
    return Subject(asked) if asked in Subject.values else Subject.DOCUMENTS


def _form(
    request: Request, territory: Territory, cycle: Cycle, subject: Subject, of: Round | None = None
) -> RoundForm:
    today = timezone.localdate()
    initial = {"opens": today, "second": SecondSheet.SOME, "title": _TITLES[subject]}
    return RoundForm(
        request.POST or None,
        kinds=kind_titles(territory.path or ""),
        experts=experts_for(territory, cycle, today=today),
        subject=subject,
        of=of,
        **({} if of else {"initial": initial}),
    )


def _settings(form: RoundForm, subject: Subject) -> actions.Settings:
    return actions.Settings(**{"kinds": (), "subject": subject, **form.cleaned_data})


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    of = round_run_or_404(request, pk)
    START.check(request.actor, of)
    subject = Subject(of.subject)
    form = _form(request, of.territory, of.cycle, subject, of)
    if form.is_valid():
        with told_in(form):
            actions.change_round(
                of=of, settings=_settings(form, subject), by=request.actor, at=timezone.now()
            )
            messages.success(request, "Настройки записаны. Распределение пересчитано.")
            return redirect("expertise-plan", pk)
    context = {
        "title": "Настройки раунда",
        "crumbs": crumbs(of),
        "lead": of.title,
        "action": "Записать",
        "back_url": reverse("expertise-plan", args=[pk]),
    }
    return form_page(request, "expertise/form.html", form, context)


@_BOTH
def plan(request: Request, pk: int) -> HttpResponse:
    """Who would get what, which conflicts were met; starting fixes just this."""
    of = round_run_or_404(request, pk)
    START.check(request.actor, of)
    wrong: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            actions.start_round(of=of, seen=request.POST.get("seen", ""), by=request.actor, at=timezone.now())
        except (ValidationError, Conflict) as refused:
            wrong = refused.messages if isinstance(refused, ValidationError) else [refused.reason]
            status = 422 if isinstance(refused, ValidationError) else 409
        else:
            messages.success(request, "Оценка началась: эксперты видят свои очереди.")
            return redirect("expertise-round", pk)
    shown = preview(of, today=timezone.localdate())
    context = {
        "title": "Распределение",
        "crumbs": crumbs(of),
        "of": of,
        "wrong": wrong,
        "shown": shown,
        "stats": drawn.preview_stats(of, shown),
        "loads": drawn.preview_loads(of, shown),
        "left": drawn.preview_left(of, shown) if shown.left else None,
        "clashes": drawn.preview_clashes(of, shown) if shown.clashes else None,
        "given": drawn.preview_given(of, shown),
        "is_some": of.second == SecondSheet.SOME,
    }
    return render(request, "expertise/plan.html", context, status=status)


@require_safe
def of_one(request: Request, pk: int) -> HttpResponse:
    """A round under way: how far, who has how much, what waits for the coordinator."""
    of = round_run_or_404(request, pk)
    if of.state == RoundState.PREPARING:
        return redirect("expertise-plan", pk)
    found = progress(of)
    kinds = entry_titles(of.territory.path or "")
    only = request.GET.get("show") == "attention"
    page = Paginator(found.attention if only else found.found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": of.title,
        "crumbs": crumbs(),
        "of": of,
        "state": words.state_chip(of),
        "move": words.move(request.actor, of),
        "stats": drawn.progress_stats(of, found),
        "facts": drawn.facts(of, kinds),
        "loads": drawn.loads_table(found.loads),
        "table": drawn.outcomes_table(list(page), kinds, of),
        "page": page,
        "only": only,
        "attention": len(found.attention),
        "may_steer": STEER.can(request.actor, of),
        "may_fill": bool(found.without_expert) and STEER.can(request.actor, of),
        "steps": [
            (VERBS[RoundState(of.state), target], reverse("expertise-move", args=[pk, target.value]))
            for target in sorted(TRANSITIONS[RoundState(of.state)])
        ],
        "is_closed": of.state == RoundState.CLOSED,
        "events": words.events(of_subject("expertise_round", pk, limit=20)),
    }
    return render(request, "expertise/round.html", context)


@require_POST
def fill(request: Request, pk: int) -> HttpResponse:
    of = round_run_or_404(request, pk)
    given, left = actions.fill_vacancies(of_pk=of.pk, by=request.actor, at=timezone.now())
    if left:
        messages.warning(
            request,
            f"Роздано: {given}. Для {left} эксперта не нашлось: назначьте вручную или добавьте экспертов.",
        )
    else:
        messages.success(request, f"Роздано: {given}.")
    return redirect("expertise-round", pk)


@_BOTH
def move(request: Request, pk: int, target: str) -> HttpResponse:
    """To reconciliation, back, or closing with words where a second sheet never came."""
    of = round_run_or_404(request, pk)
    if target not in {RoundState.SCORING, RoundState.RECONCILING, RoundState.CLOSED}:
        raise Http404
    wanted = RoundState(target)
    closes = wanted is RoundState.CLOSED
    (CLOSE if closes else STEER).check(request.actor, of)
    if wanted not in TRANSITIONS[RoundState(of.state)]:
        raise WrongState("Раунд уже в другом состоянии. Обновите страницу.")
    label = "Почему закрываете без недостающих листов (если такие есть)"
    form = WordsForm(request.POST or None, label=label, required=False) if closes else None
    if request.method == "POST" and form is None:
        actions.move_round(of=of, target=wanted, by=request.actor, at=timezone.now())
        messages.success(request, f"Раунд: {wanted.label}.")
        return redirect("expertise-round", pk)
    if form is not None and form.is_valid():
        with told_in(form, ValidationError), told_in(form, WrongState):
            actions.close_round(of=of, words=form.cleaned_data["words"], by=request.actor, at=timezone.now())
            messages.success(request, "Раунд закрыт. Итоги видны тем, кого оценивали.")
            return redirect("expertise-round", pk)
    verb = VERBS[RoundState(of.state), wanted]
    context = {
        "title": f"{verb}?",
        "crumbs": crumbs(of),
        "of": of,
        "closes": closes,
        "target": wanted.value,
        "action": verb,
        "back_url": reverse("expertise-round", args=[pk]),
    }
    return form_page(request, "expertise/move.html", form, context)
