"""What was left behind: by a person who has gone, by a school that was closed."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access.request import Request
from opora.organisations.models import Organisation
from opora.roadmaps.actions import settling
from opora.roadmaps.actions.arranging import hand_over as hand_over_all
from opora.roadmaps.forms.settling import HandOverForm, SettleForm
from opora.roadmaps.queries.leaving import held_by, left_open, person_holding
from opora.roadmaps.queries.people import people_of
from opora.roadmaps.rules import ANY_HAND_OVER, SETTLE, TAKE_OVER
from opora.roadmaps.views.lookup import crumbs, school_or_404
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import count_ru, date_ru

_FORMS = "мера,меры,мер"


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, pk: int, person_pk: int) -> HttpResponse:
    """The open measures of one person at the school, all ticked, and who takes them."""
    school = school_or_404(request, pk)
    ANY_HAND_OVER.check(request.actor, school)
    person = person_holding(school, person_pk)
    if person is None:
        raise Http404
    people = people_of(school, on=timezone.localdate()).exclude(pk=person.pk)
    form = HandOverForm(_posted(request), works=held_by(school, person.pk), people=people)
    back = reverse("roadmap", args=[school.pk])
    if form.is_valid():
        with told_in(form):
            to = form.cleaned_data["to"]
            done = hand_over_all(works=form.chosen, person=person, to=to, by=request.actor, at=timezone.now())
            messages.success(request, f"Передано: {count_ru(len(done), _FORMS)}. Теперь отвечает {to}.")
            return redirect(back)
    context = {
        "title": f"Передать меры: {person.full_name}",
        "crumbs": crumbs(school),
        "lead": "Новый ответственный увидит их на своём столе. Сроки, подтверждения и история останутся.",
        "action": "Передать",
        "back_url": back,
    }
    return form_page(request, "roadmaps/form.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: Request, pk: int) -> HttpResponse:
    """Open measures of a closed school: the successor goes on with the ticked ones, or they are taken off."""
    school = school_or_404(request, pk)
    SETTLE.check(request.actor, school)
    heir = school.merged_into if TAKE_OVER.can(request.actor, school) else None
    works = left_open(school)
    form = SettleForm(_posted(request), works=works)
    if form.is_valid():
        with told_in(form):
            messages.success(request, _settled(request, school, form))
            return redirect("roadmap-settle" if len(form.chosen) < len(works) else "roadmap", school.pk)
    context = {
        "title": f"Меры закрытой школы: {school.name}",
        "crumbs": crumbs(school),
        "lead": _closed_words(school),
        "has_works": bool(works),
        "heir": heir if heir is not None and heir.is_open else None,
        "back_url": reverse("roadmap", args=[school.pk]),
    }
    return form_page(request, "roadmaps/settle.html", form, context)


def _posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _settled(request: Request, school: Organisation, form: SettleForm) -> str:
    """One of two buttons; what was done, in words."""
    by, at = request.actor, timezone.now()
    if request.POST.get("what") == "take":
        done = settling.take_over(school=school, works=form.chosen, by=by, at=at)
        return f"Продолжаете у себя: {count_ru(done, _FORMS)}. Назначьте, кто отвечает."
    reason = form.cleaned_data["reason"]
    done = settling.take_off(school=school, works=form.chosen, reason=reason, by=by, at=at)
    return f"Снято с карты: {count_ru(done, _FORMS)}. Они остались там с причиной."


def _closed_words(school: Organisation) -> str:
    heir = school.merged_into
    joined = f", присоединена к школе «{heir.name}»" if heir is not None else ""
    return f"Школа закрыта {date_ru(school.closed_on)}{joined}. Подтверждённое остаётся в её карте."
