"""Preparing an inquiry and sending it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import WrongState
from opora.access.request import Request
from opora.burden import actions
from opora.burden.forms.drafting import (
    AboutForm,
    KnownForm,
    MoreQuestionsForm,
    NewForm,
    QuestionForm,
    SchoolsForm,
)
from opora.burden.models import Inquiry
from opora.burden.presenters import inquiry as drawn
from opora.burden.queries.asking import preview, schools_of_place
from opora.burden.rules import BEGIN, EDIT, SEND
from opora.burden.states import Whom
from opora.burden.views.lookup import crumbs, inquiry_or_404, question_or_404
from opora.cycles.models import Cycle
from opora.cycles.queries import year_for
from opora.organisations.models import Territory
from opora.organisations.queries import territories_visible_to
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
#: more schools are not offered one by one
MOST_SCHOOLS = 200


@_BOTH
def new(request: Request) -> HttpResponse:
    """What about, what for, what to ask, until when."""
    actor, at = request.actor, timezone.now()
    BEGIN.check(actor, None)
    cycle = year_for(list(Cycle.objects.all()), "", timezone.localdate(at))
    if cycle is None:
        raise WrongState("Программного года ещё нет. Заведите его: «Данные» → «Годы».")
    form = NewForm(request.POST or None, territories=_own_territories(request))
    if form.is_valid():
        with told_in(form):
            made = actions.begin(
                territory=form.territory,
                cycle=cycle,
                about=form.about(),
                questions=form.cleaned_data["questions"],
                by=actor,
                at=at,
            )
            return redirect("inquiry", made.pk)
    context = {
        "title": "Новый запрос сведений",
        "crumbs": crumbs(),
        "lead": "Прежде чем он уйдёт, Опора покажет, что из этого уже известно. Спросим только остальное.",
        "action": "Дальше: школы и что уже известно",
        "back_url": reverse("inquiries"),
    }
    return form_page(request, "burden/form.html", form, context)


def _own_territories(request: Request) -> list[Territory]:
    """Those in whose name the actor asks."""
    actor = request.actor
    found = territories_visible_to(actor)
    if not actor.is_operator and actor.scope is not None:
        found = found.filter(path__in=actor.scope.territory_paths)
    own = list(found.order_by("path", "pk"))
    if not own:
        raise Http404
    return own


def _step(
    request: Request,
    pk: int,
    make: Callable[[Inquiry], Form],
    act: Callable[[Inquiry, Form], str],
    *,
    title: str,
    action: str,
    lead: str = "",
) -> HttpResponse:
    """One form about one draft: `act` does it and answers what is told after."""
    found = inquiry_or_404(request, pk)
    EDIT.check(request.actor, found)
    form = make(found)
    if form.is_valid():
        with told_in(form):
            messages.success(request, act(found, form))
            return redirect("inquiry", pk)
    context = {
        "title": title,
        "action": action,
        "lead": lead,
        "crumbs": crumbs(found),
        "back_url": reverse("inquiry", args=[pk]),
    }
    return form_page(request, "burden/form.html", form, context)


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    def make(found: Inquiry) -> AboutForm:
        initial = AboutForm.initial_of(found) | {"title": found.title, "why": found.why}
        return AboutForm(request.POST or None, initial=initial)

    def act(found: Inquiry, form: Form) -> str:
        assert isinstance(form, AboutForm)
        seen = form.cleaned_data["seen"]
        actions.change(inquiry=found, about=form.about(), seen=seen, by=request.actor, at=timezone.now())
        return "Записано."

    return _step(request, pk, make, act, title="О чём и до какого дня", action="Сохранить")


@_BOTH
def more_questions(request: Request, pk: int) -> HttpResponse:
    def act(found: Inquiry, form: Form) -> str:
        said = form.cleaned_data
        actions.add_questions(inquiry=found, **said, by=request.actor, at=timezone.now())
        return "Вопросы добавлены. Посмотрите, что об этом уже известно."

    return _step(
        request, pk,
        lambda found: MoreQuestionsForm(request.POST or None, initial={"seen": found.revision}),
        act, title="Ещё вопросы", action="Добавить",
    )  # fmt: skip


@_BOTH
def question(request: Request, pk: int, question_pk: int) -> HttpResponse:
    def make(found: Inquiry) -> QuestionForm:
        asked = question_or_404(found, question_pk)
        initial = QuestionForm.initial_of(asked) | {"seen": found.revision}
        return QuestionForm(request.POST or None, initial=initial)

    def act(found: Inquiry, form: Form) -> str:
        assert isinstance(form, QuestionForm)
        actions.change_question(
            question=question_or_404(found, question_pk),
            wording=form.wording(),
            seen=form.cleaned_data["seen"],
            by=request.actor,
            at=timezone.now(),
        )
        return "Вопрос поправлен."

    return _step(request, pk, make, act, title="Вопрос", action="Сохранить")


@_BOTH
def question_remove(request: Request, pk: int, question_pk: int) -> HttpResponse:
    found = inquiry_or_404(request, pk)
    asked = question_or_404(found, question_pk)
    EDIT.check(request.actor, found)
    if request.method == "POST":
        actions.remove_question(question=asked, by=request.actor, at=timezone.now())
        messages.success(request, "Вопрос убран.")
        return redirect("inquiry", pk)
    return _confirm(request, found, "Убрать вопрос?", "Убрать вопрос", [f"«{asked.text}»"], danger=True)


@_BOTH
def schools(request: Request, pk: int) -> HttpResponse:
    """Which schools are asked."""

    def make(found: Inquiry) -> SchoolsForm:
        actor = request.actor
        places = (
            territories_visible_to(actor).filter(path__startswith=found.territory_path).order_by("path", "pk")
        )
        offered = list(schools_of_place(actor, found.territory_path)[: MOST_SCHOOLS + 1])
        initial = {
            "place": found.place_id,
            "whom": found.whom,
            "chosen": [str(each) for each in found.chosen.values_list("pk", flat=True)],
            "seen": found.revision,
        }
        return SchoolsForm(
            request.POST or None,
            territories=list(places),
            schools=offered if len(offered) <= MOST_SCHOOLS else [],
            initial=initial,
        )

    def act(found: Inquiry, form: Form) -> str:
        assert isinstance(form, SchoolsForm)
        actions.choose_schools(inquiry=found, **form.said(), by=request.actor, at=timezone.now())
        return "Школы выбраны. Посмотрите, что о них уже известно."

    title, whom = "Каких школ спросить", Whom.AWAITED.label.lower()
    lead = f"«{whom.capitalize()}» — из утверждённых списков и участники программ."
    return _step(request, pk, make, act, title=title, action="Сохранить", lead=lead)


@_BOTH
def known(request: Request, pk: int) -> HttpResponse:
    """What is known of each question, school by school, and what to do with it."""
    found, actor = inquiry_or_404(request, pk), request.actor
    EDIT.check(actor, found)
    plan = preview(actor, found, today=timezone.localdate())
    form = KnownForm(
        request.POST or None,
        lines=plan.lines,
        schools=len(plan.schools),
        is_looked=found.looked_at is not None,
        initial={"seen": found.revision},
    )
    if form.is_valid():
        with told_in(form):
            actions.choose_ways(
                inquiry=found,
                choices=form.choices(),
                seen=form.cleaned_data["seen"],
                by=actor,
                at=timezone.now(),
            )
            return redirect("inquiry-send", pk)
    context = {
        "title": "Что уже известно",
        "crumbs": crumbs(found),
        "inquiry": found,
        "lines": drawn.known_lines(plan, form),
        "schools": len(plan.schools),
        "back_url": reverse("inquiry", args=[pk]),
    }
    return form_page(request, "burden/known.html", form, context)


@_BOTH
def send(request: Request, pk: int) -> HttpResponse:
    """Says what will happen, then sends."""
    found, actor = inquiry_or_404(request, pk), request.actor
    SEND.check(actor, found)
    if found.looked_at is None:
        messages.warning(request, actions.NOT_LOOKED)
        return redirect("inquiry-known", pk)
    refusal = ""
    if request.method == "POST":
        try:
            sent = actions.send(inquiry=found, seen=_seen(request), by=actor, at=timezone.now())
        except ValidationError as mistake:
            refusal = " ".join(mistake.messages)
        else:
            spared = f" Не пришлось спрашивать: ответов {sent.spared_answers}." if sent.spared_answers else ""
            messages.success(request, f"Запрос отправлен: школы увидят его на своём столе.{spared}")
            return redirect("inquiry", pk)
    plan = preview(actor, found, today=timezone.localdate())
    context = {
        "title": "Отправить запрос?",
        "crumbs": crumbs(found),
        "inquiry": found,
        "words": drawn.plan_words(plan),
        "refusal": refusal,
        "seen": found.revision,
        "action": "Отправить школам" if plan.asked else "Собрать ответы",
        "back_url": reverse("inquiry", args=[pk]),
    }
    return render(request, "burden/confirm.html", context, status=422 if refusal else 200)


def _seen(request: Request) -> int | None:
    raw = request.POST.get("seen", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


def _confirm(
    request: Request, found: Inquiry, title: str, action: str, words: list[str], *, danger: bool
) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": crumbs(found),
        "words": words,
        "action": action,
        "danger": danger,
        "back_url": reverse("inquiry", args=[found.pk]),
    }
    return render(request, "burden/confirm.html", context)


@_BOTH
def delete(request: Request, pk: int) -> HttpResponse:
    found = inquiry_or_404(request, pk)
    EDIT.check(request.actor, found)
    if request.method == "POST":
        actions.delete_draft(inquiry=found, by=request.actor, at=timezone.now())
        messages.success(request, "Запрос удалён: его никто не видел.")
        return redirect("inquiries")
    return _confirm(
        request, found, "Удалить запрос?", "Удалить", [f"«{found.title}» вместе с вопросами."], danger=True
    )
