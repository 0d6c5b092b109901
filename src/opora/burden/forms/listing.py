"""What stands above the lists, read from the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.burden.sources import ASKER_TITLES, KIND_TITLES
from opora.burden.states import InquiryState
from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory


class Choosing(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen. What leaves no choice has no field."""

    narrowing: tuple[str, ...] = ()

    def offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def offer_years(self, cycles: Sequence[Cycle], *, every: str = "") -> None:
        if len(cycles) > 1:
            years = [(each.code, each.title) for each in cycles]
            self.offer("cycle", "Программный год", [("", every), *years] if every else years)

    def offer_territories(self, territories: Sequence[Territory]) -> None:
        if len(territories) > 1:
            places = [(each.code, each.name) for each in territories]
            self.offer("territory", "Территория", [("", "Все"), *places])

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(bool(self.chosen(name)) for name in self.narrowing)


class InquiriesForm(Choosing):
    narrowing = ("q", "state", "cycle", "territory", "urgent")

    q = forms.CharField(label="О чём или вопрос", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        cycles: Sequence[Cycle],
        territories: Sequence[Territory],
        drafts: bool,
    ) -> None:
        super().__init__(data)
        states = [each for each in InquiryState if drafts or each is not InquiryState.DRAFT]
        self.offer("state", "Состояние", [("", "Любое"), *((each.value, each.label) for each in states)])
        self.offer("urgent", "Срочность", [("", "Любая"), ("1", "Только срочные")])
        self.offer_years(cycles, every="Все")
        self.offer_territories(territories)
        self.is_valid()


class LedgerForm(Choosing):
    """Of a territory."""

    narrowing = ("q", "territory")

    q = forms.CharField(label="Школа", required=False, max_length=100)

    def __init__(
        self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], territories: Sequence[Territory]
    ) -> None:
        super().__init__(data)
        self.offer_territories(territories)
        self.offer_years(cycles)
        self.is_valid()


class SchoolYearForm(Choosing):
    """Of a school: which requests the list below shows."""

    narrowing = ("kind", "asker")

    def __init__(self, data: Mapping[str, Any], *, cycles: Sequence[Cycle]) -> None:
        super().__init__(data)
        self.offer("kind", "Что", [("", "Всё"), *((k.value, t) for k, t in KIND_TITLES.items())])
        self.offer("asker", "Кто спрашивает", [("", "Все"), *((a.value, t) for a, t in ASKER_TITLES.items())])
        self.offer_years(cycles)
        self.is_valid()
