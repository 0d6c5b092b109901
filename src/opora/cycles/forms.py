"""Forms of programme years."""

from typing import Any

from django import forms

from opora.access import Actor
from opora.cycles.models import Cycle, Programme
from opora.cycles.queries import programmes_of
from opora.cycles.states import Level, Mode
from opora.organisations.models import Organisation, Territory
from opora.organisations.queries import visible_to
from opora.organisations.states import OrganisationKind


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CycleForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Cycle
        fields = ("code", "title", "starts", "ends")
        widgets = {"starts": DateInput(), "ends": DateInput()}
        help_texts = {
            "code": "Коротко: 2026 или 2026-27. Код войдёт в адреса и команды и потом не меняется.",
            "title": "Как год называют люди: «2026/27 учебный год».",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]


class StageForm(forms.Form):
    title = forms.CharField(label="Этап или срок", max_length=200)
    term = forms.CharField(
        label="Когда",
        max_length=120,
        help_text="Как вы пишете обычно: «март–апрель», «до 26.03», «еженедельно», «по запросу».",
    )


class ProgrammeForm(forms.Form):
    name = forms.CharField(label="Название программы", max_length=200)
    level = forms.ChoiceField(label="Уровень", choices=Level.choices, initial=Level.MUNICIPAL)
    territory = forms.ModelChoiceField(label="Территория", queryset=Territory.objects.none())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = [t.pk for t in Territory.objects.all() if actor.covers_territory(t.path or "")]
        self.fields["territory"].queryset = Territory.objects.filter(pk__in=inside)  # type: ignore[attr-defined]


class ParticipationForm(forms.Form):
    programme = forms.ModelChoiceField(label="Программа", queryset=Programme.objects.none())
    school = forms.ModelChoiceField(label="Школа", queryset=Organisation.objects.none())
    mode = forms.ChoiceField(label="Как участвует", choices=Mode.choices, initial=Mode.ACTIVE)
    reason = forms.CharField(
        label="Основание", required=False, help_text="Приказ, соглашение, решение рабочей группы."
    )
    since = forms.DateField(label="С какого дня", required=False, widget=DateInput())
    until = forms.DateField(label="По какой день", required=False, widget=DateInput())

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes_of(actor)  # type: ignore[attr-defined]
        schools = visible_to(actor).filter(kind=OrganisationKind.SCHOOL, closed_on__isnull=True)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Последний день раньше первого. Поменяйте даты местами.")
        return cleaned
