"""Who acts, and how a refusal is answered."""

from collections.abc import Callable
from typing import cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from opora.access import ANONYMOUS, Actor, Refused, WrongState
from opora.access.request import Request
from opora.appointments.session import SESSION_KEY, actor_for, keep_capacity

type Answer = Callable[[HttpRequest], HttpResponse]


class _FoundOnce(SimpleLazyObject):  # type: ignore[type-arg]
    """Lets go of the request once it is found: an actor is part of keys that outlive it (`opora.statements`)."""

    def _setup(self) -> None:
        super()._setup()  # type: ignore[misc]
        del self.__dict__["_setupfunc"]

    def itself(self) -> Actor:
        if "_setupfunc" in self.__dict__:
            self._setup()
        return cast(Actor, self.__dict__["_wrapped"])


class ActorMiddleware:
    """Sets `request.actor`, found when first asked for; from then on the request lives by the clock of their place."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def find() -> Actor:
            if not request.user.is_authenticated:
                return ANONYMOUS
            chosen = request.session.get(SESSION_KEY)
            actor = actor_for(request.user, on=timezone.localdate(), chosen=chosen)
            keep_capacity(request.user, actor)
            if actor.time_zone:
                timezone.activate(actor.time_zone)
            return actor

        cast(Request, request).actor = cast(Actor, _FoundOnce(find))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Answer, args: object, kwargs: object) -> None:
        """A page for people who are signed in asks a thousand things of its actor: the actor itself answers."""
        if getattr(view, "login_required", True):
            asked = cast(Request, request)
            asked.actor = cast(_FoundOnce, asked.actor).itself()


SIGNED_OUT = (
    "Вход закончился, текст не сохранён. Не закрывайте эту страницу: войдите снова в соседней вкладке и "
    "вернитесь сюда."
)


class RefusalMiddleware:
    """403 for «not you», 409 for «not now», each with the reason and what to do next."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            # no name, code or page has it, and the database refuses to compare with it
            raise BadRequest
        if request.headers.get("HX-Target") == "saved" and not request.user.is_authenticated:
            # else the page of the sign-in would be put into the line that says «Сохранено»
            return render(request, "ui/parts.html#not_saved", {"reason": SIGNED_OUT})
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content:
            # an address that takes a form only, opened by hand or from the browser's history
            page = render(request, "ui/errors/405.html", status=405)
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused | WrongState) and request.headers.get("HX-Target") == "saved":
            # saved while somebody types: htmx shows only what came with 200
            return render(request, "ui/parts.html#not_saved", {"reason": exception.reason})
        if isinstance(exception, Refused):
            return render(request, "ui/errors/403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, WrongState):
            return render(request, "ui/errors/409.html", {"reason": exception.reason}, status=409)
        return None
