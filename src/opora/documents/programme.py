"""A programme as a chain of linked facts, apart from the database. Pure Python.

risk → cause → goal → task → measure → indicator → expected result. Every link names the id of what it hangs
on. A programme may be unfinished: a link may be empty («»), a text may be, a date may be missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

#: the form of work that the staffing rule looks for
STAFFING = "staffing"


class Executor(StrEnum):
    """Who carries out a measure."""

    HEAD = "head"
    DEPUTY = "deputy"
    TEACHER = "teacher"
    CLASS_TEACHER = "class_teacher"
    METHODIST = "methodist"
    PSYCHOLOGIST = "psychologist"
    SPECIALIST = "specialist"
    LIBRARIAN = "librarian"
    PARENT = "parent"
    PARTNER = "partner"
    MUNICIPAL = "municipal"


class Participant(StrEnum):
    """For whom, or together with whom, a measure is."""

    PUPILS = "pupils"
    PUPILS_AT_RISK = "pupils_at_risk"
    TEACHERS = "teachers"
    PARENTS = "parents"
    ADMINISTRATION = "administration"
    PARTNERS = "partners"


#: those who head a school: a programme that only they carry out is one nobody else has heard of
ADMINISTRATION = frozenset({Executor.HEAD, Executor.DEPUTY})


#: the specialists that a factor may need
SPECIALIST_TITLES = {
    "psychologist": "педагог-психолог",
    "defectologist": "учитель-дефектолог",
    "speech_therapist": "учитель-логопед",
    "social_teacher": "социальный педагог",
    "tutor": "тьютор",
}


@dataclass(frozen=True, slots=True)
class Direction:
    """A risk the school works on. `staff` are specialists that the factor needs («psychologist»)."""

    id: str
    factor: str
    title: str
    state: str = "active"
    level: str = ""
    found_on: date | None = None
    activated_on: date | None = None
    staff: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Free text of a section of the document."""

    section: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the risk is there: of a direction."""

    id: str
    direction: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached; of a direction, or of the programme as a whole («»)."""

    id: str
    text: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a goal that takes away causes."""

    id: str
    goal: str = ""
    text: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """Work with a date, people and a result. `when` is how a person wrote the date («март–апрель»).

    `form` is the code of a form of work; «staffing» is hiring, sharing or training a specialist.
    """

    id: str
    task: str = ""
    title: str = ""
    form: str = ""
    starts: date | None = None
    ends: date | None = None
    when: str = ""
    executors: tuple[Executor, ...] = ()
    named: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    result: str = ""
    resources: str = ""

    @property
    def hires(self) -> bool:
        """Whether it brings a specialist to the school."""
        return self.form == STAFFING


@dataclass(frozen=True, slots=True)
class Indicator:
    """How one sees it: of a goal, a task or a measure (`of` is its id). Numbers as people write them."""

    id: str
    of: str = ""
    title: str = ""
    unit: str = ""
    baseline: str = ""
    target: str = ""
    by: date | None = None
    source: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What is expected in the end: for goals, seen by indicators."""

    id: str
    text: str = ""
    goals: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


#: the tables of a programme in the file, in the order of the chain
ROWS: dict[str, type[Any]] = {
    "directions": Direction,
    "causes": Cause,
    "goals": Goal,
    "tasks": Task,
    "measures": Measure,
    "indicators": Indicator,
    "results": Result,
}
#: what a link of a table names: (table, field) → tables whose ids may stand there
LINKS: dict[tuple[str, str], tuple[str, ...]] = {
    ("causes", "direction"): ("directions",),
    ("goals", "direction"): ("directions",),
    ("tasks", "goal"): ("goals",),
    ("tasks", "causes"): ("causes",),
    ("measures", "task"): ("tasks",),
    ("indicators", "of"): ("goals", "tasks", "measures"),
    ("results", "goals"): ("goals",),
    ("results", "indicators"): ("indicators",),
}


@dataclass(frozen=True)
class Programme:
    """One document. `kind` is the code of its definition; `school` and `cycle` are codes; rows in their order."""

    kind: str
    title: str = ""
    school: str = ""
    school_name: str = ""
    cycle: str = ""
    starts: date | None = None
    ends: date | None = None
    passages: tuple[Passage, ...] = ()
    directions: tuple[Direction, ...] = ()
    causes: tuple[Cause, ...] = ()
    goals: tuple[Goal, ...] = ()
    tasks: tuple[Task, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    results: tuple[Result, ...] = ()

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Free text by section."""
        return {each.section: each.text for each in self.passages}

    def goals_of(self, direction: Direction) -> list[Goal]:
        return [each for each in self.goals if each.direction == direction.id]

    def tasks_of(self, goal: Goal) -> list[Task]:
        return [each for each in self.tasks if each.goal == goal.id]

    def measures_of(self, task: Task) -> list[Measure]:
        return [each for each in self.measures if each.task == task.id]

    def indicators_of(self, row: Goal | Task | Measure) -> list[Indicator]:
        return [each for each in self.indicators if each.of == row.id]
