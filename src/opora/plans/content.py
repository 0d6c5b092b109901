"""What a row of a plan says, as a form or a file gives it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from opora.plans.states import Part


@dataclass(frozen=True, slots=True)
class Content:
    """A row before it is written. `fact` is «source» or «source:of what»; None leaves what stands."""

    what: str
    number: str = ""
    section: str = ""
    term: str = ""
    mark: str = ""
    people: Sequence[tuple[Part, str]] = ()
    school_ids: Sequence[int] = ()
    fact: str | None = None
    fact_least: int | None = None
    keeps: frozenset[str] = field(default_factory=frozenset)
