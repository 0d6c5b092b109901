"""A draft held against what is known: which schools, which answers are there, what is left to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from opora.access import Actor
from opora.burden.known import Match, Value, Where, matched, values_of
from opora.burden.minutes import CODE, KIND, Norms, read
from opora.burden.models import Inquiry, Question
from opora.burden.sources import minutes_of
from opora.burden.states import QuestionKind, Way, Whom
from opora.catalogues.queries import in_force
from opora.identification.queries.helped import awaited_schools
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to

#: facts of earlier inquiries
REPEATS = "asked"


def norms_of(path: str) -> Norms:
    """The minutes in force for a territory; our own where nothing is published. One query as a rule."""
    return in_force(KIND, CODE, path, read) or Norms()


def schools_of_place(actor: Actor, path: str) -> QuerySet[Organisation]:
    """Open schools of the scope inside a territory, in order of names."""
    found = schools_visible_to(actor).filter(closed_on=None, territory__path__startswith=path)
    return found.order_by("sort_name", "pk")


def schools_asked(actor: Actor, inquiry: Inquiry, *, today: date) -> QuerySet[Organisation]:
    """The schools that a draft is for, as they stand today."""
    found = schools_of_place(actor, inquiry.place.path or "")
    match inquiry.whom:
        case Whom.CHOSEN:
            return found.filter(pk__in=inquiry.chosen.order_by().values("pk"))
        case Whom.AWAITED:
            helped = awaited_schools(actor, inquiry.cycle_id, on=today)
            return found.filter(pk__in=helped.order_by().values("pk"))
        case _:
            return found


@dataclass(frozen=True, slots=True)
class Line:
    """A question with what seems to answer it. `values` by the code of a fact and the school."""

    question: Question
    matches: Sequence[Match]
    values: Mapping[str, Mapping[int, Value]]

    def answers(self, code: str) -> dict[int, tuple[str, Value]]:
        """{school: (its answer, where it is from)} by a fact, of those whom it answers in the question's kind."""
        kind = self.question.kind
        return {
            school: (answer, value)
            for school, value in self.values.get(code, {}).items()
            if (answer := value.answer(kind))
        }

    @property
    def ready(self) -> dict[int, tuple[str, Value]]:
        """By the fact that was chosen; empty where nothing was."""
        return self.answers(self.question.fact) if self.question.fact else {}

    @property
    def offers(self) -> list[Match]:
        """Facts known of some school."""
        return [each for each in self.matches if self.answers(each.fact.code)]

    @property
    def repeats(self) -> list[Match]:
        """The same question, asked within twelve months."""
        return [each for each in self.matches if each.fact.shelf == REPEATS and each.is_same]


@dataclass(frozen=True, slots=True)
class Share:
    """What one school is left with: kinds of questions to answer, values to confirm, answers it is spared."""

    asked: tuple[str, ...]
    offered: int
    taken: int

    @property
    def is_asked(self) -> bool:
        return bool(self.asked) or self.offered > 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft and what would become of it. `shares` by school."""

    inquiry: Inquiry
    schools: Sequence[Organisation]
    lines: Sequence[Line]
    norms: Norms
    shares: Mapping[int, Share] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return sum(share.is_asked for share in self.shares.values())

    @property
    def spared_schools(self) -> int:
        """Schools that get nothing to do."""
        return len(self.shares) - self.asked

    @property
    def spared_answers(self) -> int:
        return sum(share.taken for share in self.shares.values())

    @property
    def minutes(self) -> int:
        """Of all schools together."""
        return sum(self._minutes(share) for share in self.shares.values())

    @property
    def spared_minutes(self) -> int:
        """What the same questions would have taken without what is known."""
        kinds = [line.question.kind for line in self.lines]
        return minutes_of(self.norms, kinds) * len(self.shares) - self.minutes

    def minutes_of_one(self) -> int:
        """Of a school that is asked, the most."""
        return max(map(self._minutes, self.shares.values()), default=0)

    def _minutes(self, share: Share) -> int:
        return minutes_of(self.norms, share.asked, offered=share.offered)


def preview(actor: Actor, inquiry: Inquiry, *, today: date) -> Preview:
    """What is known of what a draft asks. A number of queries that grows with neither schools nor questions."""
    schools = list(schools_asked(actor, inquiry, today=today).select_related("territory"))
    questions = list(inquiry.questions.order_by("position", "pk"))
    where = Where(actor, inquiry.place.path or "", inquiry.cycle_id, today)
    found = matched([(each.text, QuestionKind(each.kind)) for each in questions], where) if questions else {}
    by_question = {each.pk: found[each.text, QuestionKind(each.kind)] for each in questions}
    codes = {match.fact.code for matches in by_question.values() for match in matches}
    codes |= {each.fact for each in questions if each.fact}
    values = values_of(codes, [school.pk for school in schools], where)
    lines = [Line(each, by_question[each.pk], values) for each in questions]
    shares = _shares([school.pk for school in schools], lines)
    return Preview(inquiry, schools, lines, norms_of(inquiry.territory_path), shares)


def _shares(schools: Sequence[int], lines: Sequence[Line]) -> dict[int, Share]:
    ready = [(line.question.kind, line.question.way, line.ready) for line in lines]
    found = {}
    for school in schools:
        known = [(kind, way) for kind, way, answers in ready if school in answers]
        found[school] = Share(
            asked=tuple(kind for kind, _, answers in ready if school not in answers),
            offered=sum(way == Way.OFFER for _, way in known),
            taken=sum(way == Way.TAKE for _, way in known),
        )
    return found
