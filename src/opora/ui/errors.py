"""Pages that say no: what happened in one sentence, and what to do next."""

from http import HTTPStatus
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

type Refusal = Literal[
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
]


def refusal_page(
    request: HttpRequest, status: Refusal, *, reason: str = "", remedy: str = "", back_url: str = ""
) -> HttpResponse:
    """`reason` and `remedy` are plain sentences and replace the general ones of the template."""
    context = {"reason": reason, "remedy": remedy, "back_url": back_url}
    return render(request, f"ui/errors/{status.value}.html", context, status=status.value)
