"""What stands above the schools, read from the address. Nothing here can be wrong: an unknown value is not chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.overview.standing import Chosen
from opora.overview.states import GROUP_OF, LACKS, Group, Sign, Step


class OverviewForm(forms.Form):
    q = forms.CharField(label="Школа", required=False, max_length=100)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        cycles: Sequence[Cycle],
        steps: Sequence[Step],
        told: frozenset[Sign],
    ) -> None:
        super().__init__(data)
        if len(cycles) > 1:
            self._offer("cycle", "Год", [(each.code, each.title) for each in cycles])
        self._offer(
            "lacks", "Какой шаг не пройден", [("", "Любой"), *((step, LACKS[step]) for step in steps)]
        )
        if told:
            self._offer("sign", "Признак", [("", "Любой"), *self._signs(data.get("group", ""), told)])
        self.order_fields(["cycle", "q", "lacks", "sign"])
        if told and data.get("group") in set(Group):
            self.fields["group"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.is_valid()

    def _signs(self, group: str, told: frozenset[Sign]) -> list[tuple[str, str]]:
        """Of the list that is open, else all."""
        return [
            (sign.value, str(sign.label)) for sign in Sign if sign in told and group in ("", GROUP_OF[sign])
        ]

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        """«» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")

    def narrowing(self) -> Chosen:
        return Chosen(
            self.chosen("q").strip(), self.chosen("lacks"), self.chosen("group"), self.chosen("sign")
        )

    @property
    def active(self) -> int:
        """How many filters narrow the list; a year and an open list are no filters."""
        return sum(bool(self.chosen(name)) for name in ("q", "lacks", "sign"))
