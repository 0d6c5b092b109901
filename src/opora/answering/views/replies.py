"""How the open pages answer: nothing kept by the browser, nothing told to other sites, no cookie, no session."""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from opora.answering.phrases import for_script, said, spoken_in
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
    return HttpResponse(_drawn(template, context), status=status)


def _drawn(template: str, context: Mapping[str, object]) -> str:
    language = str(context.get("language", ""))
    spoken = {"spoken": spoken_in(language), "say": for_script(language), "demo": settings.IS_DEMO}
    return render_to_string(f"answering/{template}.html", {**context, **spoken})


def receipt(word: str, language: str) -> HttpResponse:
    """The last page. A class sends within a minute, so what does not change is drawn once."""
    before, after = _around_word(settings.IS_DEMO, spoken_in(language))
    return HttpResponse(f"{before}{esc(word)}{after}")


@lru_cache(maxsize=8)
def _around_word(_demo: bool, language: str) -> tuple[str, str]:
    context = {"title": said("Спасибо, ответ принят", language), "word": _WORD, "language": language}
    before, _, after = _drawn("receipt", context).partition(_WORD)
    return before, after


_WORD = "{слово}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy, what the proxy itself wrote last."""
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return str(told.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
