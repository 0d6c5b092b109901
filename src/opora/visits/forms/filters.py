"""What stands above the list and the planner, read from the address. Nothing here can be wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from opora.assignments.forms import DayField
from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.visits.kinds import VisitKind
from opora.visits.queries.nearby import Base
from opora.visits.states import Way

LATE, SOON = "late", "soon"


class _Filters(forms.Form):
    """An unknown value counts as not chosen."""

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(bool(self.chosen(name)) for name in self.fields if name not in {"cycle", "show", "base"})


class ListForm(_Filters):
    q = forms.CharField(label="Школа: название или код", required=False, max_length=100)
    first = DayField(label="С какого дня", required=False)
    last = DayField(label="По какой день", required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        kinds: Sequence[VisitKind],
        cycles: Sequence[Cycle],
        territories: Sequence[Territory],
        visitors: Sequence[tuple[int, str]],
        has_schools: bool,
    ) -> None:
        super().__init__(data)
        if not has_schools:
            del self.fields["q"]
        self._offer("kind", "Вид", [("", "Все"), *((each.code, each.title) for each in kinds)])
        self._offer("way", "Как", [("", "Очно и онлайн"), *Way.choices])
        if visitors:
            self._offer("who", "Кто", [("", "Все"), *((str(pk), name) for pk, name in visitors)])
        if territories:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Муниципалитет", [("", "Все"), *places])
        if len(cycles) > 1:
            self._offer("cycle", "Год", [(each.code, each.title) for each in cycles])
        self.order_fields(["cycle", "q", "kind", "way", "who", "territory", "first", "last"])
        # a tab that is open stays open
        self.fields["show"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not data.get("show"):
            del self.fields["show"]
        self.is_valid()

    def day(self, name: str) -> date | None:
        found: date | None = self.cleaned_data.get(name)
        return found


class PlannerForm(_Filters):
    q = forms.CharField(label="Школа", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        territories: Sequence[Territory],
        curators: Sequence[tuple[int, str]],
        bases: Sequence[Base],
    ) -> None:
        super().__init__(data)
        self._offer(
            "show", "Что показать", (("", "Все школы"), (LATE, "Просроченные"), (SOON, "Пора и скоро"))
        )
        if curators:
            self._offer("curator", "Куратор", [("", "Любой"), *((str(pk), name) for pk, name in curators)])
        if territories:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Муниципалитет", [("", "Все"), *places])
        if bases:
            own = next((each.name for each in bases if each.is_own), "не выбрано")
            self._offer("base", "Откуда едете", [("", own), *((str(each.pk), each.name) for each in bases)])
        self.is_valid()

    @property
    def active(self) -> int:
        return super().active + bool(self.chosen("show"))


class ChecklistsForm(_Filters):
    """For which year, where; the kind stays as it is in the tabs."""

    def __init__(
        self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], territories: Sequence[Territory]
    ) -> None:
        super().__init__(data)
        if len(cycles) > 1:
            self._offer("cycle", "Год", [("", "Все годы"), *((each.code, each.title) for each in cycles)])
        if territories:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Муниципалитет", [("", "Все"), *places])
        self.fields["kind"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not data.get("kind"):
            del self.fields["kind"]
        self.is_valid()

    @property
    def active(self) -> int:
        return sum(bool(self.chosen(name)) for name in ("cycle", "territory"))
