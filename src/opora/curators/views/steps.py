"""The steps of a candidate, a form each."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Actor, Permission, Refused, WrongState
from opora.access.request import Request
from opora.appointments.views.invitations import show_invitation
from opora.curators import rules
from opora.curators.actions import appointing, choosing, contracting
from opora.curators.forms import steps as forms
from opora.curators.models import Candidate
from opora.curators.queries.definition import curatorship_of
from opora.curators.states import CandidateState
from opora.curators.views.lookup import candidate_or_404, step_page
from opora.files.answers import stored
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to
from opora.ui.form_pages import told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])


type _Do = Callable[[Candidate, dict[str, object]], object]


def _step(
    request: Request,
    pk: int,
    permission: Permission[Candidate],
    form_class: type[Form],
    do: _Do,
    *,
    told: str,
    initial: dict[str, object] | None = None,
    **page: object,
) -> HttpResponse:
    """A step with a form of its own: what the action refuses is told in it."""
    found = candidate_or_404(request, pk)
    permission.check(request.actor, found)
    form = form_class(request.POST if request.method == "POST" else None, initial=initial or {})
    if form.is_valid():
        with told_in(form):
            do(found, form.cleaned_data)
            messages.success(request, told)
            return redirect("curator-candidate", pk)
    return step_page(request, found, form, **page)


@_BOTH
def interview(request: Request, pk: int) -> HttpResponse:
    def do(found: Candidate, data: dict[str, object]) -> object:
        return choosing.interview(candidate=found, **data, by=request.actor, at=timezone.now())  # type: ignore[arg-type]

    return _step(
        *(request, pk, rules.INTERVIEW, forms.InterviewForm, do),
        initial={"on": timezone.localdate()},
        told="Собеседование записано.",
        title="Собеседование",
        action="Записать",
    )


@_BOTH
def test(request: Request, pk: int) -> HttpResponse:
    def do(found: Candidate, data: dict[str, object]) -> object:
        return choosing.record_test(candidate=found, **data, by=request.actor, at=timezone.now())  # type: ignore[arg-type]

    return _step(
        *(request, pk, rules.TEST, forms.ExamForm, do),
        initial={"on": timezone.localdate()},
        told="Тест записан. Сданный тест увидит региональный координатор.",
        title="Тест ФИОКО",
        action="Записать",
    )


@_BOTH
def approve(request: Request, pk: int) -> HttpResponse:
    def do(found: Candidate, data: dict[str, object]) -> object:
        words = str(data["words"])
        return choosing.approve(candidate=found, words=words, by=request.actor, at=timezone.now())

    return _step(
        *(request, pk, rules.APPROVE, forms.ApproveForm, do),
        told="Кандидат согласован. Дальше — документы и договор.",
        title="Согласовать кандидата?",
        action="Согласовать",
    )


@_BOTH
def end(request: Request, pk: int) -> HttpResponse:
    """Rejected or declined."""
    found = candidate_or_404(request, pk)
    rules.END.check(request.actor, rules.Ending(found, CandidateState.REJECTED))
    form = forms.EndForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    if form.is_valid():
        data = form.cleaned_data
        with told_in(form):
            choosing.end(
                candidate=found,
                target=CandidateState(data["target"]),
                on=data["on"],
                reason=data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Отбор этого кандидата закончен.")
            return redirect("curator-candidate", pk)
    return step_page(request, found, form, title="Закончить отбор?", action="Закончить отбор", danger=True)


@_BOTH
def paper(request: Request, pk: int, code: str) -> HttpResponse:
    """One paper of the package."""
    found = candidate_or_404(request, pk)
    rules.PAPERS.check(request.actor, found)
    kept = found.papers.filter(code=code).first()
    named = {each.code: each.title for each in curatorship_of(found.territory_path).papers}
    if kept is None and code not in named:
        raise Http404
    is_post = request.method == "POST"
    form = forms.PaperForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        initial={"is_there": "yes" if kept is None or kept.is_there else "no"},
    )
    if form.is_valid():
        given = form.cleaned_data["material"]
        with told_in(form):
            contracting.mark_paper(
                candidate=found,
                code=code,
                is_there=form.cleaned_data["is_there"],
                material=given[0] if given else None,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Документ отмечен.")
            return redirect("curator-candidate", pk)
    title = named.get(code) or (kept.title if kept else code)
    return step_page(request, found, form, title=title, action="Записать")


@require_safe
def paper_file(request: Request, pk: int, code: str) -> HttpResponse:
    found = candidate_or_404(request, pk)
    kept = found.papers.select_related("file").filter(code=code).first()
    return stored(kept.file if kept else None)


@_BOTH
def contract(request: Request, pk: int) -> HttpResponse:
    def do(found: Candidate, data: dict[str, object]) -> object:
        return contracting.contract(candidate=found, **data, by=request.actor, at=timezone.now())  # type: ignore[arg-type]

    return _step(
        *(request, pk, rules.CONTRACT, forms.ContractForm, do),
        initial={"on": timezone.localdate()},
        told="Договор записан. Теперь куратора можно назначить в школы.",
        title="Договор с куратором",
        action="Записать договор",
    )


@_BOTH
def appoint(request: Request, pk: int) -> HttpResponse:
    """To which schools, by which order; somebody new gets an account and a link to come in by."""
    found = candidate_or_404(request, pk)
    rules.APPOINT.check(request.actor, found)
    schools = offered_schools(request.actor, found.territory_path)
    form = forms.AppointForm(
        request.POST if request.method == "POST" else None,
        schools=schools,
        initial={
            "since": timezone.localdate(),
            "schools": [pk for pk in request.GET.getlist("school") if pk.isdecimal()],
        },
    )
    if form.is_valid():
        data = form.cleaned_data
        with told_in(form, ValidationError, Refused, WrongState):
            made, token = appointing.appoint(
                candidate=found,
                schools=list(data["schools"].select_related("territory")),
                order=appointing.Order(data["since"], data["number"], data["day"]),
                by=request.actor,
                at=timezone.now(),
            )
            if token and made.person is not None:
                return show_invitation(request, made.person, token)
            messages.success(request, "Куратор назначен. Подготовьте соглашение со школой.")
            return redirect("curator-candidate", pk)
    return step_page(request, found, form, title="Назначить куратором", action="Назначить")


def offered_schools(actor: Actor, path: str) -> QuerySet[Organisation]:
    """Open schools of the scope in and below a territory, by name."""
    found = schools_visible_to(actor).filter(closed_on=None, territory__path__startswith=path)
    return found.order_by("sort_name", "pk")
