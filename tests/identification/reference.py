"""The rule written a second time, in plain Python over fractions, sharing nothing with the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

POINT = Fraction(1, 100)


@dataclass(frozen=True)
class Row:
    """A figure as it was imported; `label` is the class, empty for the whole school."""

    school: str
    procedure: str
    year: int
    label: str = ""
    participants: int | None = None
    low: int | None = None
    percent: Fraction | None = None


@dataclass(frozen=True)
class Figure:
    share: Fraction
    participants: int | None


@dataclass(frozen=True)
class Wanted:
    procedures: tuple[str, ...]
    threshold: Fraction
    both: bool
    count: int
    minimum: int
    last: int
    quartile_count: int | None = None
    ege: tuple[str, ...] = ()
    ege_share: Fraction = Fraction(1, 10)


@dataclass(frozen=True)
class Answer:
    listed: bool
    grounds: dict[str, tuple[str, ...]]
    closest: tuple[str, Fraction, Fraction] | None
    pupil_weight: Fraction | None
    at_minus: bool
    at_plus: bool


def share_of(rows: list[Row]) -> Figure | None:
    """The whole school's figure; where none is known, the sum of classes that all have counts."""
    for row in rows:
        if row.label == "":
            if row.low is not None and row.participants:
                return Figure(Fraction(row.low, row.participants), row.participants)
            if row.percent is not None:
                return Figure(row.percent / 100, row.participants)
    classes = [row for row in rows if row.label]
    if not classes or any(row.low is None for row in classes):
        return None
    participants = sum(row.participants or 0 for row in classes)
    return (
        Figure(Fraction(sum(row.low or 0 for row in classes), participants), participants)
        if participants
        else None
    )


def figures_of(rows: Iterable[Row]) -> dict[tuple[str, int], Figure]:
    def place(row: Row) -> tuple[str, int]:
        return row.procedure, row.year

    grouped = ((key, share_of(list(group))) for key, group in groupby(sorted(rows, key=place), key=place))
    return {key: figure for key, figure in grouped if figure is not None}


def answer(
    wanted: Wanted, figures: Mapping[tuple[str, int], Figure], worst: Mapping[str, Fraction]
) -> Answer:
    """`worst` is the third quartile of the region's shares by procedure."""
    fair = {
        key: figure
        for key, figure in figures.items()
        if figure.participants is None or figure.participants >= wanted.minimum
    }

    def reached(year: int, threshold: Fraction) -> set[str]:
        return {p for p in wanted.procedures if (p, year) in fair and fair[p, year].share >= threshold}

    def fired(threshold: Fraction) -> tuple[set[str], set[str]]:
        now = reached(wanted.last, threshold)
        return (now if len(now) >= wanted.count else set()), now & reached(wanted.last - 1, threshold)

    quarter = {
        p
        for p in wanted.procedures
        if (p, wanted.last) in fair and fair[p, wanted.last].share > worst.get(p, 1)
    }
    if wanted.quartile_count is None or len(quarter) < wanted.quartile_count:
        quarter = set()
    ege = {
        p for p in wanted.ege if (p, wanted.last) in fair and fair[p, wanted.last].share >= wanted.ege_share
    }

    def selected(threshold: Fraction) -> bool:
        count, repeat = fired(threshold)
        main = bool(count) and bool(repeat) if wanted.both else bool(count) or bool(repeat)
        return main or bool(quarter) or bool(ege)

    count, repeat = fired(wanted.threshold)
    order = list(dict.fromkeys((*wanted.procedures, *wanted.ege)))
    grounds = {
        kind: tuple(sorted(found, key=order.index))
        for kind, found in (("count", count), ("repeat", repeat), ("quartile", quarter), ("ege", ege))
        if found
    }
    nearest = min(
        (p for p in wanted.procedures if (p, wanted.last) in fair),
        key=lambda p: (
            abs(fair[p, wanted.last].share - wanted.threshold),
            fair[p, wanted.last].share < wanted.threshold,
            order.index(p),
        ),
        default=None,
    )
    figure = fair[nearest, wanted.last] if nearest else None
    listed = selected(wanted.threshold)
    return Answer(
        listed=listed,
        grounds=grounds,
        closest=(nearest, figure.share, figure.share - wanted.threshold) if nearest and figure else None,
        pupil_weight=Fraction(1, figure.participants) if figure and figure.participants else None,
        at_minus=selected(wanted.threshold - POINT) != listed,
        at_plus=selected(wanted.threshold + POINT) != listed,
    )


def third_quartiles(
    wanted: Wanted, schools: Iterable[Mapping[tuple[str, int], Figure]]
) -> dict[str, Fraction]:
    """The smallest share not exceeded by at least three quarters of the schools, by procedure."""
    found: dict[str, Fraction] = {}
    known = list(schools)
    for procedure in wanted.procedures:
        shares = sorted(
            figures[procedure, wanted.last].share
            for figures in known
            if (procedure, wanted.last) in figures
            and (
                figures[procedure, wanted.last].participants is None
                or figures[procedure, wanted.last].participants >= wanted.minimum  # type: ignore[operator]
            )
        )
        if shares:
            found[procedure] = shares[-(-3 * len(shares) // 4) - 1]
    return found


def select(wanted: Wanted, schools: Iterable[str], rows: Iterable[Row]) -> dict[str, Answer]:
    """The whole answer by school."""
    by_school: dict[str, list[Row]] = {school: [] for school in schools}
    for row in rows:
        by_school[row.school].append(row)
    figures = {school: figures_of(found) for school, found in by_school.items()}
    worst = third_quartiles(wanted, figures.values())
    return {school: answer(wanted, found, worst) for school, found in figures.items()}
