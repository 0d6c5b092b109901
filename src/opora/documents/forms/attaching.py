"""Attaching a file; saying what the columns of its table are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import QueryDict

from opora.attachments.papers import MOST_BYTES
from opora.documents.taking import TARGETS, Taken
from opora.documents.words import FIELD_TITLES, TABLE_TITLES
from opora.organisations.forms.filters import PlainSelect

#: so many rows of a table have a box; the rest go with the table
MOST_TICKED = 200
#: the hidden field that says the boxes were there: a form without a tick sends none of them
TICKS_SENT = "ticks"
_NUMBER = re.compile(r"[0-9]{1,6}")


class FileForm(forms.Form):
    """A document that the school already has."""

    file = forms.FileField(
        label="Файл документа",
        help_text=f"DOCX или PDF, до {MOST_BYTES // 2**20} МБ. Старый DOC сохраните в Word как DOCX.",
        error_messages={"required": "Выберите файл.", "empty": "Файл пустой. Выберите другой."},
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            words = f"Файл больше {MOST_BYTES // 2**20} МБ. Уменьшите рисунки в нём или сохраните без них."
            raise forms.ValidationError(words)
        return given


class ColumnsForm(forms.Form):
    """What each column of a found table is; a column may be left out."""

    def __init__(
        self, *args: Any, target: str, columns: Sequence[str], guessed: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Не брать"), *((field, FIELD_TITLES[field]) for field in TARGETS[target])]
        for number, heading in enumerate(columns):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=heading[:120] or f"Столбец {number + 1}",
                choices=choices,
                required=False,
                initial=guessed.get(number, ""),
                widget=PlainSelect,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [value for value in data.values() if value]
        for field in sorted({each for each in chosen if chosen.count(each) > 1}):
            self.add_error(None, f"«{FIELD_TITLES[field]}» выбрано для двух столбцов. Оставьте один.")
        if not chosen and not self.errors:
            self.add_error(None, "Скажите хотя бы об одном столбце, что в нём.")
        return data

    @property
    def mapping(self) -> dict[int, str]:
        """{column: field}."""
        return {int(name.removeprefix("column")): value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Ticks:
    """Which rows of a table a person left ticked: numbers of the rows that were given to `taken`.

    Only the first `MOST_TICKED` rows have a box; `given` is None before the boxes were first sent.
    """

    given: frozenset[int] | None = None

    @classmethod
    def of(cls, data: QueryDict) -> Self:
        if TICKS_SENT not in data:
            return cls()
        return cls(frozenset(int(each) for each in data.getlist("row") if _NUMBER.fullmatch(each)))

    def has(self, row: Taken, place: int) -> bool:
        """Whether the row is taken; `place` is where it stands in the preview. Headings wait to be ticked."""
        if self.given is None or place >= MOST_TICKED:
            return not row.is_heading
        return row.number in self.given


TARGET_TITLES = [(target, TABLE_TITLES[target][1]) for target in TARGETS]
