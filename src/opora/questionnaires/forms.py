"""What to print, and a form to take in."""

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class Wanted:
    language: str
    large: bool
    file: str


class PaperForm(forms.Form):
    """How to print. An address that says nothing, or something odd, means PDF in the main language."""

    language = forms.ChoiceField(label="Язык", required=False)
    file = forms.ChoiceField(
        label="Файл",
        choices=[("pdf", "PDF — сразу на печать"), ("docx", "DOCX — чтобы поправить")],
        required=False,
    )
    large = forms.BooleanField(label="Крупный шрифт (в PDF)", required=False)

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._main = languages[0][0]
        self.fields["language"] = forms.ChoiceField(label="Язык", choices=languages, required=False)
        if len(languages) == 1:
            del self.fields["language"]

    def wanted(self) -> Wanted:
        self.full_clean()
        said = self.cleaned_data
        return Wanted(said.get("language") or self._main, bool(said.get("large")), said.get("file") or "pdf")


class XlsformUpload(forms.Form):
    file = forms.FileField(
        label="Файл XLSForm",
        help_text="XLSX с листами survey и choices, до 5 МБ. Сначала покажем, что изменится.",
        error_messages={"required": "Выберите файл.", "empty": "Файл пустой. Выберите другой."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )
