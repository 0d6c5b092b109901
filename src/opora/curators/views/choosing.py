"""A curator for a school: the table of people with reasons, one more school for a curator, a replacement."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import Actor, Refused, Role, WrongState
from opora.access.request import Request
from opora.appointments.models import Appointment
from opora.appointments.queries import appointments_visible_to
from opora.appointments.views.invitations import show_invitation
from opora.curators.actions import appointing
from opora.curators.forms.steps import AssignForm, ReplaceForm
from opora.curators.matching import ORDER_WORDS
from opora.curators.models import Candidate
from opora.curators.presenters import choosing as pages
from opora.curators.queries.choosing import choice_for
from opora.curators.queries.replacing import left_behind
from opora.curators.queries.visibility import candidates_visible_to
from opora.curators.rules import CHOOSE
from opora.curators.states import CandidateState
from opora.curators.views.lookup import crumbs, school_or_404, this_year
from opora.organisations.models import Organisation
from opora.people.models import Person
from opora.ui.form_pages import form_page, told_in

_ELSEWHERE = "Этот куратор ведёт и школы вне вашей территории: заменить его может региональный координатор. Напишите ему."
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def choose(request: Request, school_pk: int) -> HttpResponse:
    """Who may become the curator of this school, and why; a person chooses."""
    school = school_or_404(request, school_pk)
    CHOOSE.check(request.actor, school)
    cycle, today = this_year(), timezone.localdate()
    found = choice_for(request.actor, school, cycle, today=today)
    context = {
        "title": "Подобрать куратора",
        "crumbs": crumbs(),
        "school": school,
        "cycle": cycle,
        "choice": found,
        "order_words": ORDER_WORDS,
        "table": pages.table(school, found),
    }
    return render(request, "curators/choose.html", context)


@_BOTH
def assign(request: Request, school_pk: int, person_pk: int) -> HttpResponse:
    """One more school for somebody who is a curator already."""
    school = school_or_404(request, school_pk)
    CHOOSE.check(request.actor, school)
    today = timezone.localdate()
    held = Appointment.objects.in_force(today).filter(
        pk__in=appointments_visible_to(request.actor).order_by().values("pk"),
        role=Role.CURATOR,
        person=person_pk,
    )
    first = held.select_related("person").first()
    if first is None:
        raise Http404
    form = AssignForm(request.POST if request.method == "POST" else None, initial={"since": today})
    if form.is_valid():
        data = form.cleaned_data
        with told_in(form, ValidationError, Refused, WrongState):
            appointing.assign(
                school=school,
                person=first.person,
                cycle=this_year(),
                order=appointing.Order(data["since"], data["number"], data["day"]),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"{first.person.short_name} теперь куратор и этой школы.")
            return redirect("curator-choose", school.pk)
    context = {
        "title": "Назначить куратором ещё одной школы",
        "lead": f"{first.person.full_name} — {school.name}",
        "crumbs": crumbs(),
        "action": "Назначить",
        "back_url": reverse("curator-choose", args=[school.pk]),
    }
    return form_page(request, "curators/form.html", form, context)


@_BOTH
def replace(request: Request, pk: int) -> HttpResponse:
    """Who comes instead, for which schools, from which day; what is left behind stands above the form."""
    appointment = _appointment_or_404(request, pk)
    schools = list(appointment.schools.select_related("territory").order_by("sort_name", "pk"))
    CHOOSE.check(request.actor, schools[0])
    if not all(CHOOSE.can(request.actor, school) for school in schools):
        raise Refused(_ELSEWHERE)
    successors = _successors(request.actor, appointment)
    ids = [each.pk for each in schools]
    asked = [int(pk) for pk in request.GET.getlist("school") if pk.isdecimal()]
    form = ReplaceForm(
        request.POST if request.method == "POST" else None,
        schools=Organisation.objects.filter(pk__in=ids).order_by("sort_name", "pk"),
        successors=successors,
        initial={
            "schools": [each for each in asked if each in ids] or ids,
            "successor": request.GET.get("successor", ""),
            "since": timezone.localdate(),
        },
    )
    if form.is_valid():
        data = form.cleaned_data
        with told_in(form, ValidationError, Refused, WrongState):
            new, token = appointing.replace(
                appointment=appointment,
                schools=list(data["schools"].select_related("territory")),
                successor=_successor(request.actor, data["successor"]),
                order=appointing.Order(data["since"], data["number"], data["day"]),
                reason=data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Замена назначена. Отдайте новому куратору лист передачи дел.")
            if token:
                return show_invitation(request, new.person, token)
            return redirect("school-handover", data["schools"][0].pk)
    context = {
        "title": "Заменить куратора",
        "crumbs": crumbs(),
        "form": form,
        "person": appointment.person,
        "left": left_behind(request.actor, appointment.person_id, ids),
        "schools": schools,
        "action": "Назначить замену",
        "back_url": reverse("curator-load"),
    }
    return render(request, "curators/replace.html", context, status=422 if form.errors else 200)


def _appointment_or_404(request: Request, pk: int) -> Appointment:
    """A curator's appointment in force or to come that the actor sees."""
    found = (
        Appointment.objects.filter(
            pk__in=appointments_visible_to(request.actor).order_by().values("pk"), role=Role.CURATOR
        )
        .select_related("person", "cycle")
        .filter(pk=pk)
        .first()
    )
    if found is None or found.is_over(timezone.localdate()) or not found.schools.exists():
        raise Http404
    return found


def _successors(actor: Actor, appointment: Appointment) -> list[tuple[str, str]]:
    """Candidates with a contract, then curators of today in the scope. Two queries."""
    candidates = _ready(actor).order_by("name", "pk").values_list("pk", "name")
    people = _curators(actor).exclude(pk=appointment.person_id).order_by("sort_name", "pk")
    return [
        *((f"c{pk}", f"{name}, кандидат с договором") for pk, name in candidates),
        *((f"p{each.pk}", f"{each.full_name}, уже куратор") for each in people),
    ]


def _ready(actor: Actor) -> QuerySet[Candidate]:
    return candidates_visible_to(actor).filter(state=CandidateState.CONTRACTED)


def _curators(actor: Actor) -> QuerySet[Person]:
    held = Appointment.objects.in_force(timezone.localdate()).filter(
        pk__in=appointments_visible_to(actor).order_by().values("pk"), role=Role.CURATOR
    )
    return Person.objects.filter(pk__in=held.order_by().values("person"), is_active=True)


def _successor(actor: Actor, code: str) -> appointing.Successor:
    if code.startswith("c"):
        return appointing.Successor(candidate=_ready(actor).filter(pk=code[1:]).first())
    return appointing.Successor(person=_curators(actor).filter(pk=code[1:]).first())
