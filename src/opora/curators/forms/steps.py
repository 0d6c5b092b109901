"""The steps of a candidate, one form each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from opora.assignments.forms import DayField, MaterialsField
from opora.curators.actions.choosing import About
from opora.curators.models import Candidate
from opora.curators.states import CandidateState
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

_LONGEST = 4000


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _choices(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


class CandidateForm(forms.Form):
    """Who is proposed. Somebody with an account is found by login, anybody else is written down."""

    territory = forms.ModelChoiceField(
        label="Для какой территории", queryset=Territory.objects.none(), empty_label=None
    )
    login = forms.CharField(
        label="Логин, если человек уже работает в Опоре",
        help_text="Тогда имя и должность впишутся сами.",
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
    )
    name = forms.CharField(label="Фамилия, имя, отчество", max_length=240, required=False)
    post = forms.CharField(label="Должность", max_length=200, required=False)
    organisation = forms.CharField(
        label="Где работает",
        help_text="Код школы из реестра или её точное название; другое место работы останется словами.",
        max_length=300,
        required=False,
    )
    phone = forms.CharField(label="Телефон", max_length=40, required=False)
    email = forms.EmailField(label="Почта", required=False)
    proposal = forms.CharField(
        label="Почему предлагаете",
        help_text="Опыт, успехи школы: это прочтёт региональный координатор.",
        widget=_words(),
        max_length=_LONGEST,
        required=False,
    )
    strengths = forms.CharField(
        label="В чём силён, силна", widget=_words(2), max_length=_LONGEST, required=False
    )
    on = DayField(label="Когда предложен(а)", error_messages={"required": "Впишите день."})

    def __init__(
        self,
        *args: Any,
        territories: QuerySet[Territory],
        factors: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]
        if factors:
            self.fields["strong_at"] = forms.MultipleChoiceField(
                label="С какими рисками готов(а) помогать",
                choices=factors,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.order_fields([*list(self.fields)[:-2], "strong_at", "on"])

    def clean_login(self) -> Person | None:
        login = str(self.cleaned_data["login"]).strip()
        if not login:
            return None
        found = Person.objects.filter(login__iexact=login, is_active=True).first()
        if found is None:
            raise forms.ValidationError("Такого логина нет. Проверьте его или заполните имя ниже.")
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "login" not in self.errors and not data.get("login") and not (data.get("name") or "").strip():
            self.add_error("name", "Впишите фамилию, имя и отчество.")
        return data

    def about(self, organisation: Organisation | None) -> About:
        """`organisation` is what the place of work was found to be."""
        data = self.cleaned_data
        return About(
            name=data["name"],
            post=data["post"],
            person=data["login"],
            organisation=organisation,
            place_of_work=data["organisation"],
            email=data["email"],
            phone=data["phone"],
            strengths=data["strengths"],
            strong_at=data.get("strong_at", ()),
            proposal=data["proposal"],
        )


class CandidateEditForm(CandidateForm):
    """What is known of a candidate; territory and day stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("territory", "on"):
            del self.fields[name]


def initial_of(candidate: Candidate) -> dict[str, Any]:
    return {
        "login": candidate.person.login if candidate.person else "",
        "name": candidate.name,
        "post": candidate.post,
        "organisation": candidate.organisation.key if candidate.organisation else candidate.place_of_work,
        "phone": candidate.phone,
        "email": candidate.email,
        "proposal": candidate.proposal,
        "strengths": candidate.strengths,
        "strong_at": candidate.strong_at,
    }


class InterviewForm(forms.Form):
    on = DayField(label="Когда было собеседование", error_messages={"required": "Впишите день."})
    fits = forms.TypedChoiceField(
        label="Итог",
        choices=(("yes", "Подходит"), ("no", "Не подходит")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите итог."},
    )
    words = forms.CharField(
        label="Впечатление словами",
        help_text="Если не подходит, напишите почему.",
        widget=_words(),
        max_length=_LONGEST,
        required=False,
    )


class ExamForm(forms.Form):
    on = DayField(label="Когда проходил(а) тест", error_messages={"required": "Впишите день."})
    passed = forms.TypedChoiceField(
        label="Итог",
        choices=(("yes", "Сдан"), ("no", "Не сдан")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите итог."},
    )
    score = forms.CharField(
        label="Балл, как его сообщили", help_text="«82 из 100», «зачёт».", max_length=100, required=False
    )


class ApproveForm(forms.Form):
    words = forms.CharField(
        label="Слова к согласованию", widget=_words(2), max_length=_LONGEST, required=False
    )


class EndForm(forms.Form):
    """Rejected by us or declined by the candidate."""

    target = forms.ChoiceField(
        label="Что случилось",
        choices=(
            (CandidateState.DECLINED.value, "Кандидат отказался"),
            (CandidateState.REJECTED.value, "Отклоняем мы"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, что случилось."},
    )
    on = DayField(label="Когда", error_messages={"required": "Впишите день."})
    reason = forms.CharField(
        label="Почему",
        widget=_words(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите почему: через год это объяснит выбор."},
    )


class PaperForm(forms.Form):
    """One paper of the package: is it there, and its file."""

    is_there = forms.TypedChoiceField(
        label="Есть ли документ",
        choices=(("yes", "Есть"), ("no", "Нет")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите: есть или нет."},
    )
    material = MaterialsField(label="Файл, если нужен", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if len(data.get("material") or ()) > 1:
            self.add_error("material", "Приложите один файл: соберите страницы в один PDF.")
        return data


class ContractForm(forms.Form):
    number = forms.CharField(
        label="Номер договора",
        help_text="Если номера нет, напишите «б/н».",
        max_length=60,
        error_messages={"required": "Впишите номер договора."},
    )
    on = DayField(label="Дата договора", error_messages={"required": "Впишите дату."})


class _OrderForm(forms.Form):
    """By which order and from which day."""

    since = DayField(label="Куратор с", error_messages={"required": "Впишите первый день."})
    number = forms.CharField(
        label="Номер приказа", help_text="Можно вписать позже.", max_length=60, required=False
    )
    day = DayField(label="Дата приказа", required=False)


class AssignForm(_OrderForm):
    """One more school for a curator."""


class _SchoolsForm(_OrderForm):
    schools = forms.ModelMultipleChoiceField(
        label="Школы",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну школу."},
    )

    field_order = ("schools", "successor", "since", "number", "day", "reason")

    def __init__(self, *args: Any, schools: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = schools  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class AppointForm(_SchoolsForm):
    """To which schools a candidate is appointed."""


class ReplaceForm(_SchoolsForm):
    """Which schools change hands, who comes, why. A successor is «c5», a candidate, or «p7», a curator."""

    successor = forms.ChoiceField(
        label="Кто придёт на смену",
        error_messages={
            "required": "Выберите, кто придёт на смену.",
            "invalid_choice": "Выберите из списка.",
        },
    )
    reason = forms.CharField(
        label="Почему меняется",
        widget=_words(2),
        max_length=_LONGEST,
        error_messages={"required": "Напишите, почему куратор меняется."},
    )

    def __init__(self, *args: Any, successors: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "successor").choices = [("", "Выберите"), *successors]
