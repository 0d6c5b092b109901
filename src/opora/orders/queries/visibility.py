"""What an actor sees of orders at all: what is not here is not found (404)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from opora.access import Actor
from opora.access.paths import chain, inside
from opora.orders.models import Order
from opora.orders.rules import NEVER, SEES_DRAFTS
from opora.orders.states import OrderState
from opora.organisations.models import Organisation
from opora.organisations.queries import school_ids


def visible_to(actor: Actor) -> QuerySet[Order]:
    """Orders of the scope; issued ones of the territories above, too. Drafts only for those who write them."""
    if actor.is_operator:
        return Order.objects.all()
    if actor.scope is None or actor.role in NEVER:
        return Order.objects.none()
    own = Q(school_id__in=school_ids(actor)) | inside("territory__path", actor.scope.territory_paths)
    above = ~Q(state=OrderState.DRAFT) & _stands_above(actor)
    found = Order.objects.filter(own | above)
    return found if actor.role in SEES_DRAFTS else found.exclude(state=OrderState.DRAFT)


def _stands_above(actor: Actor) -> Q:
    """The order is of a territory that holds the scope."""
    assert actor.scope is not None
    above = {path for own in actor.scope.territory_paths for path in chain(own)}
    found = Q(territory__path__in=sorted(above))
    if actor.scope.school_ids:
        schools = Organisation.objects.filter(
            pk__in=actor.scope.school_ids, territory__path__startswith=OuterRef("territory__path")
        )
        found |= Q(Exists(schools.order_by()))
    return found


def with_home(found: QuerySet[Order]) -> QuerySet[Order]:
    return found.select_related("school__territory", "territory", "cycle")


def order_of(actor: Actor, pk: int) -> Order | None:
    """The order if the actor sees it, with its home and year."""
    return with_home(visible_to(actor)).filter(pk=pk).first()
