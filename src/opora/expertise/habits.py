"""How somebody reviews documents (C10): terms, remarks, what experts said later. Help for a curator. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from opora.expertise.agreement import ENOUGH, kappa

#: a document decided so soon after it was opened was hardly read; ours
READ_IN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One decision: when the version was sent, opened and decided, how many remarks the reviewer wrote on it.

    `own` is the sum of the reviewer's marks where they confirmed; `later` and `is_low` are what a closed round of
    expertise gave that version.
    """

    sent_at: datetime
    opened_at: datetime | None
    decided_at: datetime
    is_confirmed: bool
    remarks: int
    own: int | None = None
    later: int | None = None
    is_low: bool = False


@dataclass(frozen=True)
class Habits:
    """What many decisions of one reviewer say together; empty where there is nothing to reckon from."""

    found: Sequence[Reviewed]

    @property
    def confirmed(self) -> int:
        return sum(each.is_confirmed for each in self.found)

    @property
    def returned(self) -> int:
        return len(self.found) - self.confirmed

    @property
    def days(self) -> float | None:
        """The median from sending to the decision, in days."""
        waits = [(each.decided_at - each.sent_at) / timedelta(days=1) for each in self.found]
        return median(waits) if waits else None

    @property
    def minutes(self) -> float | None:
        """The median from the first opening to the decision, in minutes."""
        reads = [(e.decided_at - e.opened_at) / timedelta(minutes=1) for e in self.found if e.opened_at]
        return median(reads) if reads else None

    @property
    def hasty(self) -> int:
        """Confirmed sooner than it can be read."""
        return sum(
            each.is_confirmed and each.opened_at is not None and each.decided_at - each.opened_at < READ_IN
            for each in self.found
        )

    @property
    def remarks(self) -> float | None:
        """Remarks a document."""
        return sum(each.remarks for each in self.found) / len(self.found) if self.found else None

    @property
    def scored(self) -> list[Reviewed]:
        """Confirmed documents that experts have scored."""
        return [each for each in self.found if each.is_confirmed and each.later is not None]

    @property
    def low(self) -> int:
        """Confirmed documents that came out in the lowest zone."""
        return sum(each.is_low for each in self.scored)

    @property
    def is_enough(self) -> bool:
        """From here on own marks may be compared with the experts'."""
        return len(self.scored) >= ENOUGH

    @property
    def agreement(self) -> float | None:
        """Weighted kappa of own sums and the experts'; None under `ENOUGH` documents."""
        return kappa([(e.own, e.later) for e in self.scored if e.own is not None and e.later is not None])

    @property
    def generosity(self) -> float | None:
        """By how many points own sums lie above the experts'; None under `ENOUGH` documents."""
        known = [e.own - e.later for e in self.scored if e.own is not None and e.later is not None]
        return sum(known) / len(known) if len(known) >= ENOUGH else None
