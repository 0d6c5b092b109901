"""How other features name a measure of a roadmap."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from opora.access import Actor
from opora.references import Reference
from opora.roadmaps.queries.visibility import works_visible_to


class Measures:
    """Measures that are carried out, by the id of their course."""

    kind = "work"
    word = "мера"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        rows = works_visible_to(actor).filter(pk__in=ids)
        return {
            pk: Reference(self.kind, pk, title, reverse("roadmap-measure", args=[pk]), school, path or "")
            for pk, title, school, path in rows.values_list(
                "pk", "measure__title", "school_id", "school__territory__path"
            )
        }


SOURCES = (Measures(),)
