"""How far a round has come: for the coordinator who runs it. Sums stay hidden until a document's sheets are in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from opora.expertise.models import Panelist, Round
from opora.expertise.queries.finals import Outcome, Standing, standings
from opora.expertise.scoring import Need
from opora.expertise.states import AssignmentState, SecondSheet


@dataclass(frozen=True, slots=True)
class Load:
    """An expert of the round and what became of the documents they were given."""

    name: str
    sent: int
    waiting: int
    returned: int


@dataclass(frozen=True)
class Progress:
    found: Sequence[Standing]
    loads: tuple[Load, ...]
    two_for_all: bool

    @cached_property
    def presented(self) -> list[Standing]:
        return [each for each in self.found if each.final is not None]

    @property
    def absent(self) -> int:
        return len(self.found) - len(self.presented)

    @property
    def sent(self) -> int:
        return sum(len(each.points) for each in self.found)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.found)

    @cached_property
    def without_expert(self) -> list[Standing]:
        return [each for each in self.presented if lacks_expert(each, two_for_all=self.two_for_all)]

    @cached_property
    def apart(self) -> list[Standing]:
        return [each for each in self.presented if each.final is Need.AGREEMENT and not each.waiting]

    @property
    def attention(self) -> list[Standing]:
        """What waits for the coordinator."""
        return [*self.without_expert, *self.apart]


def lacks_expert(outcome: Outcome | Standing, *, two_for_all: bool) -> bool:
    """Whether a first or a second expert is still to be given; a third is a choice, not a lack."""
    there = len(outcome.points) + outcome.waiting
    if two_for_all:
        return there < 2
    return there == 0 or (outcome.final is Need.SECOND and not outcome.waiting)


def progress(of: Round) -> Progress:
    """Three queries however many documents and experts."""
    found = standings(of)
    return Progress(found, _loads(of, found), of.second == SecondSheet.ALL)


def _loads(of: Round, found: Sequence[Standing]) -> tuple[Load, ...]:
    each = [given for standing in found for given in standing.given]
    counted = Counter((a.person_id, a.state) for a in each)
    names = dict(Panelist.objects.filter(round=of).values_list("person_id", "name"))
    names |= {a.person_id: a.person_name for a in each if a.person_id not in names}
    return tuple(
        Load(
            name,
            counted[person, AssignmentState.SENT],
            counted[person, AssignmentState.WAITING],
            counted[person, AssignmentState.DECLINED] + counted[person, AssignmentState.WITHDRAWN],
        )
        for person, name in sorted(names.items(), key=lambda pair: (pair[1], pair[0]))
    )
