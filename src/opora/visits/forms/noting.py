"""The note of a visit: for a phone, two minutes long."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from opora.assignments.forms import DayField, MaterialsField
from opora.attachments.materials import Material
from opora.organisations.forms.filters import PlainChecks, PlainSelect
from opora.people.models import Person
from opora.visits.actions import Agreed, Answer, Note
from opora.visits.kinds import VisitKind
from opora.visits.models import Visit
from opora.visits.states import Mark, Talked, Way

#: rows for what was agreed; more are added to the note later
ROWS = 3
_NOTHING = ("", "—")


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Camera(forms.ClearableFileInput):
    allow_multiple_selected = True


class NoteForm(forms.Form):
    """`people` may be given what was agreed; `visitors` may have been there (only where nobody planned the visit)."""

    visited_on = DayField(
        label="Когда были в школе", error_messages={"required": "Впишите день, когда вы были в школе."}
    )
    way = forms.ChoiceField(label="Как", choices=Way.choices, widget=forms.RadioSelect)
    seen = forms.CharField(
        label="Что увидели",
        help_text="Главное, двумя-тремя фразами. Можно надиктовать.",
        widget=_words(4),
        max_length=8000,
        required=False,
    )
    talked_with = forms.MultipleChoiceField(
        label="С кем говорили", choices=Talked.choices, widget=PlainChecks, required=False
    )
    talked = forms.CharField(label="О чём говорили", widget=_words(2), max_length=4000, required=False)
    photos = MaterialsField(
        label="Снять фото",
        widget=_Camera(attrs={"accept": "image/*", "capture": "environment"}),
        required=False,
        help_text="Телефон откроет камеру. Место и время съёмки из снимка убираются.",
    )
    papers = MaterialsField(label="Выбрать фото или файлы", required=False)
    minutes = forms.IntegerField(
        label="Сколько минут", min_value=1, max_value=720, required=False,
        error_messages={"max_value": "Больше двенадцати часов не бывает. Проверьте число."},
    )  # fmt: skip
    private = forms.CharField(
        label="Строка для тех, кто помогает школе",
        help_text="Школа её не увидит. Прочитают куратор, методист и координаторы.",
        widget=_words(2),
        max_length=4000,
        required=False,
    )
    is_open_to_school = forms.BooleanField(
        label="Открыть запись школе", required=False, initial=True,
        help_text="Директор, школьный координатор и рабочая группа прочитают всё, кроме строки для помощников.",
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        kind: VisitKind,
        people: Sequence[Person],
        visitors: Sequence[Person] | None = None,
        own: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self._people = kind, {str(person.pk): person for person in people}
        self._visitors = {str(person.pk): person for person in visitors or ()}
        if visitors is not None:
            self.fields["visitors"] = forms.MultipleChoiceField(
                label="Кто был",
                choices=[(key, person.full_name) for key, person in self._visitors.items()],
                widget=PlainChecks,
                required=False,
                initial=[str(own)] if own is not None else [],
            )
            self.fields["companions"] = forms.CharField(
                label="Кто ещё был, если их нет в списке", max_length=400, required=False
            )
        for item in kind.items:
            self.fields[f"mark-{item.code}"] = forms.ChoiceField(
                label=item.title,
                choices=[_NOTHING, *Mark.choices],
                widget=PlainSelect,
                help_text=item.hint,
                required=False,
            )
            self.fields[f"words-{item.code}"] = forms.CharField(
                label=f"Примечание: {item.title}",
                max_length=1000,
                required=False,
                widget=forms.TextInput(
                    attrs={"placeholder": "Примечание", "aria-label": f"Примечание: {item.title}"}
                ),
            )
        who = [("", "школа"), *((key, person.full_name) for key, person in self._people.items())]
        for row in range(1, ROWS + 1):
            self.fields[f"what-{row}"] = forms.CharField(
                label=f"О чём договорились, {row}", max_length=2000, required=False
            )
            self.fields[f"who-{row}"] = forms.ChoiceField(
                label="Кто сделает", choices=who, widget=PlainSelect, required=False
            )
            self.fields[f"due-{row}"] = DayField(label="До какого дня", required=False)

    # ---- what the template draws apart
    @property
    def checklist(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"mark-{item.code}"], self[f"words-{item.code}"]) for item in self.kind.items]

    @property
    def agreements(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        rows = range(1, ROWS + 1)
        return [(self[f"what-{row}"], self[f"who-{row}"], self[f"due-{row}"]) for row in rows]

    @property
    def has_marks(self) -> bool:
        """Whether anything of the checklist is filled in: it then stands open."""
        return any(mark.value() or words.value() for mark, words in self.checklist)

    @property
    def has_agreements(self) -> bool:
        return any(what.value() or due.value() for what, _, due in self.agreements)

    # ---- what was typed
    def clean_visited_on(self) -> date:
        day: date = self.cleaned_data["visited_on"]
        if day > timezone.localdate():
            raise ValidationError("Этот день ещё не наступил. Впишите день, когда вы были в школе.")
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for item in self.kind.items:
            if said.get(f"words-{item.code}") and not said.get(f"mark-{item.code}"):
                self.add_error(f"mark-{item.code}", "Есть примечание, а ответа нет. Выберите ответ.")
        for row in range(1, ROWS + 1):
            due = said.get(f"due-{row}")
            if (due or said.get(f"who-{row}")) and not said.get(f"what-{row}"):
                self.add_error(f"what-{row}", "Напишите, о чём договорились, или очистите строку.")
            visited = said.get("visited_on")
            if due and visited and due < visited:
                self.add_error(f"due-{row}", "Срок раньше дня посещения. Проверьте дату.")
        return said

    @property
    def sent_token(self) -> UUID | None:
        token: UUID | None = self.cleaned_data.get("token")
        return token

    @property
    def who(self) -> list[Person]:
        """Who was there, of those offered."""
        return [self._visitors[key] for key in self.cleaned_data.get("visitors", ())]

    def note(self) -> Note:
        said = self.cleaned_data
        materials: list[Material] = [*(said.get("photos") or ()), *(said.get("papers") or ())]
        return Note(
            visited_on=said["visited_on"],
            way=Way(said["way"]),
            seen=said["seen"],
            minutes=said["minutes"],
            talked_with=said["talked_with"],
            talked=said["talked"],
            private=said["private"],
            is_open_to_school=said["is_open_to_school"],
            answers=self._answers(),
            agreed=self._agreed(),
            materials=materials,
        )

    def _answers(self) -> list[Answer]:
        said = self.cleaned_data
        return [
            Answer(item.code, Mark(said[f"mark-{item.code}"]), said[f"words-{item.code}"])
            for item in self.kind.items
            if said.get(f"mark-{item.code}")
        ]

    def _agreed(self) -> list[Agreed]:
        said = self.cleaned_data
        return [
            Agreed(
                what=said[f"what-{row}"],
                person=self._people.get(said.get(f"who-{row}") or ""),
                due=said.get(f"due-{row}"),
            )
            for row in range(1, ROWS + 1)
            if said.get(f"what-{row}")
        ]


def first_values(visit: Visit | None, kind: VisitKind, today: date) -> dict[str, Any]:
    """An empty note: today, as it was planned, with a token of its own."""
    return {
        "visited_on": today,
        "way": visit.way if visit is not None else kind.way,
        "token": uuid4(),
        "is_open_to_school": True,
    }


def values_of(visit: Visit) -> dict[str, Any]:
    """A note as it stands, to be added to."""
    values: dict[str, Any] = {
        name: getattr(visit, name)
        for name in (
            *("visited_on", "way", "seen", "talked_with", "talked", "minutes", "private"),
            *("is_open_to_school", "revision"),
        )
    }
    for each in visit.checked.all():
        values[f"mark-{each.code}"], values[f"words-{each.code}"] = each.mark, each.words
    return values
