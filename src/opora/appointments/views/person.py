"""A person's page, and what the one who manages them does there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from opora.access.request import Request
from opora.appointments import actions, presenters, queries
from opora.appointments.views.lookup import person_or_404, today
from opora.people.forms import ContactsForm, contacts_of
from opora.people.queries import has_second_factor
from opora.ui.components import Fact
from opora.ui.text import date_ru


@require_GET
def person_page(request: Request, pk: int) -> HttpResponse:
    """Contacts, appointments in my scope, what happened."""
    person = person_or_404(request, pk)
    appointments = queries.visible_appointments_of(person, request.actor)
    may_manage = queries.may_manage(request.actor, person, on=today())
    context = {
        "title": person.full_name,
        "person": person,
        "facts": [
            Fact("Должность", person.post or None),
            Fact("Телефон", person.phone or None, url=f"tel:{person.phone}" if person.phone else ""),
            Fact("Почта", person.email or None, url=f"mailto:{person.email}" if person.email else ""),
            Fact("Логин", person.login or "ещё не задан"),
            Fact("Последний вход", date_ru(person.last_login) if person.last_login else "ещё не входил(а)"),
        ],
        "cards": presenters.appointment_cards(appointments, request.actor, on=today()),
        "events": presenters.events(queries.timeline_of(person, appointments), of=person.full_name),
        "may_manage": may_manage,
        "invitation": queries.open_invitation_of(person, at=timezone.now()),
        "has_second_factor": may_manage and has_second_factor(person),
    }
    return render(request, "appointments/person.html", context)


@require_http_methods(["GET", "POST"])
def person_contacts(request: Request, pk: int) -> HttpResponse:
    """Correct the name, the post, the contacts."""
    person = person_or_404(request, pk)
    actions.check_may_manage(person, by=request.actor, at=timezone.now())
    form = ContactsForm(request.POST or None, initial=contacts_of(person))
    if request.method == "POST" and form.is_valid():
        actions.change_contacts(person=person, by=request.actor, at=timezone.now(), **form.contacts())
        messages.success(request, "Данные сохранены.")
        return redirect("person", pk)
    status = 422 if form.is_bound else 200
    context = {"title": "Данные человека", "form": form, "person": person, "action": "Сохранить"}
    return render(request, "appointments/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def person_access(request: Request, pk: int) -> HttpResponse:
    """Close the way in, or open it again; asks first."""
    person = person_or_404(request, pk)
    actions.check_may_manage(person, by=request.actor, at=timezone.now())
    if request.method == "POST":
        open_it = request.POST.get("open") == "1"
        actions.set_active(person=person, active=open_it, by=request.actor, at=timezone.now())
        messages.success(request, "Вход открыт." if open_it else "Вход закрыт, все устройства отключены.")
        return redirect("person", pk)
    title = "Закрыть вход?" if person.is_active else "Открыть вход?"
    return render(request, "appointments/access.html", {"title": title, "person": person})


@require_http_methods(["GET", "POST"])
def person_second_factor(request: Request, pk: int) -> HttpResponse:
    """Drop the second factor of somebody who lost the phone; asks first."""
    person = person_or_404(request, pk)
    actions.check_may_manage(person, by=request.actor, at=timezone.now())
    if request.method == "POST":
        actions.drop_second_factor(person=person, by=request.actor, at=timezone.now())
        messages.success(request, "Второй фактор сброшен. Теперь человек войдёт по паролю.")
        return redirect("person", pk)
    context = {"title": "Сбросить второй фактор?", "person": person}
    return render(request, "appointments/drop_second_factor.html", context)
