"""One row of the chain as a form. Nothing is obligatory: a programme is unfinished while it is written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from opora.documents.exchange import LONGEST_TEXT
from opora.documents.people_words import EXECUTOR_TITLES, PARTICIPANT_TITLES
from opora.documents.programme import Programme
from opora.documents.words import FIELD_TITLES, FORM_TITLES
from opora.organisations.forms.filters import PlainChecks, PlainSelect

type Choices = list[tuple[str, str]]
_LONGEST_TITLE, _LONGEST_CODE = 90, 60


class RowForm(forms.Form):
    """`revision` is the one the writer saw, empty for a row that is not there yet; then `token` is of this form."""

    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    token = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the row's dataclass as JSON has them; what is empty is left out."""
        said = {name: self.cleaned_data.get(name) for name in self.fields if name not in _HIDDEN}
        return {name: _plain(value) for name, value in said.items() if value not in (None, "", [])}


_HIDDEN = frozenset({"revision", "code", "token"})


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


class Lines(forms.CharField):
    """Names, one in a line; `most` letters altogether."""

    most = 2000

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        text = super().to_python(value) or ""
        # the validators of a text look at a list's length otherwise
        if len(text) > self.most:
            raise forms.ValidationError(f"Не больше {self.most} знаков. Оставьте главных.")
        if "\0" in text:
            raise forms.ValidationError("Здесь стоит знак, который не печатается. Наберите заново.")
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _long(rows: int, help_text: str = "") -> Callable[[str], forms.Field]:
    return lambda label: forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _short(help_text: str = "", most: int = 300) -> Callable[[str], forms.Field]:
    return lambda label: forms.CharField(label=label, help_text=help_text, required=False, max_length=most)


def day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class Link(forms.ChoiceField):
    """A row that this one hangs on. Where it is `open`, nobody is shown choices, and the action looks for the row."""

    is_open = False

    def valid_value(self, value: str) -> bool:
        return len(value) <= _LONGEST_CODE if self.is_open else super().valid_value(value)


class Links(forms.MultipleChoiceField):
    """Rows that this one hangs on, as `Link`."""

    is_open = False

    def valid_value(self, value: str) -> bool:
        return len(value) <= _LONGEST_CODE if self.is_open else super().valid_value(value)


def _one_of(
    choices: Choices, of: type[forms.ChoiceField] = forms.ChoiceField
) -> Callable[[str], forms.Field]:
    return lambda label: of(
        label=label, required=False, choices=[("", "Не выбрано"), *choices], widget=PlainSelect
    )


def _some_of(
    choices: Choices, of: type[forms.MultipleChoiceField] = forms.MultipleChoiceField
) -> Callable[[str], forms.Field]:
    return lambda label: of(label=label, required=False, choices=choices, widget=PlainChecks)


def _linked(choices: Choices) -> Callable[[str], forms.Field]:
    return _one_of(choices, Link)


def _all_linked(choices: Choices) -> Callable[[str], forms.Field]:
    return _some_of(choices, Links)


def _names(label: str) -> forms.Field:
    return Lines(
        label=label,
        help_text="Каждого с новой строки. Можно не писать, если хватает отмеченного выше.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


type Maker = Callable[[Programme], Mapping[str, Callable[[str], forms.Field]]]


def _titled(rows: Sequence[Any], *, title: bool = False) -> Choices:
    """«g1»: its own words, cut to one line."""
    found = []
    for each in rows:
        words = " ".join((each.title if title else each.text).split()) or "без слов"
        shown = words if len(words) <= _LONGEST_TITLE else f"{words[: _LONGEST_TITLE - 1]}…"
        found.append((each.id, shown))
    return found


def _directions(programme: Programme) -> Choices:
    return _titled(programme.directions, title=True)


def _owners(programme: Programme) -> Choices:
    return [
        *((code, f"Цель: {words}") for code, words in _titled(programme.goals)),
        *((code, f"Задача: {words}") for code, words in _titled(programme.tasks)),
        *((code, f"Мера: {words}") for code, words in _titled(programme.measures, title=True)),
    ]


_EXECUTORS = [(each.value, title) for each, title in EXECUTOR_TITLES.items()]
_PARTICIPANTS = [(each.value, title) for each, title in PARTICIPANT_TITLES.items()]

_FIELDS: dict[str, Maker] = {
    "passages": lambda _: {"text": _long(14)},
    "causes": lambda p: {"direction": _linked(_directions(p)), "text": _long(3)},
    "goals": lambda p: {"direction": _linked(_directions(p)), "text": _long(3)},
    "tasks": lambda p: {
        "goal": _linked(_titled(p.goals)),
        "text": _long(3),
        "causes": _all_linked(_titled(p.causes)),
    },
    "measures": lambda p: {
        "task": _linked(_titled(p.tasks)),
        "title": _long(2),
        "form": _one_of(list(FORM_TITLES.items())),
        "starts": day,
        "ends": day,
        "when": _short("Если день неизвестен: «март–апрель», «каждую неделю»."),
        "executors": _some_of(_EXECUTORS),
        "named": _names,
        "participants": _some_of(_PARTICIPANTS),
        "result": _long(2, "Число, единица, день: по чему поймёте, что сделано."),
        "resources": _long(2),
    },
    "indicators": lambda p: {
        "of": _linked(_owners(p)),
        "title": _short(most=500),
        "unit": _short("«%», «человек», «балл»", 60),
        "baseline": _short("Число на сегодня.", 60),
        "target": _short("Число, к которому идёте.", 60),
        "by": day,
        "source": _short("Журнал, ВПР, опрос: где это число лежит.", 500),
        "method": _long(2),
    },
    "results": lambda p: {
        "text": _long(3),
        "goals": _all_linked(_titled(p.goals)),
        "indicators": _all_linked(_titled(p.indicators, title=True)),
    },
}


def row_form(
    table: str, programme: Programme, data: Any = None, *, initial: Mapping[str, Any] | None = None
) -> RowForm:
    """The form of a row of a table; links offer the rows that are there."""
    form = _form(table, programme, data, initial)
    for field in form.fields.values():
        if isinstance(field, forms.MultipleChoiceField) and not field.choices:
            field.help_text = "Пока не из чего выбирать."
    return form


def sent_form(table: str, data: Any) -> RowForm:
    """The same for what was sent: nothing of the programme is read, the action looks for the rows that links name."""
    form = _form(table, _NOTHING, data, None)
    for field in form.fields.values():
        if isinstance(field, Link | Links):
            field.is_open = True
    return form


_NOTHING = Programme(kind="")


def _form(table: str, programme: Programme, data: Any, initial: Mapping[str, Any] | None) -> RowForm:
    form = RowForm(data, initial=dict(initial or {}))
    for name, make in _FIELDS[table](programme).items():
        form.fields[name] = make(FIELD_TITLES[name])
    return form
