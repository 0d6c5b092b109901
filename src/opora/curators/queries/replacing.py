"""What a curator leaves behind in the schools that change hands."""

from collections.abc import Collection
from dataclasses import dataclass

from opora.access import Actor
from opora.assignments.queries.visibility import visible_to as assignments_visible_to
from opora.assignments.states import AssignmentState
from opora.documents.queries.visibility import documents_visible_to
from opora.documents.states import DocumentState
from opora.roadmaps.queries.visibility import works_visible_to
from opora.roadmaps.states import WorkState

_MOST = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind: (school, title) of the first ones, how many there are, what becomes of them."""

    title: str
    rows: tuple[tuple[str, str], ...]
    many: int
    hint: str = ""

    @property
    def left(self) -> int:
        return self.many - len(self.rows)


def left_behind(actor: Actor, person_id: int, school_ids: Collection[int]) -> tuple[Group, ...]:
    """Assignments the curator still has, measures and documents that wait for a curator; kinds without any are left
    out. Three queries."""
    tasks = (
        assignments_visible_to(actor)
        .filter(person=person_id, state=AssignmentState.GIVEN)
        .order_by("due", "pk")
        .values_list("school__name", "what", "territory__name")
    )
    works = (
        works_visible_to(actor)
        .filter(school__in=school_ids, state=WorkState.REPORTED)
        .order_by("state_since", "pk")
        .values_list("school__name", "measure__title")
    )
    documents = (
        documents_visible_to(actor)
        .filter(school__in=school_ids, state=DocumentState.REVIEW)
        .order_by("state_since", "pk")
        .values_list("school__name", "title")
    )
    groups = (
        _group(
            "Незакрытые поручения куратора",
            [(school or place or "", what) for school, what, place in tasks],
            "Они останутся за ним: после замены передайте их другому исполнителю.",
        ),
        _group("Меры, которые ждут подтверждения", list(works), "Их подтвердит новый куратор."),
        _group(
            "Документы на проверке",
            [(school or "", title) for school, title in documents],
            "Их проверит новый куратор.",
        ),
    )
    return tuple(each for each in groups if each.many)


def _group(title: str, rows: list[tuple[str, str]], hint: str) -> Group:
    return Group(title, tuple(rows[:_MOST]), len(rows), hint)
