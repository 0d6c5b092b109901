"""Appointing, correcting, ending, revoking, replacing."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from opora.access import Refused, WrongState
from opora.access.request import Request
from opora.appointments import actions, forms
from opora.appointments.models import Appointment
from opora.appointments.rules import APPOINT, grantable
from opora.appointments.scopes import grant_of
from opora.appointments.views.invitations import show_invitation
from opora.appointments.views.lookup import appointment_or_404, person_or_404, today
from opora.ui.form_pages import form_page, told_in

_NOBODY = "Назначать людей в вашей роли нельзя. Попросите директора школы или координатора."


def _check_appoints(request: Request) -> None:
    if not grantable(request.actor):
        raise Refused(_NOBODY)


@require_http_methods(["GET", "POST"])
def appoint_somebody(request: Request) -> HttpResponse:
    """A new person with a first appointment and a link to come in by; or one who works here already."""
    _check_appoints(request)
    form = forms.AppointSomebodyForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        terms, at = form.terms(), timezone.now()
        with told_in(form, Refused, WrongState):
            if form.existing_person:
                actions.appoint(
                    person=form.existing_person, role=form.role_chosen, places=form.places, terms=terms,
                    by=request.actor, at=at,
                )  # fmt: skip
                messages.success(request, "Назначение записано. Логин и пароль у человека прежние.")
                return redirect("person", form.existing_person.pk)
            appointment, token = actions.appoint_somebody(
                contacts=form.contacts(), role=form.role_chosen, places=form.places, terms=terms,
                by=request.actor, at=at,
            )  # fmt: skip
            return show_invitation(request, appointment.person, token)
    return _form(request, form, title="Назначить", action="Назначить")


@require_http_methods(["GET", "POST"])
def appoint_person(request: Request, pk: int) -> HttpResponse:
    """One more appointment of somebody I see."""
    person = person_or_404(request, pk)
    _check_appoints(request)
    form = forms.AppointForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        with told_in(form, Refused, WrongState):
            actions.appoint(
                person=person, role=form.role_chosen, places=form.places, terms=form.terms(),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Назначение записано.")
            return redirect("person", pk)
    return _form(request, form, title="Ещё одно назначение", action="Назначить", person=person)


def _manageable(request: Request, pk: int) -> Appointment:
    appointment = appointment_or_404(request, pk)
    APPOINT.check(request.actor, grant_of(appointment))
    return appointment


@require_http_methods(["GET", "POST"])
def change_terms(request: Request, pk: int) -> HttpResponse:
    """Correct the order, the year, the dates."""
    appointment = _manageable(request, pk)
    form = forms.TermsForm(request.POST or None, initial=forms.terms_of(appointment))
    if request.method == "POST" and form.is_valid():
        actions.change_terms(appointment=appointment, terms=form.terms(), by=request.actor, at=timezone.now())
        messages.success(request, "Назначение исправлено.")
        return redirect("person", appointment.person_id)
    return _form(request, form, title="Приказ и срок", action="Сохранить", appointment=appointment)


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Name the last day."""
    appointment = _manageable(request, pk)
    form = forms.EndForm(request.POST or None, initial={"last_day": today()})
    if request.method == "POST" and form.is_valid():
        actions.end(
            appointment=appointment,
            last_day=form.cleaned_data["last_day"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "Последний день записан. Написанное человеком останется ему для чтения.")
        return redirect("person", appointment.person_id)
    return _form(request, form, title="Завершить назначение", action="Завершить", appointment=appointment)


@require_http_methods(["GET", "POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """Take the rights back this moment."""
    appointment = _manageable(request, pk)
    form = forms.RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke(
            appointment=appointment, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        )
        messages.success(request, "Назначение отменено, прав по нему больше нет.")
        return redirect("person", appointment.person_id)
    return _form(
        request, form, title="Отменить назначение", action="Отменить назначение", danger=True,
        appointment=appointment,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def replace(request: Request, pk: int) -> HttpResponse:
    """Put somebody else into the same role and scope."""
    appointment = _manageable(request, pk)
    form = forms.ReplaceForm(
        request.POST or None, initial={"first_day": today(), "cycle": appointment.cycle_id}
    )
    if request.method == "POST" and form.is_valid():
        day, terms, at = form.cleaned_data["first_day"], form.terms(), timezone.now()
        with told_in(form, Refused, WrongState):
            if form.existing_person:
                new = actions.replace(
                    appointment=appointment, person=form.existing_person, first_day=day, terms=terms,
                    by=request.actor, at=at,
                )  # fmt: skip
                messages.success(request, "Замена назначена.")
                return redirect("person", new.person_id)
            new, token = actions.replace_by_somebody(
                appointment=appointment, contacts=form.contacts(), first_day=day, terms=terms,
                by=request.actor, at=at,
            )  # fmt: skip
            return show_invitation(request, new.person, token)
    return _form(request, form, title="Заменить", action="Назначить замену", appointment=appointment)


def _form(request: Request, form: Form, **context: object) -> HttpResponse:
    appointment = context.get("appointment")
    if isinstance(appointment, Appointment):
        context["person"] = appointment.person
        context["subject"] = actions.title_of(appointment)
    return form_page(request, "appointments/form.html", form, context)
