"""The pages of allauth that we use, in our words; what we do not use is closed.

allauth's own views answer an invalid form with 200; here, as everywhere in the house, it is 422.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from opora.access import Refused
from opora.access.request import Request
from opora.people import actions, forms
from opora.people.models import Person
from opora.people.pictures import qr_picture
from opora.people.second_factor import SESSION_KEY, is_obligatory_for

type View = Callable[..., HttpResponseBase]


def ours(view: View, *, tells: str = "") -> View:
    """422 for an invalid form; `tells` is the verb of history once the form has done its work."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        response = view(request, *args, **kwargs)
        if request.method == "POST" and isinstance(response, TemplateResponse):
            form = (response.context_data or {}).get("form")
            if form is not None and form.errors:
                response.status_code = 422
        if tells and request.method == "POST" and response.status_code == 302 and isinstance(person, Person):
            actions.tell_of_protection(person=person, verb=tells, at=timezone.now())
        return response

    return answer


sign_in = ours(account.LoginView.as_view(form_class=forms.SignInForm))
sign_out = ours(account.LogoutView.as_view())
inactive = ours(account.account_inactive)
password = ours(
    account.PasswordChangeView.as_view(form_class=forms.PasswordForm),
    tells="сменил(а) пароль",
)
password_again = ours(account.ReauthenticateView.as_view(form_class=forms.PasswordAgainForm))

second_factor = ours(mfa.index)
code = ours(mfa.AuthenticateView.as_view(form_class=forms.CodeForm))
code_again = ours(mfa.ReauthenticateView.as_view(form_class=forms.CodeConfirmationForm))
_add = ours(
    totp.ActivateTOTPView.as_view(form_class=forms.AddSecondFactorForm), tells="подключил(а) второй фактор"
)
recovery_codes = ours(recovery.view_recovery_codes)
new_recovery_codes = ours(recovery.generate_recovery_codes, tells="получил(а) новые запасные коды")
recovery_codes_file = ours(recovery.download_recovery_codes)

_drop = ours(totp.deactivate_totp, tells="отключил(а) второй фактор")


def add_second_factor(request: Request) -> HttpResponseBase:
    """Add a second factor: the secret as a picture and in letters, then the first code."""
    response = _add(request)
    if isinstance(response, TemplateResponse) and response.context_data:
        response.context_data["qr"] = qr_picture(response.context_data["totp_url"])
    return response


def drop_second_factor(request: Request) -> HttpResponseBase:
    """Switch one's own second factor off, where the role does not demand it."""
    if is_obligatory_for(request.actor):
        raise Refused(
            "В вашей роли второй фактор обязателен. Меняете телефон — подключите новый по запасному коду."
        )
    request.session.pop(SESSION_KEY, None)
    return _drop(request)


@login_not_required
def closed(_request: HttpRequest) -> HttpResponseBase:
    """Sign-up, e-mail pages and the like: nobody comes in this way."""
    raise Http404
