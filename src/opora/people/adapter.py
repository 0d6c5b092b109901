"""How allauth works here: nobody signs up by themselves, throttling is axes' alone."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from opora.people.models import Person
from opora.people.passwords import check_password


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Логин или пароль не подошли. Проверьте раскладку и Caps Lock.",
        "email_password_mismatch": "Логин или пароль не подошли. Проверьте раскладку и Caps Lock.",
        "incorrect_password": "Пароль не подошёл. Проверьте раскладку и Caps Lock.",
        "enter_current_password": "Нынешний пароль не подошёл. Проверьте раскладку и Caps Lock.",
        "too_many_login_attempts": "Слишком много попыток. Подождите 15 минут и попробуйте снова.",
        "rate_limited": "Слишком много попыток. Подождите несколько минут и попробуйте снова.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_account")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who signed in a moment ago is not asked again."""
        request = context.request
        newest = max(
            (record["at"] for record in get_authentication_records(request, request.user)), default=0
        )
        return bool(time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def clean_password(self, password: str, user: Any = None) -> str:
        cleaned = str(super().clean_password(password, user))
        if isinstance(user, Person):
            check_password(cleaned, user)
        return cleaned

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        # axes looks for the login under the name it has in the form; without it, it counts nobody's failures
        login = str(credentials.get("username", "")).lower()
        return super().authenticate(request, **credentials | {settings.AXES_USERNAME_FORM_FIELD: login})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        # axes counts failures; a second, stricter counter would answer in its place
        self._login_failed_rl_usage = None
