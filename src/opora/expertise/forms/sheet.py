"""An expert's sheet as a form: a radio with words for each point, the school's words, advice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from opora.documents.checks.sheet import Criterion, Sheet
from opora.expertise.actions import Mark, Written
from opora.expertise.naming import Naming

_LONGEST = 4000


class SheetForm(forms.Form):
    """Every field may be empty: a draft is kept as it is; what is missing is told when it is sent."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        sheet: Sheet,
        naming: Naming,
        written: Written,
        revision: int,
    ) -> None:
        super().__init__(data)
        self.sheet, self.naming = sheet, naming
        for criterion in sheet.criteria:
            self._add(criterion, written)
        if sheet.weaknesses:
            weak = [(each.code, each.title) for each in sheet.weaknesses]
            self.fields["weaknesses"] = _ticks("Слабые места", weak, written.weaknesses)
        self.fields["advice"] = _text(naming.advice, written.advice.get("", ""), 3)
        self.fields["revision"] = forms.IntegerField(
            initial=revision, min_value=0, required=False, widget=forms.HiddenInput
        )

    def _add(self, criterion: Criterion, written: Written) -> None:
        code = criterion.code
        mark = written.marks.get(code, Mark())
        choices = [(str(n), f"{n} — {words}") for n, words in reversed(list(enumerate(criterion.words)))]
        self.fields[f"p-{code}"] = forms.ChoiceField(
            label=f"{criterion.title}, 0–{criterion.points}",
            choices=choices,
            initial=None if mark.points is None else str(mark.points),
            required=False,
            widget=forms.RadioSelect,
        )
        if criterion.parts:
            parts = [(each.code, each.title) for each in criterion.parts]
            self.fields[f"m-{code}"] = _ticks("Что из этого есть", parts, written.parts.get(code, ()))
        self.fields[f"w-{code}"] = _text(self.naming.words, mark.words, 2)
        self.fields[f"a-{code}"] = _text("Рекомендация", written.advice.get(code, ""), 2)

    def groups(self) -> list[tuple[Criterion, list[BoundField]]]:
        """The fields of each criterion."""
        return [
            (each, [self[f"{kind}-{each.code}"] for kind in "pmwa" if f"{kind}-{each.code}" in self.fields])
            for each in self.sheet.criteria
        ]

    def rest(self) -> list[BoundField]:
        return [self[name] for name in ("weaknesses", "advice") if name in self.fields]

    def written(self) -> Written:
        """What was filled in, where it is right; call it after `is_valid`."""
        said = self.cleaned_data
        advice = {c.code: said.get(f"a-{c.code}", "") for c in self.sheet.criteria}
        return Written(
            marks={
                c.code: Mark(_points(said.get(f"p-{c.code}")), said.get(f"w-{c.code}", ""))
                for c in self.sheet.criteria
            },
            parts={c.code: said[f"m-{c.code}"] for c in self.sheet.criteria if said.get(f"m-{c.code}")},
            weaknesses=tuple(said.get("weaknesses", ())),
            advice={"": said.get("advice", ""), **advice},
        )

    @property
    def seen(self) -> int:
        return int(self.cleaned_data.get("revision") or 0)

    def tell(self, mistakes: Mapping[str, list[str]]) -> None:
        """What an action refused, beside the criterion it speaks of."""
        for name, messages in mistakes.items():
            field = f"p-{name}" if f"p-{name}" in self.fields else name if name in self.fields else None
            for message in messages:
                self.add_error(field, message)


def _points(value: str | None) -> int | None:
    return int(value) if value else None


def _ticks(
    label: str, choices: Sequence[tuple[str, str]], initial: Sequence[str]
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        initial=list(initial),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _text(label: str, initial: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        initial=initial,
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
