"""Signing in is tested with the settings of the house that the pages depend on."""

from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _throttling(settings: Any) -> None:
    settings.AXES_LOCKOUT_TEMPLATE = "ui/errors/429.html"
    settings.ACCOUNT_RATE_LIMITS = {"login": "300/m/ip"}
    settings.MFA_TOTP_TOLERANCE = 1
    cache.clear()
