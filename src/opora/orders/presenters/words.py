"""Chips and short words of orders."""

from django.utils.safestring import SafeString

from opora.access import Actor
from opora.orders.models import Order
from opora.orders.rules import SIGN
from opora.orders.states import OrderState
from opora.ui.markup import badge, move_chip
from opora.ui.text import date_ru

_STATES: dict[OrderState, SafeString] = {
    OrderState.DRAFT: badge(OrderState.DRAFT.label, "mid", "■"),
    OrderState.ISSUED: badge(OrderState.ISSUED.label, "low", "●"),
    OrderState.LAPSED: badge(OrderState.LAPSED.label, "none"),
}


def state_chip(state: str) -> SafeString:
    return _STATES[OrderState(state)]


def chips(actor: Actor, order: Order) -> list[SafeString]:
    """The state, and whose move it is while it is a draft."""
    found = [state_chip(order.state)]
    if order.state == OrderState.DRAFT:
        found.append(move_chip("руководителя", order.state_since, mine=SIGN.can(actor, order)))
    if order.lapsed_on is not None:
        found.append(badge(f"с {date_ru(order.lapsed_on)}"))
    return found
