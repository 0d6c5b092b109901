"""A term as written and as read."""

import enum
from dataclasses import dataclass
from datetime import date

from opora.ordering import folded


class Rhythm(enum.StrEnum):
    """How a term repeats inside its bounds."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ON_REQUEST = "on_request"
    THROUGHOUT = "throughout"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None is open on that side («до», «с»)."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """A term as written and as read. `spans` is empty where the words say no day («по запросу»).

    `times` per `rhythm` (2 and MONTHLY for «2 раза в месяц»); `weekday` 0–6 for «по четвергам».
    """

    text: str
    spans: tuple[Span, ...] = ()
    rhythm: Rhythm = Rhythm.ONCE
    times: int = 1
    weekday: int | None = None
    understood: bool = True

    @property
    def starts(self) -> date | None:
        """The first day named; for «до 26.03» the day itself, so that it sorts by its deadline."""
        days = [span.first or span.last for span in self.spans]
        return min((day for day in days if day), default=None)

    @property
    def ends(self) -> date | None:
        days = [span.last or span.first for span in self.spans]
        return max((day for day in days if day), default=None)

    @property
    def sort_key(self) -> tuple[date, date, int, str]:
        """Dated first by day, then what repeats, then what has no date; total by the text."""
        start, end = self.starts or date.max, self.ends or date.max
        return (start, end, list(Rhythm).index(self.rhythm), folded(self.text))
