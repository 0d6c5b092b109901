"""Until when documents of each kind are awaited."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from opora.documents.models import Deadline
from opora.documents.outline import Outline


class DeadlinesForm(forms.Form):
    """Two fields a kind: the last day, the days of grace."""

    def __init__(
        self, *args: Any, kinds: Sequence[Outline], kept: Mapping[str, Deadline], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        for each in kinds:
            before = kept.get(each.code)
            self.fields[each.code] = forms.DateField(
                label=f"{each.title}: последний день",
                required=False,
                initial=before.due if before else None,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
            self.fields[f"{each.code}-grace"] = forms.IntegerField(
                label=f"{each.title}: сколько дней ещё принимать",
                required=False,
                min_value=0,
                max_value=60,
                initial=before.grace_days if before else 0,
            )

    def table(self) -> Iterator[tuple[Outline, BoundField, BoundField]]:
        """A row a kind: what it is, the day, the days of grace."""
        for each in self.kinds:
            yield each, self[each.code], self[f"{each.code}-grace"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in list(data.items()):  # a refused value leaves `data`
            if isinstance(value, date) and value.year > timezone.localdate().year + 3:
                self.add_error(name, "Это слишком далеко. Проверьте год.")
                continue
            if (
                isinstance(value, date)
                and value < timezone.localdate()
                and value != self.fields[name].initial
            ):
                self.add_error(
                    name, "Этот день уже прошёл: школы не смогут отправить документ. Выберите будущий."
                )
        return data

    def term(self, code: str) -> tuple[date | None, int]:
        """The day and the days of grace of a kind; without a day none is awaited."""
        due = self.cleaned_data[code]
        return due, (self.cleaned_data[f"{code}-grace"] or 0) if due else 0
