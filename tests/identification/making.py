"""Makers of lists for the tests of this package."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from opora.identification import actions
from opora.identification.models import YearList

if TYPE_CHECKING:
    from .conftest import Year


def draft(year: Year, at: datetime) -> YearList:
    return actions.draw_up(
        cycle=year.cycle, territory=year.place, rule=year.rule, by=year.cast.municipal_coordinator, at=at
    )


def approved(year: Year, at: datetime) -> YearList:
    return actions.approve(year_list=draft(year, at), by=year.cast.authority_head, at=at)


def names(year_list: YearList) -> list[str]:
    return list(year_list.entries.filter(listed=True).values_list("school_name", flat=True))
