"""What narrows the list of events."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.events.forms.fields import day
from opora.organisations.forms.filters import PlainSelect

UNMARKED = "unmarked"


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen. What leaves no choice has no field."""

    q = forms.CharField(label="Слова из названия", required=False, max_length=100)
    school = forms.CharField(label="Школа: название или код", required=False, max_length=100)
    first = day("С")
    last = day("По")
    show = forms.ChoiceField(
        label="Что показать",
        required=False,
        choices=(("", "Все"), (UNMARKED, "Прошло, но не отмечено")),
        widget=PlainSelect,
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        kinds: Sequence[tuple[str, str]],
        factors: Sequence[tuple[str, str]],
        cycles: Sequence[Cycle],
    ) -> None:
        super().__init__(data)
        self._offer("kind", "Форма", [("", "Любая"), *kinds])
        if factors:
            self._offer("factor", "Риск", [("", "Любой"), *factors])
        if len(cycles) > 1:
            self._offer("cycle", "Год", [(each.code, each.title) for each in cycles])
        self.order_fields(["cycle", "q", "kind", "school", "first", "last", "factor", "show"])
        self.fields["state"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not data.get("state"):
            del self.fields["state"]
        self.is_valid()

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "").strip()

    def day(self, name: str) -> date | None:
        found = self.cleaned_data.get(name)
        return found if isinstance(found, date) else None

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(
            bool(self.chosen(name)) for name in ("q", "school", "first", "last", "show", "kind", "factor")
        )
