"""How regularly a curator works, in figures that the system has: for an expert to judge by. Pure Python."""

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from opora.expertise.habits import Habits

if TYPE_CHECKING:
    from opora.visits.queries.regularity import Regularity


@dataclass(frozen=True, slots=True)
class Figures:
    """One curator in one year.

    `waiting` documents have no answer yet, the oldest for `longest` days; `days` and `minutes` are medians from
    sending and from opening to the decision. `mended` remarks were corrected by schools and wait for a second look.
    `visits` are first visits by which risks were verified. `presence` and `online` are visits of the schools,
    `gaps` times between visits in presence, `late` those longer than the rhythm, `absence` the longest in days; None
    in a round that began before visits were recorded. `scored` confirmed documents were
    scored by experts since, `low` of them into the lowest zone.
    """

    schools: int
    confirmed: int
    returned: int
    waiting: int
    longest: int | None
    days: float | None
    minutes: float | None
    hasty: int
    remarks: int
    accepted: int
    mended: int
    visits: int
    scored: int
    low: int
    presence: int | None = None
    online: int | None = None
    gaps: int = 0
    late: int = 0
    absence: int = 0

    @property
    def has_rhythm(self) -> bool:
        """Whether visits stand among the figures."""
        return self.presence is not None

    @property
    def is_nothing(self) -> bool:
        """No school has sent anything: the work cannot be judged by the system."""
        return not (self.confirmed + self.returned + self.waiting)

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def parse(cls, said: dict[str, Any]) -> Self:
        return cls(**{each.name: said[each.name] for each in fields(cls) if each.name in said})


@dataclass(frozen=True, slots=True)
class Answers:
    """What lies with a curator's schools beside the decisions: documents that wait, remarks by state, visits."""

    waiting: int = 0
    longest: int | None = None
    remarks: int = 0
    accepted: int = 0
    mended: int = 0
    visits: int = 0


def figures(schools: int, found: Habits, answers: Answers, visited: "Regularity") -> Figures:
    return Figures(
        schools=schools,
        confirmed=found.confirmed,
        returned=found.returned,
        waiting=answers.waiting,
        longest=answers.longest,
        days=None if found.days is None else round(found.days, 1),
        minutes=None if found.minutes is None else round(found.minutes, 1),
        hasty=found.hasty,
        remarks=answers.remarks,
        accepted=answers.accepted,
        mended=answers.mended,
        visits=answers.visits,
        scored=len(found.scored),
        low=found.low,
        presence=visited.presence,
        online=visited.online,
        gaps=visited.gaps,
        late=visited.late,
        absence=visited.longest,
    )
