"""Forms of a draft."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from opora.assignments.forms import DayField, HourField, Seen
from opora.burden.actions import About, Choice, Wording
from opora.burden.models import Inquiry, Question
from opora.burden.queries.asking import REPEATS, Line
from opora.burden.states import QuestionKind, Way, Whom
from opora.burden.wording import LONGEST_QUESTION, questions_of
from opora.catalogues.local_time import ZONES, local
from opora.meetings.forms import in_zone
from opora.organisations.forms.filters import PlainChecks, PlainSelect
from opora.organisations.models import Organisation, Territory
from opora.ui.text import count_ru

_PARTED = "|"


class TermForm(Seen):
    """Until when; an hour only for what is urgent."""

    due = DayField(label="Ответить до", required=False)
    answer_by = HourField(
        label="Срочно: ответить к часу",
        required=False,
        help_text="Только если без ответа к этому часу нельзя. Такой запрос встанет у школы первым.",
    )
    zone = forms.ChoiceField(
        label="Чьё время",
        choices=[("", "Время этой установки"), *ZONES],
        required=False,
        widget=PlainSelect,
        help_text="Для срочного: если школы живут в другом часовом поясе.",
    )

    def term(self) -> dict[str, Any]:
        said = self.cleaned_data
        hour = said.get("answer_by")
        answer_by = in_zone(hour, said.get("zone", "")) if hour is not None else None
        return {"due": said.get("due"), "answer_by": answer_by, "zone": said.get("zone", "")}

    @staticmethod
    def initial_of(inquiry: Inquiry) -> dict[str, Any]:
        hour = inquiry.answer_by
        return {
            "due": inquiry.due,
            "answer_by": local(hour, inquiry.zone).replace(tzinfo=None) if hour is not None else None,
            "zone": inquiry.zone,
            "seen": inquiry.revision,
        }


class AboutForm(TermForm):
    title = forms.CharField(
        label="О чём запрос",
        max_length=200,
        help_text="Как школа увидит его на столе: «Кадры на 1 сентября».",
        error_messages={"required": "Назовите запрос: о чём он."},
    )
    why = forms.CharField(
        label="Зачем эти сведения",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        help_text="Одно-два предложения. Школа прочтёт это первым.",
        error_messages={"required": "Напишите, зачем эти сведения: школа прочтёт это первым."},
    )
    field_order = ("territory", "title", "why", "questions", "due", "answer_by", "zone", "seen")

    def about(self) -> About:
        said = self.cleaned_data
        return About(title=said["title"], why=said["why"], **self.term())


class QuestionsField(forms.CharField):
    """One question a line; `clean` answers them with the kinds of their answers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 6}),
            max_length=20_000,
            help_text=(
                "Каждый вопрос с новой строки. Опора сама решит по словам, чем отвечать: числом, словами, "
                "да или нет, датой, файлом; потом это можно поправить."
            ),
            error_messages={"required": "Напишите хотя бы один вопрос."},
            **kwargs,
        )

    def clean(self, value: Any) -> list[tuple[str, QuestionKind]]:
        found = questions_of(super().clean(value) or "")
        if not found:
            raise ValidationError("Напишите хотя бы один вопрос.")
        return found


class NewForm(AboutForm):
    """`territories` are those whose coordinator the person is."""

    questions = QuestionsField(label="Что спросить")

    def __init__(self, *args: Any, territories: Sequence[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._territories = {str(each.pk): each for each in territories}
        if len(territories) > 1:
            self.fields["territory"] = forms.ChoiceField(
                label="От чьего имени",
                choices=[(str(each.pk), each.name) for each in territories],
                widget=PlainSelect,
            )
            self.order_fields(self.field_order)

    @property
    def territory(self) -> Territory:
        chosen = self.cleaned_data.get("territory")
        return self._territories[chosen] if chosen else next(iter(self._territories.values()))


class MoreQuestionsForm(Seen):
    questions = QuestionsField(label="Ещё вопросы")
    field_order = ("questions", "seen")


class QuestionForm(Seen):
    text = forms.CharField(
        label="Вопрос",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_QUESTION,
        error_messages={"required": "Напишите вопрос."},
    )
    kind = forms.ChoiceField(label="Чем отвечать", choices=QuestionKind.choices, widget=forms.RadioSelect)
    unit = forms.CharField(
        label="Единица, для чисел", required=False, max_length=40, help_text="Например: человек."
    )
    is_required = forms.BooleanField(label="Без этого ответа не отправить", required=False)
    field_order = ("text", "kind", "unit", "is_required", "seen")

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(said["text"], QuestionKind(said["kind"]), said["unit"], said["is_required"])

    @staticmethod
    def initial_of(question: Question) -> dict[str, Any]:
        return {name: getattr(question, name) for name in ("text", "kind", "unit", "is_required")}


class SchoolsForm(Seen):
    """Which schools; single ones are offered where there are not too many."""

    whom = forms.ChoiceField(label="Кого спросить", choices=Whom.choices, widget=forms.RadioSelect)
    field_order = ("place", "whom", "chosen", "seen")

    def __init__(
        self, *args: Any, territories: Sequence[Territory], schools: Sequence[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._territories = {str(each.pk): each for each in territories}
        self._schools = {str(each.pk): each for each in schools}
        if len(territories) > 1:
            self.fields["place"] = forms.ChoiceField(
                label="Где",
                choices=[(str(each.pk), each.name) for each in territories],
                widget=PlainSelect,
            )
        if schools:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label="Школы",
                choices=[(str(each.pk), each.name) for each in schools],
                required=False,
                widget=PlainChecks,
                help_text="Только для «Только отмеченные».",
            )
        else:
            self.fields["whom"].choices = [  # type: ignore[attr-defined]
                each for each in Whom.choices if each[0] != Whom.CHOSEN
            ]
        self.order_fields(self.field_order)

    def said(self) -> dict[str, Any]:
        place = self.cleaned_data.get("place")
        return {
            "place": self._territories[place] if place else next(iter(self._territories.values())),
            "whom": Whom(self.cleaned_data["whom"]),
            "chosen": [self._schools[pk] for pk in self.cleaned_data.get("chosen", ())],
            "seen": self.cleaned_data["seen"],
        }


class KnownForm(Seen):
    """Of each question that something is known about: what to do with it. `lines` are those of the preview."""

    def __init__(
        self, *args: Any, lines: Sequence[Line], schools: int, is_looked: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._titles: dict[str, str] = {}
        for line in lines:
            if not line.offers:
                continue
            self.fields[f"q{line.question.pk}"] = forms.ChoiceField(
                label=line.question.text,
                choices=self._choices(line, schools),
                widget=forms.RadioSelect,
                initial=_initial(line, is_looked=is_looked),
            )

    def _choices(self, line: Line, schools: int) -> list[tuple[str, str]]:
        found = []
        for each in line.offers:
            fact = each.fact
            self._titles[fact.code] = fact.title
            known = len(line.answers(fact.code))
            left = schools - known
            title = f"«{fact.title}» ({fact.where})" if fact.where else f"«{fact.title}»"
            if fact.shelf == REPEATS:
                title = f"прошлый ответ ({fact.where.removeprefix('уже спрашивали: ')})"
            rest = f"спросим {count_ru(left, 'школу,школы,школ')}" if left else "спрашивать некого"
            found += [
                (
                    f"take{_PARTED}{fact.code}",
                    f"Взять отсюда: {title}. Известно у {known} из {schools}, {rest}",
                ),
                (f"offer{_PARTED}{fact.code}", f"Показать школе {title}: она подтвердит одним нажатием"),
            ]
        return [*found, ("ask", "Спросить у всех заново")]

    def choices(self) -> dict[int, Choice]:
        found = {}
        for name, value in self.cleaned_data.items():
            if name.startswith("q") and name[1:].isdecimal():
                way, _, code = value.partition(_PARTED)
                found[int(name[1:])] = Choice(Way(way), code, self._titles.get(code, ""))
        return found


def _initial(line: Line, *, is_looked: bool) -> str:
    """What was chosen; before that, what is surely the same is taken, an old answer shown."""
    question = line.question
    if is_looked and question.fact:
        return f"{question.way}{_PARTED}{question.fact}"
    if not is_looked:
        for each in line.offers:
            if each.is_same:
                way = Way.OFFER if each.fact.shelf == REPEATS else Way.TAKE
                return f"{way.value}{_PARTED}{each.fact.code}"
    return "ask"
