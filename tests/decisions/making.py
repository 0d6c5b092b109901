"""Decisions made by the way a page makes them."""

from datetime import date

from conftest import NOW
from factories.people import Cast
from opora.decisions.actions import Said, adopt
from opora.decisions.models import Decision

DAY = date(2026, 9, 10)


def said(**values: object) -> Said:
    defaults = {
        "text": "Открыть консультации",
        "decided_by": "Начальник",
        "decided_on": DAY,
        "ground": "По ВПР",
    }
    return Said(**(defaults | values))  # type: ignore[arg-type]


def adopted(people: Cast, **values: object) -> Decision:
    w = people.world
    return adopt(
        home=w.school,
        cycle=w.cycle,
        said=said(),
        **values,
        by=people.municipal_coordinator,
        at=NOW,  # type: ignore[arg-type]
    )
