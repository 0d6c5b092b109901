"""The forms of a round: its settings, assigning, agreeing, closing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from opora.cycles.models import Cycle
from opora.expertise.models import Round
from opora.expertise.queries.experts import Expert
from opora.expertise.queries.panel import Candidate
from opora.expertise.states import Refusing, SecondSheet, Subject
from opora.organisations.models import Territory

_LONGEST = 4000
_SOME = (SecondSheet.SOME.value, SecondSheet.SOME.label)
_REFUSING_A_CURATOR = (
    (Refusing.CONFLICT.value, "Узнал(а) куратора или связан(а) с ним: конфликт интересов"),
    (Refusing.ABSTAIN.value, "Не могу судить об этой работе"),
)
_OF_CURATORS = "Свою работу, работу куратора своего муниципалитета и того, с кем курирует одну школу, эксперт не получит."


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlaceForm(forms.Form):
    """For which territory and year a round is: asked only where there is a choice."""

    cycle = forms.ModelChoiceField(Cycle.objects.all(), label="Программный год", to_field_name="code")
    territory = forms.ModelChoiceField(Territory.objects.none(), label="Территория", to_field_name="code")

    def __init__(self, *args: Any, territories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = territories


class RoundForm(forms.Form):
    """Which documents, which experts, how many sheets, until when."""

    title = forms.CharField(label="Название", max_length=200)
    kinds = forms.MultipleChoiceField(label="Какие документы", widget=forms.CheckboxSelectMultiple)
    experts = forms.TypedMultipleChoiceField(
        label="Эксперты",
        help_text="Документы своей школы, своего муниципалитета и школы, которую он курирует, эксперт не получит.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = forms.DateField(label="Начало", widget=_day())
    closes = forms.DateField(label="Срок для экспертов", widget=_day())
    second = forms.ChoiceField(
        label="Сколько экспертов",
        choices=SecondSheet.choices,
        widget=forms.RadioSelect,
        initial=SecondSheet.SOME,
    )
    sample_percent = forms.IntegerField(
        label="Выборка для второго эксперта, %",
        help_text="Случайная доля того, что второй эксперт оценит независимо от первого балла.",
        min_value=0,
        max_value=100,
        initial=15,
    )
    allowed_difference = forms.IntegerField(
        label="Допустимое расхождение двух листов, баллов", min_value=0, max_value=100, initial=3
    )
    most_each = forms.IntegerField(
        label="Не больше листов на эксперта",
        help_text="Пусто — без предела.",
        min_value=1,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kinds: Mapping[str, str],
        experts: Sequence[Expert],
        subject: Subject = Subject.DOCUMENTS,
        of: Round | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if subject is Subject.CURATORS:
            del self.fields["kinds"]
            self.fields["experts"].help_text = _OF_CURATORS
            _choices(self, "second", [(SecondSheet.ALL, "каждого куратора оценивают двое"), _SOME])
        else:
            _choices(self, "kinds", list(kinds.items()))
        _choices(
            self, "experts", [(e.person_id, f"{e.name}, {e.post}" if e.post else e.name) for e in experts]
        )
        if of is not None:
            own = (
                "title",
                "kinds",
                "opens",
                "closes",
                "second",
                "sample_percent",
                "allowed_difference",
                "most_each",
            )
            self.initial = {name: getattr(of, name) for name in own}
            self.initial["experts"] = list(of.panel.values_list("person_id", flat=True))


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class WordsForm(forms.Form):
    """One text that stays in history."""

    words = forms.CharField(label="Почему", widget=_words(), max_length=_LONGEST)

    def __init__(self, *args: Any, label: str = "Почему", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].required = label, required


class AssignForm(forms.Form):
    """Which expert; those who must not are told beside, not offered."""

    person = forms.TypedChoiceField(
        label="Эксперт",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите эксперта."},
    )

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [each for each in candidates if not each.barred]
        _choices(self, "person", [(c.expert.person_id, f"{c.expert.name} — уже {c.load}") for c in free])


class AgreeForm(forms.Form):
    """The integer that experts agreed on."""

    points = forms.IntegerField(label="Согласованный балл", min_value=0)
    words = forms.CharField(
        label="На чём сошлись",
        help_text="Останется в раунде; те, кого оценивают, не увидят.",
        widget=_words(),
        max_length=_LONGEST,
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["points"]
        assert isinstance(field, forms.IntegerField)
        field.max_value = most
        field.help_text = f"Целое число от 0 до {most}."


class DeclineForm(forms.Form):
    """An expert gives a document back."""

    refusing = forms.ChoiceField(
        label="Почему",
        choices=Refusing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите причину."},
    )
    words = forms.CharField(
        label="Своими словами",
        help_text="Прочтёт только координатор.",
        widget=_words(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите почему: прочтёт только координатор."},
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if subject is Subject.CURATORS:
            _choices(self, "refusing", _REFUSING_A_CURATOR)


class FollowForm(forms.Form):
    """How a recommendation ended."""

    how = forms.CharField(
        label="Что сделано и где это видно",
        widget=_words(),
        max_length=_LONGEST,
        error_messages={"required": "Напишите, что сделано и где это видно: прочтут куратор и координатор."},
    )


class LoadForm(forms.Form):
    """A filled table of sheets."""

    file = forms.FileField(
        label="Заполненная таблица",
        help_text="Та, которую вы скачали здесь. Листы станут черновиками: отправите вы их сами.",
        error_messages={"required": "Выберите файл."},
    )
