"""How a row stands: from its fact where it has one, else from its term and what people said. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from opora.inbox import SOON_DAYS
from opora.plans.facts.base import FactFigure
from opora.plans.states import OVER, Standing, Told


@dataclass(frozen=True, slots=True)
class Stand:
    """`words` say it with its count («идёт, 3 из 7»); `figure` is the fact, None where a row has none."""

    standing: Standing
    words: str
    figure: FactFigure | None = None
    due: date | None = None

    @property
    def is_late(self) -> bool:
        return self.standing is Standing.LATE

    @property
    def is_over(self) -> bool:
        return self.standing in OVER

    def is_soon(self, today: date) -> bool:
        """Not over, and its last day is within 14 days, today included."""
        return (
            not self.is_over
            and self.due is not None
            and today <= self.due <= today + timedelta(days=SOON_DAYS)
        )


def stand(
    *,
    starts: date | None,
    ends: date | None,
    told: str = "",
    figure: FactFigure | None,
    least: int | None,
    today: date,
) -> Stand:
    """The last day of what repeats is that of its term, so it is never late before its end.

    `told` is one of `Told`: that it is put off holds until the fact is there after all.
    """
    is_past = ends is not None and ends < today
    moved = Stand(Standing.MOVED, Standing.MOVED.label, figure, ends)
    if figure is not None:
        has_begun = starts is None or starts <= today
        found = _by_fact(figure, least, has_begun=has_begun, is_past=is_past, due=ends)
        return moved if told == Told.NEXT_YEAR and not found.is_over else found
    if told == Told.NEXT_YEAR:
        return moved
    if told == Told.ONLINE:
        return Stand(Standing.TOLD, f"{Told.ONLINE.label}, со слов", due=ends)
    if told:
        return Stand(Standing.TOLD, Standing.TOLD.label, due=ends)
    if is_past:
        return Stand(Standing.LATE, Standing.LATE.label, due=ends)
    return Stand(Standing.NOT_BEGUN, Standing.NOT_BEGUN.label, due=ends)


def _by_fact(
    figure: FactFigure, least: int | None, *, has_begun: bool, is_past: bool, due: date | None
) -> Stand:
    total = figure.total if figure.total is not None else least
    if total is None:
        # it counts times and nobody said how many are enough: at its end once is enough
        said = f"{figure.done}" if figure.done else ""
        if figure.done and (is_past or due is None):
            return Stand(Standing.DONE, _with(Standing.DONE, said), figure, due)
    else:
        said = f"{figure.done} из {total}" if total else ""
        if total and figure.done >= total:
            return Stand(Standing.DONE, _with(Standing.DONE, said), figure, due)
    if is_past:
        return Stand(Standing.LATE, _with(Standing.LATE, said), figure, due)
    if figure.done:
        return Stand(Standing.UNDER_WAY, _with(Standing.UNDER_WAY, said), figure, due)
    label = Standing.NOT_BEGUN
    return Stand(label, _with(label, said if has_begun else ""), figure, due)


def _with(standing: Standing, said: str) -> str:
    return f"{standing.label}, {said}" if said else standing.label
