"""Why somebody suits a school as its curator, in words, and in which order people stand. Pure.

There is no score: people are put in an order by plain facts one after another, and the choice is a person's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from opora.curators.states import CandidateState
from opora.ui.text import count_ru

ORDER_WORDS = (
    "сначала те, у кого нет конфликта интересов, затем — в чьей школе низкий риск там, где здесь высокий, "
    "кто сам называет эти темы сильными, кто знает похожие школы, у кого меньше нагрузка и кто ближе"
)
_FAR = 1e9


class Sign(StrEnum):
    """What a reason speaks for; every sign has its word beside."""

    FOR = "for"
    AGAINST = "against"
    CONFLICT = "conflict"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Reason:
    sign: Sign
    words: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """A candidate or a curator as the facts know them, seen from one school.

    `state` is None for a curator who is no candidate. `strong` and `weak` are titles of the school's high factors
    that are low, high where they work; None where no profile of that school is seen. `declared` are high factors they
    say they can help with. `km` is an estimate, None where `no_km` says why. `similar`: (school, shared high factors).
    """

    candidate_id: int | None
    person_id: int | None
    name: str
    post: str = ""
    works_at: str = ""
    state: CandidateState | None = None
    conflicts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    strong: tuple[str, ...] | None = None
    weak: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    strengths: str = ""
    merits: tuple[str, ...] = ()
    km: float | None = None
    no_km: str = ""
    schools: tuple[str, ...] = ()
    similar: tuple[tuple[str, tuple[str, ...]], ...] = ()
    was_here: bool = False


def reasons(somebody: Somebody, *, most: int, highs: int) -> list[Reason]:
    """Every fact in words; `highs` is how many high factors the school has, `most` the usual load."""
    return [
        *(Reason(Sign.CONFLICT, words) for words in somebody.conflicts),
        *(Reason(Sign.AGAINST, words) for words in somebody.warnings),
        *_profile(somebody, highs),
        *_declared(somebody),
        *_known(somebody),
        _load(somebody, most),
        _distance(somebody),
    ]


def _profile(somebody: Somebody, highs: int) -> Iterable[Reason]:
    if not highs:
        return
    if somebody.strong is None:
        yield Reason(Sign.PLAIN, "профиля школы, где работает, не видно: сравнить риски нельзя")
        return
    if somebody.strong:
        yield Reason(
            Sign.FOR, f"в своей школе низкий риск там, где здесь высокий: {_listed(somebody.strong)}"
        )
    if somebody.weak:
        yield Reason(Sign.AGAINST, f"в своей школе тот же высокий риск: {_listed(somebody.weak)}")
    if not somebody.strong and not somebody.weak:
        yield Reason(Sign.PLAIN, "высокие риски школы у своей школы ни низкие, ни высокие")


def _declared(somebody: Somebody) -> Iterable[Reason]:
    if somebody.declared:
        yield Reason(Sign.FOR, f"готов(а) помогать с рисками школы: {_listed(somebody.declared)}")
    if somebody.strengths:
        yield Reason(Sign.PLAIN, f"сильные стороны, по словам предложивших: {somebody.strengths}")
    if somebody.merits:
        yield Reason(Sign.PLAIN, f"сильные стороны своей школы: {_listed(somebody.merits)}")


def _known(somebody: Somebody) -> Iterable[Reason]:
    if somebody.was_here:
        yield Reason(Sign.FOR, "уже был(а) куратором этой школы")
    for school, shared in somebody.similar[:2]:
        yield Reason(Sign.FOR, f"знает похожую школу «{school}»: общие высокие риски — {_listed(shared)}")


def _load(somebody: Somebody, most: int) -> Reason:
    many = len(somebody.schools)
    if not many:
        return Reason(Sign.FOR, "школ пока не ведёт")
    words = f"ведёт {count_ru(many, 'школу,школы,школ')}"
    if many >= most:
        return Reason(Sign.AGAINST, f"{words}: станет больше обычного (до {most})")
    return Reason(Sign.PLAIN, words)


def _distance(somebody: Somebody) -> Reason:
    if somebody.km is None:
        return Reason(Sign.PLAIN, somebody.no_km or "расстояние неизвестно: нет координат")
    return Reason(Sign.PLAIN, f"от своей школы ≈ {max(1, round(somebody.km))} км дороги (оценка по прямой)")


def _listed(titles: Iterable[str]) -> str:
    return ", ".join(f"«{title}»" for title in titles)


def in_order(people: Iterable[Somebody]) -> list[Somebody]:
    """As `ORDER_WORDS` say; by name where nothing tells them apart."""
    return sorted(
        people,
        key=lambda each: (
            bool(each.conflicts),
            -len(each.strong or ()),
            -len(each.declared),
            -len(each.similar) - each.was_here,
            len(each.schools),
            _FAR if each.km is None else each.km,
            each.name,
            each.candidate_id or 0,
            each.person_id or 0,
        ),
    )
