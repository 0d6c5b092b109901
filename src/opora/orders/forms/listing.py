"""What stands above the registry and above the matrix, read from the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.orders.states import OrderLevel, OrderState
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory

_NARROW = ("q", "appoints", "level", "kind", "state", "territory", "year", "cycle")


class _Choosing(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    def offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")


class ListForm(_Choosing):
    q = forms.CharField(label="О чём, кто издал или номер", required=False, max_length=100)
    appoints = forms.CharField(label="Кого назначает", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        kinds: Sequence[tuple[str, str]],
        years: Sequence[int],
        cycles: Sequence[Cycle],
        territories: Sequence[Territory],
        drafts: bool,
    ) -> None:
        super().__init__(data)
        states = [each for each in OrderState if drafts or each is not OrderState.DRAFT]
        self.offer("level", "Уровень", [("", "Любой"), *OrderLevel.choices])
        self.offer("kind", "Какой приказ", [("", "Любой"), *kinds])
        self.offer("state", "Состояние", [("", "Любое"), *((each.value, each.label) for each in states)])
        if territories:
            places = [(each.code, each.name) for each in territories]
            self.offer("territory", "Территория", [("", "Все"), *places])
        if years:
            self.offer("year", "Год издания", [("", "Любой"), *((str(y), str(y)) for y in years)])
        if cycles:
            self.offer("cycle", "Программный год", [("", "Любой"), *((c.code, c.title) for c in cycles)])
        self.is_valid()

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(bool(self.chosen(name)) for name in _NARROW)


class MatrixForm(_Choosing):
    """For which year and territory; all homes or only those with gaps."""

    def __init__(
        self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], territories: Sequence[Territory]
    ) -> None:
        super().__init__(data)
        if len(cycles) > 1:
            self.offer("cycle", "Программный год", [(each.code, each.title) for each in cycles])
        if len(territories) > 1:
            places = [(each.code, each.name) for each in territories]
            self.offer("territory", "Территория", [("", "Своя"), *places])
        self.offer("show", "Что показать", [("", "Все"), ("gaps", "Только пробелы")])
        self.is_valid()

    @property
    def active(self) -> int:
        return sum(bool(self.chosen(name)) for name in ("territory", "show"))
