"""A school's answer, and what is said of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opora.assignments.forms import DayField, Seen
from opora.attachments import NotAPaper
from opora.attachments.materials import ACCEPT, MOST_BYTES, Material, material
from opora.burden.actions import field_of
from opora.burden.models import Answer, Question
from opora.burden.states import AnswerSource, QuestionKind
from opora.burden.wording import LONGEST_ANSWER
from opora.ui.text import date_ru

_REQUIRED = {"required": "Без этого ответа запрос не отправить."}


class MaterialField(forms.FileField):
    """One photograph or paper; `clean` answers a Material or None."""

    def clean(self, data: Any, initial: Any = None) -> Material | None:
        given = super().clean(data, initial)
        if not given or given is initial:
            return None
        if given.size > MOST_BYTES:
            raise forms.ValidationError(f"Файл больше {MOST_BYTES // 2**20} МБ. Уменьшите его.")
        try:
            return material(given.read(), given.name)
        except NotAPaper as refused:
            raise forms.ValidationError(refused.words) from refused


class ReplyForm(Seen):
    """Every question that the school is to answer; what is known stands in its field, with where it is from."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], kept: Mapping[int, Answer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {
            field_of(each): each
            for each in questions
            if each.pk not in kept or kept[each.pk].source != AnswerSource.SYSTEM
        }
        for name, question in self._questions.items():
            self.fields[name] = _field(question, kept.get(question.pk))
        self.fields["note"] = forms.CharField(
            label="Если нужно что-то пояснить",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def values(self) -> dict[int, str]:
        """By question, as they were written; a day as its figures."""
        found = {}
        for name, question in self._questions.items():
            value = self.cleaned_data.get(name)
            if question.kind != QuestionKind.FILE:
                found[question.pk] = value.isoformat() if isinstance(value, date) else str(value or "")
        return found

    def materials(self) -> dict[int, Material]:
        return {
            question.pk: value
            for name, question in self._questions.items()
            if isinstance(value := self.cleaned_data.get(name), Material)
        }


def _field(question: Question, kept: Answer | None) -> forms.Field:
    label = f"{question.text}, {question.unit}" if question.unit else question.text
    about: dict[str, Any] = {
        "label": label,
        "required": question.is_required,
        "initial": kept.value if kept is not None else None,
        "help_text": _origin(kept),
        "error_messages": _REQUIRED,
    }
    match QuestionKind(question.kind):
        case QuestionKind.NUMBER:
            return forms.CharField(
                max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **_russian(about)
            )
        case QuestionKind.YES_NO:
            return forms.ChoiceField(
                choices=[("yes", "да"), ("no", "нет")], widget=forms.RadioSelect, **about
            )
        case QuestionKind.DATE:
            return DayField(**about)
        case QuestionKind.FILE:
            return _file_field(about, kept)
        case _:
            return forms.CharField(
                max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2}), **about
            )


def _russian(about: dict[str, Any]) -> dict[str, Any]:
    """A number as people here write it."""
    value = about["initial"]
    return about | {"initial": value.replace(".", ",") if value else value}


def _file_field(about: dict[str, Any], kept: Answer | None) -> forms.Field:
    limit = f"Снимок с телефона, PDF, DOCX, XLSX; до {MOST_BYTES // 2**20} МБ."
    if kept is not None:
        limit = format_html("Приложен «{}». Другой файл заменит его. {}", kept.value, limit)
    return MaterialField(
        label=about["label"],
        required=about["required"] and kept is None,
        help_text=limit,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages=_REQUIRED,
    )


def _origin(kept: Answer | None) -> SafeString | str:
    """«Взято: карта школы 2026/27, 3 октября 2026. Верно — оставьте как есть.»"""
    if kept is None or not kept.origin:
        return ""
    on = f", {date_ru(kept.as_of)}" if kept.as_of is not None else ""
    where = format_html('<a href="{}">{}</a>', kept.url, kept.origin) if kept.url else kept.origin
    return format_html("Взято: {}{}. Верно — оставьте как есть.", where, on)


class WordsForm(forms.Form):
    """Why a school is asked again, or let off."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, label: str, required: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].error_messages["required"] = required
