"""Visits as others point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora import references
from opora.access import Actor
from opora.visits.queries.visibility import visible_to

KIND = "visit"


class Visits:
    """The source of the kind."""

    kind = KIND
    word = "посещение"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, references.Reference]:
        """One query."""
        rows = visible_to(actor).filter(pk__in=ids).order_by()
        found = rows.values_list(
            *("pk", "kind_title", "school__name", "visited_on", "planned_on"),
            *("school_id", "school__territory__path"),
        )
        return {
            pk: references.Reference(
                self.kind,
                pk,
                f"{kind}, {school}, {visited or planned:%d.%m.%Y}",
                reverse("visit", args=[pk]),
                school_id,
                path or "",
            )
            for pk, kind, school, visited, planned, school_id, path in found
        }


SOURCES: tuple[references.Source, ...] = (Visits(),)
