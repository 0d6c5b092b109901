"""The calendar on a page, one's own subscriptions, and the address that programs read."""

from datetime import UTC, date, datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from opora.access import WrongState
from opora.access.request import Request
from opora.calendars import actions, presenters, queries
from opora.calendars.forms import SubscribeForm
from opora.calendars.models import Subscription
from opora.diary import Entry, entries
from opora.people.models import Person
from opora.people.pictures import qr_picture
from opora.people.queries import oneself
from opora.statements import together
from opora.ui import months
from opora.ui.form_pages import form_page, told_in
from opora.ui.text import date_ru

FIRST_YEAR, LAST_YEAR = 2000, 2099
#: what a program is told of when to ask again
SECONDS = 300
CALENDAR = "text/calendar; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
NOT_HERE = "Такого календаря нет. Сделайте новую подписку в Опоре: своё имя вверху страницы, «Календарь на телефоне»."
REVOKED = "Эту подписку отозвали. Удалите её из программы; новую можно сделать в Опоре."


@require_safe
def calendar(request: Request) -> HttpResponse:
    """A month, or with `day` one day; `kind` narrows both."""
    today = timezone.localdate()
    day = _day(request.GET.get("day", ""))
    kind = request.GET.get("kind", "")
    if day is not None:
        return _of_day(request, day, kind)
    month = _month(request.GET.get("month", "")) or today.replace(day=1)
    with together("calendar", request.actor, month, today):
        found = entries(request.actor, months.first_of(month), months.last_of(month))
    shown = [each for each in found if kind in {"", each.kind}]
    title = months.month_title(month)
    context = {
        "title": f"Календарь: {title.lower()}",
        "month": months.drawn(title, presenters.weeks(shown, month, today), _day_url),
        "longs": presenters.longs(shown, month),
        "is_empty": not shown,
        "tabs": presenters.tabs(found, kind, reverse("calendar"), month=f"{month:%Y-%m}"),
        "kind": kind,
        "before": _turn(months.preceding(month)),
        "after": _turn(months.following(month)),
        "is_now": (month.year, month.month) == (today.year, today.month),
    }
    return render(request, "calendars/month.html", context)


def _of_day(request: Request, day: date, kind: str) -> HttpResponse:
    found = entries(request.actor, day, day)
    month = f"{day:%Y-%m}"
    context = {
        "title": f"{months.WEEKDAYS[day.weekday()].capitalize()}, {date_ru(day)}",
        "items": presenters.lines(each for each in found if kind in {"", each.kind}),
        "tabs": presenters.tabs(found, kind, reverse("calendar"), day=day.isoformat()),
        "month_url": f"{reverse('calendar')}?month={month}",
    }
    return render(request, "calendars/day.html", context)


def _day_url(day: date) -> str:
    return f"{reverse('calendar')}?day={day.isoformat()}"


def _turn(month: date) -> tuple[str, str] | None:
    """The month beside as an address and words; None behind the last one that is shown."""
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        return None
    return f"{month:%Y-%m}", months.month_title(month)


def _month(written: str) -> date | None:
    return _day(f"{written}-01")


def _day(written: str) -> date | None:
    """A day of the years that are shown; None for everything else that may stand in an address."""
    try:
        found = datetime.strptime(written, "%Y-%m-%d").date()  # noqa: DTZ007 (a day, not a moment)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: Request) -> HttpResponse:
    """My subscriptions: a new one, whose address is shown this once, and the end of an old one."""
    person = oneself(request.actor)
    if request.method == "POST" and "revoke" in request.POST:
        return _revoke(request, person)
    kinds = queries.kinds_around(request.actor, today=timezone.localdate())
    choices = sorted(((kind, presenters.kind_title(kind)) for kind in kinds), key=lambda each: each[1])
    form = SubscribeForm(request.POST if request.method == "POST" else None, kinds=choices)
    if form.is_valid():
        with told_in(form, WrongState):
            secret = actions.subscribe(
                person=person,
                title=form.cleaned_data["title"],
                kinds=form.chosen_kinds(),
                by=request.actor,
                at=timezone.now(),
            )
            return _ready(request, secret)
    context = {
        "title": "Календарь на телефоне",
        "action": "Получить адрес",
        "kept": presenters.kept(request.actor, queries.subscriptions_of(person)),
        "capacity": request.actor.capacity,
    }
    return form_page(request, "calendars/subscriptions.html", form, context)


def _ready(request: Request, secret: str) -> HttpResponse:
    """The address, shown this once: only its hash is kept."""
    path = reverse("calendar-feed", args=[secret])
    url = request.build_absolute_uri(path)
    context = {
        "title": "Подписка готова",
        "url": url,
        "qr": qr_picture(url),
        "open_url": f"webcal://{request.get_host()}{path}",
    }
    return render(request, "calendars/ready.html", context)


def _revoke(request: Request, person: Person) -> HttpResponse:
    wanted = request.POST["revoke"]
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 19
    subscription = queries.own_subscription(person, int(wanted)) if is_number else None
    if subscription is None:
        raise Http404
    if actions.revoke(subscription=subscription, by=request.actor, at=timezone.now()):
        messages.success(request, f"Подписка «{subscription.title}» отозвана: её адрес больше не работает.")
    else:
        messages.info(request, "Эту подписку уже отозвали.")
    return redirect("my_calendar")


@login_not_required
@require_safe
def feed(request: Request, secret: str) -> HttpResponseBase:
    """A calendar by its secret address: what was written some minutes ago, or only that it is still the same.

    A fresh one costs one query where the program has it already, two where it is given out. Who may act no more
    gets a calendar with one line that says so: what stood on the phone goes with it.
    """
    subscription = queries.of_secret(secret)
    if subscription is None:
        return HttpResponse(NOT_HERE, status=404, content_type=PLAIN)
    if subscription.revoked_at is not None or not subscription.person.is_active:
        return HttpResponse(REVOKED, status=410, content_type=PLAIN)
    at = timezone.now()
    ended = subscription.ended_on(timezone.localdate(at))
    if ended is not None:
        moment = datetime.combine(ended, time(), UTC)
        body, digest = actions.farewell(_farewell(subscription, ended), at=moment)
        return _given(request, digest, moment, body)
    if not queries.is_fresh(subscription, at=at):
        actions.rewrite(subscription, at=at)
    actions.note_read(subscription, at=at)
    assert subscription.changed_at is not None
    return _given(request, subscription.digest, subscription.changed_at, subscription)


def _farewell(subscription: Subscription, day: date) -> Entry:
    return Entry(
        f"subscription-{subscription.pk}",
        "Опора",
        "Опора: назначение не действует, календарь больше не обновляется",
        reverse("my_calendar"),
        day,
        day,
    )


def _given(request: Request, digest: str, changed: datetime, of: Subscription | str) -> HttpResponseBase:
    etag = quote_etag(digest)
    answer = get_conditional_response(request, etag=etag, last_modified=int(changed.timestamp()))
    if answer is None:
        body = of if isinstance(of, str) else queries.body_of(of)
        if not body:
            return HttpResponse(REVOKED, status=410, content_type=PLAIN)
        answer = HttpResponse(body, content_type=CALENDAR)
        answer["Content-Disposition"] = 'inline; filename="opora.ics"'
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(int(changed.timestamp()))
    answer["Cache-Control"] = f"private, max-age={SECONDS}"
    answer["X-Robots-Tag"] = "noindex"
    return answer
