"""Meetings as others point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora import references
from opora.access import Actor
from opora.meetings.queries.visibility import visible_to
from opora.meetings.zones import local


class Meetings:
    """The source of the kind."""

    kind = "meeting"
    word = "совещание"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, references.Reference]:
        """One query."""
        rows = visible_to(actor).filter(pk__in=ids).order_by()
        found = rows.values_list(
            *("pk", "title", "starts_at", "zone", "school_id", "school__territory__path", "territory__path")
        )
        return {
            pk: references.Reference(
                self.kind,
                pk,
                f"{title}, {local(starts_at, zone):%d.%m.%Y}",
                reverse("meeting", args=[pk]),
                school_id,
                of_school or own or "",
            )
            for pk, title, starts_at, zone, school_id, of_school, own in found
        }


SOURCES: tuple[references.Source, ...] = (Meetings(),)
