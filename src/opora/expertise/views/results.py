"""Results of a closed round, schools' own results, recommendations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Actor
from opora.access.request import Request
from opora.expertise import actions
from opora.expertise.actions.following import PERMISSIONS
from opora.expertise.forms import FollowForm
from opora.expertise.models import Recommendation, Round
from opora.expertise.presenters import curators, words
from opora.expertise.presenters import results as drawn
from opora.expertise.presenters.words import zone_badge, zone_stats
from opora.expertise.printouts.workbook import results_workbook
from opora.expertise.queries.documents import entry_titles, sheet_of
from opora.expertise.queries.results import compared, others_of, results, zone_counts
from opora.expertise.queries.school import results_of, school_lines, school_read_by
from opora.expertise.queries.visibility import recommendation_read_by
from opora.expertise.rules import COUNT_ZONES, OF_SCHOOL, READERS, RUN, SEE_RESULTS, SEE_SCHOOL
from opora.expertise.scoring import zone_titles
from opora.expertise.states import RecommendationState
from opora.expertise.views.lookup import crumbs, round_read_or_404
from opora.organisations.models import Organisation
from opora.ui.components import Crumb
from opora.ui.downloads import attached
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import number

_PER_PAGE = 100


@require_safe
def of_round(request: Request, pk: int) -> HttpResponse:
    """Zones by school, criteria, weak places, agreement, another round beside; the federal operator sees zones."""
    COUNT_ZONES.check(request.actor, None)
    of = round_read_or_404(request, pk)
    if not SEE_RESULTS.can(request.actor, None):
        return _zones_only(request, of)
    found = results(request.actor, of)
    kinds = entry_titles(of.territory.path or "")
    zone = request.GET.get("zone", "")
    some = [each for each in found.found if not zone or each.zone == zone]
    by_name = sorted(some, key=lambda each: (*each.order, each.pk))
    page = Paginator(by_name, _PER_PAGE).get_page(request.GET.get("page"))
    others = others_of(request.actor, of)
    beside = next((each for each in others if str(each.pk) == request.GET.get("with")), None)
    may_run = RUN.can(request.actor, of)
    context = {
        "title": f"Итоги: {of.title}",
        "crumbs": crumbs(of) if may_run else crumbs(),
        "of": of,
        "state": words.state_chip(of),
        "stats": zone_stats(found.sheet, found.zones),
        "mean": None if found.mean is None else number(found.mean, 1),
        "most": found.sheet.points,
        "heading": "По кураторам" if of.is_of_curators else "По школам",
        "table": curators.results_table(found, list(page))
        if of.is_of_curators
        else drawn.schools_table(found, kinds, list(page)),
        "page": page,
        "zone": zone,
        "zones": [(code, title) for code, title in zone_titles(found.sheet).items() if found.zones[code]],
        "criteria": drawn.criteria_table(found),
        "weaknesses": drawn.weaknesses_table(found) if found.sheet.weaknesses else None,
        "agreement": drawn.agreement_table(found) if may_run else None,
        "mirror": drawn.mirror_words(found) if may_run else "",
        "others": others,
        "beside": beside,
        "compared": _beside(request, of, beside, found.found, kinds) if beside else None,
    }
    return render(request, "expertise/results.html", context)


def _beside(request: Request, of: Round, other: Round, found: object, kinds: dict[str, str]) -> object:
    """The earlier round first."""
    theirs = results(request.actor, other).found
    mine = results(request.actor, of).found if found is None else found
    first_is_other = (other.cycle.starts, other.number) < (of.cycle.starts, of.number)
    before, after = (other, of) if first_is_other else (of, other)
    pairs = compared(theirs, mine) if first_is_other else compared(mine, theirs)  # type: ignore[arg-type]
    return drawn.compared_table(before, after, pairs, kinds)


def _zones_only(request: Request, of: Round) -> HttpResponse:
    context = {
        "title": f"Итоги: {of.title}",
        "crumbs": crumbs(),
        "of": of,
        "state": words.state_chip(of),
        "stats": zone_stats(sheet_of(of), zone_counts(of)),
    }
    return render(request, "expertise/zones.html", context)


@require_safe
def workbook(request: Request, pk: int) -> HttpResponse:
    SEE_RESULTS.check(request.actor, None)
    of = round_read_or_404(request, pk)
    found = results(request.actor, of)
    data = results_workbook(found, entry_titles(of.territory.path or ""))
    return attached(data, f"{of.title}, итоги.xlsx")


@require_safe
def schools(request: Request) -> HttpResponse:
    """Schools of the scope that have a result; people of one school go straight to it."""
    actor = request.actor
    if not actor.acts_as(*READERS, *OF_SCHOOL):
        SEE_RESULTS.check(actor, None)
    if actor.role in OF_SCHOOL and actor.scope and len(actor.scope.school_ids) == 1:
        return redirect("expertise-school", next(iter(actor.scope.school_ids)))
    lines = school_lines(actor)
    context = {"title": "Итоги школ", "table": drawn.lines_table(lines) if lines else None}
    return render(request, "expertise/schools.html", context)


@require_safe
def school(request: Request, pk: int) -> HttpResponse:
    """Score, zone, words of each criterion, recommendations; never who scored."""
    found = school_read_by(request.actor, pk)
    if found is None:
        raise Http404
    SEE_SCHOOL.check(request.actor, found)
    kinds = entry_titles(found.territory.path or "")
    context = {
        "title": f"Экспертиза: {found.name}",
        "crumbs": [Crumb(found.name, reverse("school", args=[pk]))],
        "results": [
            {
                "of": each.round,
                "entry": each.entry,
                "zone": zone_badge(each.sheet, each.entry.zone),
                "facts": drawn.result_facts(each, kinds),
                "table": drawn.result_table(each) if each.sheets else None,
                "weak": drawn.weak_places(each),
                "unmet": drawn.unmet_parts(each),
                "advice": drawn.recommendations_table(
                    _placed(each.recommendations, found), each.sheet, lambda r: ways(request.actor, r)
                ),
                "has_advice": bool(each.recommendations),
            }
            for each in results_of(request.actor, found)
        ],
    }
    return render(request, "expertise/school.html", context)


def _placed(found: tuple[Recommendation, ...], place: Organisation) -> list[Recommendation]:
    """The school is known already: its rights are asked of it without a query each."""
    for each in found:
        each.school = place
    return list(found)


def ways(actor: Actor, recommendation: Recommendation) -> list[tuple[str, str]]:
    """What the actor may do with a recommendation: words and address."""
    return [
        (drawn.way_words(target), reverse("expertise-recommendation", args=[recommendation.pk, target.value]))
        for target, permission in PERMISSIONS.items()
        if permission.can(actor, recommendation)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation(request: Request, pk: int, target: str) -> HttpResponse:
    found = recommendation_read_by(request.actor, pk)
    if found is None or target not in RecommendationState.values:
        raise Http404
    wanted = RecommendationState(target)
    PERMISSIONS[wanted].check(request.actor, found)
    form = FollowForm(request.POST if request.method == "POST" else None)
    form.fields["how"].required = wanted is not RecommendationState.OPEN
    if wanted is RecommendationState.OPEN:
        form.fields["how"].label = "Почему"
    if wanted is RecommendationState.DROPPED:
        form.fields["how"].label = "Почему снимаете"
    if form.is_valid():
        with told_in(form):
            actions.follow(
                recommendation=found,
                target=wanted,
                how=form.cleaned_data["how"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Рекомендация: {wanted.label}.")
            return redirect("expertise-school", found.school_id)
    back = reverse("expertise-school", args=[found.school_id])
    context = {
        "title": f"{drawn.way_words(wanted)}?",
        "crumbs": [Crumb(f"Экспертиза: {found.school.name}", back)],
        "lead": found.text,
        "action": drawn.way_words(wanted),
        "back_url": back,
    }
    return form_page(request, "expertise/form.html", form, context)
