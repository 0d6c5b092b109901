"""What to do with a forgotten password: there is no mail, there is a coordinator."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def forgotten_password(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset.html", {"title": "Забыли пароль"})
