"""Axes: where a value stands, where the grid lines go, how labels keep apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

_STEPS = (0.05, 0.1, 0.2, 0.25)


@dataclass(frozen=True, slots=True)
class ShareAxis:
    """A vertical axis of shares 0–`top` drawn from pixel `bottom` up to pixel `upper`."""

    top: float
    step: float
    bottom: float
    upper: float

    def y(self, share: float) -> float:
        return self.bottom - min(share, self.top) / self.top * (self.bottom - self.upper)

    def ticks(self) -> list[float]:
        return [i * self.step for i in range(round(self.top / self.step) + 1)]


def share_axis(values: Sequence[float], *, bottom: float, upper: float) -> ShareAxis:
    """Starts at zero always, ends at the first round share above the highest value.

    A cut axis makes a change within the noise look like a fall; so the axis is never cut.
    """
    highest = max(values, default=0.0)
    for step in _STEPS:
        top = max(ceil(highest / step - 1e-9), 2) * step
        if top / step <= 5 and top <= 1:
            return ShareAxis(top, step, bottom, upper)
    return ShareAxis(1.0, 0.25, bottom, upper)


def count_step(highest: int) -> int:
    """A round step that gives at most four grid lines above zero."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 4 >= highest:
                return step * factor
        step *= 10


def spread(places: Sequence[float], gap: float, lowest: float, highest: float) -> list[float]:
    """Moves label centres apart to at least `gap`, keeping their order and the frame.

    Returns places in the order given. More labels than the frame holds are packed evenly.
    """
    order = sorted(range(len(places)), key=lambda i: (places[i], i))
    moved: list[float] = []
    for i in order:
        moved.append(max(places[i], moved[-1] + gap) if moved else max(places[i], lowest))
    overflow = moved[-1] - highest if moved else 0.0
    if overflow > 0:
        moved[-1] = highest
        for k in range(len(moved) - 2, -1, -1):
            moved[k] = min(moved[k], moved[k + 1] - gap)
    result = [0.0] * len(places)
    for k, i in enumerate(order):
        result[i] = moved[k]
    return result
