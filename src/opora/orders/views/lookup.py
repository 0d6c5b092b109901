"""What the pages are about, if the actor sees it."""

from django.http import Http404
from django.urls import reverse

from opora.access.request import Request
from opora.cycles.models import Cycle
from opora.orders.expected import Expected
from opora.orders.models import Order
from opora.orders.naming import requisites
from opora.orders.queries.expected import LEVEL_OF, expectations
from opora.orders.queries.visibility import order_of
from opora.orders.rules import Home
from opora.orders.states import OrderLevel
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to, territories_visible_to
from opora.ui.components import Crumb


def order_or_404(request: Request, pk: int) -> Order:
    found = order_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def school_or_404(request: Request, pk: int) -> Home:
    found = schools_visible_to(request.actor).select_related("territory").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def territory_or_404(request: Request, pk: int) -> Home:
    found = territories_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def cycle_or_404(code: str) -> Cycle:
    """The year of this code; without one the newest."""
    found = Cycle.objects.filter(code=code).first() if code else Cycle.objects.first()
    if found is None:
        raise Http404
    return found


def path_of(home: Home) -> str:
    return (home.territory.path if isinstance(home, Organisation) else home.path) or ""


def expected_or_404(home: Home, code: str) -> Expected:
    """The awaited order of this code, if it is awaited from such a home."""
    found = expectations(path_of(home)).find(code)
    level = OrderLevel.SCHOOL if isinstance(home, Organisation) else LEVEL_OF[home.kind]
    if found is None or found.level is not level:
        raise Http404
    return found


def crumbs(order: Order | None = None, *more: Crumb) -> list[Crumb]:
    """«Приказы / № 16 от 02.02.2022 / …»."""
    found = [Crumb("Приказы", reverse("orders"))]
    if order is not None:
        title = requisites(order.number, order.date) if order.number else order.title
        found.append(Crumb(title, reverse("order", args=[order.pk])))
    return [*found, *more]
