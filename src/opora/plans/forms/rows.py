"""One row of a plan."""

from collections.abc import Sequence
from typing import Any

from django import forms

from opora.organisations.queries.names import SchoolIndex
from opora.plans.content import Content
from opora.plans.naming import listed, people
from opora.plans.queries.rows import RowView
from opora.plans.states import Part

_PEOPLE = (
    (Part.DOES, "does", "Кто исполняет"),
    (Part.HELPS, "helps", "Кто помогает"),
    (Part.ANSWERS, "answers", "Кто отвечает"),
)
_LONGEST = 20_000
#: a new row takes the fact of its work
BY_WORK = "work"


def _lines(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RowForm(forms.Form):
    """Everything a person writes of a row. `revision` is that of the row as it was shown."""

    number = forms.CharField(
        label="Номер", help_text="Как в вашем плане; можно без номера.", max_length=20, required=False
    )
    what = forms.CharField(
        label="Что делается",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Напишите, что делается: без этого строки нет."},
    )
    term = forms.CharField(
        label="Срок",
        help_text="Как говорите: «март–апрель», «до 26.03.2026», «еженедельно», «в течение года».",
        max_length=500,
        required=False,
    )
    does = _lines(
        "Кто исполняет", "Каждый с новой строки: «Иванова М. П.» или роль — «кураторы», «директора школ»."
    )
    helps = _lines("Кто помогает")
    answers = _lines("Кто отвечает")
    schools = _lines(
        "Школы", "Названия или коды, каждая с новой строки. Пусто — все школы программы этого года."
    )
    fact = forms.ChoiceField(
        label="Откуда отметка о выполнении",
        help_text="Факт отмечает строку сам. Без факта её отмечают словами.",
        required=False,
    )
    fact_least = forms.IntegerField(
        label="Сколько раз достаточно",
        help_text="Для того, что бывает много раз: совещаний, посещений, мероприятий.",
        min_value=1,
        max_value=1000,
        required=False,
    )
    mark = forms.CharField(
        label="Отметка о выполнении своими словами",
        help_text="Стоит рядом с фактом и его не заменяет.",
        max_length=_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    section = forms.CharField(label="Раздел", max_length=500, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        facts: Sequence[tuple[str, str]],
        index: SchoolIndex,
        of: RowView | None = None,
        **kwargs: Any,
    ) -> None:
        if of is not None:
            kwargs["initial"] = initial(of)
        super().__init__(*args, **kwargs)
        self._index = index
        field = self.fields["fact"]
        assert isinstance(field, forms.ChoiceField)
        standing = f"{of.row.fact}:{of.row.fact_of}".rstrip(":") if of else ""
        gone = [(standing, standing)] if standing and standing not in dict(facts) else []
        by_itself = [(BY_WORK, "Определить по словам строки")] if of is None else []
        field.choices = [*by_itself, ("", "Никакой: отмечаем словами"), *facts, *gone]

    def clean_schools(self) -> list[int]:
        """Ids of the schools named."""
        found: list[int] = []
        for name in filter(None, (line.strip() for line in self.cleaned_data["schools"].splitlines())):
            match = self._index.find(name)
            if match.school is not None:
                found.append(match.school.id)
                continue
            near = f" Похожи: {'; '.join(match.nearest)}." if match.nearest else ""
            self.add_error(
                "schools", f"Школы «{name}» на этой территории нет.{near} Исправьте название или впишите код."
            )
        return list(dict.fromkeys(found))

    def content(self) -> Content:
        cleaned = self.cleaned_data
        return Content(
            what=_tidy(cleaned["what"]),
            number=cleaned["number"].strip(),
            section=" ".join(cleaned["section"].split()),
            term=" ".join(cleaned["term"].split()),
            mark=_tidy(cleaned["mark"]),
            people=[(part, name) for part, field, _ in _PEOPLE for name in people(cleaned[field])],
            school_ids=cleaned["schools"],
            fact=None if cleaned["fact"] == BY_WORK else cleaned["fact"],
            fact_least=cleaned["fact_least"],
        )


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def initial(of: RowView) -> dict[str, object]:
    row = of.row
    named = {field: listed([e.name for e in of.people if e.part == part]) for part, field, _ in _PEOPLE}
    return {
        **{
            name: getattr(row, name)
            for name in ("number", "what", "term", "mark", "section", "revision", "fact_least")
        },
        **named,
        "schools": listed([school.name for school in of.schools]),
        "fact": f"{row.fact}:{row.fact_of}".rstrip(":"),
    }
