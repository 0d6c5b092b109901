"""Writing a comment; what narrows the list."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from opora.attachments.materials import ACCEPT, MOST_BYTES
from opora.discussions.actions import MOST_FILES, Upload
from opora.discussions.models import LONGEST
from opora.discussions.queries.people import Near
from opora.organisations.forms.filters import PlainChecks, PlainSelect

#: so many people have a box, the nearest; the rest are called by name
MOST_TICKED = 40
_MEGABYTES = MOST_BYTES // 2**20


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what they are is told by their content when they are kept."""

    widget = _FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [super(FilesField, self).clean(each, initial) for each in given if each]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"Не больше {MOST_FILES} файлов сразу. Остальные — следующим сообщением."
            )
        for each in files:
            if each.size > MOST_BYTES:
                words = f"«{each.name}» больше {_MEGABYTES} МБ. Уменьшите файл или приложите другой."
                raise forms.ValidationError(words)
        return files


class CommentForm(forms.Form):
    """A comment: words, whom it calls, what is attached. `token` is of this form: sent twice, it says one thing."""

    text = forms.CharField(
        label="Сообщение",
        help_text="Чтобы позвать человека, напишите @ и фамилию: «@Иванова, посмотрите» — или отметьте его ниже.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
        error_messages={"required": "Напишите хотя бы слово: по пустому сообщению нечего ответить."},
    )
    people = forms.MultipleChoiceField(
        label="Кого позвать",
        help_text="У этих людей на столе появится «Ответить».",
        required=False,
        widget=PlainChecks,
        error_messages={"invalid_choice": "Кто-то из отмеченных уже не назначен сюда. Отметьте снова."},
    )
    attached = FilesField(
        label="Файлы",
        help_text=f"До {MOST_FILES} файлов по {_MEGABYTES} МБ: фотографии, PDF, DOCX, XLSX, PPTX.",
        required=False,
    )
    token = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Near], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"token": secrets.token_hex(16), **self.initial}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each.person_id), f"{each.name}, {each.role.title.lower()}") for each in people]
        if not people:
            del self.fields["people"]
            self.fields["text"].help_text = ""

    @property
    def chosen(self) -> list[int]:
        return [int(each) for each in self.cleaned_data.get("people", ())]

    @property
    def uploads(self) -> list[Upload]:
        return [Upload(each.name, each.read()) for each in self.cleaned_data["attached"]]


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen."""

    q = forms.CharField(label="Слова из сообщения", required=False, max_length=200)
    show = forms.ChoiceField(
        label="Какие",
        required=False,
        choices=(
            ("", "Все, что мне видны"),
            ("new", "Есть новое"),
            ("called", "Зовут меня"),
            ("mine", "Где я писал(а)"),
        ),
        widget=PlainSelect,
    )
    school = forms.CharField(label="Школа", required=False, max_length=100)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "").strip()

    @property
    def active(self) -> int:
        return sum(bool(self.chosen(name)) for name in self.fields)
