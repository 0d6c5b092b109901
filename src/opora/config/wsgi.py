"""The WSGI application that granian serves."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")
_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
    """Django, and 400 where it cannot even make a request of the headers: no middleware has seen that one.

    It reads the query while it sets the encoding that the header names, whatever that is.
    """
    try:
        return _django(environ, start_response)
    except (BadRequest, SuspiciousOperation, LookupError, ValueError):
        from django.template.loader import render_to_string

        start_response("400 Bad Request", [("Content-Type", "text/html; charset=utf-8")])
        return [render_to_string("ui/errors/400.html").encode()]
