"""Facts of a report, gathered from what people did elsewhere: one module a section, plain data out.

The number of queries does not grow with the number of schools.
"""

from collections.abc import Mapping
from datetime import date

from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.content import Content, Named
from opora.reports.facts import (
    of_causes,
    of_control,
    of_decisions,
    of_orders,
    of_outcome,
    of_schools,
    of_support,
)
from opora.reports.facts.base import ask

__all__ = ["gathered"]


def gathered(
    territory: Territory, cycle: Cycle, *, stage: str, texts: Mapping[str, str], as_on: date
) -> Content:
    """Everything that a report of the territory says by itself on the day.

    The caller has decided that the territory may be seen.
    """
    asked = ask(territory, cycle, stage=stage, as_on=as_on)
    causes = of_causes.causes(asked)
    orders = of_orders.orders(asked)
    control = of_control.control(asked)
    of_why = of_causes.section(asked, causes, texts)
    how = of_control.section(asked, control)
    decided = of_decisions.section(asked, of_decisions.decisions(asked))
    # tables of our own are the first annexes, orders follow
    own = [grid.caption for each in (of_why, how, decided) for grid in each.grids if grid.is_long]
    sections = (
        of_schools.section(asked, of_schools.sizes(asked)),
        of_why,
        of_orders.section(asked, orders, len(own) + 1),
        of_support.section(asked, of_support.support(asked)),
        how,
        decided,
        of_outcome.problem(asked, causes, control),
        of_outcome.achievement(asked, of_outcome.successes(asked), control),
    )
    return Content(
        as_on=as_on,
        sections=sections,
        schools=tuple(Named(each.id, each.name) for each in asked.helped),
        annexes=(*own, *orders.enclosed),
    )
