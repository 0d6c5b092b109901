"""The mapping step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from opora.imports.contract import MappingStep
from opora.imports.forms.turn import TurnForm, named


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column as the mapping step shows it."""

    letter: str
    heading: str
    values: str
    field: forms.BoundField


class ColumnsForm(TurnForm):
    """For each column of each sheet its target; at least one, and none twice within a sheet."""

    def __init__(
        self, *args: Any, step: MappingStep, chosen: dict[str, dict[str, str]] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._step = step
        targets = [("", "не загружать"), *(target for target in step.targets if target[0])]
        for number, sheet in enumerate(step.sheets):
            for letter, _heading, _values, proposed in sheet.columns:
                initial = proposed if chosen is None else chosen.get(sheet.sheet, {}).get(letter, "")
                self.fields[f"c{number}_{letter}"] = forms.ChoiceField(
                    label=f"Лист «{sheet.sheet}», столбец {letter}",
                    choices=targets,
                    required=False,
                    initial=initial,
                    widget=named(forms.Select, f"Что в столбце {letter}"),
                )

    def sheets(self) -> Iterator[tuple[str, list[ColumnLine]]]:
        for number, sheet in enumerate(self._step.sheets):
            lines = [
                ColumnLine(
                    letter,
                    heading,
                    ", ".join(value for value in values if value),
                    self[f"c{number}_{letter}"],
                )
                for letter, heading, values, _proposed in sheet.columns
            ]
            yield sheet.sheet, lines

    @property
    def mapping(self) -> dict[str, dict[str, str]]:
        """{sheet: {letter: target}} of the columns that were given a target."""
        mapped: dict[str, dict[str, str]] = {}
        for number, sheet in enumerate(self._step.sheets):
            for letter, *_ in sheet.columns:
                target = self.cleaned_data.get(f"c{number}_{letter}")
                if target:
                    mapped.setdefault(sheet.sheet, {})[letter] = target
        return mapped

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        titles = dict(self._step.targets)
        for number, sheet in enumerate(self._step.sheets):
            seen: dict[str, str] = {}
            for letter, *_ in sheet.columns:
                name = f"c{number}_{letter}"
                target = cleaned.get(name)
                if not target:
                    continue
                if target in seen:
                    words = f"«{titles[target]}» уже назначено столбцу {seen[target]}. Оставьте один из двух."
                    self.add_error(name, words)
                seen.setdefault(target, letter)
        if not self.errors and not self.mapping:
            self.add_error(None, "Назначьте хотя бы один столбец.")
        return cleaned
