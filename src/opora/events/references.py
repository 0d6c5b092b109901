"""Events as other features name them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.events.queries.visibility import visible_to
from opora.references import Reference, Source

KIND = "event"


class _Events:
    kind = KIND
    word = "мероприятие"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        return {
            each.pk: Reference(
                KIND,
                each.pk,
                each.title,
                reverse("event", args=[each.pk]),
                each.school_id,
                each.territory_path,
            )
            for each in visible_to(actor).filter(pk__in=ids)
        }


SOURCES: tuple[Source, ...] = (_Events(),)
