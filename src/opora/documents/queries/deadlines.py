"""Until when a document is awaited."""

from dataclasses import dataclass
from datetime import date, timedelta

from opora.access.paths import chain
from opora.documents.models import Deadline, Document


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
    def refusal(self) -> str:
        return f"Документы принимали до {self.closes:%d.%m.%Y}. Черновик цел: попросите координатора продлить срок."


def term_of(document: Document, *, today: date) -> Term | None:
    """The nearest deadline up the territory path for this kind; None where nobody set one. One query."""
    found = Deadline.objects.filter(
        cycle=document.cycle_id, kind=document.kind, territory__path__in=chain(document.territory_path)
    ).select_related("territory")
    nearest = max(found, key=lambda each: len(each.territory.path or ""), default=None)
    if nearest is None:
        return None
    return Term(nearest.due, nearest.due + timedelta(days=nearest.grace_days), today)
