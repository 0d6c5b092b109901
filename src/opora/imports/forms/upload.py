"""The first step: a file or a pasted table."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from opora.access import Actor
from opora.imports.contract import Importer, Option
from opora.imports.sheets.workbook import Limits

PASTED_NAME = "Вставленная таблица.txt"


class UploadForm(forms.Form):
    """A file or a pasted table, and what the importer asks for."""

    file = forms.FileField(
        label="Файл",
        required=False,
        allow_empty_file=True,
        max_length=200,
        help_text="XLSX, XLSM без макросов, XLS, ODS, CSV, TSV или DOCX с таблицами, до 50 МБ.",
    )
    text = forms.CharField(
        label="Или вставьте таблицу сюда",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Скопируйте её из Excel, Word или письма вместе с заголовками столбцов.",
    )

    def __init__(self, *args: Any, importer: Importer, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._options = list(importer.options(actor))
        chosen = {_field_name(option): _field(option) for option in self._options}
        self.fields = {**{name: self.fields[name] for name in ("file", "text")}, **chosen}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if "file" not in self.errors:
            if file and text:
                self.add_error("text", "Выберите что-то одно: файл или вставленную таблицу.")
            elif not file and not text:
                self.add_error("file", "Выберите файл или вставьте таблицу в поле ниже.")
            elif file and file.size > Limits().file_bytes:
                self.add_error(
                    "file", "Файл больше 50 МБ. Уберите картинки и лишние листы или разделите его."
                )
        return cleaned

    @property
    def options(self) -> dict[str, str]:
        """The options as the importer takes them; those left out are not there."""
        chosen = {each.name: self.cleaned_data[_field_name(each)] for each in self._options}
        return {name: value for name, value in chosen.items() if value}

    def content(self) -> tuple[bytes, str, bool]:
        """The bytes, their name, and whether they were pasted."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file:
            return file.read(), file.name or "Файл", False
        return self.cleaned_data["text"].encode(), PASTED_NAME, True

    def fields_apart(self) -> tuple[list[forms.BoundField], list[forms.BoundField]]:
        """The fields of the file, and those of the options."""
        bound = list(self)
        return bound[:2], bound[2:]


def _field_name(option: Option) -> str:
    return f"option_{option.name}"


def _field(option: Option) -> forms.Field:
    shared: dict[str, Any] = {
        "label": option.label,
        "help_text": option.help,
        "required": option.required,
        "initial": option.initial,
    }
    if not option.choices:
        return forms.CharField(max_length=200, **shared)
    needs_blank = not option.required and "" not in dict(option.choices)
    blank = [("", "не выбрано")] if needs_blank else []
    return forms.ChoiceField(choices=[*blank, *option.choices], **shared)
