"""How the open pages answer: nothing kept by the browser, nothing told to other sites, no cookie, no session."""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from opora.answering.phrases import for_script, said, spoken_in
from opora.ui.escaping import esc

TOO_MUCH = "Это больше, чем бывает в анкете. Вернитесь назад, сократите ответы и отправьте ещё раз."
BROKEN = "Форма повреждена по дороге. Вернитесь назад, обновите страницу и отправьте ещё раз."

KEPT_NOWHERE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

type View = Callable[..., HttpResponseBase]


def open_to_all(*methods: str) -> Callable[[View], View]:
    """Without sign-in, asked by these methods; by any other the way leads to the code.

    No forged request can do harm: the code in the form is the only authority there is. What Django cannot read
    is answered here: its own answer would log the address, which may hold a code.
    """

    def open_view(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = _answer(request, *args, **kwargs) if request.method in methods else redirect("answer")
            for name, value in KEPT_NOWHERE.items():
                response.headers[name] = value
            return response

        def _answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except (TooManyFieldsSent, RequestDataTooBig):
                return _unread(request, TOO_MUCH)
            except (BadRequest, SuspiciousOperation, MultiPartParserError):
                return _unread(request, BROKEN)

        return csrf_exempt(login_not_required(answer))

    return open_view


def wants_json(request: HttpRequest) -> bool:
    """Asked by the script, which draws the answer itself."""
    return "application/json" in request.headers.get("Accept", "")


def _unread(request: HttpRequest, words: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"refused": words}, status=HTTPStatus.BAD_REQUEST)
    return page("refused", {"title": "Отправить не получилось", "reason": words}, HTTPStatus.BAD_REQUEST)


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
