"""My own page: who I am here, in what capacity I act, how my account is protected, what I wrote."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from opora.access import Refused
from opora.access.request import Request
from opora.appointments import presenters, queries
from opora.appointments.own_pages import own_pages
from opora.appointments.session import SESSION_KEY
from opora.appointments.views.lookup import today
from opora.history.queries import written_by
from opora.people.actions import change_own_account, remember_capacity
from opora.people.forms import ContactsForm, contacts_of
from opora.people.queries import has_second_factor, oneself, sign_ins_of
from opora.ui.components import Fact


@require_GET
def my_account(request: Request) -> HttpResponse:
    """Everything about myself on one page."""
    person = oneself(request.actor)
    context = {
        "title": person.full_name,
        "facts": [
            Fact("Логин", person.login),
            Fact("Должность", person.post or None),
            Fact("Телефон", person.phone or None),
            Fact("Почта", person.email or None),
        ],
        "cards": presenters.own_cards(list(queries.own_appointments(person)), on=today()),
        "events": presenters.events(written_by(person.pk)),
        "has_second_factor": has_second_factor(person),
        "sign_ins": len(sign_ins_of(person, current_key=request.session.session_key)),
        "own_pages": own_pages(),
    }
    return render(request, "appointments/me.html", context)


@require_http_methods(["GET", "POST"])
def my_contacts(request: Request) -> HttpResponse:
    person = oneself(request.actor)
    form = ContactsForm(request.POST or None, initial=contacts_of(person))
    if request.method == "POST" and form.is_valid():
        change_own_account(person=person, by=request.actor, at=timezone.now(), **form.contacts())
        messages.success(request, "Данные сохранены.")
        return redirect("my_account")
    context = {"title": "Мои данные", "form": form, "action": "Сохранить"}
    return render(request, "appointments/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def my_capacity(request: Request) -> HttpResponse:
    """Choose in which capacity I act from now on: in this browser, and wherever I sign in next."""
    if request.method == "POST":
        chosen = request.POST.get("appointment", "")
        capacity = next((c for c in request.actor.capacities if str(c.appointment_id) == chosen), None)
        if capacity is None:
            raise Refused("Такого действующего назначения у вас нет. Выберите другое.")
        remember_capacity(person_id=oneself(request.actor).pk, appointment_id=capacity.appointment_id)
        request.session[SESSION_KEY] = capacity.appointment_id
        messages.success(
            request, f"Теперь вы действуете как: {capacity.title.lower()}, {capacity.scope_title}."
        )
        return redirect(_next(request))
    return render(request, "appointments/capacity.html", {"title": "В какой роли действовать"})


def _next(request: Request) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return str(settings.LOGIN_REDIRECT_URL)
