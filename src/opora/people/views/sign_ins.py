"""Where I am signed in, and ending it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.access.request import Request
from opora.people import actions, queries


@require_GET
def sign_ins(request: Request) -> HttpResponse:
    """Every browser in which I am signed in."""
    person = queries.oneself(request.actor)
    rows = queries.sign_ins_of(person, current_key=request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"title": "Где вы вошли", "rows": rows})


@require_POST
def end_sign_in(request: Request, pk: int) -> HttpResponse:
    """End one of them; somebody else's is simply not found."""
    person = queries.oneself(request.actor)
    if actions.end_own_sign_ins(person=person, by=request.actor, at=timezone.now(), only=pk):
        messages.success(request, "Вход завершён.")
    else:
        messages.info(request, "Этот вход уже завершён.")
    return redirect("usersessions_list")


@require_POST
def end_other_sign_ins(request: Request) -> HttpResponse:
    person = queries.oneself(request.actor)
    ended = actions.end_own_sign_ins(
        person=person, by=request.actor, at=timezone.now(), except_key=request.session.session_key
    )
    messages.success(request, f"Завершено входов: {ended}. Здесь вы остались.")
    return redirect("usersessions_list")
