"""This package alone: its own addresses, the middleware that matters to it, the house's policy.

Every page of the house is walked elsewhere; here a fault of a neighbour must not hide one of ours.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _alone(settings: Any, tmp_path: Path) -> None:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    settings.TEMPLATES = templates
    settings.MIDDLEWARE = ["django.middleware.csp.ContentSecurityPolicyMiddleware"]
    settings.ROOT_URLCONF = "opora.ui.urls"
    settings.FORM_RENDERER = "opora.ui.renderer.Renderer"
    settings.STATIC_ROOT = tmp_path
    settings.IS_DEMO = True
