"""Pages of one school: its profile, one factor of it, its paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.access.actor import SCHOOL_ROLES
from opora.access.request import Request
from opora.indicators.queries import factors_in_force
from opora.indicators.values import Level
from opora.organisations.models import Organisation
from opora.printing import write_docx, write_pdf
from opora.risks.presenters import comparing
from opora.risks.presenters import factor as factor_words
from opora.risks.presenters import profile as profile_words
from opora.risks.printouts.paper import profile_paper
from opora.risks.queries import (
    SchoolRisks,
    beside,
    given_to,
    indicators_of,
    is_mine,
    school_risks,
)
from opora.risks.queries.alike import who_helps
from opora.risks.queries.wording import questions_of
from opora.risks.rules import CHOOSE
from opora.risks.states import DirectionState
from opora.risks.views.lookup import crumbs, school_or_404
from opora.ui.components import Tab
from opora.ui.downloads import attached


def _risks_or_none(request: Request, school: Organisation) -> SchoolRisks | None:
    """None where there is no profile at all; a year without one is 404."""
    asked = request.GET.get("cycle", "")
    found = school_risks(request.actor, school, asked)
    if found is None and asked and school_risks(request.actor, school) is not None:
        raise Http404
    return found


@require_safe
def profile(request: Request, pk: int) -> HttpResponse:
    school = school_or_404(request, pk)
    found = _risks_or_none(request, school)
    if found is None:
        return _no_profile(request, school)
    code = found.profile.cycle.code
    states = [DirectionState(each.state) for each in found.directions.values()]
    changed, within = comparing.changes(found)
    others = beside(school, found)
    first, rest = profile_words.parts(found)
    may_choose = CHOOSE.can(request.actor, school)
    is_known = any(each.hidden is None for each in found.figures)
    context = {
        "title": f"Рисковый профиль: {school.name}",
        "crumbs": crumbs(),
        "school": school,
        "cycle": found.profile.cycle,
        "as_of": found.profile.computed_on,
        "found": found,
        "answered": profile_words.answered_words(found.profile.answered),
        "label": found.guide.label,
        "is_known": is_known,
        "picture": profile_words.picture(found, first) if first.figures else "",
        "table": profile_words.table(found, first),
        "rest": rest,
        "rest_picture": profile_words.picture(found, rest),
        "rest_table": profile_words.table(found, rest),
        "changes": changed,
        "within": within,
        "beside": comparing.beside_table(found, others),
        "furthest": comparing.furthest(found, others),
        "too_few": comparing.too_few(others),
        "next_step": profile_words.next_step(found),
        "may_choose": may_choose,
        "waits": may_choose and DirectionState.FOUND in states,
        "is_mine": is_mine(request.actor, states),
        "choose_url": f"{reverse('risk-choose', args=[pk])}?cycle={code}",
        "directions_url": f"{reverse('school-directions', args=[pk])}?cycle={code}",
        "papers": [
            (words, f"{reverse(f'risk-paper-{kind}', args=[pk])}?cycle={code}")
            for kind, words in (("pdf", "PDF"), ("docx", "DOCX"))
        ],
        "years": [
            Tab(each.title, f"?cycle={each.code}", current=each.pk == found.profile.cycle_id)
            for each in found.cycles
        ],
    }
    return render(request, "risks/profile.html", context)


def _no_profile(request: Request, school: Organisation) -> HttpResponse:
    """Clear words, and what was given from outside."""
    levels = given_to(school)
    catalogue = factors_in_force(school.territory.path or "") if levels else None
    titles = {each.code: each.title for each in catalogue.factors} if catalogue else {}
    context = {
        "title": f"Рисковый профиль: {school.name}",
        "crumbs": crumbs(),
        "school": school,
        "given": profile_words.given_table(levels, titles) if levels else None,
        "given_cycle": levels[0].cycle if levels else None,
    }
    return render(request, "risks/no_profile.html", context)


@require_safe
def school_factor(request: Request, pk: int, code: str) -> HttpResponse:
    """One factor of a school: the figures behind it, why it matters, what usually causes it, what helps."""
    school = school_or_404(request, pk)
    found = _risks_or_none(request, school)
    figure = found.figure(code) if found else None
    if found is None or figure is None:
        raise Http404
    indicators = found.guide.indicators(code)
    values = indicators_of(found.profile, [each.code for each in indicators])
    cycle = found.profile.cycle
    context = {
        "title": found.guide.title(code),
        "crumbs": crumbs(school, cycle.code),
        "school": school,
        "cycle": cycle,
        "as_of": found.profile.computed_on,
        "figure": figure,
        "chip": factor_words.chip(figure),
        "lead": factor_words.lead(figure, found.guide),
        "label": found.guide.label,
        "group": found.guide.group(code),
        "why": found.guide.why(code),
        "causes": found.guide.catalogue.causes_of(code),
        "measures": found.guide.catalogue.measures_of(code),
        "table": factor_words.indicators_table(
            indicators, values, questions_of(found.profile, indicators), figure
        ),
        "facts": factor_words.facts(found, figure, beside(school, found).get(code)),
        "direction": found.directions.get(code),
        "sees_others": request.actor.role not in SCHOOL_ROLES,
        "helpers": who_helps(school, found.profile, code) if figure.level is Level.HIGH else [],
    }
    return render(request, "risks/school_factor.html", context)


@require_safe
def paper(request: Request, pk: int, extension: str) -> HttpResponse:
    """The profile on a page or two."""
    school = school_or_404(request, pk)
    found = _risks_or_none(request, school)
    if found is None:
        raise Http404
    document = profile_paper(school, found, beside(school, found))
    data = write_pdf(document) if extension == "pdf" else write_docx(document)
    return attached(data, f"Рисковый профиль, {school.name}, {found.profile.cycle.title}.{extension}")
