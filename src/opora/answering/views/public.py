"""Answering without sign-in: a code or a poster, a language, a section a screen, a receipt."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from opora.access import Refused, WrongState
from opora.answering import presenters
from opora.answering.filling import Filling, Go, Turn
from opora.answering.phrases import all_said, said
from opora.answering.views.replies import address_of, open_to_all, page, receipt, wants_json
from opora.answering.visit import Visit
from opora.surveys import entry as surveys
from opora.surveys.entry import Entry, KeyIsMissing, MistypedCode, Receipt, UnknownCode
from opora.surveys.keys import KeysUnreadable
from opora.surveys.throttle import Throttle, poster_sendings, wrong_codes

type Refusal = Refused | WrongState

NO_CODE = "Введите код с листка."
TOO_MANY = "С этого адреса слишком много попыток подряд. Подождите десять минут и попробуйте снова."
READ = ("GET", "HEAD")
#: what may be over in a while: the same may be sent again
MAY_PASS = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class TooMany(WrongState):
    """Somebody guesses codes from this address, or sends by a poster without end."""


@open_to_all(*READ, "POST")
def answer(request: HttpRequest) -> HttpResponseBase:
    """The one address of answering: which page comes is said by what was sent."""
    if request.method != "POST":
        return page("code", presenters.code_page())
    visit = Visit.of(request.POST)
    try:
        entry = _entry(request, visit)
    except (Refused, WrongState) as refused:
        return _refused(request, visit, refused)
    return _shown(request, visit, entry)


@open_to_all(*READ)
def by_code(_request: HttpRequest, code: str) -> HttpResponseBase:
    """From the QR. Asks nothing of the database, so that the code in the address is never in a log of errors."""
    return page("door", presenters.door_page(Visit.at_door(code=code)))


@open_to_all(*READ)
def by_poster(_request: HttpRequest, token: str) -> HttpResponseBase:
    return page("door", presenters.door_page(Visit.at_door(poster=token)))


@open_to_all()
def elsewhere(_request: HttpRequest) -> HttpResponseBase:
    """A mistyped address may hold a code: it is not answered with an error, which would be logged."""
    return redirect("answer")


@open_to_all(*READ)
def kept(request: HttpRequest) -> HttpResponseBase:
    """What is kept of an answer, in plain words."""
    return page("kept", presenters.kept_page(request.GET.get("lang", "")))


@open_to_all(*READ, "POST")
def send(request: HttpRequest) -> HttpResponseBase:
    """The end: check all, accept, say the receipt word; one statement where nothing is wrong."""
    if request.method != "POST":  # the last page opened anew
        return page("code", presenters.code_page(), HTTPStatus.METHOD_NOT_ALLOWED)
    visit = Visit.of(request.POST)
    as_json = wants_json(request)
    try:
        filling = visit.filling(_addressed(request, visit).version_id)
        turn = _last_turn(request, filling)
        if turn.section is not None:
            return _mistaken(visit, filling, turn, as_json=as_json)
        taken = _accepted(request, visit, filling)
    except (Refused, WrongState) as refused:
        if as_json:
            words = said(refused.reason, visit.language)
            return JsonResponse({"refused": words}, status=_status(refused))
        return _refused(request, visit, refused)
    if as_json:
        return JsonResponse({"word": taken.word})
    return receipt(taken.word, visit.language)


def _shown(request: HttpRequest, visit: Visit, entry: Entry) -> HttpResponse:
    go = request.POST.get("_go", "")
    visit = visit.spoken_in(surveys.instrument_of(entry.version_id).languages)
    filling = visit.filling(entry.version_id)
    if go == "whole":
        return page("whole", presenters.whole_page(visit, filling))
    if go == "begin":
        return _section(visit, entry, filling, Turn(filling.first, {}))
    if go in ("next", "back"):
        return _section(visit, entry, filling, _turn(request, filling, "next" if go == "next" else "back"))
    return page("start", presenters.start_page(visit, entry, filling))


def _turn(request: HttpRequest, filling: Filling, go: Go) -> Turn:
    section = request.POST.get("_section", "")
    if section not in {each.code for each in filling.instrument.sections}:
        return Turn(filling.first, {})
    turn = filling.turn(section, go, request.POST.get("_shown", "").split())
    if turn.section is None and go == "next":
        return Turn(section if filling.of_section(section) else filling.first, {})
    return turn


def _section(visit: Visit, entry: Entry, filling: Filling, turn: Turn) -> HttpResponse:
    if turn.section is None:
        return page("start", presenters.start_page(visit, entry, filling))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if turn.mistakes else HTTPStatus.OK
    return page("section", presenters.section_page(visit, filling, turn), status)


def _last_turn(request: HttpRequest, filling: Filling) -> Turn:
    """Where a last section was sent, what came up in it is asked first; then all of it is checked."""
    section = request.POST.get("_section", "")
    if section in {each.code for each in filling.sections}:
        turn = filling.turn(section, "next", request.POST.get("_shown", "").split())
        if turn.section is not None:
            return turn
    return filling.faulty()


def _mistaken(visit: Visit, filling: Filling, turn: Turn, *, as_json: bool) -> HttpResponse:
    if as_json:
        mistakes = all_said(turn.mistakes, visit.language)
        return JsonResponse({"mistakes": mistakes}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if turn.mistakes else HTTPStatus.OK
    return page("section", presenters.section_page(visit, filling, turn), status)


def _accepted(request: HttpRequest, visit: Visit, filling: Filling) -> Receipt:
    if visit.poster:
        _hold_back(poster_sendings, address_of(request))
        poster_sendings.count(address_of(request))
    return surveys.accept(
        code=visit.code or None,
        poster=visit.poster or None,
        retry_key=visit.retry,
        language=visit.language or filling.instrument.language,
        answers=filling.all.answers,
        on=timezone.localdate(),
    )


def _entry(request: HttpRequest, visit: Visit) -> Entry:
    return _guarded(request, visit, lambda: visit.entry(on=timezone.localdate()))


def _addressed(request: HttpRequest, visit: Visit) -> Entry:
    return _guarded(request, visit, visit.addressed)


def _guarded(request: HttpRequest, visit: Visit, found: Callable[[], Entry]) -> Entry:
    """What `found` says, unless too many codes from this address did not exist. A typing error is no guess."""
    if visit.is_empty:
        raise MistypedCode(NO_CODE)
    address = address_of(request)
    _hold_back(wrong_codes, address)
    try:
        return found()
    except UnknownCode as unknown:
        if not isinstance(unknown, MistypedCode):
            wrong_codes.count(address)
        raise


def _hold_back(throttle: Throttle, address: str) -> None:
    if not throttle.is_allowed(address):
        raise TooMany(TOO_MANY)


def _refused(request: HttpRequest, visit: Visit, refused: Refusal) -> HttpResponse:
    status = _status(refused)
    if isinstance(refused, UnknownCode) and not visit.poster:
        return page("code", presenters.code_page(visit.code, refused.reason, visit.language), status)
    again = request.POST if status in MAY_PASS else None
    return page("refused", presenters.refused_page(visit, refused.reason, again), status)


def _status(refused: Refusal) -> HTTPStatus:
    if isinstance(refused, TooMany):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refused, KeyIsMissing | KeysUnreadable):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(refused, UnknownCode) else HTTPStatus.CONFLICT
