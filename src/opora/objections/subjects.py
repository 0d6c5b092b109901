"""What may be objected to. Features above offer their subjects here, so that this package needs none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from opora.access import Actor
from opora.objections.states import SubjectKind
from opora.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing of one school that the school may object to.

    `url` shows it; `amend_url` is where an accepted objection leads (the form that puts it right). `answer_due`
    None: the usual number of days. `refusal` says why it cannot be objected to now.
    """

    kind: SubjectKind
    id: int
    school: Organisation
    title: str
    url: str
    amend_url: str = ""
    amend_words: str = ""
    answer_due: date | None = None
    refusal: str = ""


type Finder = Callable[[Actor, int], Subject | None]

_finders: dict[SubjectKind, Finder] = {}


def register(kind: SubjectKind, finder: Finder) -> None:
    """`finder` answers None for what the actor does not see. The same kind again replaces it."""
    _finders[kind] = finder


def find(actor: Actor, kind: str, subject_id: int) -> Subject | None:
    """The subject if the actor sees it; None also for a kind that nobody offers."""
    if kind not in SubjectKind.values:
        return None
    finder = _finders.get(SubjectKind(kind))
    return finder(actor, subject_id) if finder else None
