"""How the open pages answer: nothing kept by the browser, nothing told to other sites, no cookie, no session."""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from opora.ui.escaping import esc

KEPT_NOWHERE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

type View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Without sign-in. No forged request can do harm: the code in the form is the only authority there is."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        for name, value in KEPT_NOWHERE.items():
            response.headers[name] = value
        return response

    return csrf_exempt(login_not_required(answer))


def page(template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Drawn without the request, so that nothing of who asks can get in."""
    return HttpResponse(
        render_to_string(f"answering/{template}.html", {**context, "demo": settings.IS_DEMO}), status=status
    )


def receipt(word: str) -> HttpResponse:
    """The last page. A class sends within a minute, so what does not change is drawn once."""
    before, after = _around_word(settings.IS_DEMO)
    return HttpResponse(f"{before}{esc(word)}{after}")


@lru_cache(maxsize=2)
def _around_word(demo: bool) -> tuple[str, str]:
    context = {"title": "Спасибо, ответ принят", "word": _WORD, "demo": demo}
    before, _, after = render_to_string("answering/receipt.html", context).partition(_WORD)
    return before, after


_WORD = "{слово}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, what the proxy itself wrote last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return str(told.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
