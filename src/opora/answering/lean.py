"""The open pages apart from the rest of the house: no session, no person, no cookie is even looked at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import resolve

#: whatever begins so is answered without sign-in; its views refuse in their own words
OPEN = ("/a/", "/p/")
URLS = "opora.answering.urls"


class AnswersAlone:
    """Answers these addresses here; stands below what protects every page, above sessions and sign-in.

    So a respondent who happens to be signed in is not known as such, and a class that sends at once costs little.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(OPEN):
            return self.get_response(request)
        found = resolve(request.path_info, URLS)
        answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
        return answer
