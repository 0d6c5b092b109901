"""Forms of assignments."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.assignments.models import Assignment
from opora.assignments.queries import Show
from opora.attachments import NotAPaper
from opora.attachments.materials import ACCEPT, MOST_BYTES, Material, material
from opora.cycles.models import Cycle
from opora.organisations.forms.filters import PlainSelect
from opora.people.models import Person

_SHOWN = (
    (Show.ALL, "Все"),
    (Show.MINE, "Мне поручено"),
    (Show.GIVEN_BY_ME, "Я поручил(а)"),
    (Show.LATE, "Просроченные"),
    (Show.SOON, "Скоро срок"),
)
_ORPHANED = (Show.ORPHANED, "Исполнитель ушёл")


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DayField(forms.DateField):
    """A date chosen in the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class HourField(forms.DateTimeField):
    """A day and an hour, in the installation's time."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class MaterialsField(forms.FileField):
    """Photographs and papers, several at once; `clean` answers a list of Material."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _Several(attrs={"accept": ACCEPT}))
        kwargs.setdefault(
            "help_text", f"Снимок с телефона, PDF, DOCX, XLSX; каждый до {MOST_BYTES // 2**20} МБ."
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Material]:
        given = data if isinstance(data, list | tuple) else [data]
        found: list[Material] = []
        for each in given:
            cleaned = super().clean(each, initial)
            if cleaned is None or cleaned is False:
                continue
            if cleaned.size > MOST_BYTES:
                raise forms.ValidationError(
                    f"«{cleaned.name}» больше {MOST_BYTES // 2**20} МБ. Уменьшите файл."
                )
            try:
                found.append(material(cleaned.read(), cleaned.name))
            except NotAPaper as refused:
                raise forms.ValidationError(f"«{cleaned.name}»: {refused.words}") from refused
        return found


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen. What leaves no choice has no field."""

    q = forms.CharField(label="Что, исполнитель, откуда", required=False, max_length=100)

    def __init__(
        self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], has_places: bool, hands_over: bool
    ) -> None:
        super().__init__(data)
        if has_places:
            self.fields["school"] = forms.CharField(
                label="Школа или территория", required=False, max_length=100
            )
        self._offer("show", "Что показать", (*_SHOWN, _ORPHANED) if hands_over else _SHOWN)
        if len(cycles) > 1:
            years = [("", "Все"), *((each.code, each.title) for each in cycles)]
            self._offer("cycle", "Год", years)
        # a tab that is open stays open
        self.fields["state"] = forms.CharField(required=False, widget=forms.HiddenInput)
        if not data.get("state"):
            del self.fields["state"]
        self.is_valid()

    def _offer(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=PlainSelect
        )

    def chosen(self, name: str) -> str:
        """What was chosen; «» also for a field that is not there."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def active(self) -> int:
        """How many filters narrow the list."""
        return sum(bool(self.chosen(name)) for name in ("q", "school", "show", "cycle"))


class HomeForm(forms.Form):
    """Finding where an assignment is to lie."""

    q = forms.CharField(label="Школа или территория", required=False, max_length=100)


class GiveForm(forms.Form):
    """What, who, until when; `people` are those who may be given something to do there."""

    what = forms.CharField(
        label="Что сделать",
        widget=_words(3),
        max_length=4000,
        error_messages={"required": "Напишите, что надо сделать."},
    )
    person = forms.ModelChoiceField(
        label="Исполнитель",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Другой человек, впишу ниже",
    )
    executor = forms.CharField(
        label="Исполнитель, если его нет в списке", required=False, max_length=200,
        help_text="Фамилия, имя, отчество или кто отвечает: «рабочая группа».",
    )  # fmt: skip
    due = DayField(label="Срок", required=False)
    when = forms.CharField(
        label="Срок словами, если дня нет", required=False, max_length=120,
        help_text="Например: «январь», «до конца четверти».",
    )  # fmt: skip
    answer_by = HourField(
        label="Срочно: ответить до", required=False, help_text="Только если ответ нужен к часу."
    )

    def __init__(self, *args: Any, people: QuerySet[Person], of_school: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if of_school:
            self.fields["person"].empty_label = "Школа в целом или другой человек"  # type: ignore[attr-defined]
            self.fields[
                "executor"
            ].help_text = "Пусто — поручено школе: увидят директор и школьный координатор."


class Seen(forms.Form):
    """What the person looked at when they opened the form."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReportForm(Seen):
    words = forms.CharField(
        label="Что сделано",
        widget=_words(4),
        max_length=4000,
        error_messages={"required": "Напишите, что сделано: это прочитает тот, кто принимает."},
    )
    materials = MaterialsField(label="Фото или документы", required=False)


class AnswerForm(Seen):
    decision = forms.ChoiceField(
        label="Решение",
        choices=(("accept", "Принять: сделано"), ("return", "Вернуть: сделано не всё")),
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите решение."},
    )
    words = forms.CharField(
        label="Слова исполнителю",
        widget=_words(3),
        max_length=4000,
        required=False,
        help_text="Обязательно, если возвращаете: чего не хватает.",
    )


class PostponeForm(Seen):
    new_due = DayField(label="Новый срок", error_messages={"required": "Назовите новый день."})
    reason = forms.CharField(
        label="Почему", widget=_words(2), max_length=2000,
        error_messages={"required": "Напишите, почему переносится срок."},
    )  # fmt: skip


class CancelForm(Seen):
    reason = forms.CharField(
        label="Почему больше не нужно", widget=_words(2), max_length=2000,
        error_messages={"required": "Напишите, почему поручение больше не нужно."},
    )  # fmt: skip


class HandOverForm(forms.Form):
    """Which of somebody's open assignments go to whom; all are ticked."""

    assignments = forms.MultipleChoiceField(
        label="Какие поручения",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одно поручение."},
    )
    to = forms.ModelChoiceField(
        label="Кому",
        queryset=Person.objects.none(),
        empty_label="Выберите",
        help_text="Те, кто назначен сегодня там, где лежат поручения.",
        error_messages={"required": "Выберите, кому передать."},
    )

    def __init__(
        self, *args: Any, held: Sequence[Assignment], people: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(each.pk), f"{each.what} ({each.home.name})") for each in held]
        self.fields["assignments"].choices = found  # type: ignore[attr-defined]
        self.fields["assignments"].initial = [pk for pk, _ in found]
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
