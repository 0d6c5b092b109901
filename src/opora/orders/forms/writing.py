"""What people write of an order."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.attachments.materials import ACCEPT, MOST_BYTES
from opora.cycles.models import Cycle
from opora.orders.drafting import Wording
from opora.orders.states import OrderLevel, RelationKind
from opora.organisations.models import Organisation, Territory

_LONGEST = 4000
_FILE_HELP = f"PDF, DOCX, XLSX или снимок страницы с телефона, до {MOST_BYTES // 2**20} МБ."


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _number(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label="Номер",
        help_text="Как на бумаге: «82», «82-о/д».",
        max_length=60,
        required=required,
        error_messages={"required": "Впишите номер приказа."},
    )


def _file(*, required: bool = True, label: str = "Файл") -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=_FILE_HELP,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        required=required,
        error_messages={"required": "Выберите файл.", "empty": "Файл пустой. Выберите другой."},
    )


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class HomeForm(forms.Form):
    """Whose order it is: asked where there is a choice."""

    home = forms.ChoiceField(
        label="Чей это приказ",
        error_messages={"required": "Выберите, чей приказ.", "invalid_choice": "Выберите из списка."},
    )

    def __init__(
        self, *args: Any, territories: Sequence[Territory], schools: Sequence[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        of_territories = [(f"t{each.pk}", each.name) for each in territories]
        of_schools = [(f"s{each.pk}", each.name) for each in schools]
        groups: list[tuple[str, Any]] = [("", "Выберите")]
        groups += [("Территории", of_territories)] if of_territories else []
        groups += [("Школы", of_schools)] if of_schools else []
        _choices(self, "home", groups)


class AboutForm(forms.Form):
    """An order that is there on paper, or a draft."""

    number = _number(required=False)
    date = forms.DateField(label="Дата", widget=_day(), required=False)
    title = forms.CharField(
        label="О чём приказ",
        help_text="Как в заголовке: «О назначении школьных координаторов».",
        max_length=300,
        error_messages={"required": "Напишите, о чём приказ."},
    )
    level = forms.ChoiceField(label="Уровень")
    issuer = forms.CharField(
        label="Кто издал",
        help_text="Если не сама территория: «Министерство образования области». Пусто — она сама.",
        max_length=200,
        required=False,
    )
    kind = forms.ChoiceField(
        label="Какой это приказ", help_text="Из перечня ожидаемых, если он там есть.", required=False
    )
    cycle = forms.ModelChoiceField(
        Cycle.objects.all(),
        label="Программный год",
        to_field_name="code",
        required=False,
        empty_label="Без года: действует, пока не отменят",
    )

    def __init__(
        self, *args: Any, levels: Sequence[OrderLevel], kinds: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "level", [(each.value, each.label) for each in levels])
        _choices(self, "kind", [("", "Другой"), *kinds])
        if len(levels) == 1:
            self.fields["level"].widget = forms.HiddenInput()
            self.fields["level"].initial = levels[0].value
        if levels[0] is OrderLevel.SCHOOL:
            del self.fields["issuer"]


class RegisterForm(AboutForm):
    """An order that is in force already: number and date are known."""

    number = _number()
    date = forms.DateField(label="Дата", widget=_day(), error_messages={"required": "Впишите дату приказа."})
    file = _file(required=False, label="Скан или текст приказа")

    field_order = ("number", "date", "title", "level", "issuer", "kind", "cycle", "file")


class WordingForm(forms.Form):
    """The text of a draft: each point on a line of its own, as the printed order numbers them."""

    preamble = forms.CharField(
        label="Начало",
        help_text="До слова «ПРИКАЗЫВАЮ».",
        widget=_words(3),
        max_length=_LONGEST,
        required=False,
    )
    points = forms.CharField(
        label="Пункты",
        help_text="Каждый пункт с новой строки, без номера. Имена уже поставлены в нужный падеж: проверьте их.",
        widget=_words(10),
        max_length=20_000,
        error_messages={"required": "Напишите хотя бы один пункт: что приказ велит сделать."},
    )
    signer_post = forms.CharField(label="Должность того, кто подпишет", max_length=200, required=False)
    signer_name = forms.CharField(label="Кто подпишет", max_length=200, required=False)
    readers = forms.CharField(
        label="Кто ознакомится",
        help_text="По одному в строке: они распишутся на отдельном листе. Пусто — листа не будет.",
        widget=_words(5),
        max_length=20_000,
        required=False,
    )

    @staticmethod
    def initial_of(wording: Wording) -> dict[str, str]:
        return {
            "preamble": wording.preamble,
            "points": "\n".join(wording.points),
            "signer_post": wording.signer_post,
            "signer_name": wording.signer_name,
            "readers": "\n".join(wording.readers),
        }

    def wording(self, like: Wording) -> Wording:
        """What was written, with the annexes of `like`."""
        said = self.cleaned_data
        return Wording(
            preamble=said["preamble"].strip(),
            points=_lines(said["points"]),
            signer_post=said["signer_post"].strip(),
            signer_name=said["signer_name"].strip(),
            readers=_lines(said["readers"]),
            annexes=like.annexes,
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class SignForm(forms.Form):
    """Number and date that make a draft an order."""

    number = _number()
    date = forms.DateField(label="Дата", widget=_day(), error_messages={"required": "Впишите дату приказа."})


class FileForm(forms.Form):
    file = _file()


class AnnexForm(forms.Form):
    number = forms.CharField(
        label="Номер приложения", max_length=20, error_messages={"required": "Впишите номер приложения."}
    )
    title = forms.CharField(
        label="Что это", max_length=300, error_messages={"required": "Напишите, что в приложении."}
    )
    file = _file(required=False)


class LapseForm(forms.Form):
    day = forms.DateField(label="С какого дня", widget=_day(), error_messages={"required": "Впишите день."})
    reason = forms.CharField(
        label="Почему",
        widget=_words(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите почему: срок вышел, издан новый, отменён."},
    )


class RelateForm(forms.Form):
    """What this order does to an earlier one."""

    kind = forms.ChoiceField(label="Что делает", choices=RelationKind.choices, widget=forms.RadioSelect)
    earlier = forms.TypedChoiceField(
        label="С каким приказом", coerce=int, error_messages={"required": "Выберите приказ."}
    )

    def __init__(self, *args: Any, earlier: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "earlier", [("", "Выберите"), *earlier])


class LinkForm(forms.Form):
    """Confirm whom the order appointed."""

    what = forms.MultipleChoiceField(
        label="Похоже, этот приказ назначил",
        help_text="В этих назначениях и группах назван тот же номер.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну строку."},
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "what", offered)
        self.fields["what"].initial = [value for value, _ in offered]

    def ids(self, letter: str) -> list[int]:
        return [int(each[1:]) for each in self.cleaned_data["what"] if each.startswith(letter)]
