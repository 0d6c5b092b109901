"""Assignments as others point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora import references
from opora.access import Actor
from opora.assignments.queries.visibility import visible_to


class Assignments:
    """The source of the kind."""

    kind = "assignment"
    word = "поручение"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, references.Reference]:
        """One query."""
        rows = visible_to(actor).filter(pk__in=ids).order_by()
        found = rows.values_list("pk", "what", "school_id", "school__territory__path", "territory__path")
        return {
            pk: references.Reference(
                self.kind, pk, what, reverse("assignment", args=[pk]), school_id, of_school or own or ""
            )
            for pk, what, school_id, of_school, own in found
        }


SOURCES: tuple[references.Source, ...] = (Assignments(),)
