"""What is asked at each step of a measure and of a stage."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.attachments.materials import ACCEPT
from opora.people.models import Person
from opora.roadmaps.models import Change, Evidence, Work
from opora.roadmaps.queries.indicators import Promised


class _AskedDay(forms.DateField):
    """Marked as obligatory; an empty one is refused by the action, in its words."""

    def validate(self, value: Any) -> None:
        """Nothing: the action tells."""


class _AskedWords(forms.CharField):
    """As `_AskedDay`."""

    def validate(self, value: Any) -> None:
        """Nothing: the action tells."""


def _day(label: str, *, asked: bool = False, **how: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    kind = _AskedDay if asked else forms.DateField
    return kind(label=label, required=asked, widget=picker, **how)


def _words(label: str, help_text: str = "", *, rows: int = 3, asked: bool = False) -> forms.CharField:
    kind = _AskedWords if asked else forms.CharField
    return kind(
        label=label,
        help_text=help_text,
        required=asked,
        max_length=5000,
        widget=forms.Textarea({"rows": rows}),
    )


class SeenForm(forms.Form):
    """A form that says which state of the measure its writer saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReportForm(SeenForm):
    """«Отметить выполненной»: words, a day, and what is at hand."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    words = _words("Что сделано и что получилось", "Два-три предложения. Их прочитает куратор.", asked=True)
    done_on = _day("Когда выполнено", asked=True)
    file = forms.FileField(
        label="Фото или файл",
        required=False,
        help_text="Если есть под рукой; приложить можно и потом. Место съёмки из фотографии уберём сами.",
        widget=forms.ClearableFileInput({"accept": ACCEPT}),
    )


class DecideForm(SeenForm):
    """A word and one of two buttons."""

    words = _words(
        "Ваше слово школе",
        "Подтверждаете — напишите, что увидели. Возвращаете — что исправить или приложить.",
        asked=True,
    )


class ReasonForm(SeenForm):
    """Why: asked where something is taken back or off."""

    reason = _words("Почему", "Увидят школа, куратор и координатор.", asked=True)


class PostponeForm(SeenForm):
    due = _day("Новый срок", asked=True)
    reason = _words("Почему", "Прежний срок и причина останутся в карте.", asked=True)


class PrideForm(SeenForm):
    words = _words("Чем вы гордитесь", "Пустое поле уберёт меру из успехов.")


class ArrangeForm(SeenForm):
    """People are those appointed at the school and those who answer already."""

    responsible = forms.MultipleChoiceField(
        label="Кто отвечает",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Им напомним о сроке. Здесь те, кто назначен в школе.",
    )
    starts = _day("Когда начинаем")
    cost = forms.DecimalField(
        label="Стоимость, ₽", required=False, max_digits=12, decimal_places=2, min_value=0,
        help_text="Если мера требует денег.",
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Person], work: Work) -> None:
        super().__init__(
            data,
            initial={
                "responsible": [str(person.pk) for person in work.responsible.all()],
                "starts": work.starts,
                "cost": work.cost,
                "revision": work.revision,
            },
        )
        named = [
            (str(person.pk), f"{person}, {person.post}" if person.post else str(person)) for person in people
        ]
        self.fields["responsible"].choices = named  # type: ignore[attr-defined]


class ShowForm(forms.Form):
    """What shows a measure: one of a file, a link, a figure; for one measure or several."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    file = forms.FileField(
        label="Фото или файл",
        required=False,
        help_text="JPG, PNG, PDF, DOCX, XLSX, PPTX, до 20 МБ. Место и время съёмки из фотографии уберём сами.",
        widget=forms.ClearableFileInput({"accept": ACCEPT}),
    )
    link = forms.URLField(label="или ссылка", required=False, max_length=1000, assume_scheme="https")
    indicator = forms.ChoiceField(label="или значение показателя", required=False)
    value = forms.DecimalField(label="Значение", required=False, max_digits=14, decimal_places=4)
    unit = forms.CharField(label="Единица", required=False, max_length=60)
    on = _day("На какой день")
    title = forms.CharField(
        label="Как назвать", required=False, max_length=300, help_text="Например: фото занятия."
    )
    works = forms.MultipleChoiceField(
        label="Какие ещё меры это подтверждает", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        others: Sequence[tuple[int, str]],
        promised: Sequence[Promised],
        token: str,
    ) -> None:
        super().__init__(data, files, initial={"token": token})
        choices = [
            ("", "не показатель"),
            *((each.code, each.title) for each in promised),
            ("-", "другой показатель"),
        ]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]
        self.fields["works"].choices = [(str(pk), title) for pk, title in others]  # type: ignore[attr-defined]
        if not others:
            del self.fields["works"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        given = [name for name in ("file", "link", "indicator") if said.get(name)]
        if not given and not self.errors:
            raise forms.ValidationError("Приложите файл, поставьте ссылку или выберите показатель.")
        if len(given) > 1:
            raise forms.ValidationError("Здесь и файл, и ссылка, и показатель сразу. Отправьте их по одному.")
        return said


class ReuseForm(forms.Form):
    """What shows other measures and is to show this one too."""

    evidence = forms.MultipleChoiceField(
        label="Что подтверждает и эту меру",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Отметьте хотя бы одно.",
            "invalid_choice": "Одно из отмеченного уже убрали или приложили. Посмотрите список ещё раз.",
        },
    )

    def __init__(self, data: Any, *, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["evidence"].choices = offered  # type: ignore[attr-defined]


class CheckpointForm(forms.Form):
    """What the school says of a stage: words, and each indicator after."""

    words = _words("Что сделано на этапе, что не удалось", "Меры и их состояния приложатся сами.", rows=6)

    def __init__(
        self, data: Any, *, changes: Sequence[Change], evidence: Sequence[Evidence], words: str
    ) -> None:
        super().__init__(data, initial={"words": words})
        self.changes = list(changes)
        shown = [("", "не приложено"), *((str(each.pk), each.title) for each in evidence)]
        for each in self.changes:
            self.fields[f"after-{each.pk}"] = forms.CharField(
                label="Стало", required=False, max_length=200, initial=each.after
            )
            self.fields[f"on-{each.pk}"] = _day("На какой день", initial=each.on)
            self.fields[f"source-{each.pk}"] = forms.CharField(
                label="Откуда значение", required=False, max_length=300, initial=each.source
            )
            if evidence:
                self.fields[f"evidence-{each.pk}"] = forms.ChoiceField(
                    label="Чем подтверждается",
                    choices=shown,
                    required=False,
                    initial=str(each.evidence_id or ""),
                )

    def rows(self) -> list[tuple[Change, list[Any]]]:
        """Each indicator with its fields, as the page draws them."""
        names = ("after", "on", "source", "evidence")
        return [
            (each, [self[f"{name}-{each.pk}"] for name in names if f"{name}-{each.pk}" in self.fields])
            for each in self.changes
        ]


class ConclusionForm(forms.Form):
    conclusion = _words("Заключение куратора", "Что изменилось в школе и чем это видно.", rows=6, asked=True)


class BackForm(forms.Form):
    words = _words("Чего не хватает", "Школа увидит это дословно.", asked=True)
