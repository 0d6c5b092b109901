"""Entering an order, preparing a draft, correcting it."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from opora.access import Conflict
from opora.access.request import Request
from opora.appointments.models import Appointment
from opora.orders import actions
from opora.orders.drafting import Standing, Wording, lowered, proposed
from opora.orders.expected import Expected
from opora.orders.forms.writing import AboutForm, HomeForm, RegisterForm, WordingForm
from opora.orders.models import Order
from opora.orders.naming import named as named_order
from opora.orders.presenters.order import declined
from opora.orders.queries.expected import expectations
from opora.orders.queries.people import (
    gone_from,
    in_force,
    named,
    signer_of,
    teams,
    to_appoint,
    to_create,
)
from opora.orders.queries.places import homes_of
from opora.orders.rules import EDIT, WRITE, Home
from opora.orders.states import OrderLevel
from opora.orders.views.lookup import (
    crumbs,
    cycle_or_404,
    expected_or_404,
    order_or_404,
    path_of,
    school_or_404,
    territory_or_404,
)
from opora.organisations.models import Organisation
from opora.ui.form_pages import form_page, told_in

_BOTH = require_http_methods(["GET", "HEAD", "POST"])
_GONE = "Страница устарела. Откройте приказ и внесите правку снова."


def seen_in(request: Request) -> datetime:
    """The moment of the last change that the page showed; raises Conflict where the form does not tell."""
    seen = parse_datetime(request.POST.get("seen", ""))
    if seen is None:
        raise Conflict(_GONE)
    return seen


@_BOTH
def new(request: Request) -> HttpResponse:
    """Whose order it is; where there is one home only, straight on."""
    homes = homes_of(request.actor)
    if homes.only is not None:
        return redirect(_new_url(homes.only, request))
    if not homes.territories and not homes.schools:
        # says to whom such a person turns
        WRITE.check(request.actor, Organisation())
    form = HomeForm(
        request.POST if request.method == "POST" else None,
        territories=homes.territories,
        schools=homes.schools,
        initial={"home": f"t{homes.territories[0].pk}"} if homes.territories else {},
    )
    if form.is_valid():
        chosen = form.cleaned_data["home"]
        every: list[Home] = [*homes.territories] if chosen[0] == "t" else [*homes.schools]
        home = next(each for each in every if each.pk == int(chosen[1:]))
        return redirect(_new_url(home, request))
    context = {
        "title": "Чей приказ вносите?",
        "crumbs": crumbs(),
        "action": "Дальше",
        "back_url": reverse("orders"),
    }
    return form_page(request, "orders/form.html", form, context)


def _new_url(home: Home, request: Request) -> str:
    of = "school" if isinstance(home, Organisation) else "territory"
    draft = "?draft=1" if "draft" in request.GET else ""
    return reverse(f"order-new-{of}", args=[home.pk]) + draft


@_BOTH
def new_of_school(request: Request, pk: int) -> HttpResponse:
    return _new(request, school_or_404(request, pk))


@_BOTH
def new_of_territory(request: Request, pk: int) -> HttpResponse:
    return _new(request, territory_or_404(request, pk))


def _new(request: Request, home: Home) -> HttpResponse:
    """An order that is in force already, with its scan; with `draft` one that is not signed yet."""
    WRITE.check(request.actor, home)
    is_draft = "draft" in request.GET
    make = AboutForm if is_draft else RegisterForm
    post = request.method == "POST"
    form = make(
        request.POST if post else None,
        request.FILES if post else None,
        levels=actions.levels_of(home),
        kinds=kinds_of(home),
        initial={"kind": request.GET.get("kind", ""), "cycle": request.GET.get("cycle", "")},
    )
    if form.is_valid():
        with told_in(form):
            at = timezone.now()
            write = actions.begin if is_draft else actions.register
            made = write(home=home, about=_about(form), by=request.actor, at=at)
            messages.success(request, "Проект записан." if is_draft else "Приказ внесён.")
            given = form.cleaned_data.get("file")
            if given:
                _attach_to(request, made, given.read(), given.name or "", at=at)
            return redirect("order", made.pk)
    context = {
        "title": "Проект приказа" if is_draft else "Внести изданный приказ",
        "lead": home.name,
        "crumbs": crumbs(),
        "action": "Записать проект" if is_draft else "Внести",
        "back_url": reverse("orders"),
    }
    return form_page(request, "orders/form.html", form, context)


def _attach_to(request: Request, order: Order, data: bytes, name: str, *, at: datetime) -> None:
    """The order stands even where its scan is refused: what is wrong with the file is told on its page."""
    from django.core.exceptions import ValidationError

    try:
        actions.attach(order=order, data=data, name=name, by=request.actor, at=at)
    except ValidationError as refused:
        messages.warning(request, f"Файл не приложен. {' '.join(refused.messages)}")


def kinds_of(home: Home) -> list[tuple[str, str]]:
    """Expected orders that may be of this home."""
    levels = actions.levels_of(home)
    return [(each.code, each.title) for each in expectations(path_of(home)).orders if each.level in levels]


def _about(form: AboutForm) -> actions.About:
    said = form.cleaned_data
    return actions.About(
        title=said["title"],
        level=OrderLevel(said["level"]),
        number=said["number"],
        day=said["date"],
        cycle=said["cycle"],
        kind=said["kind"],
        issuer=said.get("issuer", ""),
    )


@_BOTH
def edit(request: Request, pk: int) -> HttpResponse:
    """Correct what a draft says of itself."""
    found = order_or_404(request, pk)
    EDIT.check(request.actor, found)
    form = AboutForm(
        request.POST if request.method == "POST" else None,
        levels=actions.levels_of(found.home),
        kinds=kinds_of(found.home),
        initial={
            **{name: getattr(found, name) for name in ("number", "date", "title", "level", "issuer", "kind")},
            "cycle": found.cycle.code if found.cycle else "",
        },
    )
    if form.is_valid():
        with told_in(form):
            actions.change(
                order=found, about=_about(form), seen=seen_in(request), by=request.actor, at=timezone.now()
            )
            messages.success(request, "Проект изменён.")
            return redirect("order", pk)
    context = {
        "title": "Изменить проект приказа",
        "crumbs": crumbs(found),
        "seen": _seen(request, found),
        "action": "Записать",
        "back_url": reverse("order", args=[pk]),
    }
    return form_page(request, "orders/form.html", form, context)


def _seen(request: Request, order: Order) -> str:
    """What a refused form was shown stays what it was shown."""
    return request.POST.get("seen") or order.changed_at.isoformat()


@_BOTH
def draft_of_school(request: Request, pk: int, code: str) -> HttpResponse:
    return _draft(request, school_or_404(request, pk), code)


@_BOTH
def draft_of_territory(request: Request, pk: int, code: str) -> HttpResponse:
    return _draft(request, territory_or_404(request, pk), code)


def _draft(request: Request, home: Home, code: str) -> HttpResponse:
    """The text of an expected order from the people and groups that are there, to be read and corrected."""
    WRITE.check(request.actor, home)
    expected = expected_or_404(home, code)
    cycle = cycle_or_404(request.GET.get("cycle", ""))
    today = timezone.localdate()
    appointments = to_appoint(expected, home, cycle, on=today)
    groups = to_create(expected, home)
    people, made = named(appointments), teams(groups, on=today)
    earlier = in_force(expected, home, cycle)
    standing = _standing(earlier, appointments) if earlier else None
    signer = signer_of(home, on=today)
    text = proposed(expected, cycle.title, people, made, signer=signer, standing=standing)
    form = WordingForm(
        request.POST if request.method == "POST" else None, initial=WordingForm.initial_of(text)
    )
    if form.is_valid():
        with told_in(form):
            order = actions.draft(
                home=home,
                cycle=cycle,
                expected=expected,
                wording=form.wording(text),
                appointments=appointments,
                groups=groups,
                replaces=earlier,
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Проект подготовлен. Он ждёт на столе руководителя.")
            return redirect("order", order.pk)
    chairs = [each.chair for each in made if each.chair is not None]
    context = {
        "title": expected.title,
        "lead": f"{home.name}. {expected.why}",
        "crumbs": crumbs(),
        "standing": standing.words if standing else "",
        "missing": _missing(expected, has_people=bool(people), has_groups=bool(made)),
        "declined": declined([*people, *chairs]) if people or chairs else None,
        "register_url": f"{reverse(_register_name(home), args=[home.pk])}?kind={code}&cycle={cycle.code}",
        "action": "Подготовить проект",
        "back_url": f"{reverse('orders-expected')}?cycle={cycle.code}",
    }
    return form_page(request, "orders/draft.html", form, context)


def _standing(earlier: Order, appointments: Sequence[Appointment]) -> Standing:
    words = named_order(earlier.number, earlier.date, earlier.title)
    return Standing(lowered(words), tuple(gone_from(earlier, appointments)))


def _register_name(home: Home) -> str:
    return "order-new-school" if isinstance(home, Organisation) else "order-new-territory"


def _missing(expected: Expected, *, has_people: bool, has_groups: bool) -> str:
    """What would have been filled in, were it there."""
    if expected.role is not None and not has_people:
        return (
            f"Никто ещё не назначен: «{expected.role.title.lower()}». Назначьте в разделе «Люди» и вернитесь "
            "или впишите имя сами."
        )
    if expected.group is not None and not has_groups:
        return (
            f"Группы ещё нет: «{expected.group.label.lower()}». Создайте её («Люди» → «Группы») с составом "
            "и вернитесь или впишите сами."
        )
    return ""


@_BOTH
def wording(request: Request, pk: int) -> HttpResponse:
    """Correct the text of a draft; one that came as a file gets a text here."""
    found = order_or_404(request, pk)
    EDIT.check(request.actor, found)
    text = Wording.of(found.wording)
    form = WordingForm(
        request.POST if request.method == "POST" else None, initial=WordingForm.initial_of(text)
    )
    if form.is_valid():
        with told_in(form):
            actions.reword(
                order=found,
                wording=form.wording(text),
                seen=seen_in(request),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Текст записан.")
            return redirect("order", pk)
    context = {
        "title": "Текст приказа",
        "lead": found.title,
        "crumbs": crumbs(found),
        "seen": _seen(request, found),
        "action": "Записать текст",
        "back_url": reverse("order", args=[pk]),
    }
    return form_page(request, "orders/draft.html", form, context)
