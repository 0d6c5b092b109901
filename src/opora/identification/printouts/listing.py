"""What a protocol is printed from: a fresh selection or a list as it was kept. No time of making inside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from opora.cycles.models import Cycle
from opora.identification.engine import Outcome, Selection
from opora.identification.models import YearList
from opora.identification.record import from_entry, rule_of
from opora.identification.rule import Rule
from opora.identification.states import ListState
from opora.printing.russian import NBSP

SYNTHETIC = "Синтетические данные: школы, люди и цифры выдуманы"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision about a school."""

    school: str
    listed: bool
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything a protocol says. `approval` is empty for a draft."""

    cycle: str
    territory: str
    date_of_data: date
    rule: Rule
    last_year: int | None
    data_version: str
    outcomes: tuple[Outcome, ...]
    titles: Mapping[str, str]
    decisions: tuple[Decision, ...] = ()
    approval: str = ""
    is_synthetic: bool = False

    @property
    def footer(self) -> str:
        """At the foot of every page: the versions, and in a demonstration that nothing in it is real."""
        rule = f"правило {self.rule.version}".replace(" ", NBSP)
        versions = f"Данные {self.data_version[:12]}, {rule}"
        return f"{SYNTHETIC}. {versions}" if self.is_synthetic else versions

    @property
    def listed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.listed)

    @property
    def threshold(self) -> Decimal:
        return self.rule.threshold


def listing_of_selection(
    cycle: Cycle, selection: Selection, *, territory: str, titles: Mapping[str, str]
) -> Listing:
    """A protocol of what the rule says now; nothing is kept."""
    return Listing(
        cycle=cycle.title,
        territory=territory,
        date_of_data=cycle.starts,
        rule=selection.rule,
        last_year=selection.last_year,
        data_version=selection.data_version,
        outcomes=selection.outcomes,
        titles=titles,
        is_synthetic=settings.IS_DEMO,
    )


def listing_of(year_list: YearList, *, titles: Mapping[str, str]) -> Listing:
    """A protocol of a kept list: the same figures and names whenever it is printed."""
    entries = list(year_list.entries.select_related("school"))
    return Listing(
        cycle=year_list.cycle.title,
        territory=year_list.territory.name,
        date_of_data=year_list.cycle.starts,
        rule=rule_of(year_list),
        last_year=year_list.last_year,
        data_version=year_list.data_version,
        outcomes=tuple(from_entry(entry, threshold=year_list.threshold) for entry in entries),
        titles=titles,
        decisions=tuple(
            Decision(
                entry.school_name,
                entry.listed,
                entry.manual_reason,
                entry.manual_by_name,
                entry.manual_at.date(),
            )
            for entry in entries
            if entry.manual_at is not None
        ),
        approval=_approval(year_list),
        is_synthetic=settings.IS_DEMO,
    )


def _approval(year_list: YearList) -> str:
    """«Утвердил(а): Ковалёва И. П., приказ № 17 от 25.09.2026.», empty for a draft."""
    if year_list.approved_at is None:
        return ""
    said = f"Утвердил(а): {year_list.approved_by_name}"
    if year_list.order_number:
        said += f", приказ № {year_list.order_number}"
    if year_list.order_date:
        said += f" от {year_list.order_date:%d.%m.%Y}"
    if year_list.unasked_reason:
        said += f". Без нового срока для возражений: {year_list.unasked_reason}"
    if year_list.state == ListState.SUPERSEDED:
        said += f"{'' if said.endswith('.') else '.'} Список заменён новым"
    return said if said.endswith(".") else f"{said}."
