"""What stands above the list, read from the address; which report is begun."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Territory
from opora.reports.queries.stages import StageOf
from opora.reports.states import ReportState


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        cycles: Sequence[Cycle],
        territories: Sequence[tuple[str, str]],
        with_drafts: bool,
    ) -> None:
        super().__init__(data)
        if len(cycles) > 1:
            self._offer("cycle", "Год", [("", "Все годы"), *((each.code, each.title) for each in cycles)])
        if len(territories) > 1:
            self._offer("territory", "Территория", [("", "Все"), *territories])
        states = [
            each for each in ReportState if with_drafts or each in {ReportState.ISSUED, ReportState.ANNULLED}
        ]
        self._offer("state", "Состояние", [("", "Любое"), *((each.value, each.label) for each in states)])
        self.is_valid()

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(bool(self.chosen(name)) for name in self.fields)


class PlaceForm(forms.Form):
    """About which municipality and year: asked only where there is a choice."""

    territory = forms.ChoiceField(label="Муниципалитет", widget=PlainSelect)
    cycle = forms.ChoiceField(label="Программный год", widget=PlainSelect)

    def __init__(
        self, data: Mapping[str, Any], *, territories: Sequence[Territory], cycles: Sequence[Cycle]
    ) -> None:
        super().__init__(data)
        for name, choices in (
            ("territory", [(each.code, each.name) for each in territories]),
            ("cycle", [(each.code, each.title) for each in cycles]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class StageForm(forms.Form):
    """Of which stage; those that have a report already are not offered."""

    stage = forms.ChoiceField(
        label="Этап",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Выберите этап, о котором отчёт.",
            "invalid_choice": "Выберите этап из списка.",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, stages: Sequence[StageOf], initial: str) -> None:
        super().__init__(data, initial={"stage": initial or "year"})
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                each.code or "year",
                f"{each.title}, до {each.due:%d.%m.%Y}"
                if each.title and each.due
                else each.title or "Весь год",
            )
            for each in stages
        ]

    @property
    def code(self) -> str:
        chosen = str(self.cleaned_data["stage"])
        return "" if chosen == "year" else chosen
