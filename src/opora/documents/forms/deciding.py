"""What is said of a document: remarks, answers, reasons, marks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.documents.actions.steps import Mark
from opora.documents.checks.sheet import Criterion, Sheet
from opora.documents.states import Audience

_LONGEST = 4000


def _area(label: str, rows: int = 3, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RemarkForm(forms.Form):
    """A remark at a place; who will read it is chosen by the button, and stands on it."""

    text = _area("Что исправить", help_text="Одно место — одно замечание: так школа видит, что уже сделано.")
    seen_by = forms.ChoiceField(label="Кто увидит", choices=Audience.choices, widget=forms.HiddenInput)


class ReplyForm(forms.Form):
    """An answer to a remark; where the school mends, it may go without words."""

    text = _area("Ответ", 2, required=False)


class WordsForm(forms.Form):
    """Why."""

    words = _area("Почему", help_text="Это увидят школа, куратор и координатор.")


class ReturnForm(forms.Form):
    """What is said above the remarks when a document goes back."""

    words = _area("Слово школе", required=False, help_text="Сами замечания уже стоят у мест документа.")


class MarksForm(forms.Form):
    """A mark with a word for each criterion of the sheet."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for criterion in sheet.criteria:
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=criterion.title,
                choices=_points(criterion),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": "Поставьте балл."},
            )
            self.fields[f"{criterion.code}-words"] = forms.CharField(
                label=f"Слово к баллу: {criterion.title.lower()}",
                max_length=_LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": "Добавьте слово: что хорошо или чего не хватает."},
            )

    @property
    def draft(self) -> dict[str, str]:
        """What was filled in so far, right or not: {name: text}, cut to what a field may hold."""
        said = {name: str(self.data.get(name, ""))[:_LONGEST].replace("\0", "") for name in self.fields}
        return {name: text for name, text in said.items() if text}

    @property
    def marks(self) -> Sequence[Mark]:
        said = self.cleaned_data
        return [
            Mark(each.code, said[each.code], said[f"{each.code}-words"])
            for each in self.sheet.criteria
            if each.code in said
        ]


def _points(criterion: Criterion) -> list[tuple[str, str]]:
    return [(str(points), f"{points} — {words}") for points, words in enumerate(criterion.words)]
