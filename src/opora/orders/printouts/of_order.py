"""An order of the database as a printed document."""

from opora.orders.drafting import Wording
from opora.orders.models import Order
from opora.orders.printouts.form import Head, office_form
from opora.orders.queries.people import authority_of
from opora.orders.states import OrderState
from opora.organisations.models import Organisation, Territory
from opora.printing import Document


def printed(order: Order) -> Document:
    """As it stands; of a school with the authority above it. One query."""
    home = order.home
    return office_form(
        Head(
            organisation=_issuer(home) if not order.issuer else order.issuer,
            title=order.title,
            date_of_data=order.date or order.state_since,
            parent=_above(home),
            number=order.number,
            day=order.date,
            is_draft=order.state == OrderState.DRAFT,
        ),
        Wording.of(order.wording),
    )


def _issuer(home: Organisation | Territory) -> str:
    if isinstance(home, Organisation):
        return home.official_name or home.name
    body = authority_of(home)
    return (body.official_name or body.name) if body else home.name


def _above(home: Organisation | Territory) -> str:
    if isinstance(home, Territory):
        return ""
    body = authority_of(home.territory)
    return (body.official_name or body.name) if body else ""
