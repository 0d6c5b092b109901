"""Forms of campaigns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from opora.access import Actor
from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.questionnaires.instrument import AUDIENCE_TITLES, Audience
from opora.surveys import classes, queries
from opora.surveys.actions import Group
from opora.surveys.actions.cohorts import MOST_ADDED, MOST_EXPECTED
from opora.surveys.models import Campaign, Cohort

#: headings of a class beside its fields, where a phone has room for one short word
_NARROW = {Audience.PUPIL: "Ученики", Audience.PARENT: "Родители"}
LAST_DAY = "В этот день ответить ещё можно. Назавтра опрос закроется сам."
ROWS, MOST_ROWS, FURTHER = 8, 80, 8


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CampaignForm(forms.Form):
    """Title, window and what each audience is asked; `territory_path` says whose questionnaires are in force."""

    title = forms.CharField(
        label="Название",
        max_length=200,
        help_text="Увидят все, кто отвечает: «Опрос школ округа, осень 2026».",
    )
    opens = forms.DateField(label="Первый день", widget=DateInput())
    closes = forms.DateField(label="Последний день", widget=DateInput(), help_text=LAST_DAY)

    def __init__(self, *args: Any, territory_path: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = queries.minimum_group_for(territory_path)
        self.information = (
            f"Группы меньше {least} человек не показываем: так в каталоге факторов риска, который действует"
            " на вашей территории."
        )
        self._versions: dict[str, Version] = {}
        for audience, versions in queries.instruments_for(territory_path).items():
            self._versions |= {str(version.pk): version for version in versions}
            self.fields[f"ask_{audience}"] = forms.ChoiceField(
                label=f"Анкета: {AUDIENCE_TITLES[audience]}",
                required=False,
                choices=[("", "не спрашивать"), *((str(v.pk), v.definition.title) for v in versions)],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["instruments"] = {
            Audience(name.removeprefix("ask_")): self._versions[cleaned.pop(name)]
            for name in [each for each in cleaned if each.startswith("ask_")]
            if cleaned[name]
        }
        return {name: value for name, value in cleaned.items() if not name.startswith("ask_")}

    @staticmethod
    def initial_of(campaign: Campaign) -> dict[str, object]:
        asked = {f"ask_{each.audience}": str(each.version_id) for each in campaign.instruments.all()}
        return {"title": campaign.title, "opens": campaign.opens, "closes": campaign.closes, **asked}


class NewCampaignForm(CampaignForm):
    """Also where and in which year."""

    cycle = forms.ModelChoiceField(label="Программный год", queryset=Cycle.objects.all())
    territory = forms.ModelChoiceField(label="Территория", queryset=Territory.objects.none())
    field_order = ("title", "cycle", "territory", "opens", "closes")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        places = queries.organising_territories(actor)
        first = places.first()
        super().__init__(*args, territory_path=(first.path or "") if first else "", **kwargs)
        self.fields["territory"].queryset = places  # type: ignore[attr-defined]
        if first is not None:
            self.fields["territory"].initial = first.pk
        self.fields["cycle"].initial = Cycle.objects.values_list("pk", flat=True).first()


class TermForm(forms.Form):
    closes = forms.DateField(label="Последний день", widget=DateInput(), help_text=LAST_DAY)


class SchoolsForm(forms.Form):
    """Which schools take part."""

    schools = forms.ModelMultipleChoiceField(
        label="Школы",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну школу."},
    )

    def __init__(self, *args: Any, actor: Actor, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = queries.pickable_schools(actor, campaign)  # type: ignore[attr-defined]


class MoreCodesForm(forms.Form):
    how_many = forms.IntegerField(
        label="Сколько кодов добавить",
        min_value=1,
        max_value=MOST_ADDED,
        initial=5,
        help_text="Потерялись листки или пришли новые люди. Прежние коды останутся.",
    )


class ClassesForm(forms.Form):
    """A row for each class, and the adults of the whole school. What the campaign does not ask has no field."""

    def __init__(
        self, *args: Any, asked: Sequence[Audience], cohorts: Sequence[Cohort], rows: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        known = {(Audience(c.audience), c.class_label): c.expected for c in cohorts}
        labels = classes.in_order(sorted({label for _, label in known if label}))
        if not known and self._of_classes:
            labels = list(classes.OFFERED)
        count = min(max(rows, len(labels) + (FURTHER // 2), ROWS), MOST_ROWS) if self._of_classes else 0
        self.rows = range(count)
        for row in self.rows:
            self._add_row(row, labels[row] if row < len(labels) else "", known)
        for audience in self._whole:
            self.fields[f"all_{audience}"] = _count(
                f"{AUDIENCE_TITLES[audience].capitalize()} школы", known.get((audience, ""))
            )

    @property
    def _of_classes(self) -> list[Audience]:
        return [each for each in (Audience.PUPIL, Audience.PARENT) if each in self.asked]

    @property
    def _whole(self) -> list[Audience]:
        return [each for each in (Audience.TEACHER, Audience.ANYONE) if each in self.asked]

    @property
    def headings(self) -> list[str]:
        return [AUDIENCE_TITLES[each].capitalize() for each in self._of_classes]

    @property
    def table(self) -> Iterator[list[tuple[str, forms.BoundField]]]:
        """The fields of each class with their headings: its name, then one for each audience."""
        for row in self.rows:
            counts = [(_NARROW[each], self[f"{each}_{row}"]) for each in self._of_classes]
            yield [("Класс", self[f"class_{row}"]), *counts]

    @property
    def adults(self) -> list[forms.BoundField]:
        return [self[f"all_{each}"] for each in self._whole]

    def _add_row(self, row: int, label: str, known: Mapping[tuple[Audience, str], int]) -> None:
        self.fields[f"class_{row}"] = forms.CharField(
            label=f"Класс, строка {row + 1}",
            max_length=20,
            required=False,
            initial=label,
            widget=forms.TextInput(attrs={"size": 5}),
        )
        for audience in self._of_classes:
            title = f"{AUDIENCE_TITLES[audience].capitalize()}, строка {row + 1}"
            self.fields[f"{audience}_{row}"] = _count(title, known.get((audience, label)) if label else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        groups: list[Group] = []
        for row in self.rows:
            groups += self._groups_of(row, cleaned)
        for audience in self._whole:
            if (count := cleaned.get(f"all_{audience}")) is not None:
                groups.append(Group(audience, "", count))
        if not groups and not self.errors:
            self.add_error(None, "Запишите хотя бы одну группу: класс и сколько в нём человек.")
        return {"groups": groups}

    def _groups_of(self, row: int, cleaned: Mapping[str, Any]) -> Iterator[Group]:
        counts = {each: cleaned.get(f"{each}_{row}") for each in self._of_classes}
        said = {each: count for each, count in counts.items() if count is not None}
        text = cleaned.get(f"class_{row}") or ""
        if not text:
            if said:
                self.add_error(f"class_{row}", "Назовите класс, к которому относятся эти люди.")
            return
        try:
            label = classes.class_label(text)
        except classes.NotAClass as wrong:
            self.add_error(f"class_{row}", wrong.words)
            return
        for audience, count in said.items():
            if audience is Audience.PUPIL and count and classes.grade(label) not in classes.PUPIL_GRADES:
                self.add_error(f"{audience}_{row}", "Обучающихся спрашивают с 5 по 9 класс. Оставьте пусто.")
            elif count or audience is not Audience.PUPIL or classes.grade(label) in classes.PUPIL_GRADES:
                yield Group(audience, label, count)


def _count(label: str, initial: int | None) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_EXPECTED, initial=initial
    )
    field.widget.attrs["inputmode"] = "numeric"
    return field
