"""Facts of a report, gathered from what people did elsewhere: one module a section, plain data out.

The number of queries does not grow with the number of schools.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from opora.cycles.models import Cycle
from opora.organisations.models import Territory
from opora.reports.annexes import NONE, Chosen, arranged, numbers
from opora.reports.content import Content, Enclosed, Named, Section
from opora.reports.facts import (
    of_causes,
    of_control,
    of_decisions,
    of_expertise,
    of_orders,
    of_outcome,
    of_plans,
    of_schools,
    of_support,
)
from opora.reports.facts.base import Asked, ask
from opora.reports.facts.of_participants import with_participants
from opora.reports.kinds import is_summary
from opora.reports.texts import NEXT

__all__ = ["gathered"]


def gathered(
    territory: Territory,
    cycle: Cycle,
    *,
    stage: str,
    texts: Mapping[str, str],
    as_on: date,
    chosen: Chosen = NONE,
) -> Content:
    """Everything that a report of the territory says by itself on the day.

    The caller has decided that the territory may be seen.
    """
    asked = ask(territory, cycle, stage=stage, as_on=as_on)
    orders = None if is_summary(stage) else of_orders.orders(asked)
    sections = _of_year(asked) if orders is None else _of_stage(asked, texts)
    # tables of our own are the first annexes: they stand in the letter itself
    own = [Enclosed(grid.caption) for each in sections for grid in each.grids if grid.is_long]
    annexes = (*own, *arranged(orders.enclosed if orders else (), chosen))
    if orders is not None:
        sections.insert(_BEFORE_ORDERS, of_orders.section(asked, orders, numbers(annexes)))
    return Content(
        as_on=as_on,
        sections=tuple(sections),
        schools=tuple(Named(each.id, each.name) for each in asked.helped),
        annexes=annexes,
    )


#: the territory and the causes stand before the orders
_BEFORE_ORDERS = 2


def _of_stage(asked: Asked, texts: Mapping[str, str]) -> list[Section]:
    """A stage as it goes on; orders come among them when annexes have numbers."""
    causes, control = of_causes.causes(asked), of_control.control(asked)
    return [
        of_schools.section(asked, of_schools.sizes(asked)),
        of_causes.section(asked, causes, texts),
        of_support.section(asked, of_support.support(asked)),
        of_control.section(asked, control),
        of_decisions.section(asked, of_decisions.decisions(asked)),
        of_outcome.problem(asked, causes, control),
        of_outcome.achievement(asked, of_outcome.successes(asked), control),
    ]


def _of_year(asked: Asked) -> list[Section]:
    """The year in sum: who took part, what of the plan was done, what experts found and recommend."""
    support, scored = of_support.support(asked), of_expertise.expertise(asked)
    control, successes = of_control.control(asked), of_outcome.successes(asked)
    curators = of_support.curators(asked, support)
    return [
        with_participants(of_schools.section(asked, of_schools.sizes(asked)), asked, curators),
        of_plans.section(asked),
        of_support.section(asked, support),
        of_expertise.section(asked, scored),
        replace(of_outcome.achievement(asked, successes, control), title="Что изменилось за год"),
        of_expertise.recommended(asked, scored),
        Section(NEXT, "Задачи на следующий год"),
    ]
