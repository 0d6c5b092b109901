"""Filters of the register, the load and the agreements. Nothing in them can be wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory

SHOWN = (("", "Все"), ("stuck", "Застряли на шаге"), ("failed", "Собеседование или тест не прошли"))


class ListForm(forms.Form):
    """An unknown value counts as not chosen; what leaves no choice has no field."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        cycles: Sequence[Cycle],
        territories: Sequence[Territory],
        words: str = "",
        shown: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(data)
        if words:
            self.fields["q"] = forms.CharField(label=words, required=False, max_length=100)
        if shown:
            self._offer("show", "Что показать", shown)
        if len(territories) > 1:
            places = [(each.code, each.name) for each in territories]
            self._offer("territory", "Территория", [("", "Все"), *places])
        if len(cycles) > 1:
            self._offer("cycle", "Программный год", [(c.code, c.title) for c in cycles])
        # a tab that is open stays open
        if data.get("state"):
            self.fields["state"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.is_valid()

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
        return sum(bool(self.chosen(name)) for name in ("q", "show", "territory"))
