"""In what encoding a request may be: what is no encoding of text is refused before anybody reads the form."""

import codecs
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from opora.ui.errors import refusal_page

#: browsers send our forms in the first one, and the second is a part of it
_OURS = frozenset({"utf-8", "ascii"})
_REASON = "Форма пришла в кодировке, которую мы не читаем. Ничего не сохранено."
_REMEDY = "Вернитесь назад, откройте страницу заново и отправьте форму из браузера."


class EncodingMiddleware:
    """400 for «charset=windows-1251», «hex», «rot13».

    Django reads a form in parts, and a query, by any codec of Python that the header names, and breaks on those
    that are not of text; other forms it refuses in English. Stands above all that looks into a form; what breaks
    before any middleware is in `wsgi`. An encoding that Python does not know is read as UTF-8.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        named: str | None = request.encoding
        if named is None:
            return self.get_response(request)
        # also for the page of the refusal, which looks into the query
        request.encoding = settings.DEFAULT_CHARSET
        if codecs.lookup(named).name in _OURS:
            return self.get_response(request)
        return _refused(request)


def _refused(request: HttpRequest) -> HttpResponse:
    """A page, or a sentence for a script of the respondents' pages: this stands above them too, nothing is kept."""
    if request.headers.get("accept") == "application/json":
        answer: HttpResponse = JsonResponse(
            {"refused": f"{_REASON} {_REMEDY}"}, status=HTTPStatus.BAD_REQUEST
        )
    else:
        answer = refusal_page(request, HTTPStatus.BAD_REQUEST, reason=_REASON, remedy=_REMEDY)
    answer["Cache-Control"] = "no-store"
    return answer
