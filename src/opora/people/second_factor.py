"""Coordinators and above work only with a second factor, where the installation asks for it."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from opora.access import Actor
from opora.access.actor import COORDINATING_ROLES
from opora.access.request import Request

SESSION_KEY = "second_factor"

#: what remains open until the second factor is there: adding it, proving who one is, leaving
_ON_THE_WAY = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
    }
)


def is_obligatory_for(actor: Actor) -> bool:
    """Whether any capacity of the person, not only the chosen one, demands a second factor."""
    return settings.SECOND_FACTOR_OBLIGATORY and any(c.role in COORDINATING_ROLES for c in actor.capacities)


class SecondFactorMiddleware:
    """Leads to adding the second factor until it is there. Stands below ActorMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_OBLIGATORY and self._is_missing(request):
            messages.warning(request, "В вашей роли нужен второй фактор: подключите его, это две минуты.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or request.session.get(SESSION_KEY):
            return False
        if not is_obligatory_for(cast(Request, request).actor):
            return False
        if resolve(request.path_info).url_name in _ON_THE_WAY:
            return False
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            # asked once a session; whoever drops the factor also ends the sessions
            request.session[SESSION_KEY] = True
            return False
        return True
