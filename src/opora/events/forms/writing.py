"""Writing an event; a material of it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from opora.attachments.materials import ACCEPT, MOST_BYTES
from opora.cycles.models import Cycle
from opora.events.actions import Day, Written
from opora.events.catalogue import WorkForm, WorkForms
from opora.events.forms.fields import check_days, day, days_of, hour, line, place_fields, words
from opora.events.models import Event
from opora.events.states import CONSULTATIONS, Audience, Sort
from opora.organisations.forms.filters import PlainChecks
from opora.organisations.models import Organisation

_MOST_TERM = 120


def _checks(label: str, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=PlainChecks, help_text=help_text)


def _number(label: str, most: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, help_text=help_text)


_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("kind", "title", "about", "date", "time", "place", "is_online", "url")),
    ("Несколько дней, срок словами, по запросу", ("last", "term", "spread", "is_on_request")),
    ("Для кого", ("audience", "for_whom", "schools")),
    ("Кто ведёт", ("leaders", "led_by")),
    ("Консультация или курсы: минуты, часы, места", ("minutes", "hours", "provider", "expected")),
    ("С какими рисками связано", ("factors",)),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading; without a title they are always in sight."""

    title: str
    fields: Sequence[forms.BoundField]
    is_open: bool


class EventForm(forms.Form):
    """An event, a consultation or a course. Days stand here only while it is made; later each is changed by itself.

    `path` is that of the territory of its home. `revision` is the one the writer saw, `token` that of the form of
    a new one.
    """

    kind = forms.ChoiceField(
        label="Форма", error_messages={"required": "Выберите форму: что именно проводите."}
    )
    title = line("Название", required=True, help_text="Чтобы узнали те, кого зовёте.")
    about = words("О чём", rows=3)
    date = day("День")
    last = day("Последний день", help_text="Если идёт несколько дней подряд.")
    time = hour()
    term = line(
        "Срок словами",
        most=_MOST_TERM,
        help_text="Как в плане: «1 раз в месяц», «по четвергам в марте», «март–апрель». Останется как написали.",
    )
    spread = forms.BooleanField(label="Поставить дни по этому сроку", required=False)
    is_on_request = forms.BooleanField(label="По запросу: дни будут известны потом", required=False)
    audience = _checks("Для кого")
    for_whom = line("Для кого, своими словами", help_text="Например: учителя математики 5–6 классов.")
    schools = _checks("Какие школы", "Никого не отметите — для всех школ территории.")
    expected = _number("Сколько человек от школы", 1000)
    leaders = _checks("Кто ведёт", "Им придёт напоминание отметить, сколько пришло.")
    led_by = line("Кто ведёт, кого нет в списке")
    minutes = _number("Сколько минут", 1440, "Для консультации.")
    hours = _number("Сколько часов", 2000, "Для курсов.")
    provider = line("Кто учит", help_text="Для курсов: институт, центр.")
    factors = _checks("С какими рисками связано")
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    token = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        catalogue: WorkForms,
        cycle: Cycle,
        path: str,
        schools: Sequence[Organisation],
        people: Sequence[tuple[int, str]],
        factors: Sequence[tuple[str, str]],
        of: Event | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.catalogue, self.cycle, self.path, self.of = catalogue, cycle, path, of
        for name, make in place_fields().items():
            self.fields[name] = make()
        self._choose("kind", _kinds(catalogue, of))
        self._choose("audience", Audience.choices)
        self._choose("schools", [(str(each.pk), each.name) for each in schools])
        self._choose("leaders", [(str(pk), name) for pk, name in people])
        self._choose("factors", factors)
        if of is not None:
            for name in ("date", "last", "time", "spread", "place", "is_online", "url", "token"):
                del self.fields[name]
            self.initial = {**_of(of), **self.initial}
        else:
            self.initial = {"token": secrets.token_hex(16), **self.initial}

    def _choose(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if name != "kind" and not choices:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.of is None and not self.errors:
            check_days(self, self.cycle, self.path)
        if self.form is not None and said.get("minutes") and self.form.sort not in CONSULTATIONS:
            self.add_error("minutes", "Минуты пишут у консультации. Выберите другую форму или сотрите число.")
        if self.form is not None and said.get("hours") and self.form.sort != Sort.COURSE:
            self.add_error("hours", "Часы пишут у курсов. Выберите другую форму или сотрите число.")
        return said

    @property
    def sections(self) -> list[Section]:
        """The fields by what they are about; a section with a title opens where something in it is said."""
        return [
            Section(title, fields, is_open=any(each.errors or each.value() for each in fields))
            for title, names in _SECTIONS
            if (fields := [self[name] for name in names if name in self.fields])
        ]

    @property
    def form(self) -> WorkForm | None:
        """The form of work chosen; None for one that is no more in the catalogue and stays as it was."""
        return self.catalogue.forms.get(self.cleaned_data.get("kind", ""))

    @property
    def days(self) -> list[Day]:
        return days_of(self.cleaned_data, self.cycle, self.path)

    @property
    def written(self) -> Written:
        said = self.cleaned_data
        return Written(
            title=said["title"],
            about=said["about"],
            term=said["term"],
            is_on_request=said["is_on_request"],
            audience=said.get("audience", ()),
            for_whom=said["for_whom"],
            led_by=said["led_by"],
            leaders=[int(each) for each in said.get("leaders", ())],
            schools={int(each): said["expected"] for each in said.get("schools", ())},
            minutes=said["minutes"],
            hours=said["hours"],
            provider=said["provider"],
            factors=said.get("factors", ()),
        )


def _kinds(catalogue: WorkForms, of: Event | None) -> list[Any]:
    """Groups of forms; the event's own stays even where the catalogue has lost it."""
    groups: list[Any] = [("", "Выберите форму"), *catalogue.grouped()]
    if of is not None and of.kind not in catalogue.forms:
        groups.append((of.kind, of.kind_title))
    return groups


def _of(event: Event) -> Mapping[str, Any]:
    invited = list(event.invited.all())
    return {
        **{name: getattr(event, name) for name in ("kind", "title", "about", "term", "is_on_request")},
        **{name: getattr(event, name) for name in ("audience", "for_whom", "led_by", "minutes", "hours")},
        **{name: getattr(event, name) for name in ("provider", "factors", "revision")},
        "schools": [str(each.school_id) for each in invited],
        "expected": next((each.expected for each in invited if each.expected), None),
        "leaders": [str(each.pk) for each in event.leaders.all()],
    }


class MaterialForm(forms.Form):
    """A file or a link."""

    title = line("Что это", help_text="Например: презентация, памятка, запись.")
    file = forms.FileField(
        label="Файл",
        required=False,
        help_text=f"До {MOST_BYTES // 2**20} МБ: фотография, PDF, DOCX, XLSX, PPTX.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "Файл пустой. Выберите другой."},
    )
    url = forms.URLField(
        label="или ссылка",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Вставьте ссылку целиком, начиная с https://"},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and bool(said.get("file")) == bool(said.get("url")):
            self.add_error("file", "Выберите файл или впишите ссылку — что-то одно.")
        given = said.get("file")
        if given and given.size > MOST_BYTES:
            self.add_error("file", f"Файл больше {MOST_BYTES // 2**20} МБ. Уменьшите его или дайте ссылку.")
        return said
