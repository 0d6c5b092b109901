"""What a layout hands over: neutral records that know their row, their owner and their columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from opora.imports.problems import Problem
from opora.imports.sheets import Sheet


class Measure(StrEnum):
    """What a column counts. Percents are 0–100; a bare «2» whose unit is not said is `MARK_2`."""

    PARTICIPANTS = "participants"
    MARK_2 = "mark_2"
    MARK_3 = "mark_3"
    MARK_4 = "mark_4"
    MARK_5 = "mark_5"
    MARK_2_PERCENT = "mark_2_percent"
    MARK_3_PERCENT = "mark_3_percent"
    MARK_4_PERCENT = "mark_4_percent"
    MARK_5_PERCENT = "mark_5_percent"
    LOW = "low_count"
    HIGH = "high_count"
    LOW_PERCENT = "low_percent"
    HIGH_PERCENT = "high_percent"
    MEAN = "mean_score"


MARKS = (Measure.MARK_2, Measure.MARK_3, Measure.MARK_4, Measure.MARK_5)
MARK_PERCENTS = (
    Measure.MARK_2_PERCENT,
    Measure.MARK_3_PERCENT,
    Measure.MARK_4_PERCENT,
    Measure.MARK_5_PERCENT,
)
PERCENT_OF = dict(zip(MARKS, MARK_PERCENTS, strict=True))
PERCENTS = frozenset({*MARK_PERCENTS, Measure.LOW_PERCENT, Measure.HIGH_PERCENT})

MEASURE_TITLES: dict[Measure, str] = {
    Measure.PARTICIPANTS: "Участников",
    Measure.MARK_2: "«2», человек",
    Measure.MARK_3: "«3», человек",
    Measure.MARK_4: "«4», человек",
    Measure.MARK_5: "«5», человек",
    Measure.MARK_2_PERCENT: "«2», %",
    Measure.MARK_3_PERCENT: "«3», %",
    Measure.MARK_4_PERCENT: "«4», %",
    Measure.MARK_5_PERCENT: "«5», %",
    Measure.LOW: "«2» или ниже минимума, человек",
    Measure.HIGH: "Высокие результаты, человек",
    Measure.LOW_PERCENT: "«2» или ниже минимума, %",
    Measure.HIGH_PERCENT: "Высокие результаты, %",
    Measure.MEAN: "Средний балл",
}

type Columns = tuple[tuple[Measure, int], ...]


@dataclass(frozen=True, slots=True)
class ProcedureRef:
    """A procedure as the installation knows it."""

    id: int
    code: str
    title: str
    test: str
    subject: str
    grade: int | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose figures: a school (by name, key or login) or, for a comparison group, a territory."""

    name: str
    key: str = ""
    territory: str = ""
    is_group: bool = False
    column: int = 0


@dataclass(slots=True)
class Record:
    """One group of participants in one procedure and year; `columns` say where its figures stand."""

    row: int
    owner: Owner
    procedure: ProcedureRef
    year: int
    class_label: str
    columns: Columns


@dataclass(slots=True)
class DetailRecord:
    """A row of a detailed federal table: {name of value: column}, and the maxima read above it.

    `value_rows` are the rows of the values where each stands in its own; else all stand in `row`.
    """

    row: int
    owner: Owner
    procedure: ProcedureRef
    year: int
    class_label: str
    kind: str
    columns: tuple[tuple[str, int], ...]
    participants: int | None
    maxima: dict[str, float]
    value_rows: tuple[int, ...] = ()


@dataclass(slots=True)
class Found:
    """A recognised sheet. `records` may be walked once; problems met on the way are appended."""

    sheet: Sheet
    layout: str
    records: Iterable[Record] = ()
    details: Iterable[DetailRecord] = ()
    problems: list[Problem] = field(default_factory=list)
    first_data_row: int = 0
    labelled_to: int = 0
    pairs: tuple[Columns, ...] = ()
