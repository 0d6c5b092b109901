"""Giving out links and coming in by one."""

from datetime import timedelta

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from opora.access import WrongState
from opora.access.request import Request
from opora.appointments import actions, queries
from opora.appointments.forms import ChoiceForm
from opora.appointments.printouts import InvitationSlip, slips_pdf
from opora.appointments.rules import SEE_PEOPLE
from opora.appointments.views.lookup import person_or_404, today
from opora.people import actions as people
from opora.people.forms import AcceptInvitationForm
from opora.people.models import Person
from opora.people.pictures import qr_picture
from opora.people.queries import invitation_by_token
from opora.ui.downloads import attached


def show_invitation(request: Request, person: Person, token: str) -> HttpResponse:
    """The link, shown this once: only its hash is kept."""
    url = _url(request, token)
    context = {
        "title": "Приглашение готово",
        "person": person,
        "url": url,
        "token": token,
        "qr": qr_picture(url),
        "until": timezone.now() + timedelta(days=people.INVITATION_DAYS),
    }
    return render(request, "appointments/invitation_ready.html", context)


@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """A new link for one person; the earlier one stops working."""
    person = person_or_404(request, pk)
    token = actions.invite(person=person, by=request.actor, at=timezone.now())
    return show_invitation(request, person, token)


@require_POST
def revoke_invitation(request: Request, pk: int) -> HttpResponse:
    person = person_or_404(request, pk)
    if actions.revoke_invitations(person=person, by=request.actor, at=timezone.now()):
        messages.success(request, "Приглашение отозвано: ссылка больше не работает.")
    else:
        messages.info(request, "Открытых приглашений нет.")
    return redirect("person", pk)


@require_POST
def slip(request: Request) -> HttpResponse:
    """The slip of a link just given out: the page that shows the link sends it back."""
    token = request.POST.get("token", "")
    invitation = invitation_by_token(token)
    if invitation is None:
        raise WrongState("Такого приглашения нет. Сделайте новое.")
    people.check_is_open(invitation, at=timezone.now())
    actions.check_may_manage(invitation.person, by=request.actor, at=timezone.now())
    return _pdf(_slips(request, [(invitation.person, token)]))


@require_http_methods(["GET", "POST"])
def invite_many(request: Request) -> HttpResponse:
    """New links for all who have not signed in yet, as one file of slips; asks first."""
    SEE_PEOPLE.check(request.actor, None)
    form = ChoiceForm(request.GET)
    waiting = queries.waiting_for_invitation(request.actor, form.choice(), on=today())
    if request.method == "POST":
        if not waiting:
            raise WrongState("Приглашать некого: все, кого вы назначаете, уже вошли.")
        invited = actions.invite_many(persons=waiting, by=request.actor, at=timezone.now())
        return _pdf(_slips(request, invited))
    context = {"title": "Пригласить всех, кто не вошёл", "waiting": waiting}
    return render(request, "appointments/invite_many.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: Request, token: str) -> HttpResponseBase:
    """Come in by a link: set the name, the login, the password; then straight in."""
    invitation = invitation_by_token(token)
    if invitation is None:
        reason = "Такого приглашения нет. Проверьте адрес: его легко набрать с ошибкой."
        return _closed(request, reason, status=404)
    try:
        people.check_is_open(invitation, at=timezone.now())
    except WrongState as over:
        return _closed(request, over.reason, status=409)
    form = AcceptInvitationForm(request.POST or None, person=invitation.person)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = people.accept_invitation(
                    invitation=invitation,
                    at=timezone.now(),
                    login=form.cleaned_data.get("login", ""),
                    password=form.cleaned_data["password"],
                    **form.contacts(),
                )
        except IntegrityError:
            # somebody took the login between the check and the write
            form.add_error("login", "Этот логин только что заняли. Добавьте цифру или инициал.")
        except WrongState as over:
            return _closed(request, over.reason, status=409)
        else:
            logout(request)
            entered: HttpResponseBase = perform_login(request, person)
            return entered
    context = {
        "title": "Добро пожаловать" if not invitation.person.login else "Новый пароль",
        "form": form,
        "person": invitation.person,
        "held": queries.held_by(invitation.person, on=today()),
    }
    return render(request, "appointments/accept.html", context, status=422 if form.is_bound else 200)


def _closed(request: Request, reason: str, *, status: int) -> HttpResponse:
    context = {"title": "Приглашение не работает", "reason": reason}
    return render(request, "appointments/invitation_closed.html", context, status=status)


def _url(request: Request, token: str) -> str:
    return request.build_absolute_uri(reverse("accept_invitation", args=[token]))


def _slips(request: Request, invited: list[tuple[Person, str]]) -> list[InvitationSlip]:
    until = timezone.localdate(timezone.now() + timedelta(days=people.INVITATION_DAYS))
    held = queries.held_by_each([person for person, _ in invited], on=today())
    return [
        InvitationSlip(
            name=person.full_name,
            capacity="; ".join(f"{h.role.title}, {h.scope}" for h in held.get(person.pk, ())),
            url=_url(request, token),
            until=until,
        )
        for person, token in invited
    ]


def _pdf(slips: list[InvitationSlip]) -> HttpResponse:
    return attached(slips_pdf(slips, day=today(), is_synthetic=settings.IS_DEMO), "invitations.pdf")
