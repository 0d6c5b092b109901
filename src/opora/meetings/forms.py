"""Forms of meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from opora.assignments.forms import DayField, HourField, Seen
from opora.catalogues.local_time import ZONES, zone
from opora.cycles.models import Cycle
from opora.meetings.actions import Call, Item, Mark
from opora.meetings.agenda import OffersField, agenda_of
from opora.meetings.models import AgendaItem, Attendance
from opora.meetings.offering import Offer
from opora.meetings.queries import Show, Sources
from opora.meetings.states import Came, MeetingKind, RhythmKind
from opora.organisations.forms.filters import PlainSelect
from opora.organisations.models import Organisation
from opora.people.models import Person

_NEW = "new"


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ListForm(forms.Form):
    """Nothing here can be wrong: an unknown value counts as not chosen. What leaves no choice has no field."""

    q = forms.CharField(label="Название, группа, место", required=False, max_length=100)

    def __init__(self, data: Mapping[str, Any], *, cycles: Sequence[Cycle], has_places: bool) -> None:
        super().__init__(data)
        if has_places:
            self.fields["home"] = forms.CharField(
                label="Школа или территория", required=False, max_length=100
            )
        self._offer("kind", "Вид", [("", "Все виды"), *MeetingKind.choices])
        shown = ((Show.ALL, "Все"), (Show.MINE, "С моим участием"), (Show.UNMINUTED, "Без протокола"))
        self._offer("show", "Что показать", shown)
        if len(cycles) > 1:
            self._offer("cycle", "Год", [("", "Все"), *((each.code, each.title) for each in cycles)])
        # a tab and a group that are open stay open
        for name in ("state", "group"):
            if data.get(name):
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
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
        return sum(bool(self.chosen(name)) for name in ("q", "home", "kind", "show", "cycle", "group"))


class ChangeForm(Seen):
    """What may be said anew of a planned meeting; `offers` are questions that its place has open."""

    kind = forms.ChoiceField(label="Вид", choices=MeetingKind.choices)
    title = forms.CharField(
        label="Название", max_length=300, error_messages={"required": "Назовите совещание."}
    )
    place = forms.CharField(label="Место", max_length=300, required=False)
    is_online = forms.BooleanField(label="Можно подключиться онлайн", required=False)
    url = forms.URLField(
        label="Ссылка для подключения",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Это не ссылка. Она начинается с https://"},
    )
    agenda = forms.CharField(
        label="Повестка",
        widget=_words(5),
        required=False,
        max_length=10_000,
        help_text="Каждый вопрос с новой строки. Докладчик — после косой черты: «Итоги визитов / Петрова А. А., методист».",
    )
    field_order = ("kind", "title", "starts", "zone", "place", "is_online", "url", "agenda", "offers", "seen")

    def __init__(
        self, *args: Any, offers: Mapping[Offer, Sources], has_taken: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        empty = "Всё, что открыто, уже в повестке." if has_taken else "Открытого и просроченного здесь нет."
        self._offers = {each.key: each for each in offers}
        self.fields["offers"] = OffersField(offers, empty=empty)
        self.order_fields(self.field_order)

    def call(self, starts_at: datetime, zone_name: str = "") -> Call:
        said = self.cleaned_data
        return Call(
            kind=MeetingKind(said["kind"]),
            title=said["title"],
            starts_at=starts_at,
            zone=zone_name,
            place=said["place"],
            is_online=said["is_online"],
            url=said["url"],
            agenda=agenda_of(said["agenda"]),
            offers=tuple(self._offers[key] for key in dict.fromkeys(said["offers"])),
        )


class CallForm(ChangeForm):
    """A new meeting."""

    starts = HourField(label="Когда", error_messages={"required": "Назовите день и час."})
    zone = forms.ChoiceField(
        label="Чьё время",
        choices=[("", "Время этой установки"), *ZONES],
        required=False,
        widget=PlainSelect,
        help_text="Меняйте, если территория живёт в другом часовом поясе.",
    )

    @property
    def starts_at(self) -> datetime:
        """The hour that was written, in the zone that was chosen."""
        return in_zone(self.cleaned_data["starts"], self.cleaned_data["zone"])


def in_zone(moment: datetime, zone_name: str) -> datetime:
    """The same figures on the clock of the zone: a form reads them by the installation's clock."""
    return timezone.make_naive(moment).replace(tzinfo=zone(zone_name))


class MoveForm(Seen):
    starts = HourField(label="Новый день и час", error_messages={"required": "Назовите день и час."})
    reason = forms.CharField(
        label="Почему", widget=_words(2), max_length=2000,
        error_messages={"required": "Напишите, почему переносится совещание."},
    )  # fmt: skip


class ReasonForm(Seen):
    """Cancelling, reopening."""

    reason = forms.CharField(label="Почему", widget=_words(2), max_length=2000)

    def __init__(self, *args: Any, required: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = required


class RepeatForm(forms.Form):
    """How often, to the end of the year."""

    kind = forms.ChoiceField(
        label="Как часто",
        choices=[each for each in RhythmKind.choices if each[0] != RhythmKind.AS_NEEDED],
    )
    days = forms.IntegerField(
        label="Через сколько дней", required=False, min_value=1, max_value=366,
        help_text="Только если выбрали «раз в несколько дней».",
    )  # fmt: skip


class RhythmForm(forms.Form):
    kind = forms.ChoiceField(label="Как часто собирается", choices=RhythmKind.choices)
    days = forms.IntegerField(
        label="Через сколько дней", required=False, min_value=1, max_value=366,
        help_text="Только если выбрали «раз в несколько дней».",
    )  # fmt: skip
    since = DayField(label="С какого дня", help_text="Первое заседание ждём к этому дню.")


class InviteForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Кто из тех, кто входит в систему",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Другой человек, впишу ниже",
    )
    name = forms.CharField(label="ФИО", required=False, max_length=200)
    post = forms.CharField(label="Должность", required=False, max_length=200)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class CameForm(Seen):
    """A choice and a reason for each who was asked; `starts` only where the meeting is being held."""

    def __init__(
        self, *args: Any, rows: Sequence[Attendance], starts: datetime | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        if starts is not None:
            self.fields["starts"] = HourField(label="Когда прошло", initial=starts.replace(tzinfo=None))
        choices = [
            ("", "не отмечено"),
            (Came.PRESENT, "был(а)"),
            (Came.ONLINE, "онлайн"),
            (Came.ABSENT, "нет"),
        ]
        for row in rows:
            mark = row.came if row.came != Came.UNKNOWN else Came.PRESENT if starts is not None else ""
            self.fields[f"came-{row.pk}"] = forms.ChoiceField(
                label=row.name, choices=choices, initial=mark, required=False, widget=PlainSelect
            )
            self.fields[f"reason-{row.pk}"] = forms.CharField(
                label=f"Почему нет: {row.name}", initial=row.reason, required=False, max_length=300
            )

    @property
    def marks(self) -> dict[int, Mark]:
        """What was said of each; who was not marked is left out. A reason alone says that somebody was not there."""
        found = {}
        for row in self.rows:
            came = self.cleaned_data.get(f"came-{row.pk}") or ""
            if came:
                found[row.pk] = Mark(Came(came), self.cleaned_data.get(f"reason-{row.pk}") or "")
        return found


_QUESTION = ("title", "speaker", "heard", "decided")


class MinutesForm(Seen):
    """Number, who signs, and for each question what was heard and decided; one more question at the end."""

    number = forms.CharField(label="Номер протокола", required=False, max_length=40)
    chair = forms.CharField(label="Председатель", required=False, max_length=200)
    secretary = forms.CharField(label="Секретарь", required=False, max_length=200)

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: list[tuple[str, int | None]] = [(str(each.pk), each.pk) for each in items]
        for number, each in enumerate(items, 1):
            self._question(str(each.pk), f"Вопрос {number}", each, required=True)
        self.keys.append((_NEW, None))
        self._question(_NEW, "Ещё один вопрос", AgendaItem(), required=False)

    @property
    def heading(self) -> list[forms.BoundField]:
        return [self["number"], self["chair"], self["secretary"]]

    @property
    def questions(self) -> list[list[forms.BoundField]]:
        """The four fields of every question, as they stand on the sheet."""
        return [[self[f"{name}-{key}"] for name in _QUESTION] for key, _ in self.keys]

    def _question(self, key: str, label: str, item: AgendaItem, *, required: bool) -> None:
        self.fields[f"title-{key}"] = forms.CharField(
            label=label, initial=item.title, required=required, max_length=500,
            error_messages={"required": "Впишите вопрос."},
        )  # fmt: skip
        self.fields[f"speaker-{key}"] = forms.CharField(
            label="Докладчик", initial=item.speaker, required=False, max_length=200
        )
        for name, title in (("heard", "Слушали"), ("decided", "Решили")):
            self.fields[f"{name}-{key}"] = forms.CharField(
                label=title, initial=getattr(item, name), required=False, max_length=20_000, widget=_words(3)
            )

    @property
    def items(self) -> list[Item]:
        said = self.cleaned_data
        return [Item(pk, *(said.get(f"{name}-{key}") or "" for name in _QUESTION)) for key, pk in self.keys]


class TaskForm(forms.Form):
    """A decision as an assignment."""

    what = forms.CharField(
        label="Что сделать", widget=_words(3), max_length=4000,
        error_messages={"required": "Напишите, что надо сделать."},
    )  # fmt: skip
    school = forms.ModelChoiceField(
        label="Какой школе",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Не одной школе",
    )
    person = forms.ModelChoiceField(
        label="Исполнитель",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Другой человек, впишу ниже",
    )
    executor = forms.CharField(
        label="Исполнитель, если его нет в списке", required=False, max_length=200,
        help_text="Пусто — школа, если она выбрана.",
    )  # fmt: skip
    due = DayField(label="Срок", required=False)
    when = forms.CharField(label="Срок словами, если дня нет", required=False, max_length=120)

    def __init__(
        self, *args: Any, people: QuerySet[Person], schools: QuerySet[Organisation] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if schools is None:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]
