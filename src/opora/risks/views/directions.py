"""The board of a territory, a school's directions, one direction, the school's choice."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.history.queries import of_subject
from opora.organisations.models import Organisation
from opora.risks import actions
from opora.risks.forms import BoardForm, ChoiceForm, DayForm, Offered
from opora.risks.models import Direction
from opora.risks.presenters import directions as words
from opora.risks.queries import (
    BoardFilter,
    SchoolRisks,
    board_rows,
    board_totals,
    directions_of,
    doubts_of,
    milestones_of,
    municipalities_seen,
    school_risks,
)
from opora.risks.rules import CHOOSE, EVIDENCE, RECORD, SEE, SEE_ALIKE, VERIFY
from opora.risks.states import DirectionState, Opinion
from opora.risks.views.lookup import crumbs, cycle_or_404, direction_or_404, school_or_404
from opora.ui.components import Crumb

PER_PAGE = 50
_CHOOSABLE = {DirectionState.FOUND.value, DirectionState.WITHDRAWN.value}


@require_safe
def directions(request: Request) -> HttpResponse:
    """Every direction of the scope in a year, by whose move it is."""
    SEE.check(request.actor, None)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    places = municipalities_seen(request.actor)
    place = next((each for each in places if each.code == request.GET.get("territory")), None)
    path = place.path or "" if place else ""
    totals = board_totals(request.actor, cycle.pk, path)
    form = BoardForm(request.GET or None, factors=totals.factors, territories=places)
    factor = form.cleaned_data.get("factor", "") if form.is_valid() else ""
    state = request.GET.get("state", "")
    state = state if state in DirectionState.values else ""
    counts = totals.by_state(factor)
    total = counts[DirectionState(state)] if state else sum(counts.values())
    page = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    chosen = BoardFilter(cycle.pk, path, factor, state)
    rows = board_rows(request.actor, chosen, start=(page.number - 1) * PER_PAGE, size=PER_PAGE)
    query = request.GET.copy()
    for name in ("state", "page"):
        query.pop(name, None)
    context = {
        "title": "Направления работы с рисками",
        "crumbs": crumbs(),
        "cycle": cycle,
        "form": form,
        "active": bool(factor) + bool(path),
        "tabs": words.tabs(counts, state, query.urlencode()),
        "table": words.board_table(request.actor, rows, with_place="territory" in form.fields),
        "page": page,
        "may_see_causes": SEE_ALIKE.can(request.actor, None),
        "causes_url": f"{reverse('risk-causes')}?cycle={cycle.code}",
    }
    return render(request, "risks/board.html", context)


@require_safe
def of_school(request: Request, pk: int) -> HttpResponse:
    school = school_or_404(request, pk)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    found = directions_of(school, cycle)
    may_choose = CHOOSE.can(request.actor, school)
    context = {
        "title": f"Направления: {school.name}",
        "crumbs": crumbs(school, cycle.code),
        "school": school,
        "cycle": cycle,
        "table": words.school_table(request.actor, found),
        "waits": any(each.state == DirectionState.FOUND for each in found) and may_choose,
        "may_choose": may_choose,
        "choose_url": f"{reverse('risk-choose', args=[pk])}?cycle={cycle.code}",
        "board_url": f"{reverse('directions')}?cycle={cycle.code}",
    }
    return render(request, "risks/school_directions.html", context)


@require_safe
def direction(request: Request, pk: int) -> HttpResponse:
    """One direction: three columns side by side, the next step, what and when it was."""
    found = direction_or_404(request, pk)
    milestones = milestones_of(found)
    may_record = RECORD.can(request.actor, found)
    forget = {
        each.pk: reverse("direction-date-forget", args=[pk, each.pk]) for each in milestones if may_record
    }
    own_words = "Так посчитано по ответам, результатам и карте школы."
    context = {
        "title": found.factor_title,
        "crumbs": crumbs(
            found.school,
            found.cycle.code,
            Crumb(
                "Направления",
                f"{reverse('school-directions', args=[found.school_id])}?cycle={found.cycle.code}",
            ),
        ),
        "direction": found,
        "school": found.school,
        "state": words.state_chip(found.state),
        "move": words.whose_move(request.actor, found),
        "steps": words.path(found),
        "versions": words.columns(found, own_words, reads_file=EVIDENCE.can(request.actor, found)),
        "earlier": [fact for visit in found.verifications.all()[1:] for fact in words.visit_facts(visit)],
        "may_verify": VERIFY.can(request.actor, found),
        "buttons": words.buttons(request.actor, found),
        "doubts": doubts_of(found, milestones),
        "days": words.days_table(milestones, forget),
        "may_record": may_record,
        "events": words.events(of_subject("direction", pk, limit=20)),
        "factor_url": (
            f"{reverse('risk-school-factor', args=[found.school_id, found.factor_code])}?cycle={found.cycle.code}"
        ),
        "choose_url": f"{reverse('risk-choose', args=[found.school_id])}?cycle={found.cycle.code}",
        "may_choose": found.state in _CHOOSABLE and CHOOSE.can(request.actor, found.school),
    }
    return render(request, "risks/direction.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, pk: int) -> HttpResponse:
    """The school decides about every high risk and may take others."""
    school = school_or_404(request, pk)
    CHOOSE.check(request.actor, school)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    risks = school_risks(request.actor, school, cycle.code)
    if risks is None:
        raise WrongState(
            f"За {cycle.title} профиля школы нет. Он появится после закрытия опроса; тогда и выбирайте направления."
        )
    given = request.POST if request.method == "POST" else None
    forms = [ChoiceForm(given, offered=each) for each in _offered(risks)]
    day = DayForm(given, initial={"happened_on": timezone.localdate()})
    # every form is asked: all mistakes are shown at once
    if given is not None and all([day.is_valid(), *(form.is_valid() for form in forms)]):
        with _told_in(forms):
            actions.choose(
                school=school,
                cycle=cycle,
                choices=[_choice(form) for form in forms if form.cleaned_data.get("decision")],
                happened_on=day.cleaned_data["happened_on"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(
                request, "Выбор записан. Теперь ход куратора: он придёт и посмотрит вместе с вами."
            )
            return redirect(f"{reverse('school-directions', args=[pk])}?cycle={cycle.code}")
    return _choosing(request, school, cycle, forms, day)


def _choosing(
    request: Request, school: Organisation, cycle: Cycle, forms: list[ChoiceForm], day: DayForm
) -> HttpResponse:
    has_mistakes = any(form.errors for form in (*forms, day))
    context = {
        "title": "С какими рисками будете работать?",
        "crumbs": crumbs(school, cycle.code),
        "school": school,
        "cycle": cycle,
        "highs": [form for form in forms if form.offered.is_high],
        "others": [form for form in forms if not form.offered.is_high],
        "day": day,
        "has_mistakes": has_mistakes,
        "back_url": f"{reverse('school-directions', args=[school.pk])}?cycle={cycle.code}",
    }
    return render(request, "risks/choose.html", context, status=422 if has_mistakes else 200)


def _offered(found: SchoolRisks) -> list[Offered]:
    """Found risks first, then what the school may take by itself; what has gone on is left alone."""
    offered = []
    for each in found.by_risk:
        kept: Direction | None = found.directions.get(each.code)
        if kept is not None and kept.state not in _CHOOSABLE:
            continue
        is_found = kept is not None and kept.state == DirectionState.FOUND
        offered.append(
            Offered(each.code, found.guide.title(each.code), is_found, each.value, each.level or "")
        )
    return sorted(offered, key=lambda each: not each.is_high)


def _choice(form: ChoiceForm) -> actions.Choice:
    said = form.cleaned_data
    opinion = said.get("opinion")
    return actions.Choice(
        code=form.offered.code,
        title=form.offered.title,
        takes=said["decision"] == "take",
        opinion=Opinion(opinion) if opinion else None,
        words=said["words"],
        value=form.offered.value,
        level=form.offered.level,
    )


@contextmanager
def _told_in(forms: list[ChoiceForm]) -> Iterator[None]:
    """What the action refuses is written beside the factor it speaks of."""
    try:
        yield
    except ValidationError as refused:
        by_code = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for form in forms:
            for message in by_code.get(form.offered.code, []):
                form.add_error("words", message)
        for code in set(by_code) - {form.offered.code for form in forms}:
            forms[0].add_error(None, by_code[code][0])
