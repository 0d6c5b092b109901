"""Facts of schools: coverage of the survey, profiles, directions, documents."""

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.urls import reverse

from opora.catalogues.queries import all_current
from opora.documents.kinds import DOCUMENTS
from opora.documents.models import Document
from opora.documents.states import SETTLED, DocumentState
from opora.plans.facts.base import Ask, FactFigure, FactSource, Known, cycles_asked, of_schools, schools_asked
from opora.questionnaires.instrument import Purpose
from opora.risks.models import Direction, Profile
from opora.risks.states import DirectionState
from opora.surveys.models import Cohort

_D = DirectionState
_VERIFIED = frozenset({_D.VERIFIED, _D.ACTIVE, _D.UNDER_WAY, _D.CLOSED})
_ACTIVE = frozenset({_D.ACTIVE, _D.UNDER_WAY, _D.CLOSED})
#: such a share of those expected is enough for a profile; a threshold of our own
ENOUGH_ANSWERED = 0.8


def _address(name: str, ask: Ask) -> str:
    return f"{reverse(name)}?{urlencode({'cycle': ask.cycle_code})}"


def _coverage(asks: Sequence[Ask]) -> list[FactFigure]:
    """Schools where four fifths of those expected have answered; groups too small to be told are left out."""
    groups = (
        Cohort.objects.filter(
            campaign__cycle__in=cycles_asked(asks),
            campaign__purpose=Purpose.PROFILE,
            school__in=schools_asked(asks),
        )
        .annotate(used=Count("codes", filter=Q(codes__is_used=True)))
        .values_list(
            "campaign__cycle_id", "school_id", "expected", "used", "by_poster", "campaign__minimum_group"
        )
    )
    expected: dict[tuple[int, int], int] = {}
    answered: dict[tuple[int, int], int] = {}
    for cycle, school, people, used, by_poster, minimum in groups:
        if people >= minimum:
            key = (cycle, school)
            expected[key] = expected.get(key, 0) + people
            answered[key] = answered.get(key, 0) + min(used + (by_poster or 0), people)
    known: Known = {
        key: None for key, people in expected.items() if answered[key] >= ENOUGH_ANSWERED * people
    }
    words = f"школ, где ответили {ENOUGH_ANSWERED:.0%} и больше"
    return [of_schools(ask, known, words, _address("campaigns", ask)) for ask in asks]


def _profiles(asks: Sequence[Ask]) -> list[FactFigure]:
    rows = Profile.objects.filter(
        is_current=True, cycle__in=cycles_asked(asks), school__in=schools_asked(asks)
    ).values_list("cycle_id", "school_id", "computed_on")
    known: Known = {(cycle, school): day for cycle, school, day in rows}
    return [of_schools(ask, known, "школ с рисковым профилем", _address("risks", ask)) for ask in asks]


def _directions(asks: Sequence[Ask], states: Collection[DirectionState], words: str) -> list[FactFigure]:
    rows = (
        Direction.objects.filter(
            state__in=states, cycle__in=cycles_asked(asks), school__in=schools_asked(asks)
        )
        .order_by()
        .values_list("cycle_id", "school_id")
        .annotate(last=Max("state_since"))
    )
    known: Known = {(cycle, school): day for cycle, school, day in rows}
    return [of_schools(ask, known, words, _address("directions", ask)) for ask in asks]


def _verified(asks: Sequence[Ask]) -> list[FactFigure]:
    return _directions(asks, _VERIFIED, "школ с верифицированным направлением")


def _active(asks: Sequence[Ask]) -> list[FactFigure]:
    return _directions(asks, _ACTIVE, "школ с активированным направлением")


def _documents(asks: Sequence[Ask], states: Collection[DocumentState], words: str) -> list[FactFigure]:
    rows = (
        Document.objects.filter(
            state__in=states, cycle__in=cycles_asked(asks), school__in=schools_asked(asks)
        )
        .order_by()
        .values_list("cycle_id", "school_id", "kind")
        .annotate(last=Max("state_since"))
    )
    by_kind: dict[str, Known] = {}
    for cycle, school, kind, day in rows:
        for each in ("", kind):
            known = by_kind.setdefault(each, {})
            known[cycle, school] = max(filter(None, (day, known.get((cycle, school)))))
    return [of_schools(ask, by_kind.get(ask.of, {}), words, _documents_url(ask)) for ask in asks]


def _documents_url(ask: Ask) -> str:
    return f"{reverse('documents')}?{urlencode({'cycle': ask.cycle_code, 'kind': ask.of})}"


def _sent(asks: Sequence[Ask]) -> list[FactFigure]:
    states = frozenset(DocumentState) - {DocumentState.DRAFT, DocumentState.ARCHIVED}
    return _documents(asks, states, "школ, приславших документ")


def _confirmed(asks: Sequence[Ask]) -> list[FactFigure]:
    return _documents(asks, SETTLED, "школ с подтверждённым документом")


def _of_territory(asks: Sequence[Ask]) -> list[FactFigure]:
    """Whether the territory's own programme has been confirmed."""
    rows = Document.objects.filter(
        state__in=SETTLED, cycle__in=cycles_asked(asks), territory__path__in={ask.path for ask in asks}
    ).values_list("cycle_id", "territory__path", "state_since")
    known = {(cycle, path): day for cycle, path, day in rows}
    return [
        FactFigure(
            int((ask.cycle_id, ask.path) in known),
            1,
            "программа территории подтверждена",
            _documents_url(ask),
            known.get((ask.cycle_id, ask.path)),
        )
        for ask in asks
    ]


def _kinds(path: str) -> list[tuple[str, str]]:
    """Kinds of documents that schools write. One query."""
    found = all_current(DOCUMENTS, path)
    return [(each.code, each.title) for each in found if not each.content.get("of_territory")]


SOURCES = (
    FactSource("survey-coverage", "Анкетирование: школы, где ответили", _coverage),
    FactSource("profiles", "Рисковые профили посчитаны", _profiles),
    FactSource("directions-verified", "Направления верифицированы куратором", _verified),
    FactSource("directions-active", "Направления активированы", _active),
    FactSource("documents-sent", "Документы присланы", _sent, _kinds),
    FactSource("documents-confirmed", "Документы подтверждены", _confirmed, _kinds),
    FactSource("territory-document", "Программа территории подтверждена", _of_territory),
)
