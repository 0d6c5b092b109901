"""Until when documents are awaited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, IntegerField, OuterRef, Subquery, TextField
from django.db.models.functions import Coalesce, Length

from opora.access.paths import chain
from opora.documents.models import Deadline, Document
from opora.documents.states import AWAITED, Kept

#: from so many days before the day on it is told as near; a threshold of our own, no rule names one
SOON_DAYS = 14

#: what a deadline is for: the year, the kind, the path of the territory that the document lies in
type Awaited = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """`due` is the last day, `closes` the last day of grace."""

    due: date
    closes: date
    today: date

    @property
    def is_over(self) -> bool:
        return self.today > self.closes

    @property
    def is_late(self) -> bool:
        """Past the day, within the grace."""
        return self.due < self.today <= self.closes

    @property
    def is_soon(self) -> bool:
        """The day has not passed and is within `SOON_DAYS`, today included."""
        return 0 <= (self.due - self.today).days <= SOON_DAYS

    @property
    def refusal(self) -> str:
        return f"Документы принимали до {self.closes:%d.%m.%Y}. Черновик цел: попросите координатора продлить срок."


def awaited(document: Document) -> Awaited:
    """The key of its deadline. The territory is to be joined."""
    return document.cycle_id, document.kind, document.territory_path


def terms_of(many: Iterable[Awaited], *, today: date) -> dict[Awaited, Term]:
    """Of each the nearest deadline up the territory path; those without one are left out.

    One query however many there are, none where nothing is asked.
    """
    wanted = set(many)
    if not wanted:
        return {}
    rows = Deadline.objects.filter(
        cycle__in={cycle for cycle, _, _ in wanted},
        kind__in={kind for _, kind, _ in wanted},
        territory__path__in={above for _, _, path in wanted for above in chain(path)},
    ).values_list("cycle_id", "kind", "territory__path", "due", "grace_days")
    kept = {
        (cycle, kind, path or ""): Term(due, due + timedelta(days=grace), today)
        for cycle, kind, path, due, grace in rows
    }
    found = {}
    for cycle, kind, path in wanted:
        on_the_way = (kept.get((cycle, kind, above)) for above in reversed(chain(path)))
        nearest = next((term for term in on_the_way if term is not None), None)
        if nearest is not None:
            found[cycle, kind, path] = nearest
    return found


def term_of(document: Document, *, today: date) -> Term | None:
    """The nearest deadline up the territory path for this kind; None where nobody set one. One query."""
    key = awaited(document)
    return terms_of([key], today=today).get(key)


def term_of_sending(document: Document, *, today: date) -> Term | None:
    """As `term_of` for a document that was never sent; None for one that came back or was taken back."""
    if document.state not in AWAITED:
        return None
    term = term_of(document, today=today)
    if term is not None and term.is_over and document.versions.filter(kept_for=Kept.SENT).exists():
        return None
    return term


def due_day() -> Subquery:
    """The day of `term_of` as an expression on documents: lists are narrowed by it."""
    path = Coalesce(
        OuterRef("school__territory__path"), OuterRef("territory__path"), output_field=TextField()
    )
    return Subquery(
        Deadline.objects.filter(cycle=OuterRef("cycle_id"), kind=OuterRef("kind"))
        .alias(path=path, depth=Length("territory__path", output_field=IntegerField()))
        .filter(path__startswith=F("territory__path"))
        .order_by("-depth", "pk")
        .values("due")[:1]
    )
