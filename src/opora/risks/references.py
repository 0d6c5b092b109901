"""Risk directions as other features point at them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.references import Reference, Source
from opora.risks.queries.visibility import directions_visible_to

KIND = "direction"


class _Directions:
    kind = KIND
    word = "направление работы с риском"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        """One query."""
        found = directions_visible_to(actor).filter(pk__in=ids).select_related("school__territory")
        return {
            each.pk: Reference(
                KIND,
                each.pk,
                f"{each.school.name}: {each.factor_title}",
                reverse("direction", args=[each.pk]),
                each.school_id,
                each.school.territory.path or "",
            )
            for each in found
        }


SOURCES: tuple[Source, ...] = (_Directions(),)
