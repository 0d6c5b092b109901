"""Forms of work as the catalogue of a territory has them. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from opora.events.states import Sort

KIND, CODE = "work-forms", "forms"

GROUPS: dict[str, str] = {
    "methodical": "методическая работа",
    "association": "заседание ШМО",
    "teacher": "учитель с наставником или куратором",
    "self": "самообразование",
    "game-kinds": "виды деловых игр",
    "support": "консультации, курсы, выезды",
}


@dataclass(frozen=True, slots=True)
class WorkForm:
    """A form of work; `sort` says what is asked of it beside the day."""

    code: str
    title: str
    group: str
    sort: Sort
    about: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is prepared, step by step, for the forms of a group."""

    group: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class WorkForms:
    """The catalogue in force for somebody."""

    forms: Mapping[str, WorkForm]
    steps: tuple[Step, ...]

    @classmethod
    def parse(cls, content: Any) -> Self:
        forms = [
            WorkForm(row["code"], row["title"], row["group"], Sort(row["sort"]), row.get("about", ""))
            for row in content.get("forms", ())
        ]
        steps = (Step(row["group"], row["title"], row.get("about", "")) for row in content.get("steps", ()))
        return cls({each.code: each for each in forms}, tuple(steps))

    def steps_of(self, code: str) -> tuple[Step, ...]:
        """How a form is prepared; nothing where the catalogue does not say."""
        form = self.forms.get(code)
        return tuple(each for each in self.steps if form is not None and each.group == form.group)

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """[(group, [(code, title)])] in the order of the catalogue, for a choice."""
        found: dict[str, list[tuple[str, str]]] = {}
        for each in self.forms.values():
            found.setdefault(GROUPS.get(each.group, each.group), []).append((each.code, each.title))
        return list(found.items())

    def titles(self) -> list[tuple[str, str]]:
        """[(code, title)]; two of one title are told apart by their group."""
        named = [each.title for each in self.forms.values()]
        return [
            (
                each.code,
                each.title
                if named.count(each.title) == 1
                else f"{each.title} ({GROUPS.get(each.group, each.group)})",
            )
            for each in self.forms.values()
        ]
