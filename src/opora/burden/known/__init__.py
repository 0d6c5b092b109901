"""What is known of schools already. Each shelf holds the facts of one feature; a question is held against all.

A shelf starts from what its feature lets the asking person see: nobody learns by an inquiry what they may not read.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from opora.burden.known.asked import Repeats, SchoolCards
from opora.burden.known.base import Fact, Shelf, Value, Where
from opora.burden.known.doings import Coverage, Documents, Orders, Roadmap, Visits
from opora.burden.known.matching import Match, matches
from opora.burden.known.places import Cards, Figures, Passport
from opora.burden.known.results import Profiles, Results
from opora.burden.known.wording import stems_of
from opora.burden.states import QuestionKind

SHELVES: tuple[Shelf, ...] = (
    Figures(),
    Cards(),
    Passport(),
    SchoolCards(),
    Results(),
    Profiles(),
    Documents(),
    Orders(),
    Roadmap(),
    Visits(),
    Coverage(),
    Repeats(),
)
_BY_CODE = {shelf.code: shelf for shelf in SHELVES}


def catalogue(where: Where) -> list[Fact]:
    """Everything that may be known, shelf by shelf. Two queries a shelf at most."""
    return [fact for shelf in SHELVES for fact in shelf.facts(where)]


def matched(
    questions: Sequence[tuple[str, QuestionKind]], where: Where
) -> dict[tuple[str, QuestionKind], Sequence[Match]]:
    """For each question (its words and kind) the facts it seems to ask for, answers to inquiries last.

    A number of queries that does not grow.
    """
    facts = catalogue(where)
    texts = [text for text, _ in questions]
    stems = stems_of([*texts, *(phrase for fact in facts for phrase in fact.phrases)])
    said = [fact for fact in facts if fact.shelf == Repeats.code]
    others = [fact for fact in facts if fact.shelf != Repeats.code]
    return {
        (text, kind): [*matches(text, kind, others, stems), *matches(text, kind, said, stems)]
        for text, kind in questions
    }


def values_of(
    codes: Collection[str], schools: Sequence[int], where: Where
) -> Mapping[str, Mapping[int, Value]]:
    """{code of the fact: {school: value}}; a shelf is asked once for all its facts."""
    names: dict[str, list[str]] = defaultdict(list)
    for code in sorted(set(codes)):
        shelf, _, name = code.partition(":")
        if shelf in _BY_CODE:
            names[shelf].append(name)
    if not schools:
        return {}
    return {
        f"{shelf}:{name}": values
        for shelf, wanted in names.items()
        for name, values in _BY_CODE[shelf].values(wanted, schools, where).items()
    }


__all__ = ["SHELVES", "Fact", "Match", "Value", "Where", "catalogue", "matched", "values_of"]
