"""What people write of directions. For a phone: few fields, short words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from opora.cycles.periods import parse
from opora.risks.forms.asking import LEVEL_CHOICES
from opora.risks.states import Happening, Opinion, Outcome
from opora.ui.escaping import as_markup, esc

LARGEST_FILE = 20 * 1024 * 1024
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


@dataclass(frozen=True, slots=True)
class Offered:
    """A factor the school decides about. `is_high`: found by the profile, so a decision is asked for."""

    code: str
    title: str
    is_high: bool
    value: float | None
    level: str

    @property
    def risk(self) -> str:
        """The value cut to a whole, as everywhere; empty where hidden."""
        return "" if self.value is None else str(int(self.value))


class ChoiceForm(forms.Form):
    """One factor: taken or not, agreed or not, and why."""

    decision = forms.ChoiceField(
        label="Решение",
        choices=(("take", "Берём в работу"), ("leave", "Не берём")),
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите: берёте это направление или нет."},
    )
    opinion = forms.ChoiceField(
        label="Согласны ли вы с профилем",
        choices=((Opinion.AGREES, "Согласны"), (Opinion.DISAGREES, "Не согласны")),
        widget=forms.RadioSelect,
        error_messages={"required": "Отметьте, согласны ли вы."},
    )
    words = forms.CharField(
        label="Своими словами",
        help_text="Обязательно, если не берёте или не согласны.",
        widget=_words(2),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Any = None, *, offered: Offered) -> None:
        super().__init__(data, prefix=offered.code.replace(".", "-"))
        self.offered = offered
        if not offered.is_high:
            # nobody waits for a word about it: untouched it is simply not taken
            decision = self.fields["decision"]
            assert isinstance(decision, forms.ChoiceField)
            decision.required, decision.initial = False, ""
            decision.choices = (("", "Не берём"), ("take", "Берём в работу"))
            self.fields["words"].help_text = "Что вы видите сами. Можно не писать."
            del self.fields["opinion"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needs = data.get("decision") == "leave" and self.offered.is_high
        if (needs or data.get("opinion") == Opinion.DISAGREES) and not data.get("words"):
            self.add_error("words", "Напишите почему: это увидят куратор и координатор.")
        return data


def _past(day: date) -> date:
    if day > timezone.localdate():
        raise ValidationError("Этот день ещё не наступил. Впишите день, когда это произошло.")
    return day


class DayForm(forms.Form):
    """The day of a step: today unless it happened earlier."""

    happened_on = forms.DateField(label="Когда это было", widget=_DAY)

    def clean_happened_on(self) -> date:
        return _past(self.cleaned_data["happened_on"])


class MoveForm(DayForm):
    """One step of a direction."""

    words = forms.CharField(label="Почему", widget=_words(), max_length=4000)

    def __init__(self, *args: Any, label: str, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].required = label, required


_MARKS = (("yes", "да"), ("no", "нет"))


def _mark(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=_MARKS,
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )


def _note(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, required=False)


def _listed(hints: Sequence[str]) -> str:
    return as_markup(f"<ul>{''.join(f'<li>{esc(hint)}</li>' for hint in hints)}</ul>") if hints else ""


class VisitForm(forms.Form):
    """The curator's first visit, two minutes on a phone."""

    visited_on = forms.DateField(label="День визита", widget=_DAY)
    seen = _mark("Увидели в школе то, о чём говорит профиль?")
    seen_note = _note("Что именно")
    documents = _mark("Подтверждают ли это документы?")
    documents_note = _note("Какие документы")
    talk = _mark("Подтверждает ли это разговор?")
    talk_note = _note("С кем говорили")
    outcome = forms.ChoiceField(
        label="Чем кончился визит",
        choices=(
            (Outcome.CONFIRMED, "Подтверждаю: уровень верен"),
            (Outcome.REFINED, "Уточняю: уровень другой"),
            (Outcome.DISPUTED, "Оспариваю: такого риска не вижу"),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": "Выберите, чем кончился визит."},
    )
    level = forms.ChoiceField(
        label="Уровень, который увидели вы",
        choices=(("", "не уточняю"), *LEVEL_CHOICES),
        required=False,
        help_text="Только если уточняете.",
    )
    reason = forms.CharField(
        label="Почему",
        widget=_words(),
        max_length=4000,
        required=False,
        help_text="Обязательно, если уточняете или оспариваете. Школа увидит дословно.",
    )
    evidence = forms.CharField(label="Чем подтверждено", widget=_words(2), max_length=2000, required=False)
    file = forms.FileField(label="Фото или документ", required=False, help_text="До 20 МБ.")

    def __init__(self, *args: Any, hints: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        """`hints`: what the catalogue tells to check about this factor; without them only the questions."""
        super().__init__(*args, **kwargs)
        for name, part in (("seen", "see"), ("documents", "documents"), ("talk", "talk")):
            self.fields[name].help_text = _listed(hints.get(part, ()))

    def clean_visited_on(self) -> date:
        return _past(self.cleaned_data["visited_on"])

    def clean_file(self) -> Any:
        given = self.cleaned_data.get("file")
        if given is not None and given.size > LARGEST_FILE:
            raise ValidationError("Файл больше 20 МБ. Уменьшите его или приложите другой.")
        return given


class MilestoneForm(forms.Form):
    """A fact with its own date, entered when it became known."""

    what = forms.ChoiceField(label="Что было", choices=Happening.choices)
    when = forms.CharField(
        label="Когда",
        max_length=120,
        help_text="Как написано в документе: 10.03.2026, «до 06.03.2026», «март 2026», «с 22.03.2026 по 22.04.2026».",
    )
    note = forms.CharField(label="Примечание", widget=_words(2), max_length=2000, required=False)
    whole_school = forms.BooleanField(
        label="Это было для всей школы, а не для одного направления", required=False
    )

    def __init__(self, *args: Any, within: tuple[date, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within

    def clean_when(self) -> str:
        written = str(self.cleaned_data["when"])
        spans = parse(written, within=self.within).spans
        if not spans:
            raise ValidationError("Не поняли срок. Напишите день, например 10.03.2026, или «март 2026».")
        self.first = None if spans[0].first is None else min(s.first for s in spans if s.first)
        lasts = [span.last or span.first for span in spans]
        self.last = max(day for day in lasts if day)
        return written


class CausesForm(forms.Form):
    """Causes of the catalogue to pick, and the school's own."""

    picked = forms.MultipleChoiceField(
        label="Что из этого есть у вас", widget=forms.CheckboxSelectMultiple, required=False
    )
    own = forms.CharField(
        label="Другие причины",
        help_text="По одной в строке.",
        widget=_words(3),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, causes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["picked"]
        assert isinstance(field, forms.MultipleChoiceField)
        if causes:
            field.choices = [(cause, cause) for cause in causes]
        else:
            del self.fields["picked"]

    def clean_own(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["own"].splitlines()]
        longest = max(map(len, lines), default=0)
        if longest > 400:
            raise ValidationError("Одна из причин длиннее 400 знаков. Сократите её.")
        return [line for line in lines if line]
